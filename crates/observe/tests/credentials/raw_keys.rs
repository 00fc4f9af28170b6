//! Raw public keys in the place of certificates (RFC 7250): the observer knows by the answers in
//! the hellos what it sees, and checks signatures with it.

use countersign::{CertificateType, CertifiedKey, Policy, Role};
use countersign_observe::{Proof, Verdict};
use countersign_testkit::{tls12, tls13};

use crate::{CLIENT, SERVER, assert_verified, observations, scene, signing_key, verdicts};

fn raw(name: &str, pem: &str) -> CertifiedKey {
    CertifiedKey::raw_public_key(name, signing_key(pem)).unwrap()
}

#[test]
fn signatures_are_checked_with_the_key_itself() {
    let versions = [(tls12(), Proof::ServerKeyExchange), (tls13(), Proof::CertificateVerify)];
    for (policy, of_server) in versions {
        let policy = Policy { certificate_types: vec![CertificateType::RAW_PUBLIC_KEY], ..policy };
        let all = observations(&scene([raw("server", SERVER), raw("client", CLIENT)], policy, &[]));
        assert_eq!(verdicts(&all, Role::Server, of_server), [Verdict::Good], "{all:?}");
        let of_client = verdicts(&all, Role::Client, Proof::CertificateVerify);
        assert_eq!(of_client, [Verdict::Good], "{all:?}");
        assert_verified(&all);
    }
}
