//! Sessions: resumed in the same run, through a file, by ticket and by id.

use std::fs;

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Ended, Serving, run},
};

fn connect(server: &Serving, files: &Files, more: &[&str]) -> Ended {
    let (address, ca) = (server.localhost(), files.path("ca.pem"));
    let ended = run(&[&["connect", &address, "--ca", &ca], more].concat(), "x");
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    ended
}

/// How each connection was resumed.
fn resumed(ended: &Ended) -> Vec<Value> {
    let events = ended.err.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let connected = events.filter(|event| event["event"] == "connected");
    connected.map(|event| event["facts"]["resumed"].clone()).collect()
}

#[test]
fn again_and_again_by_ticket_and_by_id() {
    let files = Files::new("reconnect");
    for (options, of_12, of_13) in [
        (&["--tickets"][..], "by ticket", "by ticket"),
        // The id is the ticket.
        (&["--session-ids"], "by session id", "by ticket"),
        (&["--session-ids", "--tickets"], "by ticket", "by ticket"),
    ] {
        let server = files.serve(&[options, &["-q"]].concat());
        for (version, how) in [("versions=TLSv1.2", of_12), ("versions=TLSv1.3", of_13)] {
            let more = ["--reconnect", "2", "--json", "--policy", version];
            let ended = connect(&server, &files, &more);
            assert_eq!(resumed(&ended), [Value::Null, how.into(), how.into()], "{version}");
        }
    }
    let server = files.serve(&["--tickets", "--no-tickets", "-q"]);
    let ended = connect(&server, &files, &["--reconnect", "--json"]);
    assert_eq!(resumed(&ended), [Value::Null, Value::Null]);
}

#[test]
fn a_session_lies_in_a_file_that_nobody_else_reads() {
    let files = Files::new("session_file");
    let server = files.serve(&["--tickets", "-q"]);
    let file = files.path("session");
    connect(&server, &files, &["--session-out", &file, "-q"]);
    let ended =
        connect(&server, &files, &["--session-in", &file, "--session-out", &file, "--json"]);
    assert_eq!(resumed(&ended), ["by ticket"]);

    let ca = files.path("ca.pem");
    let refused = |address: &str| {
        let ended = run(&["connect", address, "--ca", &ca, "--session-in", &file], "");
        assert_eq!(ended.code, 1, "{}", ended.err);
        ended.err.replace(env!("CARGO_TARGET_TMPDIR"), "DIR")
    };
    let mut refusals = vec![refused(&server.address)];
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = fs::metadata(&file).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        refusals.push(refused(&server.localhost()));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::write(&file, "something else").unwrap();
    refusals.push(refused(&server.localhost()));
    fs::remove_file(&file).unwrap();
    refusals.push(refused(&server.localhost()));
    insta::assert_snapshot!(refusals.join("\n"));
}

/// Who is met again is not judged again: so a session is good with whom was trusted then alone.
#[test]
fn a_session_that_others_vouched_for_is_not_resumed() {
    let files = Files::new("session_trust");
    let server = files.serve(&["--tickets", "-q"]);
    let (file, address) = (files.path("session"), server.localhost());
    let (ca, pin) = (files.path("ca.pem"), files.path("cert.pem"));
    let connect = |options: &[&str]| {
        let ended = run(&[&["connect", &address, "--json"], options].concat(), "x");
        assert_eq!(ended.code, 0, "{}", ended.err);
        resumed(&ended)
    };
    let made = ["--insecure", "--session-out", &file];
    assert_eq!(connect(&made), [Value::Null]);
    for trust in [["--ca", &ca], ["--pin", &pin]] {
        let again = [&trust[..], &["--session-in", &file]].concat();
        assert_eq!(connect(&again), [Value::Null], "{trust:?}");
    }
    assert_eq!(connect(&["--insecure", "--session-in", &file]), ["by ticket"]);
}

#[test]
fn a_server_without_sessions_gives_none() {
    let files = Files::new("no_session");
    let server = files.serve(&["-q"]);
    let file = files.path("none");
    let ended = connect(&server, &files, &["--session-out", &file]);
    assert!(ended.err.contains("the server gave no session that can be resumed"), "{}", ended.err);
    assert!(fs::metadata(&file).is_err());
}

/// Before the connection: nobody wants to learn of it afterwards.
#[test]
fn a_file_that_cannot_be_written_is_refused_before_the_connection() {
    let files = Files::new("session_out");
    for path in [files.path("no/such/folder"), files.path("")] {
        // Port 1: whoever tried to connect would say so.
        let ended = run(&["connect", "127.0.0.1:1", "--session-out", &path], "");
        assert_eq!(ended.code, 1, "{}", ended.err);
        assert!(ended.err.contains("cannot be written"), "{}", ended.err);
    }
}

#[test]
fn the_second_handshake_in_memory_is_a_short_one() {
    for (version, name) in [("versions=TLSv1.2", ""), ("versions=TLSv1.3", "_of_tls_1_3")] {
        for how in ["tickets", "session-ids"] {
            let arguments = ["handshake", "--seed", "8", "--client-auth", "--resume", how];
            let ended = run(&[&arguments[..], &["--policy", version]].concat(), "");
            assert_eq!((ended.code, ended.err.as_str()), (0, ""));
            let (_, second) = ended.out.split_once("Both shake hands again.").unwrap();
            insta::assert_snapshot!(format!("resumed_by_{how}{name}"), second);
        }
    }
}
