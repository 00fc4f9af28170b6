//! Does the provider compute what the standards say, and refuse all else?

use countersign_rustcrypto::{ALL_SIGNATURE_ALGORITHMS, provider, signing_key};
use countersign_testkit::conformance::{self, Candidate, Part};

#[test]
fn conforms() {
    let report = conformance::check(&Candidate {
        provider: provider(),
        algorithms: ALL_SIGNATURE_ALGORITHMS,
        signing_key: |der| signing_key(der).map_err(|error| error.to_string()),
        lacks: if cfg!(feature = "legacy") { &[] } else { &[Part::Md5, Part::LegacySignatures] },
    });
    println!("{report}");
    report.assert();
}
