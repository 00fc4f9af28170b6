//! `WaitCertificateVerify`: the client proves that it has the key of its certificate, by a
//! signature over all messages so far (RFC 5246 §7.4.8).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Keys, State, WaitChangeCipherSpec};
use crate::{
    crypto::{Authentication, SignatureScheme},
    fault::{Fault, FaultKind, list},
    handshake::signature,
    request::AcceptedPeer,
    tls12::signed_params,
    wire::CertificateVerify,
};

/// A server that knows the keys, and a client whose certificate was accepted.
pub(crate) struct WaitCertificateVerify {
    pub(super) keys: Box<Keys>,
    pub(super) peer: AcceptedPeer,
}

impl WaitCertificateVerify {
    pub(super) fn on_certificate_verify(
        self,
        raw: &Bytes,
        message: CertificateVerify<'_>,
    ) -> Result<State, Fault> {
        let Self { mut keys, peer } = self;
        let agreed = &mut keys.serving.agreed;
        let signed = message.decode(!agreed.agreed.is_before_tls12())?;
        let policy = agreed.config.policy();
        let scheme = match signed.scheme {
            // RFC 5246 §7.4.8: one of those that we named.
            Some(scheme) if policy.schemes.contains(&scheme) && !scheme.is_before_tls12() => scheme,
            Some(scheme) => {
                return Err(Fault::new(FaultKind::SchemeNotOffered)
                    .came(alloc::format!("{scheme}"))
                    .expected(list(&policy.schemes)));
            }
            None => before_tls12(&peer)?,
        };
        let messages = agreed.transcript.take_messages();
        signature::verify(
            agreed.config.provider(),
            &peer.public_key,
            scheme,
            &messages,
            signed.signature,
            FaultKind::BadCertificateVerify,
        )?;
        agreed.transcript.add(raw);
        keys.serving.client_scheme = Some(scheme);
        Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec { keys }))
    }
}

/// RFC 4346 §7.4.8: the key decides.
fn before_tls12(peer: &AcceptedPeer) -> Result<SignatureScheme, Fault> {
    let info = signature::key_info(&peer.public_key)?;
    let kind = if info.algorithm == signed_params::RSA_ENCRYPTION {
        Authentication::Rsa
    } else {
        Authentication::Ecdsa
    };
    Ok(SignatureScheme::before_tls12(kind))
}
