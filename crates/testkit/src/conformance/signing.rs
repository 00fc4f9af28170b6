//! Signing keys: every form is read, signs as its schemes say, and all others are refused.
//! RFC 5958, RFC 5915, RFC 8017 appendix A.1.2, RFC 8446 §4.2.3.

use countersign::{
    crypto::{CryptoError, SignatureScheme, SigningKey},
    pki_types::{
        PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer,
        SignatureVerificationAlgorithm,
    },
};

use super::{
    Area, Candidate,
    keys::{self, MESSAGE, key_bits},
    legacy::SCHEMES as LEGACY_SCHEMES,
};
use crate::{NoRandom, SeededRandom};

/// Name, PKCS#8, public half, number of schemes without those of older versions, length of
/// signatures where it is fixed.
type Row = (&'static str, &'static [u8], &'static [u8], usize, Option<usize>);

const KEYS: &[Row] = &[
    ("P-256", keys::P256, keys::P256_PUBLIC, 1, None),
    ("P-384", keys::P384, keys::P384_PUBLIC, 1, None),
    ("Ed25519", keys::ED25519, keys::ED25519_PUBLIC, 1, Some(64)),
    ("RSA with 2048 bits", keys::RSA2048, keys::RSA2048_PUBLIC, 6, Some(256)),
    ("RSA with 2049 bits", keys::RSA2049, keys::RSA2049_PUBLIC, 6, Some(257)),
];

macro_rules! signature {
    ($name:literal) => {
        include_bytes!(concat!("../../signatures/", $name, ".bin")).as_slice()
    };
}

/// Signatures without salt or secret number: those of OpenSSL.
#[rustfmt::skip]
const FIXED: &[(&[u8], SignatureScheme, &[u8])] = &[
    (keys::RSA2048, SignatureScheme::RSA_PKCS1_SHA256, signature!("rsa2048-pkcs1-sha256")),
    (keys::RSA2048, SignatureScheme::RSA_PKCS1_SHA384, signature!("rsa2048-pkcs1-sha384")),
    (keys::RSA2048, SignatureScheme::RSA_PKCS1_SHA512, signature!("rsa2048-pkcs1-sha512")),
    (keys::ED25519, SignatureScheme::ED25519, signature!("ed25519")),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for row in KEYS {
        let (name, der, public, schemes, _) = *row;
        let key = pkcs8(candidate, der);
        let Some(key) = area.there(key.ok(), || String::from(name)) else { continue };
        area.same(key.public_key(), public, || format!("{name}, public half"));
        // Those of older versions stand last, where there are any.
        let (own, older) = key.schemes().split_at(schemes.min(key.schemes().len()));
        let is_older = |scheme| LEGACY_SCHEMES.contains(scheme);
        let right = own.len() == schemes && !own.iter().any(is_older) && older.iter().all(is_older);
        area.hold(right, || format!("{name} has {:?}", key.schemes()));
        signs(candidate, area, &*key, row);
        damaged(candidate, area, name, der);
    }
    for (der, scheme, expected) in FIXED {
        let Ok(key) = pkcs8(candidate, der) else { continue };
        // Blinding leaves no trace in the result.
        for seed in [1, 2] {
            let signature = key.sign(*scheme, MESSAGE, &mut SeededRandom::new(seed));
            area.same(&signature.unwrap_or_default(), expected, || format!("{scheme}"));
        }
    }
    older_forms(candidate, area);
    refusals(candidate, area);
}

pub(super) fn pkcs8(candidate: &Candidate, der: &[u8]) -> Result<Box<dyn SigningKey>, String> {
    (candidate.signing_key)(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)))
}

/// The schemes that any key signs with.
pub(super) fn own_schemes(candidate: &Candidate) -> impl Iterator<Item = SignatureScheme> {
    let keys = KEYS.iter().filter_map(|row| pkcs8(candidate, row.1).ok());
    keys.flat_map(|key| key.schemes().to_vec())
}

fn pkcs1(candidate: &Candidate, der: &[u8]) -> Result<Box<dyn SigningKey>, String> {
    (candidate.signing_key)(&PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)))
}

fn sec1(candidate: &Candidate, der: &[u8]) -> Result<Box<dyn SigningKey>, String> {
    (candidate.signing_key)(&PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)))
}

/// The verification algorithm for this key and scheme, and the key as it wants it.
fn verifier<'a>(
    candidate: &Candidate,
    scheme: SignatureScheme,
    public: &'a [u8],
) -> Option<(&'static dyn SignatureVerificationAlgorithm, &'a [u8])> {
    candidate
        .provider
        .verifiers(scheme)
        .iter()
        .find_map(|algorithm| Some((*algorithm, key_bits(public, &algorithm.public_key_alg_id())?)))
}

