//! What a recorder writes, and what it remembers for it.

use alloc::{boxed::Box, format, string::String};

use bytes::{Buf as _, BytesMut};
use countersign::{
    Answer, CallError, ClientConfig, EncryptionLevel, Error, Event, QuestionId, Role, ServerConfig,
    Surroundings,
    crypto::{Random, RandomFailed},
    limits::RECORD_HEADER,
    pki_types::{ServerName, UnixTime},
};
use zeroize::Zeroizing;

use crate::{
    answer::{self, Head},
    config, event, names,
    page::{Line, Page},
    records::RecordNames,
    sink::{Recording, Sink},
};

/// Begins the first line; its second word is the version of the format.
pub(crate) const MAGIC: &str = "countersign-tape";
/// The version of the format.
pub(crate) const VERSION: &str = "1";
/// Says that the connection has no records.
pub(crate) const QUIC: &str = "quic";
/// Bytes were appended to the input.
pub(crate) const IN: &str = "in";
/// The input was changed in another way.
pub(crate) const INPUT_REPLACED: &str = "input_replaced";
/// The time is another than before.
pub(crate) const NOW: &str = "now";
/// What stands for a question that this connection did not ask.
pub(crate) const FOREIGN: &str = "foreign";

/// Where the lines go.
enum Outlet {
    Sink(Box<dyn Sink>),
    /// Into the memory of who replays.
    Kept(Zeroizing<String>),
    /// The sink took no more.
    Over,
}

pub(crate) struct Reel {
    outlet: Outlet,
    page: Page,
    /// Where in the page the call begins that is under way.
    call_at: usize,
    head: Head,
    /// The time of the last call.
    now: Option<u64>,
    /// What was in the input behind the last call.
    left: BytesMut,
    /// The question that was asked last.
    asked: Option<QuestionId>,
    received: RecordNames,
    sent: RecordNames,
}

impl Reel {
    /// `quic` are the transport parameters, where there are no records.
    pub(crate) fn client(
        recording: Recording,
        config: &ClientConfig,
        name: &ServerName<'_>,
        quic: Option<&[u8]>,
    ) -> Self {
        let mut reel = Self::new(recording, Head::Client(config.clone()), Role::Client);
        reel.page.call("server_name").text("name", names::server_name(name)).end();
        reel.begin(quic, |page| config::write_client(config, page, ""))
    }

    pub(crate) fn server(recording: Recording, config: &ServerConfig, quic: Option<&[u8]>) -> Self {
        let head = Head::Server(config.clone(), config::server_text(config));
        let reel = Self::new(recording, head, Role::Server);
        reel.begin(quic, |page| config::write_server(config, page, ""))
    }

    fn new(Recording { sink, redacted, provider }: Recording, head: Head, role: Role) -> Self {
        let mut page = Page::new(redacted);
        page.call(MAGIC).word(VERSION).end();
        page.call("secrets").word(if redacted { "redacted" } else { "kept" }).end();
        page.call("role").word(role).end();
        if let Some(provider) = provider {
            page.call("provider").text("name", provider).end();
        }
        Self {
            outlet: Outlet::Sink(sink),
            page,
            call_at: 0,
            head,
            now: None,
            left: BytesMut::new(),
            asked: None,
            received: RecordNames::default(),
            sent: RecordNames::default(),
        }
    }

    fn begin(mut self, quic: Option<&[u8]>, write: impl FnOnce(&mut Page)) -> Self {
        if let Some(parameters) = quic {
            self.page.call(QUIC).bytes("transport_parameters", parameters).end();
        }
        write(&mut self.page);
        self.page.call("begin").end();
        self.write_out();
        self
    }

    pub(crate) fn is_running(&self) -> bool {
        !matches!(self.outlet, Outlet::Over)
    }

    /// Keeps the lines from here on, until they are taken.
    pub(crate) fn keep(&mut self) {
        self.outlet = Outlet::Kept(Zeroizing::new(String::new()));
    }

    /// Takes the lines that were kept.
    pub(crate) fn kept(&mut self) -> Zeroizing<String> {
        match &mut self.outlet {
            Outlet::Kept(text) => core::mem::take(text),
            _ => Zeroizing::default(),
        }
    }

    /// Takes down what was appended to the input since the last call. A driver that did something
    /// else to it, such as taking what stands behind the peer's end, is taken at its word too.
    pub(crate) fn take_in(&mut self, input: &BytesMut) {
        // A call that did not come back, because its driver panicked in it, did nothing.
        self.page.take_back(self.call_at);
        if let Some(new) = input.strip_prefix(&*self.left) {
            if !new.is_empty() {
                let names = self.received.tell(new);
                self.page.call(IN).bytes("bytes", new).remark(names).end();
                self.left.extend_from_slice(new);
            }
        } else {
            self.page.call(INPUT_REPLACED).bytes("bytes", input).end();
            self.left.clear();
            self.left.extend_from_slice(input);
        }
        self.call_at = self.page.text().len();
    }

