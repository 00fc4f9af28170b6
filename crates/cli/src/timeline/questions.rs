//! The machine's questions, in words.

use countersign::{
    CertificateType, OfferedHello, PeerKeyUsage, PreSharedKeyRequest, Request,
    SelectCredentialRequest, SessionKey, VerifyPeerRequest,
};

use super::certificates::date;
use crate::private_file::hex;

/// The name of a question, and what it asks.
pub(super) fn in_words(request: &Request) -> (&'static str, String) {
    let words = match request {
        Request::ClientHello(hello) => client_hello(hello),
        Request::VerifyPeer(request) => verify_peer(request),
        Request::Sign(request) => {
            let (bytes, scheme) = (request.message.len(), request.scheme);
            let key = request.credential.label();
            format!("sign {bytes} bytes with {scheme} and the key of \"{key}\"")
        }
        Request::SelectCredential(request) => select_credential(request),
        Request::DecryptPremaster(request) => format!(
            "decrypt {} bytes with the key of \"{}\"",
            request.ciphertext.len(),
            request.credential.label()
        ),
        Request::PreSharedKey(request) => pre_shared_key(request),
        Request::FindSession(request) => {
            format!("is there a session {}?", by(&request.key))
        }
        Request::StoreSession(session) => {
            let (key, lifetime) = (by(&session.key), session.lifetime);
            format!("keep the session {key} for {lifetime} s")
        }
        Request::OpenTicket(request) => {
            format!("what is in this ticket of {} bytes?", request.ticket.len())
        }
        Request::SealTicket(request) => {
            format!("seal the session into a ticket, for {} s", request.lifetime)
        }
        Request::AcceptEarlyData(request) => format!(
            "are the early data behind the binder {}… new? they count as fresh for {} s",
            hex(request.binder.get(..8).unwrap_or(&request.binder)),
            request.window
        ),
        _ => "a question that this command does not know".to_owned(),
    };
    (request.name(), words)
}

fn client_hello(hello: &OfferedHello) -> String {
    let name = match hello.server_name() {
        Some(name) => format!("a client that wants \"{name}\""),
        None => "a client that names no server".to_owned(),
    };
    format!("with which configuration is {name} served?")
}

fn verify_peer(request: &VerifyPeerRequest) -> String {
    let chain = match request.chain.len() {
        _ if request.certificate_type == CertificateType::RAW_PUBLIC_KEY => {
            "this public key".to_owned()
        }
        1 => "this certificate".to_owned(),
        count => format!("this chain of {count} certificates"),
    };
    let whom = request
        .server_name
        .as_ref()
        .map_or_else(|| "a client".to_owned(), |name| format!("the server \"{}\"", name.to_str()));
    let usage = match request.usage {
        PeerKeyUsage::Signs => "",
        PeerKeyUsage::EnciphersKeys => " and may its key encrypt",
    };
    let stapled = match &request.ocsp_response {
        Some(response) => format!(" (with an OCSP response of {} bytes)", response.len()),
        None => String::new(),
    };
    format!("does {chain} prove {whom} at {}{usage}?{stapled}", date(request.now))
}

fn select_credential(request: &SelectCredentialRequest) -> String {
    let count = match request.fitting.len() {
        0 => "none of ours fits".to_owned(),
        1 => "one of ours fits".to_owned(),
        count => format!("{count} of ours fit"),
    };
    let what = match request.certificate_type {
        CertificateType::RAW_PUBLIC_KEY => "public key",
        _ => "certificate",
    };
    format!("which {what} for the server \"{}\"? {count}", request.server_name.to_str())
}

fn pre_shared_key(request: &PreSharedKeyRequest) -> String {
    match request {
        PreSharedKeyRequest::ForServer { server_name, hint } => {
            let hint = hint.as_ref().filter(|hint| !hint.is_empty()).map(|hint| {
                format!(", which gives the hint \"{}\"", String::from_utf8_lossy(hint))
            });
            let server = server_name.to_str();
            format!("which pre-shared key for \"{server}\"{}?", hint.unwrap_or_default())
        }
        PreSharedKeyRequest::OfIdentity { identity } => {
            format!("which pre-shared key is \"{}\"?", String::from_utf8_lossy(identity))
        }
    }
}

/// By what a session is kept.
fn by(key: &SessionKey) -> String {
    match key {
        SessionKey::Id(id) => format!("with the id {}", hex(id)),
        SessionKey::ServerName(name) => format!("with \"{}\"", name.to_str()),
    }
}
