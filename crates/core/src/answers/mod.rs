//! The blocking convenience: answers every question in place, so that who needs nothing else
//! never sees one.

mod certified_key;
mod traits;

use alloc::{format, string::String, vec::Vec};

pub use certified_key::CertifiedKey;
pub use traits::{
    ChooseConfiguration, FirstFitting, PreSharedKeys, SelectCredential, Sessions, Sign, VerifyPeer,
};

use crate::{
    OfferedHello,
    config::{Credential, ServerConfig},
    crypto::Random,
    request::{
        AcceptedPeer, Answer, CertificateFault, PreSharedKey, PreSharedKeyRequest, RefuseHello,
        RefusedHello, RejectedPeer, Request, SelectCredentialRequest, SignRequest,
        VerifyPeerRequest,
    },
};

/// Who answers what.
#[derive(Clone, Copy)]
pub struct Answers<'a> {
    /// Answers [`Request::VerifyPeer`].
    pub verifier: &'a dyn VerifyPeer,
    /// Answers [`Request::Sign`] and [`Request::DecryptPremaster`].
    pub signer: &'a dyn Sign,
    /// Answers [`Request::ClientHello`].
    pub configurations: &'a dyn ChooseConfiguration,
    /// Answers [`Request::SelectCredential`].
    pub credentials: &'a dyn SelectCredential,
    /// Answers [`Request::FindSession`], [`Request::StoreSession`], [`Request::OpenTicket`],
    /// [`Request::SealTicket`] and [`Request::AcceptEarlyData`]; a client's is also told of
    /// [`crate::Event::Session`] and [`crate::Event::SessionLost`].
    pub sessions: &'a dyn Sessions,
    /// Answers [`Request::PreSharedKey`].
    pub pre_shared_keys: &'a dyn PreSharedKeys,
}

impl<'a> Answers<'a> {
    /// For a client that shows no certificate, keeps no session and has no pre-shared key.
    pub fn client(verifier: &'a dyn VerifyPeer) -> Self {
        Self { verifier, ..Self::none() }
    }

    /// For a server that asks for no certificate, keeps no session and has no pre-shared key.
    pub fn server(configurations: &'a dyn ChooseConfiguration, signer: &'a dyn Sign) -> Self {
        Self { signer, configurations, ..Self::none() }
    }

    /// [`Nobody`] for everything, and the first credential that fits.
    pub fn none() -> Self {
        Self {
            verifier: &Nobody,
            signer: &Nobody,
            configurations: &Nobody,
            credentials: &FirstFitting,
            sessions: &Nobody,
            pre_shared_keys: &Nobody,
        }
    }

    /// The answer to a question. `random` is for signatures, their blinding, and tickets.
    pub fn answer(&self, request: &Request, random: &mut dyn Random) -> Answer {
        match request {
            Request::ClientHello(hello) => Answer::Configuration(self.configurations.choose(hello)),
            Request::VerifyPeer(request) => Answer::PeerVerdict(self.verifier.verify_peer(request)),
            Request::Sign(request) => Answer::Signature(self.signer.sign(request, random)),
            Request::SelectCredential(request) => {
                Answer::Credential(self.credentials.select(request))
            }
            Request::DecryptPremaster(request) => {
                Answer::Premaster(self.signer.decrypt(request, random))
            }
            Request::PreSharedKey(request) => {
                Answer::PreSharedKey(self.pre_shared_keys.find(request))
            }
            Request::FindSession(request) => Answer::Session(self.sessions.find(request)),
            Request::StoreSession(session) => {
                self.sessions.store(session);
                Answer::SessionStored(())
            }
            Request::OpenTicket(request) => {
                Answer::OpenedTicket(self.sessions.open_ticket(request))
            }
            Request::SealTicket(request) => {
                Answer::SealedTicket(self.sessions.seal_ticket(request, random))
            }
            Request::AcceptEarlyData(request) => {
                Answer::EarlyDataVerdict(self.sessions.accept_early_data(request))
            }
        }
    }
}

/// Refuses everything: stands where a role has nothing to answer.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl VerifyPeer for Nobody {
    fn verify_peer(&self, _: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        Err(RejectedPeer {
            fault: CertificateFault::Unknown,
            reason: String::from("no verifier is set"),
        })
    }
}

impl Sign for Nobody {
    fn sign(&self, request: &SignRequest, _: &mut dyn Random) -> Result<Vec<u8>, String> {
        Err(format!("no key is set for credential \"{}\"", request.credential.label()))
    }
}

impl ChooseConfiguration for Nobody {
    fn choose(&self, _: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
        Err(RefusedHello {
            why: RefuseHello::Declined,
            reason: String::from("no configuration is set"),
        })
    }
}

impl SelectCredential for Nobody {
    fn select(&self, _: &SelectCredentialRequest) -> Option<Credential> {
        None
    }
}

impl Sessions for Nobody {}

impl PreSharedKeys for Nobody {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        None
    }
}