    /// Begins the line of a call.
    pub(crate) fn call(&mut self, verb: &str, now: Option<UnixTime>) -> Line<'_> {
        if let Some(now) = now.map(|now| now.as_secs()).filter(|now| Some(*now) != self.now) {
            self.now = Some(now);
            self.page.call(NOW).field("seconds", now).end();
            self.call_at = self.page.text().len();
        }
        self.page.call(verb)
    }

    pub(crate) fn answer(&mut self, id: QuestionId, answer: &Answer) {
        let ours = self.asked == Some(id);
        let question = if ours { format!("{}", id.number()) } else { String::from(FOREIGN) };
        answer::write(answer, &question, &self.head, &mut self.page);
    }

    /// Lends the surroundings, and takes down what is drawn and put out.
    pub(crate) fn lend<R>(
        &mut self,
        surroundings: &mut Surroundings<'_>,
        call: impl FnOnce(&mut Surroundings<'_>) -> R,
    ) -> R {
        let before = surroundings.output.len();
        let result = self.draw(surroundings, call);
        self.put_out(surroundings.output.get(before..).unwrap_or_default());
        result
    }

    /// Lends the surroundings, and takes down what is drawn.
    pub(crate) fn draw<R>(
        &mut self,
        Surroundings { now, random, output }: &mut Surroundings<'_>,
        call: impl FnOnce(&mut Surroundings<'_>) -> R,
    ) -> R {
        let mut drawn = Drawn { random: *random, page: &mut self.page };
        call(&mut Surroundings { now: *now, random: &mut drawn, output })
    }

    /// A line for each record; what is none stands in one line.
    pub(crate) fn put_out(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let len = match *bytes {
                [_, _, _, high, low, ..] => {
                    RECORD_HEADER + usize::from(u16::from_be_bytes([high, low]))
                }
                _ => bytes.len(),
            };
            let (record, rest) = bytes.split_at_checked(len).unwrap_or((bytes, &[]));
            let names = self.sent.tell(record);
            self.page.part("output").bytes("bytes", record).remark(names).end();
            bytes = rest;
        }
    }

    pub(crate) fn polled(&mut self, polled: &Result<Event, Error>) {
        match polled {
            Ok(told) => {
                if let Event::Ask(id, _) = told {
                    self.asked = Some(*id);
                }
                event::write_event(told, &mut self.page);
            }
            Err(error) => self.failed(error),
        }
    }

    pub(crate) fn failed(&mut self, error: &Error) {
        event::write_error(error, &mut self.page);
    }

    pub(crate) fn refused(&mut self, error: &CallError) {
        event::write_call_error(error, &mut self.page);
    }

    /// Handshake bytes of one level came in.
    pub(crate) fn handshake_input(&mut self, level: EncryptionLevel, bytes: &[u8]) {
        let line = self.call("handshake_input", None).word(names::name(names::LEVELS, &level));
        line.field("length", bytes.len()).bytes("bytes", bytes).end();
    }

    /// What a driver wrote into the place that it was lent.
    pub(crate) fn filled(&mut self, room: usize, taken: &[u8]) {
        let line = self.page.part("filled").field("room", room).field("length", taken.len());
        line.secret("bytes", taken).end();
    }

    pub(crate) fn sent(&mut self, sent: &Result<usize, CallError>) {
        match sent {
            Ok(taken) => self.page.part("taken").field("length", taken).end(),
            Err(error) => self.refused(error),
        }
    }

    /// Ends a call: `input` is what it left of the input.
    pub(crate) fn settle(&mut self, input: &BytesMut) {
        // The machine takes from the front, and changes nothing of the rest.
        self.left.advance(self.left.len().saturating_sub(input.len()));
        self.write_out();
    }

    fn write_out(&mut self) {
        match &mut self.outlet {
            Outlet::Sink(sink) => {
                if sink.write(self.page.text()).is_err() {
                    self.outlet = Outlet::Over;
                }
            }
            Outlet::Kept(text) => text.push_str(self.page.text()),
            Outlet::Over => {}
        }
        self.page.clear();
        self.call_at = 0;
    }
}

/// Tells a whole tape from one that was cut.
impl Drop for Reel {
    fn drop(&mut self) {
        self.page.take_back(self.call_at);
        self.page.call("end").end();
        self.write_out();
    }
}

/// Randomness that is taken down.
struct Drawn<'a> {
    random: &'a mut dyn Random,
    page: &'a mut Page,
}

impl Random for Drawn<'_> {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        let filled = self.random.fill(out);
        match filled {
            Ok(()) => self.page.part("draw").secret("bytes", out).end(),
            Err(_) => self.page.part("draw_failed").field("length", out.len()).end(),
        }
        filled
    }
}
