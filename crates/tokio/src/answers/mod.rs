//! Answers that may be awaited: the twins of the core's traits of the same names. Whatever fills
//! one of those fills its twin too, and answers at once.

mod at_once;
mod traits;

use std::{future::ready, sync::Arc};

use countersign::{
    Answer, Answers, FirstFitting, Nobody, Request, SessionKey, StoreSession, crypto::Random,
};
use countersign_std::KeyLogFile;
use countersign_tape::{Recording, Tapes};

pub use traits::{
    AnswerFuture, AsyncChooseConfiguration, AsyncPreSharedKeys, AsyncSelectCredential,
    AsyncSessions, AsyncSign, AsyncVerifyPeer,
};

/// Who answers what.
#[derive(Clone)]
pub(crate) struct Answerers {
    pub(crate) verifier: Arc<dyn AsyncVerifyPeer>,
    pub(crate) signer: Arc<dyn AsyncSign>,
    pub(crate) configurations: Arc<dyn AsyncChooseConfiguration>,
    pub(crate) credentials: Arc<dyn AsyncSelectCredential>,
    pub(crate) sessions: Arc<dyn AsyncSessions>,
    pub(crate) pre_shared_keys: Arc<dyn AsyncPreSharedKeys>,
    pub(crate) key_log: Option<KeyLogFile>,
    pub(crate) tapes: Option<Arc<dyn Tapes>>,
}

/// Begins to work an answer out, and names its kind when it is there.
macro_rules! answer {
    ($kind:ident, $begun:expr) => {{
        let answer = $begun;
        Box::pin(async { Answer::$kind(answer.await) })
    }};
}

impl Answerers {
    pub(crate) fn nobody() -> Self {
        let nobody = Arc::new(Nobody);
        Self {
            verifier: nobody.clone(),
            signer: nobody.clone(),
            configurations: nobody.clone(),
            credentials: Arc::new(FirstFitting),
            sessions: nobody.clone(),
            pre_shared_keys: nobody,
            key_log: None,
            tapes: None,
        }
    }

    /// What the next connection is recorded on, if it is.
    pub(crate) fn recording(&self) -> Option<Recording> {
        self.tapes.as_ref()?.next()
    }

    /// Begins to work a question out.
    pub(crate) fn ask(&self, request: Request, random: &mut dyn Random) -> AnswerFuture<Answer> {
        let sessions = || Arc::clone(&self.sessions);
        match request {
            Request::ClientHello(hello) => {
                answer!(Configuration, Arc::clone(&self.configurations).configuration(hello))
            }
            Request::VerifyPeer(request) => {
                answer!(PeerVerdict, Arc::clone(&self.verifier).verdict(request))
            }
            Request::Sign(request) => {
                answer!(Signature, Arc::clone(&self.signer).signature(request, random))
            }
            Request::SelectCredential(request) => {
                answer!(Credential, Arc::clone(&self.credentials).credential(request))
            }
            Request::DecryptPremaster(request) => {
                answer!(Premaster, Arc::clone(&self.signer).premaster(request, random))
            }
            Request::PreSharedKey(request) => {
                answer!(PreSharedKey, Arc::clone(&self.pre_shared_keys).pre_shared_key(request))
            }
            Request::FindSession(request) => answer!(Session, sessions().session(request)),
            Request::StoreSession(session) => answer!(SessionStored, sessions().keep(session)),
            Request::OpenTicket(request) => {
                answer!(OpenedTicket, sessions().opened_ticket(request))
            }
            Request::SealTicket(request) => {
                answer!(SealedTicket, sessions().sealed_ticket(request, random))
            }
            Request::AcceptEarlyData(request) => {
                answer!(EarlyDataVerdict, sessions().early_data_verdict(request))
            }
            // A question newer than this adapter is refused.
            other => Box::pin(ready(Answers::none().answer(&other, random))),
        }
    }

    /// Begins to keep a client's session.
    pub(crate) fn keep(&self, session: StoreSession) -> AnswerFuture<()> {
        Arc::clone(&self.sessions).keep(session)
    }

    /// Begins to have a client's session forgotten.
    pub(crate) fn forget(&self, key: SessionKey) -> AnswerFuture<()> {
        Arc::clone(&self.sessions).forgotten(key)
    }
}
