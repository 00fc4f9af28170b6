//! What a state wants done, as an ordered list that `connection/perform` carries out.

use alloc::vec::Vec;

use pki_types::UnixTime;

use crate::{
    crypto::{Random, TrafficKeys},
    event::Event,
    handshake::{RecordLimits, Transcript},
    request::Request,
    wire::{AlertDescription, HandshakeType, Writer},
};

/// One thing to do.
pub(crate) enum Action {
    /// Send the flight's next `len` bytes, whole messages, under the keys in force.
    SendHandshake { len: usize },
    /// Send a ChangeCipherSpec.
    SendChangeCipherSpec,
    /// The peer asked for a new handshake: count it, and refuse to be asked for ever.
    CountRenegotiation,
    /// Send a warning alert.
    Warn(AlertDescription),
    /// What is sent from here on is protected so.
    WriteKeys(TrafficKeys),
    /// What comes from here on is protected so.
    ReadKeys(TrafficKeys),
    /// The plaintext of the records that we send and take, in bytes, at most.
    LimitRecords { send: Option<usize>, receive: Option<usize> },
    /// Tell the driver.
    Emit(Event),
    /// Ask the driver.
    Ask(Request),
}

/// The list, and what a handler may draw on while it writes it.
pub(crate) struct Actions<'a> {
    /// Randomness lent by the driver.
    pub(crate) random: &'a mut dyn Random,
    /// The time lent by the driver.
    pub(crate) now: UnixTime,
    list: &'a mut Vec<Action>,
    flight: &'a mut Vec<u8>,
}

impl<'a> Actions<'a> {
    pub(crate) fn new(
        random: &'a mut dyn Random,
        now: UnixTime,
        list: &'a mut Vec<Action>,
        flight: &'a mut Vec<u8>,
    ) -> Self {
        if list.capacity() == 0 {
            // One allocation for what any state wants.
            list.reserve(6);
        }
        Self { random, now, list, flight }
    }

    /// Sends a message and adds it to the transcript.
    pub(crate) fn send(
        &mut self,
        kind: HandshakeType,
        transcript: &mut Transcript,
        body: impl FnOnce(&mut Writer<'_>),
    ) {
        transcript.add(self.send_first(kind, body));
    }

    /// Sends a message for which there is no transcript yet; returns it with its header.
    pub(crate) fn send_first(
        &mut self,
        kind: HandshakeType,
        body: impl FnOnce(&mut Writer<'_>),
    ) -> &[u8] {
        if self.flight.capacity() == 0 {
            // One allocation for most flights without certificates.
            self.flight.reserve(512);
        }
        let start = self.flight.len();
        let mut writer = Writer::new(self.flight);
        writer.u8(kind.0);
        writer.vec24(body);
        let added = self.flight.len() - start;
        match self.list.last_mut() {
            Some(Action::SendHandshake { len }) => *len += added,
            _ => self.list.push(Action::SendHandshake { len: added }),
        }
        self.flight.get(start..).unwrap_or_default()
    }

    pub(crate) fn send_change_cipher_spec(&mut self) {
        self.list.push(Action::SendChangeCipherSpec);
    }

    pub(crate) fn warn(&mut self, description: AlertDescription) {
        self.list.push(Action::Warn(description));
    }

    pub(crate) fn count_renegotiation(&mut self) {
        self.list.push(Action::CountRenegotiation);
    }

    pub(crate) fn write_keys(&mut self, keys: TrafficKeys, limits: &RecordLimits) {
        self.list.push(Action::WriteKeys(keys));
        self.limit_records(limits.send, None);
    }

    pub(crate) fn read_keys(&mut self, keys: TrafficKeys, limits: &RecordLimits) {
        self.list.push(Action::ReadKeys(keys));
        self.limit_records(None, limits.receive);
    }

    /// What holds from the hellos on, protected or not (RFC 6066 §4).
    pub(crate) fn limit_fragments(&mut self, limits: &RecordLimits) {
        self.limit_records(limits.fragment, limits.fragment);
    }

    fn limit_records(&mut self, send: Option<usize>, receive: Option<usize>) {
        if send.is_some() || receive.is_some() {
            self.list.push(Action::LimitRecords { send, receive });
        }
    }

    pub(crate) fn emit(&mut self, event: Event) {
        self.list.push(Action::Emit(event));
    }

    pub(crate) fn ask(&mut self, request: Request) {
        self.list.push(Action::Ask(request));
    }
}
