//! Clients that show a certificate: asked for or not, known or not.

use crate::{certificates::Files, program::run};

#[test]
fn a_client_that_has_to_show_a_certificate() {
    let files = Files::new("client_required");
    let ca = files.path("ca.pem");
    let server = files.serve(&["--client-ca", &ca]);
    let known = files.known_client();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let ended = run(&[&["connect", &server.localhost()], &known[..]].concat(), "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    for words in [
        "client ← server  CertificateRequest",
        "authorities             1",
        "which certificate for the server \"localhost\"? one of ours fits",
        "client → server  CertificateVerify",
        "client signature scheme ecdsa_secp256r1_sha256",
    ] {
        assert!(ended.err.contains(words), "{words:?} is missing in\n{}", ended.err);
    }
    let told = server.told_until("closed by both sides");
    assert!(told.contains("does this certificate prove a client at "), "{told}");
    assert!(told.contains("peer                    CN=test client"), "{told}");

    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "-q"], "x");
    assert_eq!(ended.code, 4);
    assert!(ended.err.contains("--client-cert FILE --client-key FILE"), "{}", ended.err);
    let told = server.told_until("help:");
    assert!(told.contains("a certificate is required of the client"), "{told}");
}

#[test]
fn a_client_that_may_show_a_certificate() {
    let (files, others) = (Files::new("client_optional"), Files::new("client_of_others"));
    let ca = files.path("ca.pem");
    let server = files.serve(&["--client-ca", &ca, "--verify-client", "optional", "-q"]);
    assert_eq!(run(&["connect", &server.localhost(), "--ca", &ca, "-q"], "x").out, "x");
    let (certificate, key) = (others.path("client.pem"), others.path("client.key"));
    let arguments = ["--ca", &ca, "--client-cert", &certificate, "--client-key", &key, "-q"];
    let ended = run(&[&["connect", &server.localhost()], &arguments[..]].concat(), "x");
    // The authority's name is in the request, so that a client of others shows nothing.
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
}

#[test]
fn options_that_go_together() {
    let files = Files::new("client_options");
    let options = files.served();
    let served: Vec<&str> = options.iter().map(String::as_str).collect();
    let serve = |more: &[&str]| {
        let ended = run(&[&["serve", "127.0.0.1:0"], &served[..], more].concat(), "");
        assert_eq!(ended.code, 1);
        ended.err
    };
    assert!(serve(&["--verify-client", "required"]).contains("--client-ca <FILE>"));
    let key = "me:0123456789abcdef0123456789abcdef";
    let ca = files.path("ca.pem");
    let ended = run(&["serve", "127.0.0.1:0", "--psk", key, "--client-ca", &ca], "");
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("--cert <FILE>"), "{}", ended.err);
    let certificate = files.path("client.pem");
    let ended = run(&["connect", "localhost:1", "--client-cert", &certificate], "");
    assert!(ended.err.contains("--client-key <FILE>"), "{}", ended.err);
}

#[test]
fn both_show_certificates_in_memory() {
    let ended = run(&["handshake", "--seed", "5", "--client-auth"], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    insta::assert_snapshot!(ended.out);
}
