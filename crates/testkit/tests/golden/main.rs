//! The golden handshakes of `test-vectors`, recorded with real peers: does our side still say
//! exactly what it said then, however the peer's bytes are cut?
//!
//! `cargo xtask record` makes the recordings. Each has its test here, and a test sees to it that
//! none is forgotten.

#![expect(clippy::panic, reason = "a recording that cannot be read fails its test")]

mod capture;
mod facts;
mod plain;
mod replay;
mod timeline;

use std::path::{Path, PathBuf};

use capture::{Capture, Conversation, Input, Piece};
use countersign::Role;
use countersign_testkit::golden::Manifest;
use replay::{Replayed, replay};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

fn read(name: &str) -> (Manifest, Capture) {
    let folder = vectors().join(name);
    let manifest = Manifest::read(&folder.join("manifest.toml")).expect("the manifest is good");
    let capture = Capture::read(&folder.join("capture.pcapng"), &manifest);
    (manifest, capture)
}

/// Replays a recording whole, cut at each record, and one byte at a time.
fn check(name: &str) {
    let (manifest, capture) = read(name);
    let run = |cut: fn(&Conversation, Role) -> Input| {
        let connections: Vec<_> =
            capture.conversations.iter().map(|it| cut(it, manifest.role)).collect();
        let replayed = replay(&manifest, &vectors(), &connections);
        for (sent, conversation) in replayed.sent.iter().zip(&capture.conversations) {
            assert_same(sent, &conversation.ours());
        }
        replayed
    };
    let whole = run(Conversation::as_they_came);
    assert_eq!(whole.key_log, capture.key_log, "the secrets in the capture are others");
    for cut in [Conversation::by_record, Conversation::by_byte] {
        let Replayed { timeline, key_log, .. } = run(cut);
        assert_eq!((timeline, key_log), (whole.timeline.clone(), whole.key_log.clone()));
    }

    insta::with_settings!({
        snapshot_path => vectors().join(name),
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => manifest.shows,
    }, {
        insta::assert_snapshot!("timeline", whole.timeline);
    });
}

/// Says where two streams part: neither is worth reading as a whole.
fn assert_same(sent: &[u8], recorded: &[u8]) {
    let same = sent.iter().zip(recorded).take_while(|(ours, theirs)| ours == theirs).count();
    assert!(
        sent == recorded,
        "our side sent {} bytes, {} were recorded; the first {same} are the same",
        sent.len(),
        recorded.len()
    );
}

