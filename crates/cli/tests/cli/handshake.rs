//! `countersign handshake`: is the story told whole, and the same each time?

use serde_json::Value;

use crate::program::run;

fn events(arguments: &[&str]) -> Vec<Value> {
    let ended = run(arguments, "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn with_a_seed_each_run_is_the_same() {
    let ended = run(&["handshake", "--seed", "1", "--alpn", "h2,http/1.1"], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    insta::assert_snapshot!(ended.out);
}

#[test]
fn with_an_older_version_too() {
    let ended = run(&["handshake", "--seed", "1", "--policy", "versions=TLSv1.2"], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    insta::assert_snapshot!(ended.out);
}

#[test]
fn json_has_the_fields_that_are_documented() {
    let ended = run(&["handshake", "--seed", "1", "--json", "--alpn", "h2"], "");
    insta::assert_snapshot!(ended.out);
}

#[test]
fn without_a_seed_no_run_is_like_another() {
    let random = || {
        let events = events(&["handshake", "--json"]);
        let hello = events.iter().find(|event| event["message"] == "ClientHello").unwrap();
        hello["facts"]["random"].as_str().unwrap().to_owned()
    };
    assert_ne!(random(), random());
}

#[test]
fn every_suite_with_every_group() {
    for suite in [
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    ] {
        for group in ["x25519", "secp256r1", "secp384r1"] {
            let arguments =
                ["handshake", "--json", "--seed", "7", "--suite", suite, "--group", group];
            let events = events(&arguments);
            let connected = events.iter().find(|event| event["event"] == "connected").unwrap();
            assert_eq!(connected["facts"]["cipher_suite"], suite);
            assert_eq!(connected["facts"]["group"], group);
            assert_eq!(connected["messages"].as_array().unwrap().len(), 10);
        }
    }
}

#[test]
fn a_suite_and_a_certificate_that_do_not_fit() {
    let ended = run(
        &[
            "handshake",
            "--certificate",
            "rsa",
            "--suite",
            "tls_ecdhe_ecdsa_with_aes_128_gcm_sha256",
        ],
        "",
    );
    assert_eq!(ended.code, 1);
    insta::assert_snapshot!(ended.err);
}

#[test]
fn a_misspelt_suite_is_met_with_a_proposal() {
    let suite = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA25";
    let ended = run(&["handshake", "--suite", suite], "");
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'"), "{}", ended.err);
}

#[test]
fn help_names_the_exit_codes_and_has_examples() {
    let help = run(&["--help"], "");
    assert_eq!(help.code, 0);
    assert!(help.out.contains("  5  the connection was cut without close_notify"), "{}", help.out);
    for command in ["handshake", "connect", "serve"] {
        let help = run(&[command, "--help"], "");
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Examples:\n"), "{}", help.out);
    }
    assert_eq!(run(&[], "").code, 1);
}
