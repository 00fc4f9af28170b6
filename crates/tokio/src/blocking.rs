//! Answers worked out on a thread where blocking is allowed.

use std::sync::Arc;

use countersign::{
    AcceptedPeer, CertificateFault, ChooseConfiguration, Credential, DecryptPremasterRequest,
    EarlyDataRequest, FindSessionRequest, OfferedHello, OpenTicketRequest, OpenedTicket,
    PreSharedKey, PreSharedKeyRequest, PreSharedKeys, RefuseHello, RefusedHello, RejectedPeer,
    SealTicketRequest, SealedTicket, SelectCredential, SelectCredentialRequest, ServerConfig,
    SessionKey, Sessions, Sign, SignRequest, StoreSession, VerifyPeer, VerifyPeerRequest,
    crypto::{Random, Secret},
};
use countersign_std::SystemRandom;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::answers::{
    AnswerFuture, AsyncChooseConfiguration, AsyncPreSharedKeys, AsyncSelectCredential,
    AsyncSessions, AsyncSign, AsyncVerifyPeer,
};

/// Works the answers of `T` out by [`spawn_blocking`], so that an RSA signature, or a module
/// reached through a blocking library, holds up nobody else:
/// `TlsAcceptor::new(config, Arc::new(Blocking(key)))`.
///
/// What has begun there goes on to its end even if the stream is dropped.
#[derive(Clone, Copy, Debug)]
pub struct Blocking<T>(pub T);

impl<T: VerifyPeer + 'static> AsyncVerifyPeer for Blocking<T> {
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>> {
        let answer = spawn_blocking(move || self.0.verify_peer(&request));
        Box::pin(async {
            answer.await.unwrap_or_else(|error| {
                let reason = format!("the verifier: {error}");
                Err(RejectedPeer { fault: CertificateFault::Unknown, reason })
            })
        })
    }
}

impl<T: Sign + 'static> AsyncSign for Blocking<T> {
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        _: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        let answer = spawn_blocking(move || self.0.sign(&request, &mut SystemRandom));
        Box::pin(async { answer.await.unwrap_or_else(|error| Err(format!("the signer: {error}"))) })
    }

    fn premaster(
        self: Arc<Self>,
        request: DecryptPremasterRequest,
        _: &mut dyn Random,
    ) -> AnswerFuture<Result<Secret, String>> {
        let answer = spawn_blocking(move || self.0.decrypt(&request, &mut SystemRandom));
        Box::pin(async { answer.await.unwrap_or_else(|error| Err(format!("the key: {error}"))) })
    }
}

impl<T: ChooseConfiguration + 'static> AsyncChooseConfiguration for Blocking<T> {
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>> {
        let answer = spawn_blocking(move || self.0.choose(&hello));
        Box::pin(async {
            answer.await.unwrap_or_else(|error| {
                let reason = format!("the choice of a configuration: {error}");
                Err(RefusedHello { why: RefuseHello::Declined, reason })
            })
        })
    }
}

impl<T: SelectCredential + 'static> AsyncSelectCredential for Blocking<T> {
    fn credential(
        self: Arc<Self>,
        request: SelectCredentialRequest,
    ) -> AnswerFuture<Option<Credential>> {
        or_default(spawn_blocking(move || self.0.select(&request)))
    }
}

impl<T: Sessions + 'static> AsyncSessions for Blocking<T> {
    fn session(self: Arc<Self>, request: FindSessionRequest) -> AnswerFuture<Option<Secret>> {
        or_default(spawn_blocking(move || self.0.find(&request)))
    }

    fn keep(self: Arc<Self>, session: StoreSession) -> AnswerFuture<()> {
        or_default(spawn_blocking(move || self.0.store(&session)))
    }

    fn forgotten(self: Arc<Self>, key: SessionKey) -> AnswerFuture<()> {
        or_default(spawn_blocking(move || self.0.forget(&key)))
    }

    fn opened_ticket(
        self: Arc<Self>,
        request: OpenTicketRequest,
    ) -> AnswerFuture<Option<OpenedTicket>> {
        or_default(spawn_blocking(move || self.0.open_ticket(&request)))
    }

    fn early_data_verdict(self: Arc<Self>, request: EarlyDataRequest) -> AnswerFuture<bool> {
        or_default(spawn_blocking(move || self.0.accept_early_data(&request)))
    }

    fn sealed_ticket(
        self: Arc<Self>,
        request: SealTicketRequest,
        _: &mut dyn Random,
    ) -> AnswerFuture<Option<SealedTicket>> {
        or_default(spawn_blocking(move || self.0.seal_ticket(&request, &mut SystemRandom)))
    }
}

impl<T: PreSharedKeys + 'static> AsyncPreSharedKeys for Blocking<T> {
    fn pre_shared_key(
        self: Arc<Self>,
        request: PreSharedKeyRequest,
    ) -> AnswerFuture<Option<PreSharedKey>> {
        or_default(spawn_blocking(move || self.0.find(&request)))
    }
}

/// Where the thread has panicked, there is no answer: the question may be answered by none.
fn or_default<T: Default + Send + 'static>(answer: JoinHandle<T>) -> AnswerFuture<T> {
    Box::pin(async { answer.await.unwrap_or_default() })
}
