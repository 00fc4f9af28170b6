//! Answers worked out on a thread where blocking is allowed.

use std::sync::Arc;

use countersign::{
    AcceptedPeer, CertificateFault, ChooseConfiguration, OfferedHello, RefuseHello, RefusedHello,
    RejectedPeer, ServerConfig, Sign, SignRequest, VerifyPeer, VerifyPeerRequest, crypto::Random,
};
use countersign_std::SystemRandom;
use tokio::task::spawn_blocking;

use crate::answers::{AnswerFuture, AsyncChooseConfiguration, AsyncSign, AsyncVerifyPeer};

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
