//! The machine's questions, in words.

use countersign::Request;

use super::certificates::date;

/// The name of a question, and what it asks.
pub(super) fn in_words(request: &Request) -> (&'static str, String) {
    match request {
        Request::ClientHello(hello) => {
            let name = match hello.server_name() {
                Some(name) => format!("a client that wants \"{name}\""),
                None => "a client that names no server".to_owned(),
            };
            ("ClientHello", format!("with which configuration is {name} served?"))
        }
        Request::VerifyPeer(request) => {
            let chain = match request.chain.len() {
                1 => "this certificate".to_owned(),
                count => format!("this chain of {count} certificates"),
            };
            let whom = request.server_name.as_ref().map_or_else(
                || "a client".to_owned(),
                |name| format!("the server \"{}\"", name.to_str()),
            );
            let time = date(request.now);
            ("VerifyPeer", format!("does {chain} prove {whom} at {time}?"))
        }
        Request::Sign(request) => {
            let (bytes, scheme) = (request.message.len(), request.scheme);
            let key = request.credential.label();
            ("Sign", format!("sign {bytes} bytes with {scheme} and the key of \"{key}\""))
        }
        _ => ("unknown", "a question that this command does not know".to_owned()),
    }
}
