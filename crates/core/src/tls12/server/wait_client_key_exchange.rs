//! `WaitClientKeyExchange`: the client's half of the key exchange (RFC 5246 §7.4.7).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Keys, Serving, State, WaitPreSharedKey, WaitPremaster};
use crate::{
    action::Actions,
    crypto::{KeyExchange, Secret},
    fault::{Fault, FaultKind},
    request::{DecryptPremasterRequest, PreSharedKeyRequest, Request},
    tls12::pre_master,
    wire::ClientKeyExchange,
};

/// A server that has sent its first flight.
pub(crate) struct WaitClientKeyExchange {
    pub(super) serving: Box<Serving>,
}

impl WaitClientKeyExchange {
    /// Goes on with the secret, or asks the driver for its part of it.
    pub(super) fn on_client_key_exchange(
        self,
        raw: &Bytes,
        message: ClientKeyExchange<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut serving } = self;
        serving.agreed.transcript.add(raw);
        match serving.exchange() {
            KeyExchange::Ecdhe => {
                let pre_master = agree(&mut serving, message.ecdhe()?)?;
                Keys::exchange(serving, pre_master, actions)
            }
            KeyExchange::Dhe => {
                let pre_master = pre_master::dhe(&agree(&mut serving, message.dhe()?)?);
                Keys::exchange(serving, pre_master, actions)
            }
            KeyExchange::Rsa => {
                let ciphertext = raw.slice_ref(message.encrypted_pre_master()?);
                let credential = serving.agreed.credential.clone();
                let credential = credential.ok_or(FaultKind::ProviderFailed)?;
                let request = DecryptPremasterRequest { credential, ciphertext };
                actions.ask(Request::DecryptPremaster(request));
                Ok(State::WaitPremaster(WaitPremaster { serving }))
            }
            KeyExchange::Psk => {
                let identity = raw.slice_ref(message.psk()?);
                Ok(WaitPreSharedKey::ask(serving, identity, None, actions))
            }
            KeyExchange::EcdhePsk => {
                let parts = message.ecdhe_psk()?;
                let shared = agree(&mut serving, parts.public_key)?;
                let identity = raw.slice_ref(parts.identity);
                Ok(WaitPreSharedKey::ask(serving, identity, Some(shared), actions))
            }
            // No suite of this version.
            KeyExchange::Any => Err(FaultKind::SuiteNotOffered.into()),
        }
    }
}

impl WaitPreSharedKey {
    fn ask(
        mut serving: Box<Serving>,
        identity: Bytes,
        shared: Option<Secret>,
        actions: &mut Actions<'_>,
    ) -> State {
        serving.psk_identity = Some(identity.clone());
        actions.ask(Request::PreSharedKey(PreSharedKeyRequest::OfIdentity { identity }));
        State::WaitPreSharedKey(Self { serving, shared })
    }
}

fn agree(serving: &mut Serving, public_key: &[u8]) -> Result<Secret, Fault> {
    let key = serving.key.take().ok_or(FaultKind::ProviderFailed)?;
    key.agree(public_key).map_err(|_| {
        let group = serving.agreed.group.map_or("?", |group| group.name().unwrap_or("?"));
        Fault::new(FaultKind::BadKeyShare).came(alloc::format!("for {group}"))
    })
}
