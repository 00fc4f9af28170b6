//! One side of a pair: a connection with everything that its driver lends it.

use std::time::Duration;

use bytes::BytesMut;
use countersign::{
    Answer, Answers, CallError, ClientConfig, Connection, ConnectionSummary, Cursor, Error, Event,
    QuestionId, Request, ServerConfig, Surroundings,
    crypto::Random,
    pki_types::{ServerName, UnixTime},
};

use crate::SeededRandom;

/// The time at every side, unless a test sets another: 14 November 2023, 22:13:20 UTC.
const NOW: Duration = Duration::from_secs(1_700_000_000);

/// A connection, its surroundings, its answers, and all that it told.
pub struct Side<'a> {
    /// The machine itself, for calls that need nothing of the surroundings.
    pub connection: Connection,
    /// The randomness that is lent.
    pub random: Box<dyn Random>,
    /// The time that is lent.
    pub now: UnixTime,
    /// Who answers questions.
    pub answers: Answers<'a>,
    /// Keep questions in [`Side::held`] instead of answering them in place.
    pub hold: bool,
    /// The question that is kept back.
    pub held: Option<(QuestionId, Request)>,
    /// What was put out and not taken yet.
    pub output: BytesMut,
    noted: Vec<Noted>,
    data: Vec<u8>,
    error: Option<Error>,
}

/// An event, and where the handshake stood when it was told.
#[derive(Debug)]
pub struct Noted {
    /// The state.
    pub at: Cursor,
    /// What was told.
    pub event: Event,
}

/// What came of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An event; it is the last of [`Side::noted`].
    Told,
    /// The machine wants so many bytes.
    NeedInput(usize),
    /// The machine wants an answer.
    AwaitAnswer(QuestionId),
    /// The peer has closed; our side is open.
    PeerClosed,
    /// Both sides have closed.
    Closed,
    /// The connection has failed; see [`Side::error`].
    Failed,
}

impl<'a> Side<'a> {
    /// A client, with randomness from the seed 1.
    pub fn client(config: &ClientConfig, name: ServerName<'static>, answers: Answers<'a>) -> Self {
        Self::new(Connection::client(config, name), answers, 1)
    }

    /// A server, with randomness from the seed 2.
    pub fn server(config: &ServerConfig, answers: Answers<'a>) -> Self {
        Self::new(Connection::server(config), answers, 2)
    }

    fn new(connection: Connection, answers: Answers<'a>, seed: u64) -> Self {
        Self {
            connection,
            random: Box::new(SeededRandom::new(seed)),
            now: UnixTime::since_unix_epoch(NOW),
            answers,
            hold: false,
            held: None,
            output: BytesMut::new(),
            noted: Vec::new(),
            data: Vec::new(),
            error: None,
        }
    }

    /// Calls the machine with its surroundings.
    pub fn call<R>(&mut self, call: impl FnOnce(&mut Connection, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings =
            Surroundings { now: self.now, random: &mut *self.random, output: &mut self.output };
        call(&mut self.connection, &mut surroundings)
    }

    /// One poll. A question is answered in place, unless [`Side::hold`] is set.
    pub fn poll(&mut self) -> Step {
        let event = match self.call(Connection::poll) {
            Ok(event) => event,
            Err(error) => {
                self.error = Some(error);
                return Step::Failed;
            }
        };
        match &event {
            Event::NeedInput { hint } => return Step::NeedInput(*hint),
            Event::AwaitAnswer(id) => return Step::AwaitAnswer(*id),
            Event::PeerClosed => return Step::PeerClosed,
            Event::Closed => return Step::Closed,
            Event::Data(bytes) => self.data.extend_from_slice(bytes),
            Event::Ask(id, request) => self.on_question(*id, request.clone()),
            Event::Session(session) => self.answers.sessions.store(session),
            Event::SessionLost(key) => self.answers.sessions.forget(key),
            _ => {}
        }
        self.noted.push(Noted { at: self.connection.state(), event });
        Step::Told
    }

    /// Polls until the machine wants something, or has failed.
    pub fn settle(&mut self) -> Step {
        loop {
            match self.poll() {
                Step::Told => {}
                step => return step,
            }
        }
    }

    fn on_question(&mut self, id: QuestionId, request: Request) {
        self.held = Some((id, request));
        if !self.hold {
            self.answer_held();
        }
    }

    /// Answers the question that is kept back, if there is one; tells whether there was.
    pub fn answer_held(&mut self) -> bool {
        let Some((id, request)) = self.held.take() else { return false };
        let answer = self.answers.answer(&request, &mut *self.random);
        // The connection may have been cancelled while the question was open.
        self.connection.answer(id, answer).is_ok()
    }

    /// Answers the question that is kept back with `answer`; tells what the machine says to it.
    pub fn answer_with(&mut self, answer: Answer) -> Result<(), CallError> {
        match &self.held {
            Some((id, _)) => self.connection.answer(*id, answer),
            None => Ok(()),
        }
    }

    /// Brings bytes in.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.connection.input().extend_from_slice(bytes);
    }

    /// Brings bytes in, and polls until the machine wants something.
    pub fn receive(&mut self, bytes: &[u8]) -> Step {
        self.feed(bytes);
        self.settle()
    }

    /// Sends application data.
    pub fn send(&mut self, plaintext: &[u8]) -> Result<usize, CallError> {
        self.call(|connection, surroundings| connection.send(plaintext, surroundings))
    }

    /// Sends `close_notify`, or will when the handshake is complete.
    pub fn close(&mut self) -> Result<(), Error> {
        self.call(Connection::close)
    }

    /// Gives up.
    pub fn cancel(&mut self) {
        self.call(Connection::cancel);
    }

    /// Takes what was put out.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.output.split().to_vec()
    }

    /// Every event that was told, in order; without those that only say what is wanted.
    pub fn noted(&self) -> &[Noted] {
        &self.noted
    }

    /// What the handshake has established.
    ///
    /// # Panics
    /// Where it is not complete.
    #[track_caller]
    pub fn connected(&self) -> ConnectionSummary {
        let found = self.noted.iter().find_map(|noted| match &noted.event {
            Event::Connected(summary) => Some((**summary).clone()),
            _ => None,
        });
        let state = self.connection.state();
        assert!(found.is_some(), "not connected: {:?}, in {state}", self.error);
        found.expect("it is there")
    }

    /// All application data that was received.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// How the connection failed.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }
}
