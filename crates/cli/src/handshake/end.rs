//! One end of the meeting in memory: a connection, who answers its questions, and its output.

use bytes::BytesMut;
use countersign::{
    Answer, Answers, CallError, Error, Event, Misuse, Surroundings, crypto::Random,
    pki_types::UnixTime,
};
use countersign_tape::Recorder;

use crate::timeline::answer_in_words;

/// One end.
pub(super) struct End<'a> {
    pub(super) connection: Recorder,
    pub(super) output: BytesMut,
    answers: Answers<'a>,
    pub(super) closed: bool,
    pub(super) received: u64,
    /// What it has to say went early.
    pub(super) spoke_early: bool,
}

/// What the meeting lends to each call.
pub(super) struct Lent<'a> {
    pub(super) now: UnixTime,
    pub(super) random: &'a mut dyn Random,
}

impl<'a> End<'a> {
    pub(super) fn new(connection: Recorder, answers: Answers<'a>) -> Self {
        Self {
            connection,
            output: BytesMut::new(),
            answers,
            closed: false,
            received: 0,
            spoke_early: false,
        }
    }

    /// The next event. A question is answered in place; the answer is told in words.
    pub(super) fn poll(&mut self, lent: &mut Lent<'_>) -> Result<(Event, Option<String>), Error> {
        let event = self.with(lent, Recorder::poll)?;
        match &event {
            Event::Session(session) => self.answers.sessions.store(session),
            Event::SessionLost(key) => self.answers.sessions.forget(key),
            _ => {}
        }
        let Event::Ask(id, request) = &event else { return Ok((event, None)) };
        let answer = self.answers.answer(request, lent.random);
        let words = in_words(&answer);
        match self.connection.answer(*id, answer) {
            Err(CallError::Failed(error)) => Err(error),
            // The kind of answer goes with the kind of question: nothing else can come.
            Ok(()) | Err(CallError::Misuse(_)) => Ok((event, Some(words))),
        }
    }

    /// Sends application data.
    pub(super) fn send(&mut self, data: &[u8], lent: &mut Lent<'_>) -> Result<(), Error> {
        match self.with(lent, |connection, lent| connection.send(data, lent)) {
            Err(CallError::Failed(error)) => Err(error),
            Ok(_) | Err(CallError::Misuse(Misuse::SendAfterClose | _)) => Ok(()),
        }
    }

    /// Sends early data, as far as the session allows; true where all of it was taken.
    pub(super) fn send_early(&mut self, data: &[u8], lent: &mut Lent<'_>) -> Result<bool, Error> {
        if self.connection.early_data_left() < data.len() {
            return Ok(false);
        }
        match self.with(lent, |connection, lent| connection.send_early(data, lent)) {
            Err(CallError::Failed(error)) => Err(error),
            Ok(taken) => Ok(taken == data.len()),
            Err(CallError::Misuse(_)) => Ok(false),
        }
    }

    /// Sends `close_notify`.
    pub(super) fn close(&mut self, lent: &mut Lent<'_>) -> Result<(), Error> {
        self.with(lent, Recorder::close)
    }

    /// Everything that the other end has put out comes in.
    pub(super) fn take_from(&mut self, other: &mut End<'_>) {
        self.connection.input().unsplit(other.output.split());
    }

    fn with<R>(
        &mut self,
        lent: &mut Lent<'_>,
        call: impl FnOnce(&mut Recorder, &mut Surroundings<'_>) -> R,
    ) -> R {
        let output = &mut self.output;
        let mut surroundings = Surroundings { now: lent.now, random: &mut *lent.random, output };
        call(&mut self.connection, &mut surroundings)
    }
}

fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::PeerVerdict(Ok(_)) => {
            "yes, by the throw-away authority that the client trusts".to_owned()
        }
        other => answer_in_words(other),
    }
}
