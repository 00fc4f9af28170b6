//! Signatures of TLS 1.0 and 1.1: OpenSSL's are accepted and made, altered ones refused, and no
//! certificate is judged by them. RFC 4346 §7.4.3, RFC 8422 §5.4.

use countersign::{
    crypto::SignatureScheme,
    pki_types::{
        AlgorithmIdentifier,
        alg_id::{ECDSA_P256, ECDSA_P384, RSA_ENCRYPTION},
    },
};

use super::{
    Area, Candidate,
    keys::{self, MESSAGE, key_bits},
    signing::pkcs8,
};
use crate::SeededRandom;

/// The schemes. They stand last in what a key can sign with.
pub(super) const SCHEMES: [SignatureScheme; 3] = [
    SignatureScheme::ECDSA_SHA1,
    SignatureScheme::RSA_PKCS1_SHA1,
    SignatureScheme::RSA_PKCS1_MD5_SHA1,
];

/// Scheme, kind of key, private key, its public half, OpenSSL's signature.
type Row = (SignatureScheme, AlgorithmIdentifier, &'static [u8], &'static [u8], &'static [u8]);

macro_rules! signature {
    ($name:literal) => {
        include_bytes!(concat!("../../signatures/", $name, ".bin"))
    };
}

#[rustfmt::skip]
const SIGNATURES: &[Row] = &[
    (SCHEMES[0], ECDSA_P256, keys::P256, keys::P256_PUBLIC, signature!("ecdsa-p256-sha1")),
    (SCHEMES[0], ECDSA_P384, keys::P384, keys::P384_PUBLIC, signature!("ecdsa-p384-sha1")),
    (SCHEMES[1], RSA_ENCRYPTION, keys::RSA2048, keys::RSA2048_PUBLIC,
     signature!("rsa2048-pkcs1-sha1")),
    (SCHEMES[2], RSA_ENCRYPTION, keys::RSA2048, keys::RSA2048_PUBLIC,
     signature!("rsa2048-pkcs1-md5-sha1")),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for (scheme, kind, private, info, signature) in SIGNATURES {
        let found = candidate.provider.verifiers(*scheme).iter();
        let found = found.copied().find(|algorithm| algorithm.public_key_alg_id() == *kind);
        let Some(algorithm) = area.there(found, || scheme.to_string()) else { continue };
        let Some(key) = area.there(key_bits(info, kind), || String::from("a test's key")) else {
            continue;
        };
        let accepts = |key: &[u8], message: &[u8], signature: &[u8]| {
            algorithm.verify_signature(key, message, signature).is_ok()
        };
        area.hold(accepts(key, MESSAGE, signature), || format!("{scheme}: OpenSSL's is refused"));
        area.hold(!accepts(key, b"another", signature), || format!("{scheme}: another message"));
        for at in 0..signature.len() {
            let mut damaged = signature.to_vec();
            damaged[at] ^= 0x01;
            let refused =
                !accepts(key, MESSAGE, &damaged) && !accepts(key, MESSAGE, &signature[..at]);
            area.hold(refused, || format!("{scheme}: damaged at {at}"));
        }
        for at in 0..key.len() {
            area.hold(!accepts(&key[..at], MESSAGE, signature), || format!("{scheme}: a cut key"));
        }
        for (other, _, _, _, signature) in SIGNATURES.iter().filter(|other| other.0 != *scheme) {
            area.hold(!accepts(key, MESSAGE, signature), || format!("{other} passes as {scheme}"));
        }
        let Some(key) = area.there(pkcs8(candidate, private).ok(), || format!("{kind:?}")) else {
            continue;
        };
        let fixed = *kind == RSA_ENCRYPTION;
        for seed in [1, 2] {
            let made = key.sign(*scheme, MESSAGE, &mut SeededRandom::new(seed)).unwrap_or_default();
            area.hold(!fixed || made == *signature, || format!("{scheme}: it is not OpenSSL's"));
        }
    }
    short_keys(candidate, area);
}

/// RFC 9325 §4.5: an RSA key has at least 2048 bits, for these signatures too.
fn short_keys(candidate: &Candidate, area: &mut Area) {
    let key = key_bits(keys::RSA1024_PUBLIC, &RSA_ENCRYPTION).unwrap_or_default();
    for scheme in &SCHEMES[1..] {
        for algorithm in candidate.provider.verifiers(*scheme) {
            let refused = algorithm.verify_signature(key, MESSAGE, &[0; 128]).is_err();
            area.hold(refused, || format!("{scheme} with a key of 1024 bits"));
        }
    }
}
