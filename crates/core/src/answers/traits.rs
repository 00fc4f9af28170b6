//! Who can answer: one trait for each part of a driver's business.
//!
//! Each trait here is also implemented for `&T`, `Box<T>` and `Arc<T>` of what has it, `dyn` or
//! not.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use crate::{
    OfferedHello,
    config::{Credential, ServerConfig},
    crypto::{Random, Secret},
    request::{
        AcceptedPeer, DecryptPremasterRequest, EarlyDataRequest, FindSessionRequest,
        OpenTicketRequest, OpenedTicket, PreSharedKey, PreSharedKeyRequest, RefusedHello,
        RejectedPeer, SealTicketRequest, SealedTicket, SelectCredentialRequest, SessionKey,
        SignRequest, StoreSession, VerifyPeerRequest,
    },
    shared::Arc,
};

/// Judges certificates.
pub trait VerifyPeer: Send + Sync {
    /// Accepts the peer, or says what is wrong.
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer>;
}

/// Uses the keys of credentials.
pub trait Sign: Send + Sync {
    /// The signature as it stands on the wire, or why there is none.
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String>;

    /// The bare result of the RSA operation, or why there is none; [`DecryptPremasterRequest`]
    /// says what is not to be done with it. Only servers with RSA key exchange are asked.
    fn decrypt(
        &self,
        request: &DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> Result<Secret, String> {
        let _ = random;
        Err(format!("the key of credential \"{}\" does not decrypt", request.credential.label()))
    }
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

            fn decrypt(
                &self,
                it: &DecryptPremasterRequest,
                random: &mut dyn Random,
            ) -> Result<Secret, String> {
                (**self).decrypt(it, random)
            }
        }

        impl<T: ChooseConfiguration + ?Sized> ChooseConfiguration for $pointer {
            fn choose(&self, hello: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
                (**self).choose(hello)
            }
        }

        impl<T: SelectCredential + ?Sized> SelectCredential for $pointer {
            fn select(&self, it: &SelectCredentialRequest) -> Option<Credential> {
                (**self).select(it)
            }
        }

        impl<T: Sessions + ?Sized> Sessions for $pointer {
            fn find(&self, it: &FindSessionRequest) -> Option<Secret> {
                (**self).find(it)
            }

            fn store(&self, session: &StoreSession) {
                (**self).store(session);
            }

            fn forget(&self, key: &SessionKey) {
                (**self).forget(key);
            }

            fn open_ticket(&self, it: &OpenTicketRequest) -> Option<OpenedTicket> {
                (**self).open_ticket(it)
            }

            fn accept_early_data(&self, it: &EarlyDataRequest) -> bool {
                (**self).accept_early_data(it)
            }

            fn seal_ticket(
                &self,
                it: &SealTicketRequest,
                random: &mut dyn Random,
            ) -> Option<SealedTicket> {
                (**self).seal_ticket(it, random)
            }
        }

        impl<T: PreSharedKeys + ?Sized> PreSharedKeys for $pointer {
            fn find(&self, it: &PreSharedKeyRequest) -> Option<PreSharedKey> {
                (**self).find(it)
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

/// Chooses what a client proves itself with.
pub trait SelectCredential: Send + Sync {
    /// A credential, or none.
    fn select(&self, request: &SelectCredentialRequest) -> Option<Credential>;
}

/// Takes the first of the configuration's credentials that fits.
#[derive(Clone, Copy, Debug)]
pub struct FirstFitting;

impl SelectCredential for FirstFitting {
    fn select(&self, request: &SelectCredentialRequest) -> Option<Credential> {
        request.fitting.first().cloned()
    }
}

/// Keeps sessions and seals tickets; what is left out keeps and seals nothing.
pub trait Sessions: Send + Sync {
    /// A session that was stored and has not expired.
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        let _ = request;
        None
    }

    /// Keeps a session, or does not.
    fn store(&self, session: &StoreSession) {
        let _ = session;
    }

    /// Finds a session no more: its connection has failed. A client's keeper is told so by
    /// [`crate::Event::SessionLost`].
    fn forget(&self, key: &SessionKey) {
        let _ = key;
    }

    /// What was sealed into a ticket that has not expired.
    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        let _ = request;
        None
    }

    /// Whether a client's early data are taken. Where nothing keeps them from being sent twice,
    /// they are not.
    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        let _ = request;
        false
    }

    /// A ticket, or none.
    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        let _ = (request, random);
        None
    }
}

/// Knows the secrets that both sides have beforehand.
pub trait PreSharedKeys: Send + Sync {
    /// The secret, or none.
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey>;
}
