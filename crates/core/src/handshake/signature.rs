//! Signatures: those that the driver gives, and those of the peer, checked with the key of a
//! certificate that was accepted (RFC 5246 §7.4.3, RFC 8446 §4.4.3).

use alloc::{string::String, vec::Vec};

use crate::{
    crypto::{Provider, SignatureScheme},
    fault::{Fault, FaultKind},
    wire::PublicKeyInfo,
};

/// One that fits its field.
pub(crate) fn from_answer(answer: Result<Vec<u8>, String>) -> Result<Vec<u8>, Fault> {
    answer
        .and_then(|signature| match u16::try_from(signature.len()) {
            Ok(1..) => Ok(signature),
            _ => Err(String::from("the signature is empty or longer than 65535 bytes")),
        })
        .map_err(|reason| Fault::new(FaultKind::SigningFailed).came(reason))
}

/// The parts of a key that a verifier has accepted. It is not the peer's doing if they are damaged.
pub(crate) fn key_info(public_key: &[u8]) -> Result<PublicKeyInfo<'_>, Fault> {
    PublicKeyInfo::decode(public_key).map_err(|error| {
        Fault::new(FaultKind::ProviderFailed).came(alloc::format!("the verifier's key: {error}"))
    })
}

/// Checks a signature with the key of the peer's certificate (DER `SubjectPublicKeyInfo`);
/// `wrong` is the fault where it does not fit.
pub(crate) fn verify(
    provider: &Provider,
    public_key: &[u8],
    scheme: SignatureScheme,
    content: &[u8],
    signature: &[u8],
    wrong: FaultKind,
) -> Result<(), Fault> {
    let info = key_info(public_key)?;
    let algorithm = provider
        .verifiers(scheme)
        .iter()
        .find(|algorithm| algorithm.public_key_alg_id().as_ref() == info.algorithm)
        .ok_or_else(|| {
            Fault::new(FaultKind::WrongKeyForScheme).came(alloc::format!("signed with {scheme}"))
        })?;
    algorithm
        .verify_signature(info.key, content, signature)
        .map_err(|_| Fault::new(wrong).came(alloc::format!("{scheme}")))
}
