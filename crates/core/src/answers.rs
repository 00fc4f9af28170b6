//! The blocking convenience: answers every question in place, so that who needs nothing else
//! never sees one.
//!
//! Each trait here is also implemented for `&T`, `Box<T>` and `Arc<T>` of what has it, be it `dyn`
//! or not.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use bytes::Bytes;

use crate::{
    OfferedHello,
    config::{ConfigError, Credential, ServerConfig},
    crypto::{Random, SigningKey},
    request::{
        AcceptedPeer, Answer, CertificateFault, RefuseHello, RefusedHello, RejectedPeer, Request,
        SignRequest, VerifyPeerRequest,
    },
    shared::Arc,
};

/// Judges certificates.
pub trait VerifyPeer: Send + Sync {
    /// Accepts the peer, or says what is wrong.
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer>;
}

/// Signs with the key of a credential.
pub trait Sign: Send + Sync {
    /// The signature as it stands on the wire, or why there is none.
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String>;
}

/// Chooses who serves a client.
pub trait ChooseConfiguration: Send + Sync {
    /// The configuration, or why there is none.
    fn choose(&self, hello: &OfferedHello) -> Result<ServerConfig, RefusedHello>;
}

/// A pointer answers by asking what it points to.
macro_rules! ask_what_it_points_to {
    ($($pointer:ty),+) => {$(
        impl<T: VerifyPeer + ?Sized> VerifyPeer for $pointer {
            fn verify_peer(&self, it: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
                (**self).verify_peer(it)
            }
        }

        impl<T: Sign + ?Sized> Sign for $pointer {
            fn sign(&self, it: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
                (**self).sign(it, random)
            }
        }

        impl<T: ChooseConfiguration + ?Sized> ChooseConfiguration for $pointer {
            fn choose(&self, hello: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
                (**self).choose(hello)
            }
        }
    )+};
}

ask_what_it_points_to!(&T, Box<T>, Arc<T>);

/// A server with one configuration serves every client with it.
impl ChooseConfiguration for ServerConfig {
    fn choose(&self, _: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
        Ok(self.clone())
    }
}

/// Who answers what.
#[derive(Clone, Copy)]
pub struct Answers<'a> {
    /// Answers [`Request::VerifyPeer`].
    pub verifier: &'a dyn VerifyPeer,
    /// Answers [`Request::Sign`].
    pub signer: &'a dyn Sign,
    /// Answers [`Request::ClientHello`].
    pub configurations: &'a dyn ChooseConfiguration,
}

impl<'a> Answers<'a> {
    /// For a client that shows no certificate.
    pub fn client(verifier: &'a dyn VerifyPeer) -> Self {
        Self { verifier, signer: &Nobody, configurations: &Nobody }
    }

    /// For a server that asks for no certificate.
    pub fn server(configurations: &'a dyn ChooseConfiguration, signer: &'a dyn Sign) -> Self {
        Self { verifier: &Nobody, signer, configurations }
    }

    /// The answer to a question. `random` is for signatures and their blinding.
    pub fn answer(&self, request: &Request, random: &mut dyn Random) -> Answer {
        match request {
            Request::ClientHello(hello) => Answer::Configuration(self.configurations.choose(hello)),
            Request::VerifyPeer(request) => Answer::PeerVerdict(self.verifier.verify_peer(request)),
            Request::Sign(request) => Answer::Signature(self.signer.sign(request, random)),
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

/// A credential with its private key: what a server in one process needs.
pub struct CertifiedKey {
    credential: Credential,
    key: Box<dyn SigningKey>,
}

impl CertifiedKey {
    /// Refuses a key that is not the one in the first certificate of `chain`.
    pub fn new(
        label: impl Into<String>,
        chain: Vec<Bytes>,
        key: Box<dyn SigningKey>,
    ) -> Result<Self, ConfigError> {
        let credential = Credential::new(label, chain, key.schemes())?;
        let public_key = key.public_key();
        // A certificate in DER holds the key's SubjectPublicKeyInfo to the byte.
        let own = credential.chain().first().is_some_and(|certificate| {
            certificate.windows(public_key.len().max(1)).any(|part| part == public_key)
        });
        if own {
            Ok(Self { credential, key })
        } else {
            Err(ConfigError::KeyMismatch { label: String::from(credential.label()) })
        }
    }

    /// The public half, for a [`ServerConfig`].
    pub fn credential(&self) -> &Credential {
        &self.credential
    }
}

impl core::fmt::Debug for CertifiedKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CertifiedKey").field("credential", &self.credential).finish_non_exhaustive()
    }
}

impl Sign for CertifiedKey {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        core::slice::from_ref(self).sign(request, random)
    }
}

impl Sign for [CertifiedKey] {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        match self.iter().find(|own| own.credential.same(&request.credential)) {
            Some(own) => own
                .key
                .sign(request.scheme, &request.message, random)
                .map_err(|error| format!("the key of \"{}\": {error}", own.credential.label())),
            None => Nobody.sign(request, random),
        }
    }
}

impl Sign for Vec<CertifiedKey> {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        self.as_slice().sign(request, random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers<T: VerifyPeer + Sign + ChooseConfiguration>() {}
    fn signs<T: Sign>() {}

    #[test]
    fn a_pointer_answers_as_what_it_points_to() {
        answers::<&Nobody>();
        answers::<Box<Nobody>>();
        answers::<Arc<&Nobody>>();
        signs::<Box<dyn Sign>>();
        signs::<Arc<[CertifiedKey]>>();
    }
}
