//! Policies as text: what each form means, what is refused and with which proposal, and that a
//! policy's own text reads back as the same policy.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use countersign::{
    CertificateType, PadClientHello, Policy,
    crypto::{CipherSuite, NamedGroup, SUITES, SignatureScheme},
    wire::{ProtocolVersion, extension::max_fragment_length::MaxFragmentLength},
};
use proptest::{collection::vec, option, prelude::*};

fn policy(text: &str) -> Policy {
    text.parse().unwrap()
}

/// The suites of TLS 1.2 and before.
#[cfg(feature = "tls12")]
fn older() -> impl Iterator<Item = &'static countersign::crypto::SuiteFacts> {
    SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS12))
}

/// OpenSSL's names of the suites of a text, without those of TLS 1.3.
fn suites(text: &str) -> Vec<&'static str> {
    names(&policy(text), false)
}

fn names(policy: &Policy, tls13: bool) -> Vec<&'static str> {
    let wanted = policy.suites.iter().filter(|suite| suite.is_of_tls13() == tls13);
    wanted.map(|suite| suite.facts().unwrap().openssl_name).collect()
}

/// Cipher strings are about TLS 1.2 and before, as with OpenSSL.
#[cfg(feature = "tls13")]
#[test]
fn suites_of_tls_1_3_stay_unless_they_are_named() {
    let of_tls13 = |text: &str| names(&policy(text), true);
    let [aes128, aes256, chacha, ccm] =
        [0x1301, 0x1302, 0x1303, 0x1304].map(|suite| CipherSuite(suite).facts().unwrap().name);
    let modern = [aes128, aes256, chacha];
    for text in ["ECDHE+AESGCM", "ALL:!AES128", "-ALL", "!CHACHA20", "+AES128", "documented"] {
        assert_eq!(of_tls13(text), modern, "{text}");
    }
    assert_eq!(of_tls13("TLSv1.3"), [aes128, aes256, chacha, ccm]);
    assert_eq!(of_tls13("TLSv1.3+CHACHA20:TLSv1.3+AES256"), [chacha, aes256]);
    assert_eq!(of_tls13(&format!("{ccm}:ALL")), [ccm]);
    assert_eq!(of_tls13(&format!("!{aes128}")), [aes256, chacha]);
    assert_eq!(of_tls13("-TLSv1.3"), [""; 0]);
    assert_eq!(of_tls13("versions=TLSv1.2"), [""; 0]);
    assert_eq!(suites("versions=TLSv1.3"), [""; 0]);
}

fn refusal(text: &str) -> String {
    text.parse::<Policy>().unwrap_err().to_string()
}

#[test]
fn no_words_are_the_modern_policy_and_names_the_others() {
    assert_eq!(policy(""), Policy::modern());
    assert_eq!(policy(" ; modern"), Policy::modern());
    assert_eq!(policy("documented"), Policy::documented());
    assert_eq!(policy("policy=documented"), Policy::documented());
    assert_eq!(policy("DEFAULT"), Policy::modern());
    assert_eq!(policy("documented DEFAULT"), Policy::documented());
}

#[cfg(feature = "tls12")]
#[test]
fn documented_has_every_suite_with_a_certificate_and_the_modern_ones_first() {
    let (modern, documented) = (Policy::modern(), Policy::documented());
    assert!(documented.suites.starts_with(&modern.suites));
    assert!(documented.groups.starts_with(&modern.groups));
    let of_certificates = older().filter(|row| row.key_exchange.has_certificate());
    let of_tls13 = names(&modern, true).len();
    assert_eq!(documented.suites.len(), of_certificates.count() + of_tls13);
    assert_eq!(*documented.suites.last().unwrap(), CipherSuite(0x0035));
    assert_eq!(documented.versions, modern.versions);
}

#[cfg(feature = "legacy")]
#[test]
fn legacy_has_the_old_versions_last() {
    use ProtocolVersion as Version;
    let legacy = policy("legacy");
    assert_eq!(legacy, Policy::legacy());
    assert_eq!(legacy.versions, [Version::TLS13, Version::TLS12, Version::TLS11, Version::TLS10]);
    assert_eq!(legacy.suites, Policy::documented().suites);
}

#[cfg(not(feature = "legacy"))]
#[test]
fn legacy_says_that_it_is_not_built_in() {
    use countersign::PolicyTextError;
    assert_eq!("legacy".parse::<Policy>(), Err(PolicyTextError::NoLegacy));
    assert_eq!("policy=legacy".parse::<Policy>(), Err(PolicyTextError::NoLegacy));
}

#[test]
fn suites_have_two_names_and_a_number() {
    for row in SUITES {
        for text in [row.name, row.openssl_name, &row.name.to_lowercase()] {
            let policy = policy(text);
            assert_eq!(names(&policy, row.suite.is_of_tls13()), [row.openssl_name], "{text}");
        }
        let number = policy(&format!("{:#06x}", row.suite.0));
        assert!(number.suites.contains(&row.suite));
    }
    assert_eq!(policy("0x1399:-TLSv1.3").suites, [CipherSuite(0x1399)], "not known: kept");
}

