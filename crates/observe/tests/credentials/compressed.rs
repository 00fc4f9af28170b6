//! Certificates that are compressed (RFC 8879): they are not unpacked, so that no signature is
//! checked, and everything else is.

use countersign::{CertifiedKey, Role};
use countersign_observe::{Proof, Verdict};
use countersign_testkit::{fake, tls13};

use crate::{CLIENT, SERVER, assert_verified, observations, scene, signing_key, verdicts};

/// With a certificate that can be packed well.
fn certified(name: &str, pem: &str) -> CertifiedKey {
    let key = signing_key(pem);
    let chain = vec![fake::certificate(name, &*key, 1000)];
    CertifiedKey::new(name, chain, key).unwrap()
}

#[test]
fn the_signature_is_not_checked_and_the_rest_is() {
    let keys = [certified("server", SERVER), certified("client", CLIENT)];
    let all = observations(&scene(keys, tls13(), countersign_compress::ALL));
    for role in [Role::Server, Role::Client] {
        let unknown = Verdict::Unknown("its certificate is compressed");
        assert_eq!(verdicts(&all, role, Proof::CertificateVerify), [unknown], "{all:?}");
        assert_eq!(verdicts(&all, role, Proof::Finished), [Verdict::Good], "{all:?}");
    }
    assert_verified(&all);
}
