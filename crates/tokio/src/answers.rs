//! Answers that may be awaited: the twins of the core's [`VerifyPeer`], [`Sign`] and
//! [`ChooseConfiguration`]. Whatever fills one of those fills its twin too, and answers at once.

use std::{future::ready, pin::Pin, sync::Arc};

use countersign::{
    AcceptedPeer, Answer, Answers, ChooseConfiguration, Nobody, OfferedHello, RefusedHello,
    RejectedPeer, Request, ServerConfig, Sign, SignRequest, VerifyPeer, VerifyPeerRequest,
    crypto::Random,
};

/// An answer to come. It borrows nothing: the stream keeps it, and polls it whenever it is itself
/// polled, until it is there. Where the stream is dropped, so is the answer.
pub type AnswerFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Judges certificates, and may wait for something: a fetched OCSP response, a policy server.
pub trait AsyncVerifyPeer: Send + Sync {
    /// Accepts the peer, or says what is wrong.
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>>;
}

/// Signs with the key of a credential, which may be in a vault far away.
///
/// ```
/// use std::sync::Arc;
/// use countersign::{SignRequest, crypto::Random};
/// use countersign_tokio::{AnswerFuture, AsyncSign};
///
/// struct Vault;
///
/// impl Vault {
///     async fn ask(&self, key: &str, message: &[u8]) -> Result<Vec<u8>, String> {
/// #       let _ = (key, message);
///         Err("this vault is an example".to_owned())
///     }
/// }
///
/// impl AsyncSign for Vault {
///     fn signature(
///         self: Arc<Self>,
///         request: SignRequest,
///         _: &mut dyn Random,
///     ) -> AnswerFuture<Result<Vec<u8>, String>> {
///         Box::pin(async move { self.ask(request.credential.label(), &request.message).await })
///     }
/// }
/// ```
pub trait AsyncSign: Send + Sync {
    /// The signature as it stands on the wire, or why there is none. `random` is the stream's,
    /// for who draws before the first await.
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>>;
}

/// Chooses who serves a client, and may have to look it up somewhere.
pub trait AsyncChooseConfiguration: Send + Sync {
    /// The configuration, or why there is none.
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>>;
}

impl<T: VerifyPeer> AsyncVerifyPeer for T {
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>> {
        Box::pin(ready(self.verify_peer(&request)))
    }
}

impl<T: Sign> AsyncSign for T {
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        Box::pin(ready(self.sign(&request, random)))
    }
}

impl<T: ChooseConfiguration> AsyncChooseConfiguration for T {
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>> {
        Box::pin(ready(self.choose(&hello)))
    }
}

/// Who answers what.
#[derive(Clone)]
pub(crate) struct Answerers {
    pub(crate) verifier: Arc<dyn AsyncVerifyPeer>,
    pub(crate) signer: Arc<dyn AsyncSign>,
    pub(crate) configurations: Arc<dyn AsyncChooseConfiguration>,
}

impl Answerers {
    pub(crate) fn nobody() -> Self {
        let nobody = Arc::new(Nobody);
        Self { verifier: nobody.clone(), signer: nobody.clone(), configurations: nobody }
    }

    /// Begins to work a question out.
    pub(crate) fn ask(&self, request: Request, random: &mut dyn Random) -> AnswerFuture<Answer> {
        match request {
            Request::ClientHello(hello) => {
                let answer = Arc::clone(&self.configurations).configuration(hello);
                Box::pin(async { Answer::Configuration(answer.await) })
            }
            Request::VerifyPeer(request) => {
                let answer = Arc::clone(&self.verifier).verdict(request);
                Box::pin(async { Answer::PeerVerdict(answer.await) })
            }
            Request::Sign(request) => {
                let answer = Arc::clone(&self.signer).signature(request, random);
                Box::pin(async { Answer::Signature(answer.await) })
            }
            // A question newer than this adapter is refused.
            other => {
                let nobody = Answers::client(&Nobody);
                Box::pin(ready(nobody.answer(&other, random)))
            }
        }
    }
}
