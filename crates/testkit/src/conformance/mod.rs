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
mod group;
mod hash;
mod hmac;
pub mod keys;
mod report;
mod signing;
mod verification;
mod wycheproof;

pub use bytes::{Draws, Stuck};
pub use candidate::{Candidate, ReadKey};
pub use report::{Area, Report};

/// One row: what is looked at, how many checks it takes at least, who makes them.
///
/// The number keeps an area from passing because nothing was run: it is what the vectors come to
/// that are known now. It goes up with them, never down.
type Row = (&'static str, usize, fn(&Candidate, &mut Area));

#[rustfmt::skip]
const AREAS: &[Row] = &[
    ("hashes: NIST's examples, contexts",     88, hash::check),
    ("HMAC: RFC 4231",                        62, hmac::check),
    ("AEAD: NIST, RFC 8439, tampering",      650, aead::check),
    ("groups: RFC 7748 and 5903, bad points", 303, group::check),
    ("signatures: OpenSSL's, tampering",   10082, verification::check),
    ("signing keys",                        2922, signing::check),
    ("Wycheproof: AES-GCM",                  370, wycheproof::aead::aes_gcm),
    ("Wycheproof: ChaCha20-Poly1305",       1084, wycheproof::aead::chacha20_poly1305),
    ("Wycheproof: HMAC",                     696, wycheproof::hmac::check),
    ("Wycheproof: ECDH, P-256 and P-384",   2246, wycheproof::agreement::nist_curves),
    ("Wycheproof: X25519",                  1005, wycheproof::agreement::x25519),
    ("Wycheproof: ECDSA",                   2556, wycheproof::signature::ecdsa),
    ("Wycheproof: Ed25519",                  151, wycheproof::signature::ed25519),
    ("Wycheproof: RSA PKCS#1 v1.5",         3106, wycheproof::rsa::pkcs1),
    ("Wycheproof: RSA-PSS",                 1263, wycheproof::rsa::pss),
];

/// Looks at everything.
pub fn check(candidate: &Candidate) -> Report {
    let mut report = Report::default();
    for (name, least, run) in AREAS {
        let mut area = Area::new(name, *least);
        run(candidate, &mut area);
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
        });
        for area in report.areas() {
            assert!(!area.findings().is_empty(), "{}", area.name());
        }
        assert_eq!(report.areas().len(), AREAS.len());
    }
}
