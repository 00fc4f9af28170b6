//! The one question that may be open, and its answer: a matter of the driver's contract, not of
//! any RFC.

use super::Connection;
use crate::{
    error::{CallError, Misuse},
    event::Event,
    request::{Answer, AnswerKind, QuestionId, Request},
};

/// What is asked, and what was answered but not yet taken.
#[derive(Default)]
pub(super) struct Dialogue {
    asked: u32,
    /// What tells the questions of this connection from those of any other.
    of: u64,
    open: Option<Open>,
}

struct Open {
    id: QuestionId,
    wants: AnswerKind,
    answer: Option<Answer>,
}

impl Dialogue {
    /// Binds the questions from here on to a hello's random value.
    pub(super) fn bind(&mut self, random: &[u8]) {
        if let Some(first) = random.first_chunk() {
            self.of ^= u64::from_be_bytes(*first);
        }
    }

    /// Opens a question. No state asks before the one before it is answered.
    pub(super) fn ask(&mut self, request: Request) -> Event {
        debug_assert!(self.open.is_none(), "two questions at once");
        self.asked = self.asked.wrapping_add(1);
        let id = QuestionId { number: self.asked, of: self.of };
        self.open = Some(Open { id, wants: request.wants(), answer: None });
        Event::Ask(id, request)
    }

    /// The question that waits for its answer.
    pub(super) fn open(&self) -> Option<QuestionId> {
        self.open.as_ref().map(|open| open.id)
    }

    /// The answer, once it is there; closes the question.
    pub(super) fn take_answer(&mut self) -> Option<Answer> {
        let answer = self.open.as_mut()?.answer.take()?;
        self.open = None;
        Some(answer)
    }

    fn give(&mut self, id: QuestionId, answer: Answer) -> Result<(), Misuse> {
        let open = self
            .open
            .as_mut()
            .filter(|open| open.id == id && open.answer.is_none())
            .ok_or(Misuse::NoSuchQuestion(id))?;
        let (wanted, given) = (open.wants, answer.kind());
        if wanted != given {
            return Err(Misuse::WrongAnswer { question: id, wanted, given });
        }
        open.answer = Some(answer);
        Ok(())
    }
}

impl Connection {
    /// Answers a question; the next [`Connection::poll`] goes on with it. An answer of the wrong
    /// kind, or to a question that is not open, is refused and changes nothing.
    pub fn answer(&mut self, id: QuestionId, answer: Answer) -> Result<(), CallError> {
        if let Some(error) = &self.failure {
            return Err(error.clone().into());
        }
        Ok(self.dialogue.give(id, answer)?)
    }
}
