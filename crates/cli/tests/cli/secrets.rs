//! What is told of secrets: nothing, but for who asks.

use std::fs;

use crate::{
    certificates::Files,
    program::{Serving, run},
};

const KEY: &str = "me:000102030405060708090a0b0c0d0e0f";

#[test]
fn a_key_that_both_have_needs_no_certificate() {
    let server = Serving::start(&["--psk", "you:ff", "--psk", KEY]);
    let ended = run(&["connect", &server.address, "--psk", KEY], "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    assert!(ended.err.contains("which pre-shared key for \"127.0.0.1\"?"), "{}", ended.err);
    assert!(ended.err.contains("answer: the one of \"me\""), "{}", ended.err);
    assert!(!ended.err.contains("0a0b0c0d"), "{}", ended.err);
    let told = server.told_until("closed by both sides");
    assert!(told.contains("psk identity            me"), "{told}");

    let failure = |key: &str, code| {
        let ended = run(&["connect", &server.address, "--psk", key, "-q"], "x");
        assert_eq!(ended.code, code, "{}", ended.err);
        ended.err.replace(server.port(), "PORT")
    };
    insta::assert_snapshot!(failure("me:00", 4) + &failure("nobody:00", 4));
}

#[test]
fn both_sides_log_the_same_secret_where_they_are_asked() {
    let files = Files::new("key_log");
    let (ours, theirs) = (files.path("ours"), files.path("theirs"));
    for file in [&ours, &theirs] {
        // What an earlier run has left.
        let _ = fs::remove_file(file);
    }
    let server = files.serve(&["--keylog", &theirs, "-q"]);
    let ca = files.path("ca.pem");
    let connect = |policy: &str| {
        let address = server.localhost();
        let arguments = ["--ca", &ca, "-q", "--policy", policy, "--keylog", &ours];
        let ended = run(&[&["connect", &address], &arguments[..]].concat(), "x");
        assert_eq!(ended.out, "x", "{}", ended.err);
    };
    connect("versions=TLSv1.2");
    connect("versions=TLSv1.2");
    connect("versions=TLSv1.3");
    // Each side tells the secrets of TLS 1.3 in the order in which it comes to them.
    let sorted = |file: &str| {
        let text = fs::read_to_string(file).unwrap();
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (ours, theirs) = (sorted(&ours), sorted(&theirs));
    assert_eq!(ours, theirs);
    let lengths = |line: &String| line.split(' ').map(str::len).collect::<Vec<_>>();
    let words: Vec<_> = ours.iter().map(lengths).collect();
    let labels = [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "CLIENT_RANDOM",
        "CLIENT_RANDOM",
        "CLIENT_TRAFFIC_SECRET_0",
        "EXPORTER_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_TRAFFIC_SECRET_0",
    ];
    let secret = |label: &str| if label == "CLIENT_RANDOM" { 96 } else { 64 };
    let wanted = labels.map(|label| vec![label.len(), 64, secret(label)]);
    assert_eq!(words, wanted);
}

#[test]
fn keying_material_is_the_same_on_both_sides() {
    let files = Files::new("exporter");
    let exporter = ["--exporter", "EXPORTER-of a test:20", "-q"];
    let server = files.serve(&exporter);
    let ca = files.path("ca.pem");
    let ended = run(&[&["connect", &server.localhost(), "--ca", &ca], &exporter[..]].concat(), "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    let line = ended.err.trim_end();
    let material = line.strip_prefix("keying material for \"EXPORTER-of a test\": ").unwrap();
    assert_eq!(material.len(), 40);
    assert!(server.told_until("keying").ends_with(&format!("{line}\n")));
    let reserved = ["--exporter", "master secret"];
    let ended = run(&[&["connect", &server.localhost(), "--ca", &ca], &reserved[..]].concat(), "x");
    assert_eq!(ended.code, 1, "{}", ended.err);
}

#[test]
fn a_stapled_response_comes_where_it_is_asked_for() {
    let files = Files::new("ocsp");
    files.write("ocsp.der", "no response, but bytes");
    let ocsp = files.path("ocsp.der");
    let server = files.serve(&["--ocsp", &ocsp, "-q"]);
    let ca = files.path("ca.pem");
    for (version, status) in [
        ("versions=TLSv1.3", "ocsp response           22 bytes"),
        ("versions=TLSv1.2", "client ← server  CertificateStatus"),
    ] {
        let address = server.localhost();
        let arguments = ["connect", &address, "--ca", &ca, "--policy", version];
        let ended = run(&[&arguments[..], &["--request-ocsp"]].concat(), "x");
        assert!(ended.err.contains(status), "{}", ended.err);
        assert!(ended.err.contains("(with an OCSP response of 22 bytes)"), "{}", ended.err);
        let ended = run(&arguments, "x");
        assert!(!ended.err.contains(status), "{}", ended.err);
    }
}
