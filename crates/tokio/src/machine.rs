//! A connection with everything that is lent to it, still without I/O.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::BytesMut;
use countersign::{
    Answer, Event, QuestionId, Request, SessionKey, StoreSession, Surroundings, crypto::Random,
    pki_types::UnixTime,
};
use countersign_std::SystemRandom;
use countersign_tape::Recorder;

use crate::answers::{AnswerFuture, Answerers};

/// What is in here is reached through `&mut` alone, so that its lock is never taken; it makes the
/// stream `Sync` where its parts are only `Send`.
type Unshared<T> = Mutex<T>;

fn unshared<T>(place: &mut Unshared<T>) -> &mut T {
    place.get_mut().unwrap_or_else(PoisonError::into_inner)
}

type Observer = Box<dyn FnMut(&Event) + Send>;

pub(crate) struct Machine {
    pub(crate) connection: Recorder,
    pub(crate) output: BytesMut,
    pub(crate) random: Box<dyn Random + Send + Sync>,
    pub(crate) clock: Box<dyn Fn() -> UnixTime + Send + Sync>,
    observer: Option<Unshared<Observer>>,
    answerers: Answerers,
    question: Option<(QuestionId, Unshared<AnswerFuture<Answer>>)>,
    /// A session that is on its way to who keeps it, or the word that one is lost.
    session: Option<Unshared<AnswerFuture<()>>>,
}

impl Machine {
    pub(crate) fn new(connection: Recorder, answerers: Answerers) -> Self {
        Self {
            connection,
            output: BytesMut::new(),
            random: Box::new(SystemRandom),
            clock: Box::new(countersign_std::now),
            observer: None,
            answerers,
            question: None,
            session: None,
        }
    }

    pub(crate) fn observe(&mut self, observer: Observer) {
        self.observer = Some(Mutex::new(observer));
    }

    /// The next event, shown to the observer, and taken down if it is a secret.
    pub(crate) fn event(&mut self) -> Result<Event, countersign::Error> {
        let event = self.with(Recorder::poll)?;
        if let Some(observer) = &mut self.observer {
            unshared(observer)(&event);
        }
        if let Some(key_log) = &self.answerers.key_log {
            key_log.observe(&event);
        }
        Ok(event)
    }

    /// Begins to work a question out.
    pub(crate) fn ask(&mut self, id: QuestionId, request: Request) {
        let answer = self.answerers.ask(request, &mut *self.random);
        self.question = Some((id, Mutex::new(answer)));
    }

    /// Waits for the answer to the open question, and hands it over.
    pub(crate) fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some((id, answer)) = &mut self.question {
            let answer = ready!(Pin::new(unshared(answer)).poll(cx));
            // The only refusal here is that of a connection that has failed meanwhile, and the
            // next event says so.
            let _ = self.connection.answer(*id, answer);
            self.question = None;
        }
        Poll::Ready(())
    }

    /// Begins to keep a session.
    pub(crate) fn keep(&mut self, session: StoreSession) {
        self.session = Some(Mutex::new(self.answerers.keep(session)));
    }

    /// Begins to have a session forgotten.
    pub(crate) fn forget(&mut self, key: SessionKey) {
        self.session = Some(Mutex::new(self.answerers.forget(key)));
    }

    /// True while a session is on its way.
    pub(crate) fn is_keeping(&self) -> bool {
        self.session.is_some()
    }

    /// Waits until the session is kept, or forgotten.
    pub(crate) fn poll_kept(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(session) = &mut self.session {
            ready!(Pin::new(unshared(session)).poll(cx));
            self.session = None;
        }
        Poll::Ready(())
    }

    /// Nobody waits for an answer any more.
    pub(crate) fn forget_questions(&mut self) {
        self.question = None;
        self.session = None;
    }

    /// Calls the connection with what it is lent.
    pub(crate) fn with<R>(
        &mut self,
        call: impl FnOnce(&mut Recorder, &mut Surroundings<'_>) -> R,
    ) -> R {
        let mut surroundings = Surroundings {
            now: (self.clock)(),
            random: &mut *self.random,
            output: &mut self.output,
        };
        call(&mut self.connection, &mut surroundings)
    }
}
