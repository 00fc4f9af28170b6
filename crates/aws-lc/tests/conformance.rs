//! Does the provider compute what the standards say, and refuse all else?

use countersign_aws_lc::{ALL_SIGNATURE_ALGORITHMS, provider, signing_key};
use countersign_testkit::conformance::{self, Candidate, Part};

#[test]
fn conforms() {
    let report = conformance::check(&Candidate {
        provider: provider(),
        algorithms: ALL_SIGNATURE_ALGORITHMS,
        signing_key: |der| signing_key(der).map_err(|error| error.to_string()),
        lacks: &[
            Part::AesCcm,
            Part::Md5,
            Part::PrimeFields,
            Part::RsaKeyExchange,
            Part::LegacySignatures,
        ],
    });
    println!("{report}");
    report.assert();
}
