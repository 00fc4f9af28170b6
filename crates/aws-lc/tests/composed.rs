//! The parts that AWS-LC lacks, from RustCrypto: does the whole conform, and is it what the docs
//! of this crate say?

use countersign::crypto::{Aead, KeyExchangeGroup, Provider, SignatureVerifiers};
use countersign_aws_lc as fast;
use countersign_rustcrypto as whole;
use countersign_testkit::conformance::{self, Candidate};

static AEADS: &[&dyn Aead] = &[
    fast::provider().aeads[0],
    fast::provider().aeads[1],
    fast::provider().aeads[2],
    whole::provider().aeads[3],
];

static GROUPS: &[&dyn KeyExchangeGroup] = &[
    fast::provider().groups[0],
    fast::provider().groups[1],
    fast::provider().groups[2],
    fast::provider().groups[3],
    whole::provider().groups[4],
    whole::provider().groups[5],
    whole::provider().groups[6],
];

/// The modern ones from AWS-LC, then those of TLS 1.0 and 1.1.
static SIGNATURES: &[SignatureVerifiers] = &[
    fast::provider().signatures[0],
    fast::provider().signatures[1],
    fast::provider().signatures[2],
    fast::provider().signatures[3],
    fast::provider().signatures[4],
    fast::provider().signatures[5],
    fast::provider().signatures[6],
    fast::provider().signatures[7],
    fast::provider().signatures[8],
    whole::provider().signatures[9],
    whole::provider().signatures[10],
    whole::provider().signatures[11],
];

const PROVIDER: Provider = Provider {
    hashes: whole::provider().hashes,
    hmacs: whole::provider().hmacs,
    aeads: AEADS,
    groups: GROUPS,
    finite_fields: whole::provider().finite_fields,
    rsa_encryption: whole::provider().rsa_encryption,
    signatures: SIGNATURES,
    ..fast::provider()
};

#[test]
fn nothing_is_lacking() {
    let report = conformance::check(&Candidate {
        provider: PROVIDER,
        algorithms: fast::ALL_SIGNATURE_ALGORITHMS,
        signing_key: |der| whole::signing_key(der).map_err(|error| error.to_string()),
        lacks: &[],
    });
    println!("{report}");
    report.assert();
}

#[test]
fn nothing_is_named_twice() {
    for (at, row) in SIGNATURES.iter().enumerate() {
        assert!(SIGNATURES[..at].iter().all(|earlier| earlier.scheme != row.scheme));
    }
    for (at, group) in GROUPS.iter().enumerate() {
        assert!(GROUPS[..at].iter().all(|earlier| earlier.name() != group.name()));
    }
    for (at, aead) in AEADS.iter().enumerate() {
        assert!(AEADS[..at].iter().all(|earlier| earlier.algorithm() != aead.algorithm()));
    }
    assert_eq!(AEADS.len(), whole::provider().aeads.len());
    assert_eq!(SIGNATURES.len(), whole::provider().signatures.len());
    assert_eq!(GROUPS.len(), whole::provider().groups.len());
}
