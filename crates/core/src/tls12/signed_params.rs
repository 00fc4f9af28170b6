//! What the server signs in `ServerKeyExchange`: RFC 5246 §7.4.3.
//!
//! ```text
//! digitally-signed struct { client_random[32]; server_random[32]; params; }
//! ```

use alloc::vec::Vec;

use crate::{
    crypto::{NamedGroup, Provider, SignatureScheme},
    fault::{Fault, FaultKind},
    handshake::Agreed,
    wire::{PublicKeyInfo, RANDOM_LEN, ServerKeyExchange, Writer},
};

/// Type of the curve, number of the group, length of the point.
const PARAMS_HEADER: usize = 4;

/// The signed bytes.
pub(super) fn content(agreed: &Agreed, params: &[u8]) -> Vec<u8> {
    [&agreed.client_random[..], &agreed.server_random, params].concat()
}

/// The same where the parameters are made here.
pub(super) fn own_content(agreed: &Agreed, group: NamedGroup, public_key: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(2 * RANDOM_LEN + PARAMS_HEADER + public_key.len());
    content.extend_from_slice(&agreed.client_random);
    content.extend_from_slice(&agreed.server_random);
    ServerKeyExchange::encode_ecdhe_params(&mut Writer::new(&mut content), group, public_key);
    content
}

/// Checks a signature with the key of the peer's certificate (DER `SubjectPublicKeyInfo`).
pub(super) fn verify(
    provider: &Provider,
    public_key: &[u8],
    scheme: SignatureScheme,
    content: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    // Not the peer's doing: the key comes from the driver's verifier.
    let info = PublicKeyInfo::decode(public_key).map_err(|error| {
        Fault::new(FaultKind::ProviderFailed).came(alloc::format!("the verifier's key: {error}"))
    })?;
    let algorithm = provider
        .verifiers(scheme)
        .iter()
        .find(|algorithm| algorithm.public_key_alg_id().as_ref() == info.algorithm)
        .ok_or_else(|| {
            Fault::new(FaultKind::WrongKeyForScheme).came(alloc::format!("signed with {scheme}"))
        })?;
    algorithm
        .verify_signature(info.key, content, signature)
        .map_err(|_| Fault::new(FaultKind::BadSignature).came(alloc::format!("{scheme}")))
}
