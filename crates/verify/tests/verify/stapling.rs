//! Stapled OCSP responses (RFC 6960, RFC 6066 §8): what they say, who may say it, and when one is
//! missed.

use bytes::Bytes;
use countersign::{CertificateFault, VerifyPeerRequest};
use countersign_verify::Stapling;
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose};

use crate::{
    authority::{Authority, NOW, accepts, at, authority, client, leaf, refuses, server},
    responder::{Says, Stage, UNKNOWN, delegated, der, name, revoked},
};

#[test]
fn good_revoked_and_unknown() {
    let stage = Stage::new(|_| {});
    stage.accepts(&stage.says());
    stage.accepts(&Says { sha_256: true, ..stage.says() });

    let says = Says { status: revoked("20240501120000Z"), ..stage.says() };
    let rejected = refuses(&stage.root.verifier(), &stage.stapled(&says));
    assert_eq!(rejected.fault, CertificateFault::Revoked);
    assert_eq!(rejected.reason, "its authority has revoked it, as of 2024-05-01 12:00:00 UTC");

    let says = Says { status: UNKNOWN.to_vec(), ..stage.says() };
    stage.refuses(&stage.stapled(&says), "does not know the certificate");
}

#[test]
fn about_another_certificate() {
    let stage = Stage::new(|_| {});
    let other = Stage::new(|_| {});
    let why = "not about this certificate";
    let (root, stranger) = (stage.says().issuer, other.says().issuer);
    for says in [
        Says { serial: vec![1], ..stage.says() },
        Says { serial: [&[0][..], &stage.says().serial].concat(), ..stage.says() },
        Says { issuer: (name("toor"), root.1.clone()), ..stage.says() },
        Says { issuer: (root.0.clone(), stranger.1), ..stage.says() },
        Says { issuer: (root.0, [&[0][..], &root.1].concat()), ..stage.says() },
    ] {
        stage.refuses(&stage.stapled(&says), why);
    }
}

#[test]
fn by_the_authority_itself_or_by_nobody() {
    let stage = Stage::new(|_| {});
    stage.accepts(&Says { responder: Some(der(0xa1, &[&name("root")])), ..stage.says() });
    // By its name, and not by its key.
    let namesake = Authority::root(authority("root"));
    let says = Says { responder: Some(der(0xa1, &[&name("root")])), ..stage.says() };
    let response = says.signed_by(namesake.issuer.key());
    stage.refuses(&stage.request(response), "not signed by the authority that it names");
    // By a key that nobody knows.
    let response = stage.says().signed_by(&KeyPair::generate().unwrap());
    stage.refuses(&stage.request(response), "neither the certificate's authority nor among");
    // By the certificate's own key, which the authority vouches for.
    let key = KeyPair::generate().unwrap();
    let own = stage.params.signed_by(&key, &stage.root.issuer).unwrap();
    let own = Bytes::copy_from_slice(own.der());
    let response = Says { certificates: vec![own], ..stage.says() }.signed_by(&key);
    stage.refuses(&stage.request(response), "may not speak for the certificate's authority");
}

#[test]
fn by_whom_the_authority_has_delegated() {
    let stage = Stage::new(|_| {});
    let with = |(certificate, key): (Bytes, KeyPair), responder: Option<Vec<u8>>| {
        let other = delegated(&stage.root, |_| {}).0;
        let certificates = vec![other, certificate];
        stage.request(Says { responder, certificates, ..stage.says() }.signed_by(&key))
    };
    let by_name = || Some(der(0xa1, &[&name("responder")]));
    let verifier = stage.root.verifier();
    accepts(&verifier, &with(delegated(&stage.root, |_| {}), None));
    accepts(&verifier, &with(delegated(&stage.root, |_| {}), by_name()));

    let why = "may not speak for the certificate's authority";
    let purposes: [&[ExtendedKeyUsagePurpose]; 3] =
        [&[], &[ExtendedKeyUsagePurpose::ServerAuth], &[ExtendedKeyUsagePurpose::Any]];
    for purposes in purposes {
        let it = delegated(&stage.root, |params| params.extended_key_usages = purposes.to_vec());
        stage.refuses(&with(it, None), why);
    }
    let it = delegated(&stage.root, |params| params.not_after = rcgen::date_time_ymd(2024, 5, 31));
    stage.refuses(&with(it, None), why);
    // By another authority, by a namesake, and by one that the authority vouches for.
    let below = stage.root.below(authority("below"));
    for by in [Authority::root(authority("other")), Authority::root(authority("root")), below] {
        stage.refuses(&with(delegated(&by, |_| {}), None), why);
    }
    let it = delegated(&stage.root, |params| params.key_usages = vec![KeyUsagePurpose::CrlSign]);
    stage.refuses(&with(it, None), "does not allow digitalSignature");
    // Signed by another than the responder that is named.
    let (certificate, _) = delegated(&stage.root, |_| {});
    let it = (certificate, KeyPair::generate().unwrap());
    stage.refuses(&with(it, by_name()), "not signed by the responder that it names");
}

