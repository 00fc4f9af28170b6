//! Each failure: is the sentence a help, and the exit code the documented one?

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Ended, Serving, run},
};

/// Ports and directories differ from run to run.
fn plain(text: &str, server: &Serving) -> String {
    text.replace(server.port(), "PORT").replace(env!("CARGO_TARGET_TMPDIR"), "DIR")
}

#[test]
fn the_wrong_authority_and_the_wrong_name() {
    let (files, others) = (Files::new("wrong_ca"), Files::new("wrong_ca_other"));
    let server = files.serve(&[]);
    let ca = others.path("ca.pem");
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "-q"], "");
    assert_eq!(ended.code, 3);
    insta::assert_snapshot!(plain(&ended.err, &server));
    let told = server.told_until("help:");
    insta::assert_snapshot!(error(&told));

    let ca = files.path("ca.pem");
    let arguments = ["connect", &server.address, "--servername", "b.example", "--ca", &ca, "-q"];
    let ended = run(&arguments, "");
    assert_eq!(ended.code, 3);
    insta::assert_snapshot!(plain(&ended.err, &server));
    // The server goes on.
    assert_eq!(run(&["connect", &server.address, "--ca", &ca, "-q"], "x").out, "x");
}

/// The lines from "error:" on.
fn error(told: &str) -> &str {
    &told[told.find("error:").unwrap()..]
}

#[test]
fn nothing_in_common() {
    let files = Files::new("nothing_in_common");
    let server = files.serve(&["--group", "secp384r1,secp256r1", "--alpn", "a"]);
    let ca = files.path("ca.pem");
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "-q", "--alpn", "b"], "");
    assert_eq!(ended.code, 4);
    insta::assert_snapshot!(plain(&ended.err, &server));
    insta::assert_snapshot!(error(&server.told_until("help:")));
}

#[test]
fn a_refused_port() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let ended = run(&["connect", &address], "");
    assert_eq!(ended.code, 2);
    insta::assert_snapshot!(ended.err.replace(&address, "ADDRESS"));
}

#[test]
fn files_that_are_not_what_they_should_be() {
    let files = Files::new("bad_files");
    files.write("empty.pem", "");
    let key = files.path("key.pem");
    let attempt = |arguments: &[&str]| {
        let Ended { code, err, .. } = run(arguments, "");
        assert_eq!(code, 1, "{err}");
        err.replace(env!("CARGO_TARGET_TMPDIR"), "DIR")
    };
    let absent = files.path("absent.pem");
    insta::assert_snapshot!(attempt(&["connect", "localhost", "--ca", &absent]));
    let empty = files.path("empty.pem");
    insta::assert_snapshot!(attempt(&["connect", "localhost", "--ca", &empty]));
    let ca = files.path("ca.pem");
    let swapped = ["serve", "127.0.0.1:0", "--cert", &ca, "--key", &key];
    insta::assert_snapshot!(attempt(&swapped));
    let cert = files.path("cert.pem");
    let no_address = ["serve", "nowhere", "--cert", &cert, "--key", &key];
    insta::assert_snapshot!(attempt(&no_address));
    insta::assert_snapshot!(attempt(&["connect", "a:b:c:"]));
    insta::assert_snapshot!(attempt(&["connect", "localhost:https"]));
}

/// Accepts one connection, reads a little, answers with these bytes, and hangs up.
fn answering(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut hello = [0; 2048];
        assert_ne!(socket.read(&mut hello).unwrap(), 0);
        socket.write_all(answer).unwrap();
    });
    address
}

#[test]
fn a_port_that_does_not_speak_tls() {
    let address = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let ended = run(&["connect", &address, "-q"], "");
    assert_eq!(ended.code, 3);
    insta::assert_snapshot!(ended.err.replace(&address, "ADDRESS"));

    let address = answering(b"");
    let ended = run(&["connect", &address, "-q"], "");
    assert_eq!(ended.code, 5);
    insta::assert_snapshot!(ended.err.replace(&address, "ADDRESS"));
}

#[test]
fn a_server_that_is_silent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let ended = run(&["connect", &address, "-q", "--timeout", "0.2"], "");
    assert_eq!(ended.code, 2);
    insta::assert_snapshot!(ended.err.replace(&address, "ADDRESS"));
}

#[test]
fn an_error_is_json_too() {
    let address = answering(b"\x15\x03\x03\x00\x02\x02\x28");
    let ended = run(&["connect", &address, "--json"], "");
    assert_eq!(ended.code, 4);
    let last: Value = serde_json::from_str(ended.err.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "error");
    assert_eq!(last["exit_code"], 4);
    assert_eq!(last["alert_received"], "handshake_failure");
    assert_eq!(last["state"], "client hello WaitServerHello");
}

#[test]
fn garbage_ends_one_client_and_no_server() {
    let files = Files::new("garbage");
    let server = files.serve(&["--timeout", "5"]);
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"", b"\x16\x03\x01\xff\xff", &[0x16; 100]] {
        let mut socket = std::net::TcpStream::connect(&server.address).unwrap();
        socket.write_all(garbage).unwrap();
        drop(socket);
        server.told_until("error:");
    }
    let ca = files.path("ca.pem");
    assert_eq!(run(&["connect", &server.address, "--ca", &ca, "-q"], "x").out, "x");
}