macro_rules! recordings {
    ($($test:ident: $name:literal;)+) => {
        $(#[test] fn $test() { check($name); })+

        #[test]
        fn every_recording_has_its_test() {
            let mut tested = vec![$($name.to_owned()),+];
            tested.sort();
            assert_eq!(recordings(), tested);
        }
    };
}

recordings! {
    g1_client: "g1-client";
    g1_go_client: "g1-go-client";
    g1_go_server: "g1-go-server";
    g1_mbedtls_server: "g1-mbedtls-server";
    g1_server: "g1-server";
    g2_client: "g2-client";
    g2_max_fragment_mbedtls_client: "g2-max-fragment-mbedtls-client";
    g2_server: "g2-server";
    g3_dhe_rsa_client: "g3-dhe-rsa-client";
    g3_dhe_rsa_gnutls_server: "g3-dhe-rsa-gnutls-server";
    g3_dhe_rsa_server: "g3-dhe-rsa-server";
    g3_dhe_rsa_unnamed_client: "g3-dhe-rsa-unnamed-client";
    g3_ecdhe_ecdsa_client: "g3-ecdhe-ecdsa-client";
    g3_ecdhe_ecdsa_server: "g3-ecdhe-ecdsa-server";
    g3_ecdhe_rsa_client: "g3-ecdhe-rsa-client";
    g3_ecdhe_rsa_nss_server: "g3-ecdhe-rsa-nss-server";
    g3_ecdhe_rsa_server: "g3-ecdhe-rsa-server";
    g4_no_certificate_client: "g4-no-certificate-client";
    g4_no_certificate_server: "g4-no-certificate-server";
    g4_raw_keys_gnutls_server: "g4-raw-keys-gnutls-server";
    g4_rsa_certificate_client: "g4-rsa-certificate-client";
    g4_rsa_certificate_server: "g4-rsa-certificate-server";
    g4_rsa_client: "g4-rsa-client";
    g4_rsa_nss_client: "g4-rsa-nss-client";
    g4_rsa_server: "g4-rsa-server";
    g5_aes_256_gcm_client: "g5-aes-256-gcm-client";
    g5_cbc_etm_botan_client: "g5-cbc-etm-botan-client";
    g5_cbc_etm_client: "g5-cbc-etm-client";
    g5_cbc_etm_server: "g5-cbc-etm-server";
    g5_cbc_mte_client: "g5-cbc-mte-client";
    g5_cbc_mte_java_client: "g5-cbc-mte-java-client";
    g5_cbc_mte_server: "g5-cbc-mte-server";
    g5_chacha20_botan_server: "g5-chacha20-botan-server";
    g5_chacha20_server: "g5-chacha20-server";
    g5_chacha20_wolfssl_client: "g5-chacha20-wolfssl-client";
    g6_both_server: "g6-both-server";
    g6_id_hit_client: "g6-id-hit-client";
    g6_id_hit_java_server: "g6-id-hit-java-server";
    g6_id_hit_server: "g6-id-hit-server";
    g6_id_miss_client: "g6-id-miss-client";
    g6_id_miss_server: "g6-id-miss-server";
    g6_ticket_hit_client: "g6-ticket-hit-client";
    g6_ticket_hit_gnutls_client: "g6-ticket-hit-gnutls-client";
    g6_ticket_hit_server: "g6-ticket-hit-server";
    g6_ticket_hit_wolfssl_server: "g6-ticket-hit-wolfssl-server";
    g6_ticket_miss_client: "g6-ticket-miss-client";
    g6_ticket_miss_server: "g6-ticket-miss-server";
    g7_bad_client_certificate_client: "g7-bad-client-certificate-client";
    g7_bad_client_certificate_server: "g7-bad-client-certificate-server";
    g7_no_client_certificate_client: "g7-no-client-certificate-client";
    g7_no_client_certificate_server: "g7-no-client-certificate-server";
    g7_no_common_suite_client: "g7-no-common-suite-client";
    g7_no_common_suite_server: "g7-no-common-suite-server";
    g7_no_common_version_client: "g7-no-common-version-client";
    g7_no_common_version_server: "g7-no-common-version-server";
    g7_unknown_ca_client: "g7-unknown-ca-client";
    g7_unknown_ca_server: "g7-unknown-ca-server";
    g8_asked_later_client: "g8-asked-later-client";
    g8_client_certificate_client: "g8-client-certificate-client";
    g8_client_certificate_server: "g8-client-certificate-server";
    g8_early_data_client: "g8-early-data-client";
    g8_early_data_refused_client: "g8-early-data-refused-client";
    g8_early_data_refused_server: "g8-early-data-refused-server";
    g8_early_data_server: "g8-early-data-server";
    g8_given_key_client: "g8-given-key-client";
    g8_given_key_server: "g8-given-key-server";
    g8_hybrid_go_client: "g8-hybrid-go-client";
    g8_hybrid_go_server: "g8-hybrid-go-server";
    g8_key_update_client: "g8-key-update-client";
    g8_key_update_server: "g8-key-update-server";
    g8_raw_keys_gnutls_client: "g8-raw-keys-gnutls-client";
    g8_resume_client: "g8-resume-client";
    g8_resume_gnutls_client: "g8-resume-gnutls-client";
    g8_resume_go_client: "g8-resume-go-client";
    g8_resume_go_server: "g8-resume-go-server";
    g8_resume_java_client: "g8-resume-java-client";
    g8_resume_java_server: "g8-resume-java-server";
    g8_resume_nss_client: "g8-resume-nss-client";
    g8_resume_server: "g8-resume-server";
    g8_retry_client: "g8-retry-client";
    g8_retry_server: "g8-retry-server";
    g8_tls10_client: "g8-tls10-client";
    g8_tls10_server: "g8-tls10-server";
    g8_tls11_client: "g8-tls11-client";
    g8_tls11_server: "g8-tls11-server";
    g8_tls13_client: "g8-tls13-client";
    g8_tls13_gnutls_server: "g8-tls13-gnutls-server";
    g8_tls13_nss_server: "g8-tls13-nss-server";
    g8_tls13_server: "g8-tls13-server";
    g9_imap_client: "g9-imap-client";
    g9_imap_server: "g9-imap-server";
    g9_pop3_client: "g9-pop3-client";
    g9_pop3_server: "g9-pop3-server";
    g9_smtp_client: "g9-smtp-client";
    g9_smtp_server: "g9-smtp-server";
}

/// The names of all recordings of this kind, sorted.
fn recordings() -> Vec<String> {
    let entries = std::fs::read_dir(vectors()).expect("test-vectors is in the checkout");
    let folders = entries.map(|entry| entry.expect("it can be read").path());
    let with_manifest = folders.filter(|folder| folder.join("manifest.toml").exists());
    let name = |folder: PathBuf| folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = with_manifest.filter_map(name).collect();
    names.sort();
    names
}

/// A recording that a fault got into must not pass.
#[test]
fn a_damaged_recording_is_noticed() {
    let (manifest, capture) = read("g3-ecdhe-ecdsa-client");
    let conversation = &capture.conversations[0];
    let mut input = conversation.as_they_came(manifest.role);
    let last = input.tls.last_mut().and_then(|piece| piece.last_mut()).expect("it is not empty");
    *last ^= 1;
    let replayed = replay(&manifest, &vectors(), &[input]);
    assert!(replayed.timeline.contains("a record fails its authentication"));
    let first = &conversation.pieces[0];
    assert!(matches!(first, Piece { ours: true, .. }), "the client speaks first");
}
