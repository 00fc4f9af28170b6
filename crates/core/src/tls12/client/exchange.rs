//! The client's half of the key exchange, and the secret that both halves make (RFC 5246 §7.4.7).

use alloc::boxed::Box;

use super::{Flight, flight::Params};
use crate::{
    action::Actions,
    crypto::{EphemeralKey, KeyExchange, Secret},
    fault::{Fault, FaultKind},
    handshake::ClientAgreed,
    request::{AcceptedPeer, PreSharedKey},
    tls12::{master_secret::MasterSecret, pre_master, signed_params},
    wire::{ClientKeyExchange, HandshakeType, Writer},
};

/// What the driver has brought to it.
pub(super) struct Material<'a> {
    /// With a certificate.
    pub(super) peer: Option<&'a AcceptedPeer>,
    /// With a pre-shared key.
    pub(super) psk: Option<&'a PreSharedKey>,
}

/// Sends `ClientKeyExchange`.
pub(super) fn keys(
    flight: &mut Flight,
    material: &Material<'_>,
    actions: &mut Actions<'_>,
) -> Result<MasterSecret, Fault> {
    let exchange = flight.exchange();
    let Flight { agreed, half, .. } = flight;
    let pre_master = match (exchange, material.psk) {
        (KeyExchange::Rsa, _) => encrypted(agreed, material.peer, actions)?,
        (KeyExchange::Psk, Some(psk)) => {
            send(agreed, actions, |writer| ClientKeyExchange::encode_psk(writer, &psk.identity));
            pre_master::psk(None, &psk.key)
        }
        (KeyExchange::EcdhePsk, Some(psk)) => {
            let key = start(agreed, &half.params, actions)?;
            send(agreed, actions, |writer| {
                ClientKeyExchange::encode_ecdhe_psk(writer, &psk.identity, key.public_key());
            });
            pre_master::psk(Some(&agree(key, &half.params)?), &psk.key)
        }
        (KeyExchange::Ecdhe, _) => {
            let key = start(agreed, &half.params, actions)?;
            send(agreed, actions, |writer| {
                ClientKeyExchange::encode_ecdhe(writer, key.public_key());
            });
            agree(key, &half.params)?
        }
        (KeyExchange::Dhe, _) => {
            let key = start(agreed, &half.params, actions)?;
            send(agreed, actions, |writer| {
                ClientKeyExchange::encode_dhe(writer, key.public_key());
            });
            pre_master::dhe(&agree(key, &half.params)?)
        }
        // The state before has seen to it that there is one.
        (KeyExchange::Psk | KeyExchange::EcdhePsk, None) => {
            return Err(FaultKind::PreSharedKeyMissing.into());
        }
        // No suite of this version.
        (KeyExchange::Any, _) => return Err(FaultKind::SuiteNotOffered.into()),
    };
    let ClientAgreed { config, agreed, transcript, .. } = agreed;
    MasterSecret::derive(config.provider(), agreed, pre_master, transcript)
}

fn send(agreed: &mut ClientAgreed, actions: &mut Actions<'_>, body: impl FnOnce(&mut Writer<'_>)) {
    actions.send(HandshakeType::CLIENT_KEY_EXCHANGE, &mut agreed.transcript, body);
}

/// Our key pair in the server's group.
fn start(
    agreed: &ClientAgreed,
    params: &Params,
    actions: &mut Actions<'_>,
) -> Result<Box<dyn EphemeralKey>, Fault> {
    let provider = agreed.config.provider();
    // What the policy names was refused if the provider lacked it.
    match params {
        Params::Group { group, .. } => {
            let group = provider.group(*group).ok_or(FaultKind::ProviderFailed)?;
            group.start(actions.random).map_err(Fault::from)
        }
        Params::Field { p, g, .. } => {
            let fields = provider.finite_fields.first().ok_or(FaultKind::ProviderFailed)?;
            fields
                .start(p, g, actions.random)
                .map_err(|_| Fault::new(FaultKind::BadKeyShare).came("its prime or its generator"))
        }
        Params::None => Err(FaultKind::ProviderFailed.into()),
    }
}

fn agree(key: Box<dyn EphemeralKey>, params: &Params) -> Result<Secret, Fault> {
    let public_key = match params {
        Params::Group { public_key, .. } | Params::Field { public_key, .. } => &public_key[..],
        Params::None => &[],
    };
    key.agree(public_key).map_err(|_| {
        Fault::new(FaultKind::BadKeyShare).came(match params.group() {
            Some(group) => alloc::format!("for {group}"),
            None => "for the server's own prime".into(),
        })
    })
}

/// A secret of our own under the server's key (RFC 5246 §7.4.7.1).
fn encrypted(
    agreed: &mut ClientAgreed,
    peer: Option<&AcceptedPeer>,
    actions: &mut Actions<'_>,
) -> Result<Secret, Fault> {
    let peer = peer.ok_or(FaultKind::CertificateMissing)?;
    let info = crate::handshake::signature::key_info(&peer.public_key)?;
    let wrong = || Fault::new(FaultKind::WrongKeyForScheme).came("for RSA key exchange");
    if info.algorithm != signed_params::RSA_ENCRYPTION {
        return Err(wrong());
    }
    let secret = pre_master::rsa(agreed.offered_version, actions.random)?;
    let rsa = agreed.config.provider().rsa_encryption.first().ok_or(FaultKind::ProviderFailed)?;
    let encrypted = rsa.encrypt(info.key, secret.expose(), actions.random).map_err(|_| wrong())?;
    send(agreed, actions, |writer| {
        ClientKeyExchange::encode_encrypted_pre_master(writer, &encrypted);
    });
    Ok(secret)
}
