//! What a `CertificateVerify` signs: RFC 8446 §4.4.3.
//!
//! ```text
//! 64 spaces, "TLS 1.3, server CertificateVerify" or "TLS 1.3, client CertificateVerify",
//! one zero byte, Transcript-Hash(Handshake Context, Certificate)
//! ```

use alloc::vec::Vec;

use pki_types::{AlgorithmIdentifier, alg_id};

use crate::{
    crypto::{NamedGroup, Provider, SignatureScheme},
    fault::{Fault, FaultKind, list},
    handshake::{Role, signature},
    wire::DigitallySigned,
};

/// The spaces in front.
const PADDING: [u8; 64] = [b' '; 64];

/// The keys of the curves that ECDSA's schemes are bound to here.
const CURVES: &[(NamedGroup, AlgorithmIdentifier)] =
    &[(NamedGroup::SECP256R1, alg_id::ECDSA_P256), (NamedGroup::SECP384R1, alg_id::ECDSA_P384)];

/// The signed bytes, over the hash of the messages up to the signer's `Certificate`.
pub fn content(signer: Role, transcript: &[u8]) -> Vec<u8> {
    let context: &[u8] = match signer {
        Role::Server => b"TLS 1.3, server CertificateVerify\0",
        Role::Client => b"TLS 1.3, client CertificateVerify\0",
    };
    [&PADDING[..], context, transcript].concat()
}

/// One that was offered, and that TLS 1.3 has for handshakes.
pub(super) fn scheme(
    message: &DigitallySigned<'_>,
    offered: &[SignatureScheme],
) -> Result<SignatureScheme, Fault> {
    let usable = || offered.iter().filter(|scheme| scheme.is_for_tls13());
    message.scheme.filter(|scheme| usable().any(|ours| ours == scheme)).ok_or_else(|| {
        Fault::new(FaultKind::SchemeNotOffered).came(list(message.scheme)).expected(list(usable()))
    })
}

/// Checks a peer's signature with the key of its certificate (DER `SubjectPublicKeyInfo`).
pub(super) fn verify(
    provider: &Provider,
    public_key: &[u8],
    scheme: SignatureScheme,
    content: &[u8],
    bytes: &[u8],
) -> Result<(), Fault> {
    // RFC 8446 §4.2.3: other than in TLS 1.2 an ECDSA scheme means one curve.
    let info = signature::key_info(public_key)?;
    let bound = CURVES.iter().find(|(curve, _)| scheme.curve() == Some(*curve));
    if bound.is_some_and(|(_, algorithm)| algorithm.as_ref() != info.algorithm) {
        return Err(Fault::new(FaultKind::WrongKeyForScheme)
            .came(alloc::format!("signed with {scheme}, by a key of another curve")));
    }
    signature::verify(provider, public_key, scheme, content, bytes, FaultKind::BadCertificateVerify)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8446 §4.4.3: a hash of 32 times 01.
    #[test]
    fn the_content_is_as_the_rfc_shows_it() {
        let content = content(Role::Server, &[1; 32]);
        assert!(content.starts_with(&[0x20; 64]));
        assert_eq!(&content[64..98], b"TLS 1.3, server CertificateVerify\0");
        assert_eq!(content.len(), 130);
        let client = super::content(Role::Client, &[1; 32]);
        assert_eq!(&client[64..98], b"TLS 1.3, client CertificateVerify\0");
    }
}
