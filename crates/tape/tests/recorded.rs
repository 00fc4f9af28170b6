//! The tapes of `test-vectors/tapes`, recorded by the driver of `countersign-std` with OpenSSL:
//! does the machine still do what it did then, and is a byte that was changed in one found?
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::{fs, path::Path};

use countersign_rustcrypto::provider;
use countersign_tape::{Stop, Tape, redact, replay};

/// Name and text of each.
fn tapes() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors/tapes");
    let mut tapes: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    tapes.sort();
    assert!(tapes.len() >= 12, "{} tapes", tapes.len());
    tapes
}

#[test]
fn each_agrees_from_its_beginning_to_its_end() {
    for (name, text) in tapes() {
        let tape = Tape::read(&text).unwrap();
        let replayed = replay(&tape, provider()).unwrap();
        assert_eq!(replayed.stop, Stop::End, "{name}: {replayed}");
        assert!(replayed.steps > 4, "{name}: {replayed}");
    }
}

/// The text with one bit of one hexadecimal digit changed.
fn changed(text: &str, at: usize, bit: u32) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let digit = char::from(bytes[at]).to_digit(16).unwrap() ^ bit;
    bytes[at] = b"0123456789abcdef"[digit as usize];
    String::from_utf8(bytes).unwrap()
}

/// One byte of each piece that came in, at several places: found by the calls that take it in.
#[test]
fn a_byte_that_came_in_otherwise_is_found_at_its_step() {
    let mut changes = 0;
    for (name, text) in tapes() {
        let tape = Tape::read(&text).unwrap();
        let starts: Vec<usize> =
            text.match_indices("\nin bytes=").map(|(at, mark)| at + mark.len()).collect();
        for start in starts {
            let line = text[..start].lines().count();
            let step = tape
                .steps()
                .iter()
                .position(|step| step.before.iter().any(|fact| fact.line == line))
                .unwrap();
            let behind = tape.steps().iter().skip(step + 1);
            let last = step + 1 + behind.take_while(|step| step.before.is_empty()).count();
            let len = text[start..].find([' ', '\n']).unwrap();
            for at in (0..len).step_by((len / 12).max(1)) {
                // The version of a record before the hellos are done is not looked at.
                if at < 10 {
                    continue;
                }
                let other = changed(&text, start + at, 1);
                let replayed = replay(&Tape::read(&other).unwrap(), provider()).unwrap();
                let Stop::Differs(difference) = replayed.stop else {
                    // What lay behind a message that ended the connection was never looked at.
                    let unread = name.starts_with("g7") && last == tape.steps().len();
                    assert!(unread, "{name}, line {line}, digit {at}: {replayed}");
                    continue;
                };
                let found = difference.step;
                assert!(found > step && found <= last, "{name}, {step}..{last}: {difference}");
                changes += 1;
            }
        }
    }
    assert!(changes > 300, "{changes}");
}

#[test]
fn each_is_replayed_as_far_as_it_was_not_cut() {
    for (name, text) in tapes() {
        let begin = text.find("\nbegin\n").unwrap() + 7;
        for end in (begin..text.len()).step_by(61) {
            let tape = Tape::read(&text[..end]).unwrap();
            let replayed = replay(&tape, provider()).unwrap();
            assert!(matches!(replayed.stop, Stop::Cut { .. }), "{name}, {end}: {replayed}");
        }
    }
}

#[test]
fn without_their_secrets_they_can_be_read_and_not_replayed() {
    for (name, text) in tapes() {
        let redacted = redact(&text);
        let tape = Tape::read(&redacted).unwrap();
        let replayed = replay(&tape, provider()).unwrap();
        // A server that finds nothing in common has drawn nothing.
        let fails_at_once = name.contains("no-common-suite");
        assert_eq!(replayed.agrees(), fails_at_once, "{name}: {replayed}");
    }
}
