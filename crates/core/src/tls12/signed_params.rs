//! What the server signs in `ServerKeyExchange`: RFC 5246 §7.4.3; and how signatures are checked.
//!
//! ```text
//! digitally-signed struct { client_random[32]; server_random[32]; params; }
//! ```

use alloc::vec::Vec;

use crate::{
    crypto::{Provider, SignatureScheme},
    fault::{Fault, FaultKind},
    handshake::Agreed,
    wire::PublicKeyInfo,
};

/// `rsaEncryption` as the content of an `AlgorithmIdentifier` (RFC 3279 §2.3.1).
pub(super) const RSA_ENCRYPTION: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";

/// The signed bytes.
pub(super) fn content(agreed: &Agreed, params: &[u8]) -> Vec<u8> {
    [&agreed.client_random[..], &agreed.server_random, params].concat()
}

/// The parts of a key that a verifier has accepted. It is not the peer's doing if they are damaged.
pub(super) fn key_info(public_key: &[u8]) -> Result<PublicKeyInfo<'_>, Fault> {
    PublicKeyInfo::decode(public_key).map_err(|error| {
        Fault::new(FaultKind::ProviderFailed).came(alloc::format!("the verifier's key: {error}"))
    })
}

/// Checks a signature with the key of the peer's certificate (DER `SubjectPublicKeyInfo`);
/// `wrong` is the fault where it does not fit.
pub(super) fn verify(
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
