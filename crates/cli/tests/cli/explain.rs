//! `countersign explain`: is each name found, in words that help, and a wrong one met with the
//! right one?

use serde_json::Value;

use crate::program::run;

#[test]
fn one_of_each_kind() {
    let ended = run(
        &[
            "explain",
            "no_application_protocol",
            "EarlyData",
            "padding",
            "WaitPskHint",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "x25519",
            "rsa_pss_rsae_sha256",
            "NotTls",
            "close notify",
            "HelloVerifyRequest",
        ],
        "",
    );
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    insta::assert_snapshot!(ended.out);
}

#[test]
fn a_number_may_be_several_things() {
    let ended = run(&["explain", "--json", "0x28"], "");
    assert_eq!(ended.code, 0);
    let kinds: Vec<String> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].to_string())
        .collect();
    assert_eq!(kinds, ["\"alert\"", "\"cipher suite\""]);
}

#[test]
fn a_wrong_name_is_met_with_the_nearest() {
    for (name, near) in [
        ("handshake_failre", "handshake_failure"),
        ("WaitServerHelo", "WaitServerHello"),
        ("ECDHE-RSA-AES128-GCM-SHA255", "ECDHE-RSA-AES128-GCM-SHA256"),
        ("NoComonSuite", "NoCommonSuite"),
    ] {
        let ended = run(&["explain", name], "");
        assert_eq!(ended.code, 1);
        assert!(ended.err.contains(&format!("did you mean {near}?")), "{}", ended.err);
    }
    let ended = run(&["explain", "xyzzy"], "");
    assert!(ended.code == 1 && !ended.err.contains("did you mean"), "{}", ended.err);
}

#[test]
fn without_a_name_it_lists_what_there_is() {
    let ended = run(&["explain"], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    for part in ["alerts  ", "WaitFinished", "TLS_PSK_WITH_AES_128_GCM_SHA256", "by name"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
    assert!(ended.out.lines().all(|line| line.chars().count() <= 100), "{}", ended.out);
}
