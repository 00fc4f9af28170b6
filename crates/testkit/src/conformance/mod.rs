//! What every provider must pass: published vectors, Wycheproof's, and what no list of vectors
//! says. Findings are gathered, not thrown, so that one run tells them all.
//!
//! ```text
//! let report = conformance::check(&Candidate { … });
//! println!("{report}");
//! report.assert();
//! ```

mod aead;
mod bytes;
mod candidate;
mod cbc;
mod finite_field;
mod group;
mod hash;
mod hmac;
mod hybrid;
pub mod keys;
mod legacy;
mod report;
mod response;
mod rsa;
mod signing;
mod verification;
mod wycheproof;

pub use bytes::{Draws, Stuck};
pub use candidate::{Candidate, Part, ReadKey};
pub use report::{Area, Report};

/// One row: what is looked at, how many checks it takes at least, the part that it belongs to
/// where a provider may lack it, who makes them.
///
/// The number keeps an area from passing because nothing was run: it is what the vectors come to
/// that are known now. It goes up with them, never down.
type Row = (&'static str, usize, Option<Part>, fn(&Candidate, &mut Area));

#[rustfmt::skip]
const AREAS: &[Row] = &[
    ("hashes: NIST, RFC 3174, contexts",         177, None, hash::check),
    ("MD5: RFC 1321",                             46, Some(Part::Md5), hash::md5),
    ("HMAC: RFC 4231, RFC 2202",                 124, None, hmac::check),
    ("HMAC with MD5: RFC 2202",                   31, Some(Part::Md5), hmac::md5),
    ("AEAD: NIST, RFC 8439, tampering",          650, None, aead::check),
    ("AES-CCM: OpenSSL's, tampering",            222, Some(Part::AesCcm), aead::ccm),
    ("CBC: NIST, chaining",                       92, None, cbc::check),
    ("groups: RFC 7748 and 5903, bad points",    733, None, group::check),
    ("X25519MLKEM768: both sides, bad values",   154, Some(Part::Hybrid), hybrid::check),
    ("prime fields: RFC 7919, bad values",       343, Some(Part::PrimeFields), finite_field::check),
    ("RSA key exchange: both ways, OpenSSL's",   385, Some(Part::RsaKeyExchange), rsa::check),
    ("signatures: OpenSSL's, tampering",       10094, None, verification::check),
    ("signatures of TLS 1.0 and 1.1",           1417, Some(Part::LegacySignatures), legacy::check),
    ("signing keys",                            2922, None, signing::check),
    ("Wycheproof: AES-GCM",                      370, None, wycheproof::aead::aes_gcm),
    ("Wycheproof: ChaCha20-Poly1305",           1084, None, wycheproof::aead::chacha20_poly1305),
    ("Wycheproof: AES-CCM",                      231, Some(Part::AesCcm),
     wycheproof::aead::aes_ccm),
    ("Wycheproof: AES-CBC",                      240, None, wycheproof::cbc::check),
    ("Wycheproof: HMAC",                        1384, None, wycheproof::hmac::check),
    ("Wycheproof: ECDH, P-256 and P-384",       3391, None, wycheproof::agreement::nist_curves),
    ("Wycheproof: X25519",                      1523, None, wycheproof::agreement::x25519),
    ("Wycheproof: ML-KEM-768",                  1254, Some(Part::Hybrid),
     wycheproof::ml_kem::check),
    ("Wycheproof: ECDSA",                       2556, None, wycheproof::signature::ecdsa),
    ("Wycheproof: Ed25519",                      151, None, wycheproof::signature::ed25519),
    ("Wycheproof: RSA PKCS#1 v1.5",             3106, None, wycheproof::rsa::pkcs1),
    ("Wycheproof: RSA-PSS",                     1263, None, wycheproof::rsa::pss),
    ("Wycheproof: RSA decryption",               325, Some(Part::RsaKeyExchange),
     wycheproof::rsa_decrypt::check),
];

/// Looks at everything.
pub fn check(candidate: &Candidate) -> Report {
    let mut report = Report::default();
    for (name, least, part, run) in AREAS {
        let area = match part {
            Some(part) if candidate.lacks.contains(part) => {
                let mut area = Area::lacking(name);
                candidate.confirm_lack(&mut area, *part);
                area
            }
            _ => {
                let mut area = Area::new(name, *least);
                run(candidate, &mut area);
                area
            }
        };
        report.add(area);
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake;

    /// Does the suite find anything? The fake provider has every part, and computes none.
    #[test]
    fn a_provider_that_computes_nothing_passes_nowhere() {
        let report = check(&Candidate {
            provider: fake::provider(),
            algorithms: fake::provider().signatures[0].algorithms,
            signing_key: |_| Err(String::from("there are no such keys")),
            lacks: &[],
        });
        for area in report.areas() {
            assert!(!area.findings().is_empty(), "{}", area.name());
        }
        assert_eq!(report.areas().len(), AREAS.len());
    }

    /// Would a part be noticed that is there, though it is said to be lacking?
    #[test]
    fn what_is_there_is_not_lacking() {
        use Part::{AesCcm, Hybrid, LegacySignatures, Md5, PrimeFields, RsaKeyExchange};

        const PARTS: &[Part] =
            &[AesCcm, Hybrid, LegacySignatures, Md5, PrimeFields, RsaKeyExchange];
        for part in AREAS.iter().filter_map(|(_, _, part, _)| *part) {
            assert!(PARTS.contains(&part), "{part:?}");
        }
        let candidate = Candidate {
            provider: fake::provider(),
            algorithms: &[],
            signing_key: |_| Err(String::from("there are no such keys")),
            lacks: PARTS,
        };
        for part in PARTS {
            let mut area = Area::lacking("part");
            candidate.confirm_lack(&mut area, *part);
            assert_eq!(area.findings().len(), 1, "{part:?}");
        }
    }
}
