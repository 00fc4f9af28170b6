//! A machine in the place of a trace's client or server: it is given what the other side sends,
//! and is asked to send what its own side sends.

use std::collections::BTreeMap;

use countersign::{
    Connection, ConnectionSummary, Direction, Error, Event, MessageContent, Role, Surroundings,
    bytes::{Bytes, BytesMut},
    crypto::Secret,
    wire::ContentType,
};

use crate::{
    driver::{self, Driver},
    records::{Writer, content_type},
    trace::{Draws, Step, Trace, split},
};

/// The machine, and what it told.
pub(crate) struct Live<'a> {
    pub(crate) connection: Connection,
    pub(crate) driver: Driver<'a>,
    /// What it is lent; nothing of it is left over at the end.
    pub(crate) random: Draws,
    pub(crate) output: BytesMut,
    /// The messages that it sent.
    pub(crate) messages: Vec<Bytes>,
    pub(crate) secrets: BTreeMap<&'static str, Vec<u8>>,
    /// What came, early or not.
    pub(crate) data: Vec<u8>,
    /// The sessions that a client was given.
    pub(crate) sessions: Vec<Secret>,
    pub(crate) summary: Option<Box<ConnectionSummary>>,
}

/// Our records in the place of one of the trace's. What they hold was read with the trace's keys.
pub(crate) struct Pair<'a> {
    pub(crate) step: &'a Step,
    pub(crate) records: Vec<Vec<u8>>,
    pub(crate) payload: Vec<u8>,
}

impl<'a> Live<'a> {
    pub(crate) fn new(connection: Connection, driver: Driver<'a>, random: Vec<u8>) -> Self {
        Self {
            connection,
            driver,
            random: Draws(random),
            output: BytesMut::new(),
            messages: Vec::new(),
            secrets: BTreeMap::new(),
            data: Vec::new(),
            sessions: Vec::new(),
            summary: None,
        }
    }

    /// Goes through the whole trace.
    pub(crate) fn run(&mut self) -> Result<Vec<Pair<'a>>, Error> {
        let trace = self.trace();
        let pairs = self.run_through(trace.records())?;
        assert_eq!((&self.output[..], &self.random.0[..]), (&[][..], &[][..]), "{}", trace.name);
        assert!(matches!(self.settle()?, Event::Closed), "{}", trace.name);
        Ok(pairs)
    }

    /// Goes through these records of it.
    pub(crate) fn run_through(
        &mut self,
        records: impl Iterator<Item = &'a Step>,
    ) -> Result<Vec<Pair<'a>>, Error> {
        let mut pairs = Vec::new();
        let mut writer = Writer::new(self.trace(), self.driver.who);
        self.settle()?;
        for step in records {
            if step.who == self.driver.who {
                self.wish(step);
                pairs.push(self.take(step, &mut writer));
            } else {
                self.receive(step.get("complete record"))?;
            }
        }
        Ok(pairs)
    }

    pub(crate) fn receive(&mut self, record: &[u8]) -> Result<(), Error> {
        self.connection.input().extend_from_slice(record);
        self.settle().map(|_| ())
    }

    fn trace(&self) -> &'a Trace {
        self.driver.trace
    }

    /// What a driver has to say for its side to send this.
    fn wish(&mut self, step: &Step) {
        let Self { connection, random, output, .. } = self;
        let now = driver::now(self.driver.trace);
        let mut surroundings = Surroundings { now, random, output };
        match step.what {
            "send application_data record" => {
                let data = step.get("payload");
                let taken = if connection.is_connected() {
                    connection.send(data, &mut surroundings)
                } else {
                    connection.send_early(data, &mut surroundings)
                };
                assert_eq!(taken.unwrap(), data.len());
            }
            "send alert record" => connection.close(&mut surroundings).unwrap(),
            _ => {}
        }
    }

    /// As many records as the messages of this step are in.
    fn take(&mut self, step: &'a Step, writer: &mut Writer<'_>) -> Pair<'a> {
        let mut pair = Pair { step, records: Vec::new(), payload: Vec::new() };
        loop {
            let record = self.take_record();
            let (kind, content) = writer.read(&record);
            assert_eq!(kind, content_type(step.what), "{}", self.trace().name);
            pair.payload.extend(content);
            pair.records.push(record);
            let is_handshake = kind == ContentType::HANDSHAKE;
            if !is_handshake || split(&pair.payload).count() >= step.messages().count() {
                return pair;
            }
        }
    }

    fn take_record(&mut self) -> Vec<u8> {
        let len = self.output.get(3..5).map(|len| usize::from(len[0]) << 8 | usize::from(len[1]));
        let len = len.unwrap_or_else(|| panic!("{}: nothing is sent", self.trace().name));
        self.output.split_to(5 + len).to_vec()
    }

    /// Polls and answers until nothing more happens.
    fn settle(&mut self) -> Result<Event, Error> {
        loop {
            let Self { random, output, .. } = self;
            let now = driver::now(self.driver.trace);
            match self.connection.poll(&mut Surroundings { now, random, output })? {
                Event::Ask(id, request) => {
                    let answer = self.driver.answer(request);
                    self.connection.answer(id, answer).unwrap();
                }
                event @ (Event::NeedInput { .. } | Event::PeerClosed | Event::Closed) => {
                    return Ok(event);
                }
                event => self.note(event),
            }
        }
    }

    fn note(&mut self, event: Event) {
        match event {
            Event::Message(summary) if summary.direction == Direction::Sent => {
                if let MessageContent::Handshake(raw) = summary.content {
                    self.messages.push(raw);
                }
            }
            Event::KeyLog(log) => {
                let before = self.secrets.insert(log.label, log.secret.expose().to_vec());
                assert!(before.is_none(), "{} is told twice", log.label);
            }
            Event::Data(data) | Event::EarlyData(data) => self.data.extend_from_slice(&data),
            Event::Session(session) => self.sessions.push(session.session),
            Event::Connected(summary) => self.summary = Some(summary),
            _ => {}
        }
    }

    /// What holds for both roles at the end.
    pub(crate) fn check_told(&self) {
        let trace = self.trace();
        assert_eq!(self.secrets, trace.logged(), "{}", trace.name);
        let is_theirs = |step: &&Step| {
            step.who != self.driver.who && step.what == "send application_data record"
        };
        let sent = trace.records().filter(is_theirs).flat_map(|step| step.get("payload"));
        assert_eq!(self.data, sent.copied().collect::<Vec<u8>>(), "{}", trace.name);
        let summary = self.summary.as_ref().unwrap();
        assert_eq!(summary.group, Some(trace.group()), "{}", trace.name);
        let hellos = trace.messages_of(Role::Client).iter().filter(|one| one[0] == 1).count();
        assert_eq!(summary.retried, hellos == 2, "{}", trace.name);
    }
}
