//! `--provider`: does each provider do all that the command does, and with the other at its end?

use crate::program::run;

#[test]
fn the_default_can_be_named() {
    let arguments = ["handshake", "--seed", "1"];
    let named = run(&[&arguments[..], &["--provider", "rustcrypto"]].concat(), "");
    assert_eq!((named.code, named.out), (0, run(&arguments, "").out));
    let unknown = run(&["handshake", "--provider", "none"], "");
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("[possible values: rustcrypto, aws-lc]"), "{}", unknown.err);
}

#[cfg(not(feature = "aws-lc"))]
#[test]
fn one_that_is_not_built_in_is_told_how_to_get() {
    let files = crate::certificates::Files::new("not_built_in");
    let (cert, key) = (files.path("cert.pem"), files.path("key.pem"));
    for arguments in [
        &["handshake"][..],
        &["connect", "localhost:1"],
        &["serve", "127.0.0.1:0", "--cert", &cert, "--key", &key],
    ] {
        let ended = run(&[arguments, &["--provider", "aws-lc"]].concat(), "");
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        assert_eq!(
            ended.err,
            "error: the provider aws-lc is not built into this program\n \
             help: build it with cargo's --features aws-lc, or leave --provider out\n"
        );
    }
}

#[cfg(feature = "aws-lc")]
mod aws_lc {
    use crate::{
        certificates::Files,
        program::{Serving, run},
    };

    #[test]
    fn it_shakes_hands_with_itself() {
        for kind in ["ecdsa", "rsa"] {
            let ended = run(&["handshake", "--provider", "aws-lc", "--certificate", kind], "");
            assert_eq!((ended.code, ended.err.as_str()), (0, ""));
            assert!(ended.out.contains("connected\n"), "{}", ended.out);
        }
    }

    #[test]
    fn what_it_does_not_compute_comes_from_the_other() {
        for suite in ["DHE-RSA-AES128-GCM-SHA256", "AES128-SHA", "ECDHE-RSA-AES256-SHA384"] {
            let arguments = ["handshake", "--json", "--provider", "aws-lc", "--policy", suite];
            let ended = run(&arguments, "");
            assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{suite}");
        }
        #[cfg(feature = "legacy")]
        for suite in ["AES128-SHA", "ECDHE+ECDSA+SHA1", "DHE+SHA1"] {
            let policy = format!("legacy {suite} versions=TLSv1.0");
            let ended = run(&["handshake", "--provider", "aws-lc", "--policy", &policy], "");
            assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{suite}");
        }
    }

    #[test]
    fn either_end_may_have_either() {
        let files = Files::new("either_end");
        let (served, ca) = (files.served(), files.path("ca.pem"));
        let served: Vec<&str> = served.iter().map(String::as_str).collect();
        for server in ["rustcrypto", "aws-lc"] {
            let serving = Serving::start(&[&served[..], &["--provider", server]].concat());
            for client in ["rustcrypto", "aws-lc"] {
                let address = serving.localhost();
                let arguments = ["connect", &address, "--ca", &ca, "-q", "--provider", client];
                let ended = run(&arguments, "x");
                assert_eq!((ended.code, ended.out.as_str()), (0, "x"), "{}", ended.err);
            }
        }
    }
}
