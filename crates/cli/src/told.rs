//! Answers as somebody else does, and tells each answer.

use std::sync::Arc;

use countersign::{
    AcceptedPeer, Answer, ChooseConfiguration, Credential, DecryptPremasterRequest,
    EarlyDataRequest, FindSessionRequest, OfferedHello, OpenTicketRequest, OpenedTicket,
    PreSharedKey, PreSharedKeyRequest, PreSharedKeys, RefusedHello, RejectedPeer,
    SealTicketRequest, SealedTicket, SelectCredential, SelectCredentialRequest, ServerConfig,
    SessionKey, Sessions, Sign, SignRequest, StoreSession, VerifyPeer, VerifyPeerRequest,
    crypto::{Random, Secret},
};
use countersign_std::Answerers;

use crate::timeline::answer_in_words;

/// What an answer is told to.
type Listener = Box<dyn Fn(String) + Send + Sync>;

struct Told {
    answerers: Answerers,
    listener: Listener,
}

/// The same answers, each told to `listener` in words as it is given.
pub(crate) fn told(
    answerers: Answerers,
    listener: impl Fn(String) + Send + Sync + 'static,
) -> Answerers {
    let (key_log, tapes) = (answerers.key_log.clone(), answerers.tapes.clone());
    let told = Arc::new(Told { answerers, listener: Box::new(listener) });
    Answerers {
        verifier: told.clone(),
        signer: told.clone(),
        configurations: told.clone(),
        credentials: told.clone(),
        sessions: told.clone(),
        pre_shared_keys: told,
        key_log,
        tapes,
    }
}

impl Told {
    /// `wrap` makes the answer of it that the machine gets.
    fn tell<T: Clone>(&self, answer: T, wrap: fn(T) -> Answer) -> T {
        (self.listener)(answer_in_words(&wrap(answer.clone())));
        answer
    }
}

impl VerifyPeer for Told {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        self.tell(self.answerers.verifier.verify_peer(request), Answer::PeerVerdict)
    }
}

impl Sign for Told {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        self.tell(self.answerers.signer.sign(request, random), Answer::Signature)
    }

    fn decrypt(
        &self,
        request: &DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> Result<Secret, String> {
        self.tell(self.answerers.signer.decrypt(request, random), Answer::Premaster)
    }
}

impl ChooseConfiguration for Told {
    fn choose(&self, hello: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
        self.tell(self.answerers.configurations.choose(hello), Answer::Configuration)
    }
}

impl SelectCredential for Told {
    fn select(&self, request: &SelectCredentialRequest) -> Option<Credential> {
        self.tell(self.answerers.credentials.select(request), Answer::Credential)
    }
}

impl Sessions for Told {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        self.tell(self.answerers.sessions.find(request), Answer::Session)
    }

    fn store(&self, session: &StoreSession) {
        self.answerers.sessions.store(session);
        self.tell((), Answer::SessionStored);
    }

    fn forget(&self, key: &SessionKey) {
        self.answerers.sessions.forget(key);
    }

    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        self.tell(self.answerers.sessions.open_ticket(request), Answer::OpenedTicket)
    }

    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        self.tell(self.answerers.sessions.accept_early_data(request), Answer::EarlyDataVerdict)
    }

    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        self.tell(self.answerers.sessions.seal_ticket(request, random), Answer::SealedTicket)
    }
}

impl PreSharedKeys for Told {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        self.tell(self.answerers.pre_shared_keys.find(request), Answer::PreSharedKey)
    }
}
