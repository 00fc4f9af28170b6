//! Raw public keys (RFC 7250), and keys that are pinned.

use bytes::Bytes;
use countersign::{CertificateFault, CertificateType, VerifyPeer, VerifyPeerRequest};
use countersign_verify::{
    DangerousAcceptAny, PinnedCertificates, PinnedPublicKeys, describe_public_key,
};

use crate::authority::{Authority, Leaf, accepts, authority, leaf, refuses, self_signed, server};

fn shown(key: &[u8]) -> VerifyPeerRequest {
    let key = Bytes::copy_from_slice(key);
    let certificate_type = CertificateType::RAW_PUBLIC_KEY;
    VerifyPeerRequest { certificate_type, ..server("a.example", &[&key]) }
}

fn known_and_other() -> [Leaf; 2] {
    [self_signed(&leaf(&["known"])), self_signed(&leaf(&["other"]))]
}

#[test]
fn a_pinned_key_is_known_with_and_without_a_certificate() {
    let [known, other] = known_and_other();
    let pinned = PinnedPublicKeys::new([&known.public_key]).unwrap();
    for request in [shown(&known.public_key), server("another.name", &[&known.der])] {
        assert_eq!(accepts(&pinned, &request).public_key, known.public_key);
    }
    for request in [shown(&other.public_key), server("a.example", &[&other.der])] {
        let rejected = refuses(&pinned, &request);
        assert_eq!(rejected.fault, CertificateFault::NotPinned);
        assert_eq!(rejected.reason, "the peer's public key is not the one that is pinned");
    }
    let both = PinnedPublicKeys::new([&known.public_key, &other.public_key]).unwrap();
    accepts(&both, &shown(&other.public_key));
}

/// Of each kind only what is of it: a certificate is no key, and a key no certificate.
#[test]
fn one_kind_is_not_taken_for_the_other() {
    let [known, _] = known_and_other();
    let pinned = PinnedPublicKeys::new([&known.public_key]).unwrap();
    assert_eq!(refuses(&pinned, &shown(&known.der)).fault, CertificateFault::NotPinned);
    let as_certificate = server("a.example", &[&Bytes::copy_from_slice(&known.public_key)]);
    assert_eq!(refuses(&pinned, &as_certificate).fault, CertificateFault::Bad);
}

#[test]
fn who_judges_certificates_takes_no_key() {
    let [known, _] = known_and_other();
    let root = Authority::root(authority("root"));
    let certificates = PinnedCertificates::new([&known.der]).unwrap();
    let verifiers: [&dyn VerifyPeer; 2] = [&root.verifier(), &certificates];
    for verifier in verifiers {
        // Not even where the bytes are those of a certificate that it would take.
        for content in [&known.public_key[..], &known.der] {
            let rejected = refuses(verifier, &shown(content));
            assert_eq!(rejected.fault, CertificateFault::Unsupported);
            assert!(rejected.reason.contains("pin its key"), "{}", rejected.reason);
        }
    }
}

#[test]
fn who_takes_anybody_takes_every_key_that_can_be_read() {
    let [known, _] = known_and_other();
    let key = &known.public_key[..];
    assert_eq!(accepts(&DangerousAcceptAny, &shown(key)).public_key, key);
    for end in 1..key.len() {
        let rejected = refuses(&DangerousAcceptAny, &shown(&key[..end]));
        assert_eq!(rejected.fault, CertificateFault::Bad, "{end}");
        assert!(describe_public_key(&key[..end]).is_err());
    }
    assert_eq!(describe_public_key(key).unwrap(), "id-ecPublicKey secp256r1");
}
