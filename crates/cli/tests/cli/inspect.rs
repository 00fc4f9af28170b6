//! `countersign inspect`: captures as text, JSON and pictures; keys; what is no capture.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::program::{Ended, run};

fn vector(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors").join(name);
    path.to_string_lossy().into_owned()
}

fn capture(name: &str) -> String {
    vector(&format!("{name}/capture.pcapng"))
}

fn inspect(arguments: &[&str]) -> Ended {
    run(&[&["inspect"], arguments].concat(), "")
}

fn shown(arguments: &[&str]) -> String {
    let ended = inspect(arguments);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    ended.out
}

fn lines(arguments: &[&str]) -> Vec<Value> {
    let text = shown(&[arguments, &["--json"]].concat());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_whole_handshake_as_text() {
    insta::assert_snapshot!(shown(&[&capture("g1-client")]));
}

#[test]
fn mail_that_changes_over_to_tls() {
    insta::assert_snapshot!(shown(&[&capture("g9-smtp-client")]));
}

#[test]
fn each_line_is_an_object_of_a_connection() {
    let all = lines(&[&capture("g6-id-hit-client")]);
    let connections: Vec<u64> =
        all.iter().map(|line| line["connection"].as_u64().unwrap()).collect();
    assert!(connections.contains(&1) && connections.contains(&2));
    let resumed: Vec<&Value> = all
        .iter()
        .filter(|line| line["event"] == "connected")
        .map(|line| &line["facts"]["resumed"])
        .collect();
    assert_eq!(resumed, [&Value::Null, &Value::from("by session id")]);
    let wrong = |line: &&Value| line["event"] == "verdict" && line["verdict"] != "right";
    assert_eq!(all.iter().filter(wrong).count(), 0);

    let second = lines(&[&capture("g6-id-hit-client"), "--connection", "2"]);
    assert!(second.iter().all(|line| line["connection"] == 2));
    assert_eq!(second.len(), connections.iter().filter(|number| **number == 2).count());
}

#[test]
fn hellos_have_fingerprints() {
    let all = lines(&[&capture("g2-server")]);
    let of = |name: &str| {
        let facts = all.iter().find(|line| line["message"] == name).unwrap()["facts"].clone();
        facts.as_object().unwrap().clone()
    };
    // What tshark 4.0 says of the same hello.
    assert_eq!(of("ClientHello")["ja3"], "3335a58db9b8bde2f650e92ce2cc6dff");
    assert!(of("ClientHello")["ja4"].as_str().unwrap().starts_with("t12"));
    assert!(of("ServerHello").contains_key("ja3s") && of("ServerHello").contains_key("ja4s"));
}

#[test]
fn pictures_are_whole_and_hold_nothing_from_elsewhere() {
    let svg = shown(&[&capture("g1-client"), "--svg"]);
    assert!(svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"));
    let html = shown(&[&capture("g1-client"), "--html"]);
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"));
    for picture in [&svg, &html] {
        for message in ["ClientHello", "ServerHelloDone", "Finished (encrypted)", "133 bytes"] {
            assert!(picture.contains(message), "{message}");
        }
        assert_eq!(picture.matches("encrypts from here on").count(), 2);
        assert!(!picture.contains("href=\"http") && !picture.contains("src="));
    }
}

#[test]
fn keys_from_files() {
    // The capture without the secrets that it brings along.
    let bytes = fs::read(capture("g4-rsa-client")).unwrap();
    let bare = without_secrets(&bytes);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("inspect");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("bare.pcapng");
    fs::write(&file, bare).unwrap();
    let file = file.to_string_lossy().into_owned();

    let readable = |lines: &[Value]| lines.iter().any(|line| line["event"] == "data");
    assert!(!readable(&lines(&[&file])));
    assert!(readable(&lines(&[&file, "--rsa-key", &vector("keys/rsa-2048-key.pem")])));

    let wrong = inspect(&[&file, "--rsa-key", &vector("keys/p256-key.pem")]);
    assert_eq!(wrong.code, 1);
    insta::assert_snapshot!(wrong.err.replace(&vector(""), ""));
    let none = inspect(&[&file, "--keylog", &vector("keys/ca.pem")]);
    assert_eq!(none.code, 1);
    insta::assert_snapshot!(none.err.replace(&vector(""), ""));
}

/// Takes the Decryption Secrets Blocks out: their type is 10.
fn without_secrets(file: &[u8]) -> Vec<u8> {
    let mut rest = file;
    let mut out = Vec::new();
    while rest.len() >= 8 {
        let number = |at: usize| u32::from_le_bytes(rest[at..at + 4].try_into().unwrap());
        let (block, behind) = rest.split_at(number(4) as usize);
        if number(0) != 10 {
            out.extend_from_slice(block);
        }
        rest = behind;
    }
    out
}

#[test]
fn what_is_no_capture_is_said_so() {
    let ended = inspect(&[&vector("README.md")]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    insta::assert_snapshot!(ended.err.replace(&vector(""), ""));
    let ended = inspect(&["no/such/file"]);
    assert_eq!(ended.code, 1);
}

/// What came before the damage is shown, and the damage is said.
#[test]
fn a_capture_that_was_cut_short_is_shown_as_far_as_it_goes() {
    let bytes = fs::read(capture("g1-client")).unwrap();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("inspect");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("cut.pcapng");
    fs::write(&file, &bytes[..bytes.len() - 50]).unwrap();
    let ended = inspect(&[&file.to_string_lossy()]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("ClientHello") && ended.out.contains("connected"));
    assert!(ended.err.contains("it ends in the middle of a packet"), "{}", ended.err);
}
