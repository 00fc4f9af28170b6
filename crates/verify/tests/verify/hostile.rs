//! Bytes that nobody honest sends: cut, flipped, garbage. Nothing panics, nothing is accepted.

use bytes::Bytes;
use countersign::{CertificateFault, VerifyPeer};
use countersign_verify::{
    DangerousAcceptAny, PinnedCertificates, describe, limits::MAX_CERTIFICATE,
};
use rcgen::ExtendedKeyUsagePurpose;

use crate::authority::{Authority, Leaf, accepts, authority, leaf, refuses, server};

/// A root, an intermediate, and a leaf with every extension that is read.
fn family() -> (Authority, Authority, Leaf) {
    let root = Authority::root(authority("root"));
    let middle = root.below(authority("middle"));
    let mut params = leaf(&["a.example", "*.b.example", "192.0.2.1"]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let own = middle.signs(&params);
    (root, middle, own)
}

#[test]
fn cut_at_every_byte() {
    let (root, middle, own) = family();
    let verifier = root.verifier();
    for end in 0..own.der.len() {
        let cut = own.der.slice(..end);
        let rejected = refuses(&verifier, &server("a.example", &[&cut, &middle.der]));
        assert_eq!(rejected.fault, CertificateFault::Bad, "{end}");
        assert!(describe(&cut).is_err());
        assert!(PinnedCertificates::new([&cut]).is_err());
        assert!(DangerousAcceptAny.verify_peer(&server("a.example", &[&cut])).is_err());
    }
    for end in 0..middle.der.len() {
        let cut = middle.der.slice(..end);
        refuses(&verifier, &server("a.example", &[&own.der, &cut]));
    }
}

#[test]
fn each_bit_flipped() {
    let (root, middle, own) = family();
    let verifier = root.verifier();
    for bit in 0..own.der.len() * 8 {
        let flipped = flip(&own.der, bit);
        refuses(&verifier, &server("a.example", &[&flipped, &middle.der]));
        // What it says may have changed; that it can be told without a panic has not.
        if let Ok(description) = describe(&flipped) {
            let _told = description.to_string();
        }
        let _judged = DangerousAcceptAny.verify_peer(&server("a.example", &[&flipped]));
    }
    for bit in 0..middle.der.len() * 8 {
        let flipped = flip(&middle.der, bit);
        refuses(&verifier, &server("a.example", &[&own.der, &flipped]));
    }
}

fn flip(der: &Bytes, bit: usize) -> Bytes {
    let mut der = der.to_vec();
    der[bit / 8] ^= 1 << (bit % 8);
    der.into()
}

#[test]
fn a_forged_signature() {
    let (root, middle, own) = family();
    let last = own.der.len() * 8 - 8;
    let request = server("a.example", &[&flip(&own.der, last), &middle.der]);
    let rejected = refuses(&root.verifier(), &request);
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("signature was not made by"), "{}", rejected.reason);
}

#[test]
fn garbage() {
    let (root, middle, own) = family();
    let verifier = root.verifier();
    let endless = Bytes::from([&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..], &[0; 64]].concat());
    let nested = Bytes::from([0x30, 0x80].repeat(20_000));
    for garbage in [Bytes::new(), Bytes::from_static(b"garbage"), endless, nested] {
        let rejected = refuses(&verifier, &server("a.example", &[&garbage]));
        assert_eq!(rejected.fault, CertificateFault::Bad);
        // Beside a good chain it does no harm.
        let request = server("a.example", &[&own.der, &garbage, &middle.der]);
        accepts(&verifier, &request);
        refuses(&verifier, &server("a.example", &[&own.der, &garbage]));
        assert!(describe(&garbage).is_err());
    }
}

#[test]
fn larger_than_is_looked_at() {
    let (root, middle, own) = family();
    let large = Bytes::from(vec![0x30; MAX_CERTIFICATE + 1]);
    let request = server("a.example", &[&own.der, &middle.der, &large]);
    let rejected = refuses(&root.verifier(), &request);
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert_eq!(rejected.reason, "certificate 3 of 3 is larger than 65536 bytes");
}

#[test]
fn bytes_after_the_end() {
    let (root, middle, own) = family();
    let longer = Bytes::from([&own.der[..], &[0]].concat());
    let rejected = refuses(&root.verifier(), &server("a.example", &[&longer, &middle.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("bytes follow"), "{}", rejected.reason);
}
