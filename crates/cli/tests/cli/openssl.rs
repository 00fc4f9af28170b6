//! TLS 1.3 with OpenSSL at the other end, where it is there.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use crate::{
    certificates::Files,
    program::{Ended, has_openssl, run},
};

/// `openssl s_server` on a port of its own, until dropped.
struct TheirServer {
    child: Child,
    port: u16,
}

impl TheirServer {
    fn start(files: &Files, more: &[&str]) -> Self {
        // Free a moment ago: OpenSSL cannot be asked which port it took.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let accept = format!("127.0.0.1:{port}");
        let (certificate, key) = (files.path("cert.pem"), files.path("key.pem"));
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", &accept, "-cert", &certificate, "-key", &key])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().starts_with("ACCEPT")));
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }
}

impl Drop for TheirServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The line of what became of early data, in what `s_client` prints.
const ACCEPTED: &str = "Early data was accepted";

/// Runs `openssl s_client`, says `words`, and leaves when they have come back.
fn openssl_until(arguments: &[&str], words: &str) -> Ended {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(words.as_bytes()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut out = String::new();
    for line in lines.by_ref() {
        let line = line.unwrap();
        out = out + &line + "\n";
        if line.ends_with(words.trim_end()) {
            break;
        }
    }
    stdin.write_all(b"Q\n").unwrap();
    for line in lines {
        out = out + &line.unwrap() + "\n";
    }
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&ended.stderr).into_owned();
    Ended { code: ended.status.code().unwrap(), out, err }
}

#[test]
fn their_client_sends_early_data_once() {
    if !has_openssl() {
        return;
    }
    let files = Files::new("openssl_early_client");
    let server = files.serve(&["--tickets", "--max-early-data", "1000"]);
    files.write("early", "early words");
    let (session, early) = (files.path("session.pem"), files.path("early"));
    let (address, ca) = (server.address.clone(), files.path("ca.pem"));
    // The echo tells it that the tickets have come.
    let connect = |more: &[&str]| {
        let arguments = ["s_client", "-connect", &address, "-CAfile", &ca, "-verify_return_error"];
        let ended = openssl_until(&[&arguments[..], more].concat(), "echo\n");
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        ended.out
    };
    let first = connect(&["-sess_out", &session, "-servername", "localhost"]);
    assert!(first.contains("New, TLSv1.3"), "{first}");
    let resume = ["-sess_in", &session, "-servername", "localhost", "-early_data", &early];
    let second = connect(&resume);
    assert!(second.contains("Reused, TLSv1.3") && second.contains(ACCEPTED), "{second}");
    let told = server.told_until("early application data");
    assert!(told.contains("are the early data behind the binder"), "{told}");
    server.told_until("early words");
}

#[test]
fn their_server_takes_our_early_data() {
    if !has_openssl() {
        return;
    }
    let files = Files::new("openssl_early_server");
    // It prints what it reads, and has nothing to say.
    let server = TheirServer::start(&files, &["-early_data"]);
    files.write("early", "early words\n");
    let (early, ca) = (files.path("early"), files.path("ca.pem"));
    let arguments = ["--ca", &ca, "--reconnect", "--early-data", &early];
    let ended = run(&[&["connect", &server.address()], &arguments[..]].concat(), "");
    assert!(ended.err.contains("12 bytes went early, and were accepted"), "{}", ended.err);
    assert!(ended.err.contains("early data              accepted"), "{}", ended.err);
}

#[test]
fn their_server_rejects_what_it_was_told_of_before() {
    if !has_openssl() {
        return;
    }
    let files = Files::new("openssl_early_rejected");
    let server = TheirServer::start(&files, &["-max_early_data", "100", "-rev"]);
    files.write("early", "early words\n");
    let (early, ca) = (files.path("early"), files.path("ca.pem"));
    let arguments = ["--ca", &ca, "--reconnect", "--early-data", &early];
    let ended = run(&[&["connect", &server.address()], &arguments[..]].concat(), "");
    assert_eq!(ended.out, "sdrow ylrae\n", "{}", ended.err);
    assert!(ended.err.contains("were rejected, and went again"), "{}", ended.err);
}

#[test]
fn both_change_keys_with_openssl() {
    if !has_openssl() {
        return;
    }
    let files = Files::new("openssl_key_update");
    let server = TheirServer::start(&files, &["-rev"]);
    let ca = files.path("ca.pem");
    let arguments = ["--ca", &ca, "--key-update"];
    let ended = run(&[&["connect", &server.address()], &arguments[..]].concat(), "abc\n");
    assert_eq!((ended.code, ended.out.as_str()), (0, "cba\n"), "{}", ended.err);
    assert!(ended.err.contains("client ← server  KeyUpdate"), "{}", ended.err);
}

#[test]
fn their_server_asks_for_our_certificate_after_the_handshake() {
    if !has_openssl() {
        return;
    }
    let files = Files::new("openssl_post_handshake");
    let ca = files.path("ca.pem");
    let mut server = TheirServer::start(&files, &["-CAfile", &ca, "-verify", "1"]);
    let known = files.known_client();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    // The server's commands: a certificate request, then the end.
    let mut stdin = server.child.stdin.take().unwrap();
    let asks = std::thread::spawn(move || {
        for command in ["c\n", "hello\n", "Q\n"] {
            std::thread::sleep(std::time::Duration::from_millis(700));
            stdin.write_all(command.as_bytes()).unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    });
    let address = server.address();
    let arguments = [&["connect", &address, "--post-handshake-auth"], &known[..]].concat();
    let (heard, ended) = run_slowly(&arguments);
    asks.join().unwrap();
    assert!(ended.contains("post handshake auth     yes"), "{ended}");
    let (_, later) = ended.split_once("\nconnected").unwrap();
    for words in ["CertificateRequest", "which certificate for the server", "CertificateVerify"] {
        assert!(later.contains(words), "{words:?} is missing in\n{ended}");
    }
    // It would not go on with a proof that is wrong.
    assert_eq!(heard, "hello\n", "{ended}");
}

/// With an input that does not end before the server has.
fn run_slowly(arguments: &[&str]) -> (String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take();
    let ended = child.wait_with_output().unwrap();
    drop(input);
    (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap())
}
