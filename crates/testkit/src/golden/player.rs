//! Our side of one connection, at work: it answers its questions, takes its steps and closes. The
//! recorder and the replay both play it, so that they cannot differ.

use bytes::BytesMut;
use countersign::{Answers, CallError, EarlyData, Event, Surroundings, pki_types::UnixTime};

use countersign_tape::Recorder;

use super::{Actor, Manifest, Step};
use crate::SeededRandom;

/// What is told while it goes on.
#[derive(Debug)]
pub enum Told<'a> {
    /// The machine tells this.
    Event(&'a Event),
    /// We sent so many bytes of data.
    Sent(usize),
    /// The same, before the handshake.
    SentEarly(usize),
}

/// Takes what is told.
pub type Tell<'a> = &'a mut dyn FnMut(Told<'_>);

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// More bytes of the peer are wanted.
    Wants,
    /// The peer will say no more.
    PeerClosed,
}

/// Our side of one connection.
pub struct Player<'a> {
    steps: &'a [Step],
    /// What is sent before the handshake; behind it, where the server takes none of it.
    early: &'a str,
    connection: Recorder,
    answers: Answers<'a>,
    now: UnixTime,
    random: SeededRandom,
    output: BytesMut,
    /// Received since the last step.
    heard: Vec<u8>,
    /// Early data may still be sent.
    begins: bool,
    connected: bool,
    closed: bool,
}

impl<'a> Player<'a> {
    /// Of the connection of this number, from 0 on.
    pub fn new(manifest: &'a Manifest, actor: &'a Actor, number: usize) -> Self {
        Self {
            steps: &manifest.steps,
            early: &manifest.early,
            connection: actor.connection(),
            answers: actor.answers(),
            now: actor.now(),
            random: actor.random(number),
            output: BytesMut::new(),
            heard: Vec::new(),
            begins: true,
            connected: false,
            closed: false,
        }
    }

    /// True where all steps were taken, and our side has closed.
    pub fn is_through(&self) -> bool {
        self.closed
    }

    /// What was received since the last step.
    pub fn heard(&self) -> &[u8] {
        &self.heard
    }

    /// What is to be sent, all of it.
    pub fn output(&mut self) -> BytesMut {
        self.output.split()
    }

    /// Takes bytes of the peer; none means that there will be no more.
    pub fn feed(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.connection.end_of_input();
        } else {
            self.connection.input().extend_from_slice(bytes);
        }
    }

    /// Goes on until bytes are wanted or nothing more will come.
    pub fn run(&mut self, tell: Tell<'_>) -> Result<Standing, CallError> {
        loop {
            let event = self.call(Recorder::poll)?;
            tell(Told::Event(&event));
            match event {
                Event::NeedInput { .. } if self.begins => self.say_early(tell)?,
                Event::NeedInput { .. } => return Ok(Standing::Wants),
                Event::PeerClosed | Event::Closed => return Ok(Standing::PeerClosed),
                Event::Ask(id, request) => {
                    let answer = self.answers.answer(&request, &mut self.random);
                    self.connection.answer(id, answer)?;
                }
                Event::Session(session) => self.answers.sessions.store(&session),
                Event::Connected(summary) => {
                    self.connected = true;
                    if summary.early_data != EarlyData::Accepted {
                        self.say(self.early, tell)?;
                    }
                    self.go_on(tell)?;
                }
                Event::KeysChanged(_) => self.go_on(tell)?,
                Event::Data(data) | Event::EarlyData(data) => {
                    self.heard.extend_from_slice(&data);
                    self.go_on(tell)?;
                }
                _ => {}
            }
        }
    }

    /// Sends the early data where there is a session that lets them through.
    fn say_early(&mut self, tell: Tell<'_>) -> Result<(), CallError> {
        self.begins = false;
        if self.early.is_empty() || self.connection.early_data_left() < self.early.len() {
            return Ok(());
        }
        let early = self.early.as_bytes();
        let taken = self.call(|connection, around| connection.send_early(early, around))?;
        tell(Told::SentEarly(taken));
        Ok(())
    }

    /// Takes the steps that can be taken now, and closes behind the last.
    fn go_on(&mut self, tell: Tell<'_>) -> Result<(), CallError> {
        while let (true, Some((step, rest))) = (self.connected, self.steps.split_first()) {
            match step {
                Step::Say(text) => self.say(text, tell)?,
                Step::Hear(text) if contains(&self.heard, text.as_bytes()) => self.heard.clear(),
                Step::Hear(_) => return Ok(()),
                Step::Update { request_peer } => {
                    let asks = *request_peer;
                    self.call(|connection, around| connection.update_keys(asks, around))?;
                    // What comes behind it is told behind it.
                    self.steps = rest;
                    return Ok(());
                }
            }
            self.steps = rest;
        }
        if self.connected && !self.closed {
            self.closed = true;
            self.call(Recorder::close)?;
        }
        Ok(())
    }

    fn say(&mut self, text: &str, tell: Tell<'_>) -> Result<(), CallError> {
        if !text.is_empty() {
            let text = text.as_bytes();
            let taken = self.call(|connection, around| connection.send(text, around))?;
            tell(Told::Sent(taken));
        }
        Ok(())
    }

    fn call<R>(&mut self, call: impl FnOnce(&mut Recorder, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings =
            Surroundings { now: self.now, random: &mut self.random, output: &mut self.output };
        call(&mut self.connection, &mut surroundings)
    }
}

fn contains(heard: &[u8], text: &[u8]) -> bool {
    heard.windows(text.len()).any(|part| part == text)
}
