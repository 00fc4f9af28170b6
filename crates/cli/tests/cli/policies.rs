//! `--policy` and what goes with it: is each suite told in its own form, and each limit kept?

use serde_json::Value;

use crate::{certificates::Files, program::run};

/// The facts of the messages of one handshake, by name.
fn told(arguments: &[&str]) -> Vec<Value> {
    let ended = run(&[&["handshake", "--json", "--seed", "3"], arguments].concat(), "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{arguments:?}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn facts<'a>(events: &'a [Value], message: &str) -> &'a Value {
    let named = |event: &&Value| event["message"] == message;
    &events.iter().find(named).expect(message)["facts"]
}

fn connected(events: &[Value]) -> &Value {
    &events.iter().find(|event| event["event"] == "connected").unwrap()["facts"]
}

#[test]
fn each_key_exchange_has_its_form() {
    let dhe = told(&["--policy", "DHE-RSA-AES128-GCM-SHA256 versions=TLSv1.2"]);
    assert_eq!(facts(&dhe, "ServerKeyExchange")["group"], "ffdhe2048");
    assert_eq!(facts(&dhe, "ClientKeyExchange")["public_value"], 256);
    assert_eq!(connected(&dhe)["group"], "ffdhe2048");

    let rsa = told(&["--policy", "AES128-SHA versions=TLSv1.2"]);
    assert!(rsa.iter().all(|event| event["message"] != "ServerKeyExchange"));
    assert_eq!(facts(&rsa, "ClientKeyExchange")["encrypted_secret"], 256);
    assert_eq!(connected(&rsa)["encrypt_then_mac"], true);
    let asks = |event: &&Value| event["question"] == "DecryptPremaster";
    let question = rsa.iter().find(asks).unwrap();
    assert_eq!(question["words"], "decrypt 256 bytes with the key of \"throw-away\"");

    let key = ["--psk", "me:00112233445566778899aabbccddeeff"];
    let psk = told(&[&key[..], &["--policy", "PSK-AES128-GCM-SHA256 versions=TLSv1.2"]].concat());
    assert_eq!(facts(&psk, "ClientKeyExchange")["psk_identity"], "me");
    assert_eq!(connected(&psk)["psk_identity"], "me");

    let both = told(&[&key[..], &["--policy", "versions=TLSv1.2"]].concat());
    assert_eq!(connected(&both)["cipher_suite"], "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256");
    assert_eq!(facts(&both, "ServerKeyExchange")["psk_identity_hint"], "");
    assert_eq!(facts(&both, "ServerKeyExchange")["group"], "x25519");
    assert_eq!(facts(&both, "ClientKeyExchange")["public_value"], 32);
}

#[test]
fn every_documented_suite_shakes_hands() {
    let listed = run(&["ciphers", "--json", "documented"], "").out;
    let listed = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let suites: Vec<Value> = listed.filter(|line| line["event"] == "suite").collect();
    assert_eq!(suites.len(), 30);
    for suite in suites {
        let name = suite["name"].as_str().unwrap();
        // A small group: the two sides of a big one take a second.
        let policy =
            if name.contains("_DHE_") { "documented groups=ffdhe2048" } else { "documented" };
        let events = told(&["--policy", policy, "--suite", name]);
        assert_eq!(connected(&events)["cipher_suite"], name);
    }
}

#[test]
fn a_policy_that_cannot_work_says_why() {
    let failure = |arguments: &[&str]| {
        let ended = run(&[&["handshake"], arguments].concat(), "");
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        ended.err
    };
    let failures = [
        failure(&["--policy", "DHE-RSA-AES128-GCM-SHA256 groups=X25519 versions=TLSv1.2"]),
        failure(&["--policy", "-ALL versions=TLSv1.2"]),
        failure(&["--policy", "PSK versions=TLSv1.2"]),
        failure(&["--policy", "groups=X25518"]),
        failure(&["--policy", "kRSA", "--certificate", "ecdsa"]),
        failure(&["--psk", "me:abc"]),
    ];
    insta::assert_snapshot!(failures.join("\n"));
}

#[test]
fn records_have_the_length_that_was_asked_for() {
    let files = Files::new("limits");
    let server = files.serve(&["--record-limit", "64"]);
    let ca = files.path("ca.pem");
    let text = "x".repeat(2000);
    let connect = |more: &[&str]| {
        let address = server.localhost();
        let ended = run(&[&["connect", &address, "--ca", &ca], more].concat(), &text);
        assert_eq!((ended.code, ended.out.as_str()), (0, text.as_str()), "{}", ended.err);
        ended.err
    };
    assert!(connect(&["--max-fragment", "512"]).contains("max fragment length     512 bytes"));
    let told = connect(&["--record-limit", "128"]);
    assert!(told.contains("record size limit       128 bytes"), "{told}");
    assert!(told.contains("record size limit       64 bytes"), "{told}");
}

#[test]
fn a_fallback_without_need_is_for_old_versions_alone() {
    let files = Files::new("fallback");
    let server = files.serve(&["--quiet"]);
    let ca = files.path("ca.pem");
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "--fallback-scsv"], "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"));
    assert!(ended.err.contains("TLS_FALLBACK_SCSV"), "{}", ended.err);
}

#[cfg(feature = "legacy")]
#[test]
fn old_versions_are_spoken_where_a_policy_names_them() {
    for version in ["TLSv1.1", "TLSv1.0"] {
        for suite in ["AES128-SHA", "ECDHE+ECDSA+SHA1", "DHE+SHA1"] {
            let policy = format!("legacy {suite} groups=P-256:ffdhe2048 versions={version}");
            let events = told(&["--policy", &policy]);
            let facts = connected(&events);
            assert_eq!(facts["version"], version.replace('v', " "), "{policy}");
        }
    }
}
