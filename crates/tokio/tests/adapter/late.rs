//! Answers everything that a side can be asked, after some waiting, and writes the questions down.

use std::sync::{Arc, Mutex};

use countersign::{
    AcceptedPeer, CertifiedKey, Credential, DecryptPremasterRequest, FindSessionRequest,
    FirstFitting, OpenTicketRequest, OpenedTicket, PreSharedKey, PreSharedKeyRequest, RejectedPeer,
    SealTicketRequest, SealedTicket, SelectCredential as _, SelectCredentialRequest, Sessions as _,
    Sign as _, SignRequest, StoreSession, VerifyPeer as _, VerifyPeerRequest,
    crypto::{Random, Secret},
};
use countersign_testkit::{Kept, fake::FakeVerifier};
use countersign_tokio::{
    AnswerFuture, AsyncPreSharedKeys, AsyncSelectCredential, AsyncSessions, AsyncSign,
    AsyncVerifyPeer,
};
use tokio::task::yield_now;

pub(crate) struct Late {
    pub(crate) keys: Vec<CertifiedKey>,
    pub(crate) kept: Kept,
    waits: usize,
    asked: Mutex<Vec<&'static str>>,
}

impl Late {
    pub(crate) fn new(keys: Vec<CertifiedKey>, waits: usize) -> Arc<Self> {
        Arc::new(Self { keys, kept: Kept::default(), waits, asked: Mutex::default() })
    }

    /// The questions since the last call.
    pub(crate) fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn answer<T: Send + 'static>(&self, question: &'static str, answer: T) -> AnswerFuture<T> {
        self.asked.lock().unwrap().push(question);
        let waits = self.waits;
        Box::pin(async move {
            for _ in 0..waits {
                yield_now().await;
            }
            answer
        })
    }
}

impl AsyncVerifyPeer for Late {
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>> {
        self.answer("verdict", FakeVerifier.verify_peer(&request))
    }
}

impl AsyncSign for Late {
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        self.answer("signature", self.keys.sign(&request, random))
    }

    fn premaster(
        self: Arc<Self>,
        request: DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Secret, String>> {
        self.answer("premaster", self.keys.decrypt(&request, random))
    }
}

impl AsyncSelectCredential for Late {
    fn credential(
        self: Arc<Self>,
        request: SelectCredentialRequest,
    ) -> AnswerFuture<Option<Credential>> {
        self.answer("credential", FirstFitting.select(&request))
    }
}

impl AsyncSessions for Late {
    fn session(self: Arc<Self>, request: FindSessionRequest) -> AnswerFuture<Option<Secret>> {
        self.answer("session", self.kept.find(&request))
    }

    fn keep(self: Arc<Self>, session: StoreSession) -> AnswerFuture<()> {
        self.kept.store(&session);
        self.answer("keep", ())
    }

    fn opened_ticket(
        self: Arc<Self>,
        request: OpenTicketRequest,
    ) -> AnswerFuture<Option<OpenedTicket>> {
        self.answer("open", self.kept.open_ticket(&request))
    }

    fn sealed_ticket(
        self: Arc<Self>,
        request: SealTicketRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Option<SealedTicket>> {
        self.answer("seal", self.kept.seal_ticket(&request, random))
    }
}

impl AsyncPreSharedKeys for Late {
    fn pre_shared_key(
        self: Arc<Self>,
        request: PreSharedKeyRequest,
    ) -> AnswerFuture<Option<PreSharedKey>> {
        let identity = match request {
            PreSharedKeyRequest::ForServer { .. } => "device".into(),
            PreSharedKeyRequest::OfIdentity { identity } => identity,
        };
        let key = (identity == "device").then(|| Secret::new(&[7; 32]));
        self.answer("pre-shared key", key.map(|key| PreSharedKey::new(identity, key)))
    }
}
