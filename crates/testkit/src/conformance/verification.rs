//! Signature verification: what OpenSSL signed is accepted, and nothing else.
//! RFC 8446 §4.2.3, RFC 8017 §8, FIPS 186-5 §6.4.2, RFC 8032 §5.1.7.

use countersign::{
    crypto::SignatureScheme as S,
    pki_types::{
        AlgorithmIdentifier, SignatureVerificationAlgorithm,
        alg_id::{self, RSA_ENCRYPTION},
    },
};

use super::{
    Area, Candidate,
    keys::{self, MESSAGE, key_bits},
};

macro_rules! signature {
    ($name:literal) => {
        include_bytes!(concat!("../../signatures/", $name, ".bin")).as_slice()
    };
}

/// Public key, its algorithm, the signature's algorithm, the signature.
type Row = (&'static [u8], AlgorithmIdentifier, AlgorithmIdentifier, &'static [u8]);

#[rustfmt::skip]
const SIGNATURES: &[Row] = &[
    (keys::P256_PUBLIC, alg_id::ECDSA_P256, alg_id::ECDSA_SHA256, signature!("ecdsa-p256-sha256")),
    (keys::P256_PUBLIC, alg_id::ECDSA_P256, alg_id::ECDSA_SHA384, signature!("ecdsa-p256-sha384")),
    (keys::P256_PUBLIC, alg_id::ECDSA_P256, alg_id::ECDSA_SHA512, signature!("ecdsa-p256-sha512")),
    (keys::P384_PUBLIC, alg_id::ECDSA_P384, alg_id::ECDSA_SHA256, signature!("ecdsa-p384-sha256")),
    (keys::P384_PUBLIC, alg_id::ECDSA_P384, alg_id::ECDSA_SHA384, signature!("ecdsa-p384-sha384")),
    (keys::P384_PUBLIC, alg_id::ECDSA_P384, alg_id::ECDSA_SHA512, signature!("ecdsa-p384-sha512")),
    (keys::ED25519_PUBLIC, alg_id::ED25519, alg_id::ED25519, signature!("ed25519")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PSS_SHA256, signature!("rsa2048-pss-sha256")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PSS_SHA384, signature!("rsa2048-pss-sha384")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PSS_SHA512, signature!("rsa2048-pss-sha512")),
    (keys::RSA2049_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PSS_SHA256, signature!("rsa2049-pss-sha256")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256, signature!("rsa2048-pkcs1-sha256")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA384, signature!("rsa2048-pkcs1-sha384")),
    (keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA512, signature!("rsa2048-pkcs1-sha512")),
];

/// Accepted in form, refused in content: what is not as TLS wants it. The same columns.
#[rustfmt::skip]
const REFUSED: &[(Row, &str)] = &[
    ((keys::RSA2048_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PSS_SHA256, signature!("rsa2048-pss-sha256-longest-salt")),
     "RFC 8446 §4.2.3: the salt is as long as the hash"),
    ((keys::RSA1024_PUBLIC, RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256, signature!("rsa1024-pkcs1-sha256")),
     "RFC 9325 §4.5: an RSA key has at least 2048 bits"),
];

/// RFC 8446 §4.2.3 and RFC 8422 §5.1.3: which keys go with a scheme, the scheme's own first.
#[rustfmt::skip]
const SCHEMES: &[(S, AlgorithmIdentifier, &[AlgorithmIdentifier])] = &[
    (S::ECDSA_SECP256R1_SHA256, alg_id::ECDSA_SHA256, &[alg_id::ECDSA_P256, alg_id::ECDSA_P384]),
    (S::ECDSA_SECP384R1_SHA384, alg_id::ECDSA_SHA384, &[alg_id::ECDSA_P384, alg_id::ECDSA_P256]),
    (S::ED25519, alg_id::ED25519, &[alg_id::ED25519]),
    (S::RSA_PSS_RSAE_SHA256, alg_id::RSA_PSS_SHA256, &[RSA_ENCRYPTION]),
    (S::RSA_PSS_RSAE_SHA384, alg_id::RSA_PSS_SHA384, &[RSA_ENCRYPTION]),
    (S::RSA_PSS_RSAE_SHA512, alg_id::RSA_PSS_SHA512, &[RSA_ENCRYPTION]),
    (S::RSA_PKCS1_SHA256, alg_id::RSA_PKCS1_SHA256, &[RSA_ENCRYPTION]),
    (S::RSA_PKCS1_SHA384, alg_id::RSA_PKCS1_SHA384, &[RSA_ENCRYPTION]),
    (S::RSA_PKCS1_SHA512, alg_id::RSA_PKCS1_SHA512, &[RSA_ENCRYPTION]),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for row in SIGNATURES {
        let Some(subject) = Subject::new(candidate, area, row) else { continue };
        let accepted = subject.accepts(subject.key, MESSAGE, row.3);
        area.hold(accepted, || format!("{} is not accepted", subject.name()));
        damaged_signatures(area, &subject);
        damaged_keys(area, &subject);
        other_rows(candidate, area, &subject);
        if [alg_id::ECDSA_P256, alg_id::ECDSA_P384].contains(&row.1) {
            ecdsa(area, &subject);
        }
        if row.1 == alg_id::ED25519 {
            small_order(area, &subject);
        }
    }
    for (row, why) in REFUSED {
        let Some(subject) = Subject::new(candidate, area, row) else { continue };
        area.hold(!subject.accepts(subject.key, MESSAGE, row.3), || format!("accepted: {why}"));
    }
    for (scheme, signature, keys) in SCHEMES {
        let found = candidate.provider.verifiers(*scheme).iter();
        let found: Vec<_> =
            found.map(|found| (found.public_key_alg_id(), found.signature_alg_id())).collect();
        let expected: Vec<_> = keys.iter().map(|key| (*key, *signature)).collect();
        area.hold(found == expected, || format!("{scheme} is verified by {found:?}"));
    }
    // SHA-1 above all (RFC 9155) judges no certificate.
    for algorithm in candidate.algorithms {
        let id = algorithm.signature_alg_id();
        let known = SIGNATURES.iter().any(|row| row.2 == id);
        area.hold(known, || format!("certificates are judged by {id:?}"));
    }
}