fn signs(candidate: &Candidate, area: &mut Area, key: &dyn SigningKey, row: &Row) {
    let (name, _, public, _, len) = *row;
    for scheme in key.schemes() {
        let signature = key.sign(*scheme, MESSAGE, &mut SeededRandom::new(1));
        let signature = signature.unwrap_or_default();
        let right = len.is_none_or(|len| signature.len() == len);
        area.hold(right, || format!("{name}, {scheme}: {} bytes", signature.len()));
        let verifier = verifier(candidate, *scheme, public);
        let Some((algorithm, key)) = area.there(verifier, || format!("a verifier of {scheme}"))
        else {
            continue;
        };
        let accepted = algorithm.verify_signature(key, MESSAGE, &signature).is_ok();
        area.hold(accepted, || format!("{name}, {scheme}: the signature is not valid"));
        let other = algorithm.verify_signature(key, b"another", &signature).is_err();
        area.hold(other, || format!("{name}, {scheme}: it is valid for another message"));
    }
    for row in candidate.provider.signatures {
        if !key.schemes().contains(&row.scheme) {
            let refused = key.sign(row.scheme, MESSAGE, &mut NoRandom);
            area.hold(refused == Err(CryptoError::Unsupported), || {
                format!("{name} signs with {}", row.scheme)
            });
        }
    }
}

fn older_forms(candidate: &Candidate, area: &mut Area) {
    for (key, public, form) in [
        (pkcs1(candidate, keys::RSA2048_PKCS1), keys::RSA2048_PUBLIC, "PKCS#1"),
        (sec1(candidate, keys::P256_SEC1), keys::P256_PUBLIC, "SEC 1, P-256"),
        (sec1(candidate, keys::P384_SEC1), keys::P384_PUBLIC, "SEC 1, P-384"),
    ] {
        let read = key.as_ref().map(|key| key.public_key()).unwrap_or_default();
        area.same(read, public, || format!("the key in the form of {form}"));
    }
}

/// Nothing that is cut off is a key, nothing that is damaged a panic. Damaged keys may be keys
/// again: any 32 bytes make an Ed25519 key.
fn damaged(candidate: &Candidate, area: &mut Area, name: &str, der: &[u8]) {
    for at in 0..der.len() {
        let mut damaged = der.to_vec();
        damaged[at] ^= 0x01;
        drop(pkcs8(candidate, &damaged));
        damaged[at] = 0xff;
        drop(pkcs8(candidate, &damaged));
        let cut = pkcs8(candidate, &der[..at]).is_err();
        area.hold(cut, || format!("{name}: the first {at} bytes are a key"));
    }
    let longer = [der, &[0]].concat();
    area.hold(pkcs8(candidate, &longer).is_err(), || format!("{name}: a byte more is a key"));
}

/// What cannot be used is refused, with a sentence that says what can.
fn refusals(candidate: &Candidate, area: &mut Area) {
    // The octet string of the private key begins at this place; see `openssl asn1parse -i`.
    let flipped = |der: &[u8]| {
        let mut flipped = der.to_vec();
        flipped[40] ^= 0x01;
        flipped
    };
    // RFC 5915 §3: `SEQUENCE { INTEGER 1, OCTET STRING }` alone does not tell the curve.
    let no_curve = [&[0x30, 37, 2, 1, 1, 4, 32][..], &[5; 32]].concat();
    for (key, words) in [
        (pkcs8(candidate, keys::P521), "ECDSA on P-256 or P-384"),
        (pkcs8(candidate, keys::ED448), "ECDSA on P-256 or P-384"),
        (pkcs8(candidate, keys::RSA1024), "the RSA key has 1024 bits; accepted are 2048 to 8192"),
        (pkcs8(candidate, &flipped(keys::P256)), "do not belong together"),
        (pkcs8(candidate, &flipped(keys::P384)), "do not belong together"),
        (pkcs8(candidate, b""), "damaged"),
        (pkcs1(candidate, b""), "damaged"),
        (sec1(candidate, b""), "damaged"),
        (sec1(candidate, &no_curve), "damaged"),
        (sec1(candidate, keys::P256), "damaged"),
        (pkcs1(candidate, keys::P256), "damaged"),
        (pkcs8(candidate, keys::P256_SEC1), "damaged"),
        (pkcs8(candidate, keys::RSA2048_PKCS1), "damaged"),
        (pkcs1(candidate, &[keys::RSA2048_PKCS1, &[0]].concat()), "damaged"),
        (sec1(candidate, &[keys::P256_SEC1, &[0]].concat()), "damaged"),
    ] {
        let said = key.err().unwrap_or_default();
        area.hold(said.contains(words), || format!("refused with {said:?}, not {words:?}"));
    }
}
