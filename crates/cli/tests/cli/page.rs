//! `countersign serve --www`: a page that says what was negotiated.

use crate::{
    certificates::Files,
    program::{Serving, run},
};

#[test]
fn a_get_is_answered_and_the_connection_closed() {
    let files = Files::new("page");
    let options = files.served();
    let mut arguments: Vec<&str> = options.iter().map(String::as_str).collect();
    arguments.extend(["--www", "--group", "secp384r1"]);
    let server = Serving::start(&arguments);
    let ca = files.path("ca.pem");
    let get = |request: &str| {
        let arguments = ["connect", &server.localhost(), "--ca", &ca, "--alpn", "h2,http/1.1"];
        let ended = run(&arguments, request);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.out
    };
    let page = get("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").replace('\r', "");
    insta::assert_snapshot!(page.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    assert!(get("POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
    let told = server.told_until("\": 405 ");
    assert!(told.contains("\"GET / HTTP/1.1\": 200 OK"), "{told}");
}