#[test]
fn an_intermediate_speaks_for_its_own_certificates_alone() {
    let root = Authority::root(authority("root"));
    let middle = root.below(authority("middle"));
    let params = leaf(&["a.example"]);
    let own = middle.signs(&params).der;
    let says = Says::good("middle", &middle, &params);
    let request = |key| VerifyPeerRequest {
        ocsp_response: Some(says.signed_by(key)),
        ..server("a.example", &[&own, &middle.der])
    };
    accepts(&root.verifier(), &request(middle.issuer.key()));
    let rejected = refuses(&root.verifier(), &request(root.issuer.key()));
    assert_eq!(rejected.fault, CertificateFault::BadStatus);
}

#[test]
fn too_early_and_too_late() {
    let stage = Stage::new(|_| {});
    // It is 2024-06-01 00:00:00.
    for (this_update, next_update, why) in [
        ("20240601000500Z", Some("20240606000000Z"), None),
        ("20240601000501Z", Some("20240606000000Z"), Some("still to come; is the clock right?")),
        ("20240530000000Z", Some("20240601000000Z"), None),
        (
            "20240530000000Z",
            Some("20240531235959Z"),
            Some("was due for renewal 2024-05-31 23:59:59 UTC"),
        ),
        ("20240531000000Z", None, None),
        ("20240530235959Z", None, Some("does not say how long it lasts")),
    ] {
        let says = Says { this_update, next_update, ..stage.says() };
        match why {
            None => stage.accepts(&says),
            Some(why) => stage.refuses(&stage.stapled(&says), why),
        }
    }
    // A revocation counts as long as it can be believed, and no longer.
    let says = Says { status: revoked("20240501120000Z"), ..stage.says() };
    let request = VerifyPeerRequest { now: at(NOW + 30 * 86_400), ..stage.stapled(&says) };
    stage.refuses(&request, "was due for renewal");
}

#[test]
fn one_that_is_missing() {
    // TLS Feature with status_request (RFC 7633), as an authority that is asked for it puts it in.
    let promise = CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 5, 5, 7, 1, 24],
        vec![0x30, 0x03, 0x02, 0x01, 0x05],
    );
    let plain = Stage::new(|_| {});
    let promising = Stage::new(|params| params.custom_extensions = vec![promise]);
    for (stage, policy, accepted) in [
        (&plain, Stapling::Ignore, true),
        (&plain, Stapling::Check, true),
        (&plain, Stapling::MustStaple, true),
        (&plain, Stapling::Require, false),
        (&promising, Stapling::Ignore, true),
        (&promising, Stapling::Check, true),
        (&promising, Stapling::MustStaple, false),
        (&promising, Stapling::Require, false),
    ] {
        let verifier = stage.root.verifier().with_stapling(policy);
        if accepted {
            accepts(&verifier, &stage.request(None));
        } else {
            let rejected = refuses(&verifier, &stage.request(None));
            assert_eq!(rejected.fault, CertificateFault::BadStatus);
            assert!(rejected.reason.contains("stapled n"), "{}", rejected.reason);
        }
        accepts(&verifier, &stage.stapled(&stage.says()));
        // Nobody staples for a client.
        accepts(&verifier, &client(&[&stage.own]));
    }
    let damaged = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 24], vec![0x30, 1]);
    let stage = Stage::new(|params| params.custom_extensions = vec![damaged]);
    let verifier = stage.root.verifier().with_stapling(Stapling::MustStaple);
    let reason = refuses(&verifier, &stage.request(None)).reason;
    assert!(reason.starts_with("its TLS features cannot be read"), "{reason}");
}
