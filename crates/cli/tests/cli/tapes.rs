//! `--tape`, `replay` and `redact`: does another process do again what was recorded, with our own
//! server and with OpenSSL's, and does it say what a tape has that the machine does not do?

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Ended, run},
};

fn replay(tapes: &[&str]) -> Ended {
    run(&[&["replay"], tapes].concat(), "")
}

fn agrees(tape: &str) {
    let ended = replay(&[tape]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    assert!(ended.out.starts_with("agrees "), "{ended:?}");
}

fn recorded() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors/tapes");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.map(|path| path.to_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

#[test]
fn the_tapes_of_the_checkout() {
    let tapes = recorded();
    let names: Vec<&str> = tapes.iter().map(String::as_str).collect();
    let ended = replay(&names);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    assert_eq!(ended.out.lines().count(), tapes.len());
    assert!(ended.out.lines().all(|line| line.starts_with("agrees ")), "{}", ended.out);
}

#[test]
fn client_and_server_of_a_connection() {
    let files = Files::new("tapes");
    let (of_server, of_client) = (files.path("server.tape"), files.path("client.tape"));
    let server = files.serve(&["--tape", &of_server, "--tickets"]);
    let ca = files.path("ca.pem");
    let arguments =
        ["connect", &server.localhost(), "--ca", &ca, "-q", "--reconnect", "--tape", &of_client];
    let ended = run(&arguments, "ping");
    assert_eq!((ended.code, ended.out.as_str()), (0, "ping"), "{ended:?}");
    server.told_until("closed");
    server.told_until("closed");
    for tape in ["server.tape", "server-2.tape", "client.tape", "client-2.tape"] {
        agrees(&files.path(tape));
    }
    let second = fs::read_to_string(files.path("client-2.tape")).unwrap();
    assert!(second.contains("resumption=Ticket"), "{second}");
}

#[test]
fn a_tape_of_a_failure() {
    let (files, others) = (Files::new("tapes_failure"), Files::new("tapes_failure_other"));
    let server = files.serve(&[]);
    let (ca, tape) = (others.path("ca.pem"), files.path("failed.tape"));
    let ended = run(&["connect", &server.localhost(), "--ca", &ca, "-q", "--tape", &tape], "");
    assert_eq!(ended.code, 3);
    assert!(fs::read_to_string(&tape).unwrap().contains("error Fault fault=UnknownCa"));
    agrees(&tape);
}

#[test]
fn both_ends_in_memory() {
    let files = Files::new("tapes_memory");
    let tape = files.path("one.tape");
    let arguments = ["handshake", "--resume", "session-ids", "--client-auth", "--tape", &tape];
    assert_eq!(run(&arguments, "").code, 0);
    for tape in ["one.tape", "one-2.tape", "one-3.tape", "one-4.tape"] {
        agrees(&files.path(tape));
    }
    let unwritable = files.path("no/such/folder.tape");
    let ended = run(&["handshake", "--tape", &unwritable], "");
    assert!(ended.code == 1 && ended.err.contains("cannot be written"), "{ended:?}");
}

/// A tape of the checkout, changed, in a file of its own.
fn changed(files: &Files, name: &str, change: impl FnOnce(String) -> String) -> PathBuf {
    let original = recorded().into_iter().find(|path| path.ends_with(name)).unwrap();
    let path = PathBuf::from(files.path(name));
    fs::write(&path, change(fs::read_to_string(original).unwrap())).unwrap();
    path
}

#[test]
fn what_differs_is_told() {
    let files = Files::new("tapes_differ");
    let path = changed(&files, "g7-unknown-ca-client.tape", |text| {
        text.replacen("rejected UnknownCa", "rejected Expired", 1)
    });
    let path = path.to_str().unwrap();
    let ended = replay(&[path]);
    assert_eq!(ended.code, 6);
    let told = format!("{}{}", ended.out, ended.err);
    insta::assert_snapshot!(told.replace(env!("CARGO_TARGET_TMPDIR"), "DIR"));

    let ended = replay(&["--json", path]);
    let line = ended.out.lines().next().unwrap();
    let told: Value = serde_json::from_str(line).unwrap();
    assert_eq!(told["event"], "replay");
    assert_eq!(told["outcome"], "differs");
    assert_eq!(told["difference"]["got"].as_str().unwrap().split(' ').next(), Some("output"));
}

#[test]
fn what_is_cut_redacted_or_damaged_is_told() {
    let files = Files::new("tapes_damaged");
    let half = changed(&files, "g1-client.tape", |text| text[..text.len() / 2].to_owned());
    let ended = replay(&[half.to_str().unwrap()]);
    assert!(ended.code == 0 && ended.out.starts_with("cut "), "{ended:?}");

    let whole = changed(&files, "g1-server.tape", |text| text);
    let ended = run(&["redact", whole.to_str().unwrap()], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let redacted = files.path("redacted.tape");
    fs::write(&redacted, ended.out).unwrap();
    let ended = replay(&[&redacted]);
    assert!(ended.code == 6 && ended.out.starts_with("redacted "), "{ended:?}");

    let damaged = changed(&files, "g4-rsa-server.tape", |text| text.replacen("poll", "pull", 1));
    let ended = replay(&[damaged.to_str().unwrap()]);
    assert!(ended.code == 6 && ended.out.contains("damaged"), "{ended:?}");
    assert!(ended.out.contains("pull is no fact that can stand here"), "{ended:?}");
    let ended = run(&["redact", &files.path("ca.pem")], "");
    assert!(ended.code == 1 && ended.out.is_empty(), "{ended:?}");
}

/// `openssl s_server`, until dropped; nothing where there is no OpenSSL.
pub(crate) struct OpenSsl {
    child: Child,
    pub(crate) port: u16,
}

impl OpenSsl {
    pub(crate) fn start(files: &Files, arguments: &[&str]) -> Option<Self> {
        let child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-www"])
            .args(["-cert", &files.path("cert.pem"), "-key", &files.path("key.pem")])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else {
            println!("skipped: openssl is not installed");
            return None;
        };
        // It takes a free port, and says which.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ACCEPT ")?.rsplit(':').next()?.parse().ok());
        thread::spawn(move || lines.for_each(drop));
        Some(Self { child, port: port.expect("openssl says where it listens") })
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_connection_with_openssl_replays_in_another_process() {
    with_openssl("-tls1_2");
}

#[test]
fn a_connection_of_tls13_too() {
    with_openssl("-tls1_3");
}

fn with_openssl(version: &str) {
    let files = Files::new(&format!("tapes_openssl{version}"));
    let Some(server) = OpenSsl::start(&files, &[version]) else { return };
    let (ca, tape) = (files.path("ca.pem"), files.path("openssl.tape"));
    let address = format!("localhost:{}", server.port);
    // -q: without tracing, so that nothing but the wire's bytes and the questions is on the tape.
    let arguments = ["connect", &address, "--ca", &ca, "-q", "--reconnect", "--tape", &tape];
    let ended = run(&arguments, "GET / HTTP/1.0\r\n\r\n");
    assert!(ended.out.contains("HTTP/1.0 200"), "{ended:?}");
    agrees(&tape);
    let second = files.path("openssl-2.tape");
    agrees(&second);

    // One bit of a byte of the data that came.
    let text = fs::read_to_string(&second).unwrap();
    let page = |(at, _): &(usize, &str)| {
        // The page has some kilobytes; a closure alert that comes alone has some bytes.
        text[at + 1..].lines().next().is_some_and(|line| line.len() > 2000)
    };
    let line = text.match_indices("\nin bytes=1703").filter(page).last().unwrap().0 + 1;
    let at = line + "in bytes=".len();
    // Tickets may stand in front of it.
    let at = at + long_record(&text[at..]) + 2 * 40;
    let digit = u32::from_str_radix(&text[at..=at], 16).unwrap() ^ 1;
    let flipped = format!("{}{digit:x}{}", &text[..at], &text[at + 1..]);
    fs::write(&second, &flipped).unwrap();
    let ended = replay(&["--json", &second]);
    assert_eq!(ended.code, 6, "{ended:?}");
    let told: Value = serde_json::from_str(ended.out.lines().next().unwrap()).unwrap();
    let difference = &told["difference"];
    let (expected, got) = (&difference["expected"], difference["got"].as_str().unwrap());
    assert!(expected.as_str().unwrap().starts_with("event Data length="), "{told}");
    // Where we had not closed yet, the alert goes before; and then a client tells that the session
    // of a connection that fails is lost, the failure itself at its next poll.
    let is_alert = got.starts_with("output bytes=150303") || got.starts_with("output bytes=170303");
    assert!(is_alert || got.starts_with("event SessionLost"), "{told}");
    assert!(difference["failure"].as_str().unwrap().contains("BadRecordMac"), "{told}");
    // What is secret is not told.
    assert!(!ended.out.contains("485454502f"), "{told}");
    // The poll behind the piece, whose line comes right behind it.
    let number = text[..line].lines().count();
    let found = usize::try_from(difference["line"].as_u64().unwrap()).unwrap();
    assert!((number..number + 6).contains(&found), "{number} {told}");
}

/// Where the first record of more than a kilobyte begins among these, in hexadecimal digits.
fn long_record(records: &str) -> usize {
    let mut at = 0;
    loop {
        let len = usize::from_str_radix(&records[at + 6..at + 10], 16).unwrap();
        if len > 1024 {
            return at;
        }
        at += 2 * (5 + len);
    }
}