/// One row with its algorithm.
struct Subject<'a> {
    row: &'a Row,
    key: &'static [u8],
    algorithm: &'static dyn SignatureVerificationAlgorithm,
}

impl<'a> Subject<'a> {
    fn new(candidate: &Candidate, area: &mut Area, row: &'a Row) -> Option<Self> {
        let algorithm = candidate.algorithm(area, row.1, row.2)?;
        let key = area.there(key_bits(row.0, &row.1), || String::from("a test's key"))?;
        Some(Self { row, key, algorithm })
    }

    fn name(&self) -> String {
        format!("{:?} with {:?}", self.row.2, self.row.1)
    }

    fn accepts(&self, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        self.algorithm.verify_signature(key, message, signature).is_ok()
    }

    fn refuses(&self, area: &mut Area, key: &[u8], message: &[u8], signature: &[u8], why: &str) {
        let refused = !self.accepts(key, message, signature);
        area.hold(refused, || format!("{} accepts {why}", self.name()));
    }
}

fn damaged_signatures(area: &mut Area, subject: &Subject<'_>) {
    let (key, signature) = (subject.key, subject.row.3);
    for message in [&b"another"[..], b"", &MESSAGE[1..]] {
        subject.refuses(area, key, message, signature, "another message");
    }
    for at in 0..signature.len() {
        let mut damaged = signature.to_vec();
        damaged[at] ^= 0x01;
        subject.refuses(area, key, MESSAGE, &damaged, &format!("a bit turned in byte {at}"));
        subject.refuses(area, key, MESSAGE, &signature[..at], &format!("the first {at} bytes"));
    }
    for extra in [[signature, &[0]].concat(), [&[0], signature].concat()] {
        subject.refuses(area, key, MESSAGE, &extra, "a byte too many");
    }
    for constant in [0x00, 0xff] {
        let constant = vec![constant; signature.len()];
        subject.refuses(area, key, MESSAGE, &constant, "a constant");
    }
}

fn damaged_keys(area: &mut Area, subject: &Subject<'_>) {
    let (key, signature) = (subject.key, subject.row.3);
    for at in 0..key.len() {
        let mut damaged = key.to_vec();
        damaged[at] ^= 0x01;
        subject.refuses(area, &damaged, MESSAGE, signature, &format!("a key damaged at {at}"));
        subject.refuses(area, &key[..at], MESSAGE, signature, &format!("a key cut off at {at}"));
    }
    subject.refuses(area, &[key, &[0]].concat(), MESSAGE, signature, "a key with a byte more");
    subject.refuses(area, subject.row.0, MESSAGE, signature, "a key inside its envelope");
}

fn other_rows(candidate: &Candidate, area: &mut Area, subject: &Subject<'_>) {
    let row = subject.row;
    for other in SIGNATURES.iter().filter(|other| other.1 != row.1 || other.2 != row.2) {
        let Some(other) = Subject::new(candidate, area, other) else { continue };
        other.refuses(area, subject.key, MESSAGE, row.3, &format!("that of {}", subject.name()));
        if other.key != subject.key {
            subject.refuses(area, other.key, MESSAGE, row.3, "another key");
        }
    }
}

/// RFC 8422 §5.4.1: points in other forms are deprecated, in certificates too. FIPS 186-5
/// §6.4.2: r and s are at least 1.
fn ecdsa(area: &mut Area, subject: &Subject<'_>) {
    let (key, signature) = (subject.key, subject.row.3);
    let parity = 2 + (key[key.len() - 1] & 1);
    let compressed = [&[parity], &key[1..=key.len() / 2]].concat();
    subject.refuses(area, &compressed, MESSAGE, signature, "a compressed point");
    let hybrid = [&[parity + 4], &key[1..]].concat();
    subject.refuses(area, &hybrid, MESSAGE, signature, "a hybrid point");
    for (r, s) in [(0, 0), (0, 1), (1, 0)] {
        let signature = [0x30, 6, 2, 1, r, 2, 1, s];
        subject.refuses(area, key, MESSAGE, &signature, &format!("r = {r}, s = {s}"));
    }
}

/// RFC 8032 §5.1.7: with the neutral element as key, R neutral and S = 0 would fit any message.
fn small_order(area: &mut Area, subject: &Subject<'_>) {
    for (first, last) in [(1, 0), (1, 0x80), (0xee, 0x7f), (0xee, 0xff)] {
        // 1 and the number after the prime, with either sign of x: the neutral element.
        let mut neutral = [if first == 1 { 0 } else { 0xff }; 32];
        (neutral[0], neutral[31]) = (first, last);
        let signature = [neutral, [0; 32]].concat();
        subject.refuses(area, &neutral, MESSAGE, &signature, "a key of small order");
    }
}
