//! Names (RFC 6125 §6): DNS, wildcards, addresses; and the words when none fits.

use countersign::CertificateFault;
use rcgen::{DnType, SanType};

use crate::authority::{Authority, accepts, authority, client, leaf, refuses, server};

#[test]
fn dns_wildcard_and_addresses() {
    let root = Authority::root(authority("root"));
    let verifier = root.verifier();
    let own = root.signs(&leaf(&["a.example", "*.b.example", "192.0.2.1", "2001:db8::1"]));
    for name in ["a.example", "A.Example", "x.b.example", "192.0.2.1", "2001:db8::1"] {
        accepts(&verifier, &server(name, &[&own.der]));
    }
    // A wildcard is one label, neither none nor two; an address matches no other.
    for name in ["b.example", "x.y.b.example", "x.a.example", "192.0.2.2", "::1"] {
        let rejected = refuses(&verifier, &server(name, &[&own.der]));
        assert_eq!(rejected.fault, CertificateFault::WrongName, "{name}");
    }
}

#[test]
fn the_names_there_are() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["b.example", "*.c.example", "127.0.0.1"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(
        rejected.reason,
        r#"wanted "a.example", the certificate is for "b.example", "*.c.example", 127.0.0.1"#
    );
    let rejected = refuses(&root.verifier(), &server("192.0.2.1", &[&own.der]));
    assert!(rejected.reason.starts_with("wanted 192.0.2.1, "), "{}", rejected.reason);
}

#[test]
fn many_names_are_counted() {
    let root = Authority::root(authority("root"));
    let names: Vec<String> = (0..20).map(|n| format!("h{n}.example")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let own = root.signs(&leaf(&names));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert!(rejected.reason.ends_with(r#""h7.example" and 12 more"#), "{}", rejected.reason);
}

#[test]
fn a_common_name_is_no_name() {
    let root = Authority::root(authority("root"));
    let mut params = leaf(&[]);
    params.distinguished_name.push(DnType::CommonName, "a.example");
    let own = root.signs(&params);
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::WrongName);
    assert_eq!(
        rejected.reason,
        "wanted \"a.example\", the certificate of CN=a.example has no subject alternative names \
         (a common name is not looked at, RFC 9525)"
    );
}

#[test]
fn names_of_other_kinds_do_not_match() {
    let root = Authority::root(authority("root"));
    let mut params = leaf(&[]);
    params.subject_alt_names = vec![
        SanType::Rfc822Name("post@a.example".try_into().unwrap()),
        SanType::URI("https://a.example/".try_into().unwrap()),
    ];
    let own = root.signs(&params);
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(
        rejected.reason,
        "wanted \"a.example\", the certificate is for mailbox \"post@a.example\", URI \
         \"https://a.example/\""
    );
}

#[test]
fn what_a_certificate_says_cannot_forge_a_log() {
    let root = Authority::root(authority("root"));
    let mut params = leaf(&[]);
    let hostile = "x\"\r\nINFO all is well \u{1b}[2J";
    params.subject_alt_names = vec![SanType::DnsName(hostile.try_into().unwrap())];
    params.distinguished_name.push(DnType::CommonName, "\u{202e}elpmaxe\u{85}\n");
    let own = root.signs(&params);
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(
        rejected.reason,
        r#"wanted "a.example", the certificate is for "x\"\r\nINFO all is well \u{1b}[2J""#
    );
    let description = countersign_verify::describe(&own.der).unwrap();
    assert_eq!(description.subject, r"CN=\u{202e}elpmaxe\u{85}\0a");
}

#[test]
fn a_server_without_a_name_to_check_is_refused() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let mut request = server("a.example", &[&own.der]);
    request.server_name = None;
    let rejected = refuses(&root.verifier(), &request);
    assert_eq!(rejected.fault, CertificateFault::Unknown);
    assert_eq!(rejected.reason, "no server name to check it for");
}

#[test]
fn a_client_needs_no_name() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&[]));
    let accepted = accepts(&root.verifier(), &client(&[&own.der]));
    assert_eq!(accepted.public_key, own.public_key);
}
