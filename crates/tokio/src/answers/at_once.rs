//! Whatever fills one of the core's traits fills its twin too, and answers at once.

use std::{future::ready, sync::Arc};

use countersign::{
    AcceptedPeer, ChooseConfiguration, Credential, DecryptPremasterRequest, EarlyDataRequest,
    FindSessionRequest, OfferedHello, OpenTicketRequest, OpenedTicket, PreSharedKey,
    PreSharedKeyRequest, PreSharedKeys, RefusedHello, RejectedPeer, SealTicketRequest,
    SealedTicket, SelectCredential, SelectCredentialRequest, ServerConfig, SessionKey, Sessions,
    Sign, SignRequest, StoreSession, VerifyPeer, VerifyPeerRequest,
    crypto::{Random, Secret},
};

use super::{
    AnswerFuture, AsyncChooseConfiguration, AsyncPreSharedKeys, AsyncSelectCredential,
    AsyncSessions, AsyncSign, AsyncVerifyPeer,
};

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

    fn premaster(
        self: Arc<Self>,
        request: DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Secret, String>> {
        Box::pin(ready(self.decrypt(&request, random)))
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

impl<T: SelectCredential> AsyncSelectCredential for T {
    fn credential(
        self: Arc<Self>,
        request: SelectCredentialRequest,
    ) -> AnswerFuture<Option<Credential>> {
        Box::pin(ready(self.select(&request)))
    }
}

impl<T: Sessions> AsyncSessions for T {
    fn session(self: Arc<Self>, request: FindSessionRequest) -> AnswerFuture<Option<Secret>> {
        Box::pin(ready(self.find(&request)))
    }

    fn keep(self: Arc<Self>, session: StoreSession) -> AnswerFuture<()> {
        self.store(&session);
        Box::pin(ready(()))
    }

    fn forgotten(self: Arc<Self>, key: SessionKey) -> AnswerFuture<()> {
        self.forget(&key);
        Box::pin(ready(()))
    }

    fn opened_ticket(
        self: Arc<Self>,
        request: OpenTicketRequest,
    ) -> AnswerFuture<Option<OpenedTicket>> {
        Box::pin(ready(self.open_ticket(&request)))
    }

    fn early_data_verdict(self: Arc<Self>, request: EarlyDataRequest) -> AnswerFuture<bool> {
        Box::pin(ready(self.accept_early_data(&request)))
    }

    fn sealed_ticket(
        self: Arc<Self>,
        request: SealTicketRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Option<SealedTicket>> {
        Box::pin(ready(self.seal_ticket(&request, random)))
    }
}

impl<T: PreSharedKeys> AsyncPreSharedKeys for T {
    fn pre_shared_key(
        self: Arc<Self>,
        request: PreSharedKeyRequest,
    ) -> AnswerFuture<Option<PreSharedKey>> {
        Box::pin(ready(self.find(&request)))
    }
}
