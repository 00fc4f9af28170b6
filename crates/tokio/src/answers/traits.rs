//! One trait for each part of a driver's business, with answers that may be awaited.

use std::{future::ready, pin::Pin, sync::Arc};

use countersign::{
    AcceptedPeer, Credential, DecryptPremasterRequest, EarlyDataRequest, FindSessionRequest,
    OfferedHello, OpenTicketRequest, OpenedTicket, PreSharedKey, PreSharedKeyRequest, RefusedHello,
    RejectedPeer, SealTicketRequest, SealedTicket, SelectCredentialRequest, ServerConfig,
    SessionKey, SignRequest, StoreSession, VerifyPeerRequest,
    crypto::{Random, Secret},
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

    /// The bare result of the RSA operation, or why there is none; [`DecryptPremasterRequest`]
    /// says what is not to be done with it. Only servers with RSA key exchange are asked.
    fn premaster(
        self: Arc<Self>,
        request: DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Secret, String>> {
        let _ = random;
        let label = request.credential.label();
        Box::pin(ready(Err(format!("the key of credential \"{label}\" does not decrypt"))))
    }
}

/// Chooses who serves a client, and may have to look it up somewhere.
pub trait AsyncChooseConfiguration: Send + Sync {
    /// The configuration, or why there is none.
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>>;
}

/// Chooses what a client proves itself with, and may have to ask: a user, a token.
pub trait AsyncSelectCredential: Send + Sync {
    /// A credential, or none.
    fn credential(
        self: Arc<Self>,
        request: SelectCredentialRequest,
    ) -> AnswerFuture<Option<Credential>>;
}

/// Keeps sessions and seals tickets, with a store that many processes share perhaps; what is left
/// out keeps and seals nothing.
///
/// The handshake waits for each of these. Who does not want it to wait for a session to be kept
/// does that in a task of its own, and is ready at once.
pub trait AsyncSessions: Send + Sync {
    /// A session that was kept and has not expired.
    fn session(self: Arc<Self>, request: FindSessionRequest) -> AnswerFuture<Option<Secret>> {
        let _ = request;
        Box::pin(ready(None))
    }

    /// Keeps a session, or does not.
    fn keep(self: Arc<Self>, session: StoreSession) -> AnswerFuture<()> {
        let _ = session;
        Box::pin(ready(()))
    }

    /// Finds a session no more: its connection has failed.
    fn forgotten(self: Arc<Self>, key: SessionKey) -> AnswerFuture<()> {
        let _ = key;
        Box::pin(ready(()))
    }

    /// What was sealed into a ticket that has not expired.
    fn opened_ticket(
        self: Arc<Self>,
        request: OpenTicketRequest,
    ) -> AnswerFuture<Option<OpenedTicket>> {
        let _ = request;
        Box::pin(ready(None))
    }

    /// Whether a client's early data are taken. Where nothing keeps them from being sent twice,
    /// they are not: a register that all servers share is the one to await
    /// ([`countersign::EarlyDataRequest`]).
    fn early_data_verdict(self: Arc<Self>, request: EarlyDataRequest) -> AnswerFuture<bool> {
        let _ = request;
        Box::pin(ready(false))
    }

    /// A ticket, or none. `random` is the stream's, for who draws before the first await.
    fn sealed_ticket(
        self: Arc<Self>,
        request: SealTicketRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Option<SealedTicket>> {
        let _ = (request, random);
        Box::pin(ready(None))
    }
}

/// Knows the secrets that both sides have beforehand, or where to look them up.
pub trait AsyncPreSharedKeys: Send + Sync {
    /// The secret, or none.
    fn pre_shared_key(
        self: Arc<Self>,
        request: PreSharedKeyRequest,
    ) -> AnswerFuture<Option<PreSharedKey>>;
}