#[cfg(feature = "tls12")]
#[test]
fn groups_of_suites_and_what_they_have_in_common() {
    assert_eq!(
        suites("ECDHE+AESGCM+aRSA,RSA+SHA1"),
        ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA"]
    );
    let all = older().count();
    assert_eq!(suites("ALL").len(), all);
    assert_eq!(suites("HIGH:!aNULL:!MD5:!RC4").len(), all);
    let count = |text| suites(text).len();
    assert_eq!(count("AEAD") + count("CBC"), all);
    assert_eq!(count("TLSv1.2") + count("TLSv1"), all);
    assert_eq!(count("AES128") + count("AES256") + count("CHACHA20"), all);
    assert_eq!(count("SHA1") + count("SHA256") + count("SHA384"), count("CBC"));
    let exchanges = ["ECDHE", "DHE", "kRSA", "kPSK", "ECDHEPSK"];
    assert_eq!(exchanges.map(count).iter().sum::<usize>(), all);
    assert_eq!(count("aRSA") + count("aECDSA") + count("PSK"), all);
}

#[cfg(feature = "tls12")]
#[test]
fn operators_take_out_kill_and_move() {
    let gcm = "ECDHE+aRSA+AESGCM";
    let [short, long] = ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384"];
    assert_eq!(suites(gcm), [short, long]);
    assert_eq!(suites(&format!("{gcm}:-AES128")), [long]);
    assert_eq!(suites(&format!("{gcm}:-AES128:{short}")), [long, short]);
    assert_eq!(suites(&format!("{gcm}:!AES128:{short}")), [long]);
    assert_eq!(suites(&format!("{gcm}:+AES128")), [long, short]);
    assert_eq!(suites(&format!("{gcm}:@STRENGTH")), [long, short]);
    assert_eq!(suites(&format!("{gcm} {gcm}")), [short, long], "none comes twice");
}

#[cfg(feature = "tls12")]
#[test]
fn an_operator_first_goes_on_from_the_policy() {
    assert_eq!(suites("!CHACHA20").len(), 4);
    assert_eq!(suites("documented !kRSA:!SHA1").len(), 15);
    assert_eq!(policy("-ALL:-TLSv1.3").suites, []);
    assert_eq!(suites("+ECDSA").len(), 6);
}

#[cfg(feature = "tls12")]
#[test]
fn what_a_group_brings_in_is_reachable() {
    let policy = |text: &str| text.parse::<Policy>().unwrap();
    let dhe = policy("DHE+AESGCM");
    assert!(dhe.groups.ends_with(&[NamedGroup::FFDHE3072, NamedGroup::FFDHE4096]));
    let no_fields = policy("documented groups=X25519");
    assert_eq!(no_fields.groups, [NamedGroup::X25519]);
    assert!(no_fields.suites.iter().all(|suite| !suite.to_string().contains("_DHE_")));
    let fields = policy("ALL groups=ffdhe2048");
    assert!(fields.suites.iter().all(|suite| !suite.to_string().contains("ECDHE")));
    let old = policy("documented versions=TLSv1.1");
    assert!(old.suites.iter().all(|suite| suite.to_string().ends_with("_CBC_SHA")));
    // One that is named stays: the configuration says what is wrong with it.
    assert_eq!(suites("DHE-RSA-AES128-SHA256 groups=X25519").len(), 1);
}

#[test]
fn settings() {
    let changed = policy(
        "versions=TLSv1.2,1.1 certificate_types=rawpublickey:X509 \
         groups=X25519:prime256v1,ffdhe2048 \
         schemes=RSA+SHA256:RSA-PSS+SHA512:ed25519 require-extended-master-secret=yes \
         require_secure_renegotiation=no encrypt_then_mac=no accept_unnamed_dhe_groups=yes \
         session_lifetime=60; max_fragment_length=1024; record_size_limit=4096 \
         max_certificate_message=9000 max_blocks_per_key=100 pad_client_hello=old_balancers \
         psk_without_key_exchange=yes middlebox_compatibility=no record_padding=64 tickets=1 \
         grease=yes grease_encrypted_client_hello=yes",
    );
    let expected = Policy {
        versions: vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11],
        suites: Policy::modern().with_versions([ProtocolVersion::TLS12]).suites,
        groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::FFDHE2048],
        schemes: vec![
            SignatureScheme::RSA_PKCS1_SHA256,
            SignatureScheme::RSA_PSS_RSAE_SHA512,
            SignatureScheme::ED25519,
        ],
        certificate_types: vec![CertificateType::RAW_PUBLIC_KEY, CertificateType::X509],
        require_extended_master_secret: true,
        require_secure_renegotiation: false,
        encrypt_then_mac: false,
        accept_unnamed_dhe_groups: true,
        session_lifetime: 60,
        max_fragment_length: Some(MaxFragmentLength::TWO_TO_10),
        record_size_limit: Some(4096),
        max_certificate_message: 9000,
        max_blocks_per_key: Some(100),
        psk_without_key_exchange: true,
        middlebox_compatibility: false,
        record_padding: 64,
        tickets: 1,
        grease: true,
        grease_encrypted_client_hello: true,
        pad_client_hello: PadClientHello::AvoidOldBalancers,
    };
    assert_eq!(changed, expected);
    assert_eq!(changed.adjusted("modern").unwrap(), Policy::modern());
}

