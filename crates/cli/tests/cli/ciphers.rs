//! `countersign ciphers`: what a policy allows, and what is wrong with one.

use serde_json::Value;

use crate::program::run;

fn listed(arguments: &[&str]) -> String {
    let ended = run(&[&["ciphers"], arguments].concat(), "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    ended.out
}

#[test]
fn the_modern_policy_is_listed_unless_another_is_named() {
    let modern = listed(&[]);
    assert_eq!(modern, listed(&["modern"]));
    insta::assert_snapshot!(modern);
}

#[test]
fn a_policy_of_several_words() {
    insta::assert_snapshot!(listed(&["documented", "!ECDHE:!DHE", "schemes=RSA+SHA256"]));
    assert_eq!(
        listed(&["DHE+AESGCM"]),
        listed(&["documented DHE+AESGCM accept_unnamed_dhe_groups=no"])
    );
}

#[test]
fn each_suite_is_an_object_and_the_text_reads_back() {
    let json = listed(&["documented", "DEFAULT:PSK:0x1305", "--json"]);
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (policy, suites) = lines.split_last().unwrap();
    let odd = [0, 3, 12, 18, 30, suites.len() - 1].map(|index| suites[index].to_string());
    insta::assert_snapshot!(odd.join("\n"));
    assert_eq!(listed(&[policy["text"].as_str().unwrap(), "--json"]), json);
}

#[test]
fn an_unknown_name_is_met_with_a_proposal() {
    let ended = run(&["ciphers", "ECHDE+AESGCM"], "");
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    insta::assert_snapshot!(ended.err);
}

/// `connect` and `serve` would refuse them with the same words.
#[test]
fn a_policy_that_no_connection_can_use_is_listed_with_an_error() {
    for (policy, said) in
        [("!ALL versions=TLSv1.2", "no suites"), ("modern groups=ffdhe2048", "no group")]
    {
        let ended = run(&["ciphers", policy], "");
        assert_eq!(ended.code, 1, "{}", ended.out);
        assert!(ended.out.contains("as text") && ended.err.contains(said), "{}", ended.err);
    }
}

/// A build of the whole workspace has the feature by way of the testkit; one of this crate alone
/// has it where it is asked for.
#[cfg(not(feature = "legacy"))]
#[test]
fn the_legacy_policy_is_there_or_told_how_to_get() {
    let ended = run(&["ciphers", "legacy"], "");
    match ended.code {
        0 => assert!(ended.out.contains("TLS 1.0"), "{}", ended.out),
        code => {
            assert_eq!(code, 1);
            assert!(ended.err.contains("cargo's --features legacy"), "{}", ended.err);
        }
    }
}
