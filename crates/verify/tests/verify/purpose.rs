//! Purposes (RFC 5280 §4.2.1.12): servers, clients, or neither.

use bytes::Bytes;
use countersign::{CertificateFault, PeerKeyUsage, VerifyPeerRequest};
use rcgen::{
    CustomExtension,
    ExtendedKeyUsagePurpose::{ClientAuth, CodeSigning, Other, ServerAuth},
    KeyUsagePurpose::{DigitalSignature, KeyEncipherment},
};

use crate::authority::{Authority, accepts, authority, client, leaf, refuses, server};

#[test]
fn a_purpose_admits_its_role_alone() {
    let root = Authority::root(authority("root"));
    let verifier = root.verifier();
    let for_purposes = |purposes| {
        let mut params = leaf(&["a.example"]);
        params.extended_key_usages = purposes;
        root.signs(&params)
    };

    let unrestricted = for_purposes(vec![]);
    accepts(&verifier, &server("a.example", &[&unrestricted.der]));
    accepts(&verifier, &client(&[&unrestricted.der]));

    let both = for_purposes(vec![ClientAuth, ServerAuth]);
    accepts(&verifier, &server("a.example", &[&both.der]));
    accepts(&verifier, &client(&[&both.der]));

    let of_server = for_purposes(vec![ServerAuth]);
    accepts(&verifier, &server("a.example", &[&of_server.der]));
    let rejected = refuses(&verifier, &client(&[&of_server.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert_eq!(
        rejected.reason,
        "the certificate of CN=leaf is restricted to servers, and a client sent it: it must be \
         issued for clients (extended key usage)"
    );

    let of_client = for_purposes(vec![ClientAuth, CodeSigning]);
    accepts(&verifier, &client(&[&of_client.der]));
    let rejected = refuses(&verifier, &server("a.example", &[&of_client.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(
        rejected.reason.contains("restricted to clients, id-kp-codeSigning, and a server"),
        "{}",
        rejected.reason
    );
}

#[test]
fn an_authority_restricted_to_another_purpose() {
    let root = Authority::root(authority("root"));
    let mut middle = authority("middle");
    middle.extended_key_usages = vec![Other(vec![1, 3, 6, 1, 4, 1, 311, 20, 2, 2])];
    let middle = root.below(middle);
    let own = middle.signs(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der, &middle.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(
        rejected.reason.contains(
            "(of CN=middle, above the peer's own) is restricted to 1.3.6.1.4.1.311.20.2.2"
        ),
        "{}",
        rejected.reason
    );
}

#[test]
fn a_key_that_must_not_sign_is_refused() {
    let root = Authority::root(authority("root"));
    let verifier = root.verifier();
    let with_usages = |usages| {
        let mut params = leaf(&["a.example"]);
        params.key_usages = usages;
        root.signs(&params)
    };
    let signs = with_usages(vec![DigitalSignature, KeyEncipherment]);
    accepts(&verifier, &server("a.example", &[&signs.der]));
    let decrypts = with_usages(vec![KeyEncipherment]);
    let rejected = refuses(&verifier, &server("a.example", &[&decrypts.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("does not allow digitalSignature"), "{}", rejected.reason);

    // With RSA key exchange it is the other way round.
    let enciphers = |der: &Bytes| VerifyPeerRequest {
        usage: PeerKeyUsage::EnciphersKeys,
        ..server("a.example", &[der])
    };
    accepts(&verifier, &enciphers(&signs.der));
    accepts(&verifier, &enciphers(&decrypts.der));
    accepts(&verifier, &enciphers(&with_usages(vec![]).der));
    let rejected = refuses(&verifier, &enciphers(&with_usages(vec![DigitalSignature]).der));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("does not allow keyEncipherment"), "{}", rejected.reason);
}

#[test]
fn a_usage_that_cannot_be_read_is_no_usage() {
    let root = Authority::root(authority("root"));
    let with_usages = |usages: &[&[u8]]| {
        let mut params = leaf(&["a.example"]);
        params.custom_extensions = usages
            .iter()
            .map(|der| CustomExtension::from_oid_content(&[2, 5, 29, 15], der.to_vec()))
            .collect();
        root.signs(&params)
    };
    // digitalSignature alone, with decipherOnly behind it in a second octet, and not at all.
    for (der, signs) in [
        (&b"\x03\x02\x07\x80"[..], true),
        (b"\x03\x03\x07\x80\x80", true),
        (b"\x03\x03\x07\x08\x80", false),
        (b"\x03\x01\x00", false),
    ] {
        let own = with_usages(&[der]);
        let request = server("a.example", &[&own.der]);
        if signs {
            accepts(&root.verifier(), &request);
        } else {
            let reason = refuses(&root.verifier(), &request).reason;
            assert!(reason.contains("does not allow digitalSignature"), "{reason}");
        }
    }
    for damaged in [&b"\x05\x00"[..], b"\x03\x02\x07", b"\x03\x02\x07\x80\x00", b""] {
        let own = with_usages(&[damaged]);
        let reason = refuses(&root.verifier(), &server("a.example", &[&own.der])).reason;
        assert!(reason.contains("KeyUsage cannot be read"), "{reason}");
    }
    let twice = with_usages(&[b"\x03\x02\x05\x20", b"\x03\x02\x07\x80"]);
    refuses(&root.verifier(), &server("a.example", &[&twice.der]));
}