#[test]
fn refusals_name_what_is_unknown_and_the_nearest_name() {
    let refusals = [
        "ECHDE+AESGCM",
        "ECDHE-RSA-AES128-GCM-SHA265",
        "AESGCM:!blowfish",
        "ALL:@SECLEVEL=0",
        "RC4",
        "policy=modrn",
        "grops=X25519",
        "groups=X25518",
        "schemes=RSA+SHA255",
        "versions=TLSv2",
        "certificate_types=OpenPGP",
        "encrypt_then_mac=perhaps",
        "session_lifetime=-1",
        "max_fragment_length=513",
        "record_size_limit=65536",
    ]
    .map(|text| format!("{text}\n    {}\n", refusal(text)));
    insta::assert_snapshot!(refusals.concat());
}

prop_compose! {
    fn lists()(
        suites in vec(any_of(SUITES.iter().map(|row| row.suite.0).collect()), 0..12),
        versions in vec(any_of(vec![0x0301, 0x0302, 0x0303, 0x0304]), 0..4),
        groups in vec(any_of(vec![0x17, 0x18, 0x19, 0x1d, 0x1e, 0x100, 0x101, 0x102]), 0..8),
        schemes in vec(any_of(vec![0x0401, 0x0403, 0x0804, 0x0807, 0x0201, 0xff01]), 0..8),
        certificate_types in vec(any::<u8>().prop_map(CertificateType), 0..4),
    ) -> Policy {
        let mut policy = Policy::modern();
        policy.suites = Vec::new();
        for suite in suites.into_iter().map(CipherSuite) {
            if !policy.suites.contains(&suite) {
                policy.suites.push(suite);
            }
        }
        policy.versions = versions.into_iter().map(ProtocolVersion).collect();
        policy.groups = groups.into_iter().map(NamedGroup).collect();
        policy.schemes = schemes.into_iter().map(SignatureScheme).collect();
        policy.certificate_types = certificate_types;
        policy
    }
}

/// One of these numbers, or sometimes any number.
fn any_of(known: Vec<u16>) -> impl Strategy<Value = u16> {
    prop_oneof![5 => prop::sample::select(known), 1 => any::<u16>()]
}

prop_compose! {
    fn policies()(
        lists in lists(),
        flags in any::<[bool; 9]>(),
        numbers in any::<(u16, u8)>(),
        session_lifetime: u32,
        fragment in option::of(1..=4_u8),
        record_size_limit: Option<u16>,
        max_certificate_message: usize,
        max_blocks_per_key: Option<u64>,
    ) -> Policy {
        let [master_secret, renegotiation, encrypt_then_mac, unnamed, pad, rest @ ..] = flags;
        let [psk_without_key_exchange, middlebox_compatibility, grease, encrypted_hello] = rest;
        let never = PadClientHello::Never;
        Policy {
            require_extended_master_secret: master_secret,
            require_secure_renegotiation: renegotiation,
            encrypt_then_mac,
            accept_unnamed_dhe_groups: unnamed,
            session_lifetime,
            max_fragment_length: fragment.map(MaxFragmentLength),
            record_size_limit,
            max_certificate_message,
            max_blocks_per_key,
            psk_without_key_exchange,
            middlebox_compatibility,
            record_padding: numbers.0,
            tickets: numbers.1,
            grease,
            grease_encrypted_client_hello: encrypted_hello,
            pad_client_hello: if pad { PadClientHello::AvoidOldBalancers } else { never },
            ..lists
        }
    }
}

proptest! {
    #[test]
    fn every_policy_reads_back_as_the_same(policy in policies(), base in policies()) {
        let text = policy.to_string();
        prop_assert_eq!(text.parse::<Policy>().unwrap(), policy, "{}", text);
        // What stands in the text counts, whatever it is applied to.
        prop_assert_eq!(&base.clone().adjusted(" ").unwrap(), &base);
        let over = base.adjusted(&format!("modern {text}")).unwrap();
        prop_assert_eq!(over.to_string(), text);
    }

    #[test]
    fn no_text_panics(text in "[ -~]{0,60}") {
        let _ = text.parse::<Policy>();
    }

    #[test]
    fn no_string_of_names_has_a_suite_twice(
        parts in vec(prop::sample::select(vec![
            "ALL", "-AES128", "!SHA1", "+ECDHE", "kRSA", "DEFAULT", "@STRENGTH", "PSK+AEAD",
            "AES128-SHA", "-CBC", "documented",
        ]), 0..8),
    ) {
        let policy = parts.join(" ").parse::<Policy>().unwrap();
        let mut suites = policy.suites.clone();
        suites.sort_unstable();
        suites.dedup();
        prop_assert_eq!(suites.len(), policy.suites.len());
    }
}
