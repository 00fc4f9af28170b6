//! TLS 1.3 as the command shows and uses it: retries, early data, keys given beforehand, new keys.

use std::fs;

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Ended, Serving, run},
};

fn events(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_kind<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["event"] == kind).collect()
}

fn handshake(arguments: &[&str]) -> String {
    let ended = run(&[&["handshake", "--seed", "13"], arguments].concat(), "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    assert!(!ended.out.contains("cannot be read"), "{}", ended.out);
    ended.out
}

fn connect(server: &Serving, files: &Files, more: &[&str]) -> Ended {
    let (address, ca) = (server.localhost(), files.path("ca.pem"));
    run(&[&["connect", &address, "--ca", &ca], more].concat(), "x")
}

#[test]
fn a_retry_is_told() {
    insta::assert_snapshot!(handshake(&["--retry", "--client-auth"]));
}

#[test]
fn early_data_is_told_as_early() {
    let told = handshake(&["--early-data"]);
    let (_, second) = told.split_once("Both shake hands again.").unwrap();
    insta::assert_snapshot!(second);
}

#[test]
fn a_key_given_beforehand_is_told() {
    let key = "me:000102030405060708090a0b0c0d0e0f";
    insta::assert_snapshot!(handshake(&["--psk", key, "--policy", "versions=TLSv1.3"]));
}

#[test]
fn early_data_and_a_retry_do_not_go_together() {
    let told = handshake(&["--early-data", "--retry", "--json"]);
    let events = events(&told);
    let connected = of_kind(&events, "connected");
    assert_eq!(connected[1]["facts"]["early_data"], "rejected");
    assert_eq!(connected[1]["facts"]["retried"], true);
    let data = of_kind(&events, "data");
    assert_eq!(data.len(), 4, "what was rejected was said again");
    assert!(data.iter().all(|data| data["early"] == Value::Null));
}

#[test]
fn a_retry_wants_a_second_group() {
    let ended = run(&["handshake", "--retry", "--group", "x25519"], "");
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("a retry wants a group of TLS 1.3"), "{}", ended.err);
}

#[test]
fn every_suite_with_every_group() {
    for suite in
        ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]
    {
        for group in ["x25519", "secp256r1", "secp384r1"] {
            let told = handshake(&["--json", "--suite", suite, "--group", group]);
            let events = events(&told);
            let connected = of_kind(&events, "connected");
            assert_eq!(connected[0]["facts"]["cipher_suite"], suite);
            assert_eq!(connected[0]["facts"]["group"], group);
            let levels: Vec<_> = of_kind(&events, "keys").iter().map(|it| &it["level"]).collect();
            assert_eq!(levels, ["handshake", "application_data"].repeat(2));
        }
    }
}

#[test]
fn a_file_goes_early_where_the_session_allows_it() {
    let files = Files::new("early_data");
    let server = files.serve(&["--tickets", "--max-early-data", "5"]);
    files.write("request", "a request");
    let (request, session) = (files.path("request"), files.path("session"));
    let early = ["--early-data", &request, "--json"];
    let ended = connect(&server, &files, &[&["--reconnect"], &early[..]].concat());
    assert_eq!((ended.code, ended.out.as_str()), (0, "a requestx"), "{}", ended.err);
    let told = events(&ended.err);
    let outcome = of_kind(&told, "early_data");
    assert_eq!((outcome.len(), &outcome[0]["outcome"]), (1, &Value::from("accepted")));
    assert_eq!(outcome[0]["bytes"], 5, "no more than is allowed");
    assert_eq!(of_kind(&told, "closed")[1]["from_client"], 10);
    server.told_until("early application data");
    assert!(server.told_until("closed by both sides").contains("a req\n"));

    // A ticket comes behind the handshake, and is in the file all the same.
    let ended = connect(&server, &files, &["--session-out", &session, "-q"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let before = fs::read_to_string(&session).unwrap();
    let resume = ["--session-in", &session, "--session-out", &session];
    let ended = connect(&server, &files, &[&resume, &early[..]].concat());
    assert_eq!((ended.code, ended.out.as_str()), (0, "a requestx"), "{}", ended.err);
    assert_eq!(of_kind(&events(&ended.err), "early_data")[0]["outcome"], "accepted");
    assert_ne!(fs::read_to_string(&session).unwrap(), before, "each is used once");
}

#[test]
fn a_server_that_takes_none_has_it_behind_the_handshake() {
    let files = Files::new("no_early_data");
    let server = files.serve(&["--tickets=4", "-q"]);
    files.write("request", "a request");
    let request = files.path("request");
    let ended = connect(&server, &files, &["--reconnect", "2", "--early-data", &request, "--json"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, "a requestx"), "{}", ended.err);
    let told = events(&ended.err);
    assert_eq!(of_kind(&told, "early_data")[0]["outcome"], "not_allowed");
    let resumed = of_kind(&told, "connected");
    let resumed: Vec<_> = resumed.iter().map(|event| &event["facts"]["resumed"]).collect();
    assert_eq!(resumed, [&Value::Null, &"by ticket".into(), &"by ticket".into()]);
    assert_eq!(of_kind(&told, "session").len(), 12, "four for each connection");

    let ended = connect(&server, &files, &["--early-data", &request]);
    assert_eq!(ended.code, 1, "without a session it is of no use");
    let missing = files.path("missing");
    let ended = connect(&server, &files, &["--reconnect", "--early-data", &missing]);
    assert_eq!(ended.code, 1, "{}", ended.err);
}

#[test]
fn keys_are_changed_on_demand_and_not_in_older_versions() {
    let files = Files::new("key_update");
    let server = files.serve(&["-q"]);
    let ended = connect(&server, &files, &["--key-update"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
    assert!(ended.err.contains("client → server  KeyUpdate"), "{}", ended.err);
    assert!(ended.err.contains("client ← server  KeyUpdate"), "{}", ended.err);
    assert!(ended.err.contains("the client encrypts, under new keys,"), "{}", ended.err);
    let older = connect(&server, &files, &["--key-update", "--policy", "versions=TLSv1.2"]);
    assert_eq!(older.code, 1);
    assert!(older.err.contains("no new keys in TLS 1.2"), "{}", older.err);
}

#[test]
fn a_page_is_asked_for_early() {
    let files = Files::new("early_page");
    let server = files.serve(&["--tickets", "--max-early-data", "1000", "--www", "-q"]);
    files.write("request", "GET / HTTP/1.0\r\n\r\n");
    let request = files.path("request");
    let (address, ca) = (server.localhost(), files.path("ca.pem"));
    let arguments = ["--ca", &ca, "--reconnect", "--early-data", &request, "-q"];
    let ended = run(&[&["connect", &address], &arguments[..]].concat(), "");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("<tr><th>early data<td>accepted"), "{}", ended.out);
    assert!(fs::metadata(request).is_ok());
}
