//! `countersign connect` with `countersign serve`: does everything arrive, both ways?

use std::{fmt::Write as _, fs, thread};

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Serving, run},
};

#[test]
fn the_end_of_input_is_a_half_close() {
    let files = Files::new("half_close");
    let server = files.serve(&["--alpn", "echo"]);
    let ca = files.path("ca.pem");
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "--alpn", "other,echo"], "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    for words in [
        "client → server  ClientHello",
        "client ← server  Certificate",
        "names                   localhost, 127.0.0.1",
        "from here on the server encrypts application data with AES-128-GCM",
        "connected\n",
        "alpn                    echo",
        "client → server  Alert: warning close_notify",
        "client ← server  Alert: warning close_notify",
        "application data: 1 byte from the client, 1 byte from the server",
    ] {
        assert!(ended.err.contains(words), "{words:?} is missing in\n{}", ended.err);
    }
    let told = server.told_until("closed by both sides");
    assert!(told.contains("client 1 from 127.0.0.1:"), "{told}");
    assert!(told.contains("server name             localhost"), "{told}");
}

#[test]
fn a_megabyte_goes_there_and_back() {
    let files = Files::new("megabyte");
    let server = files.serve(&["--quiet"]);
    let text = (0..150_000).fold(String::new(), |mut text, number| {
        writeln!(text, "{number}").unwrap();
        text
    });
    let ca = files.path("ca.pem");
    let ended = run(&["connect", &server.address, "--ca", &ca, "--quiet"], &text);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out == text, "{} bytes came back, not {}", ended.out.len(), text.len());
}

#[test]
fn many_clients_at_once() {
    let files = Files::new("many_clients");
    let server = files.serve(&["--max-clients", "3", "--quiet"]);
    let (address, ca) = (server.localhost(), files.path("ca.pem"));
    let clients: Vec<_> = (0..8)
        .map(|number| {
            let (address, ca) = (address.clone(), ca.clone());
            thread::spawn(move || {
                let text = format!("I am {number}");
                let ended = run(&["connect", &address, "--ca", &ca, "-q"], &text);
                assert_eq!((ended.code, ended.out), (0, text), "{}", ended.err);
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
}

#[test]
fn json_on_both_sides() {
    let files = Files::new("json");
    let server = files.serve(&["--quiet"]);
    let ca = files.path("ca.pem");
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "--json"], "hello");
    assert_eq!((ended.code, ended.out.as_str()), (0, "hello"));
    let events: Vec<Value> =
        ended.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.first().unwrap()["event"], "begin");
    let closed = events.last().unwrap();
    assert_eq!((&closed["event"], &closed["from_client"]), (&"closed".into(), &5.into()));
}

#[test]
fn a_pinned_certificate_needs_no_authority() {
    let files = Files::new("pinned");
    let server = files.serve(&["--quiet"]);
    let pin = files.path("cert.pem");
    let arguments = ["connect", &server.address, "--pin", &pin, "--servername", "any.example"];
    assert_eq!(run(&arguments, "x").out, "x");
    assert_eq!(run(&["connect", &server.address, "--insecure", "-q"], "y").out, "y");
}

/// RFC 7250: both know each other's key, and show nothing else.
#[test]
fn public_keys_in_the_place_of_certificates() {
    let files = Files::new("raw_keys");
    let keys: Vec<_> = ["server", "client", "stranger"].map(|name| files.public_key(name)).into();
    let [server, client, stranger] = [0, 1, 2].map(|it| [&keys[it][0][..], &keys[it][1]]);
    let serving =
        Serving::start(&["--cert", server[0], "--key", server[1], "--client-ca", client[0]]);
    let connect = |pin, [public, private]: [&str; 2]| {
        let own = ["--client-cert", public, "--client-key", private];
        run(&[&["connect", &serving.address, "--pin", pin], &own[..]].concat(), "x")
    };
    let ended = connect(server[0], client);
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    assert!(ended.err.contains("does this public key prove the server"), "{}", ended.err);
    assert!(ended.err.contains("raw public key, id-ecPublicKey secp256r1"), "{}", ended.err);
    let ended = connect(stranger[0], client);
    let said = "the peer's public key is not the one that is pinned";
    assert!(ended.code != 0 && ended.err.contains(said), "{}", ended.err);
    // In TLS 1.3 the client is through before the server has judged it.
    let ended = connect(server[0], stranger);
    assert!(ended.code != 0 && ended.err.contains("alert unknown_ca"), "{}", ended.err);
    // What is meant must be plain.
    let both = fs::read_to_string(server[0]).unwrap() + files.read("cert.pem").as_str();
    files.write("both.pem", &both);
    let ended = connect(&files.path("both.pem"), client);
    assert!(ended.err.contains("holds certificates and public keys"), "{}", ended.err);
    let of_both = ["serve", "127.0.0.1:0", "--cert", server[0], "--key", server[1]];
    let ended = run(&[&of_both[..], &["--ocsp", server[0]]].concat(), "");
    assert!(ended.err.contains("about a certificate: leave --ocsp out"), "{}", ended.err);
    // Who knows no key gets no handshake.
    let ended = run(&["connect", &serving.address, "--insecure"], "");
    assert!(ended.code != 0 && ended.err.contains("unsupported_certificate"), "{}", ended.err);
}
