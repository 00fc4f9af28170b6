//! `--starttls`: from plaintext to TLS, in three protocols of mail.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use crate::{certificates::Files, program::run};

#[test]
fn mail_changes_to_tls() {
    let files = Files::new("starttls");
    let ca = files.path("ca.pem");
    for protocol in ["smtp", "imap", "pop3"] {
        let server = files.serve(&["--starttls", protocol, "-q"]);
        let address = server.localhost();
        let arguments = ["connect", &address, "--ca", &ca, "--starttls", protocol, "-q"];
        let ended = run(&arguments, "x");
        assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{protocol}: {}", ended.err);
    }
}

#[test]
fn a_server_that_does_not_offer_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket.write_all(b"220 mail.example\r\n").unwrap();
        let mut command = [0; 512];
        assert_ne!(socket.read(&mut command).unwrap(), 0);
        socket.write_all(b"250 mail.example\r\n").unwrap();
        while socket.read(&mut command).is_ok_and(|count| count > 0) {}
    });
    let ended = run(&["connect", &address, "--starttls", "smtp", "-q"], "x");
    assert_eq!((ended.code, ended.out.as_str()), (3, ""));
    insta::assert_snapshot!(ended.err);
}
