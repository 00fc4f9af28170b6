//! The order of TLS 1.2, 1.1 and 1.0 (RFC 5246 §7.3).

use super::{
    InputKind::{self, Answer, ApplicationData, ChangeCipherSpec, Message},
    Row,
};
use crate::{
    handshake::{
        Era::Tls12,
        Role::{self, Client, Server},
        StateName as S,
    },
    request::AnswerKind as A,
    wire::HandshakeType as H,
};

const fn row(
    role: Role,
    state: S,
    input: InputKind,
    next: &'static [super::Place],
    note: &'static str,
    section: &'static str,
) -> Row {
    Row { role, era: Tls12, state, input, next, note, section }
}

const fn client(
    state: S,
    input: InputKind,
    next: &'static [super::Place],
    note: &'static str,
    section: &'static str,
) -> Row {
    row(Client, state, input, next, note, section)
}

const fn server(
    state: S,
    input: InputKind,
    next: &'static [super::Place],
    note: &'static str,
    section: &'static str,
) -> Row {
    row(Server, state, input, next, note, section)
}

/// A `HelloRequest` while the handshake is under way.
const fn ignored(state: S, same: &'static [super::Place]) -> Row {
    let note = "ignored: a handshake is under way";
    client(state, Message(H::HELLO_REQUEST), same, note, "RFC 5246 §7.4.1.1")
}

/// The places of this era.
macro_rules! to {
    ($($state:ident),+) => { &[$((Tls12, S::$state)),+] };
}

#[rustfmt::skip]
pub(super) static CLIENT: &[Row] = &[
    // The common case, looked at first, since each record of data passes here.
    client(S::Connected, ApplicationData, to![Connected], "", "RFC 5246 §10"),
    client(S::WaitCertificate, Message(H::CERTIFICATE), to![WaitCertificateStatus, WaitServerKeyExchange, WaitCertificateRequest], "", "RFC 5246 §7.4.2"),
    ignored(S::WaitCertificate, to![WaitCertificate]),
    client(S::WaitCertificateStatus, Message(H::CERTIFICATE_STATUS), to![WaitServerKeyExchange, WaitCertificateRequest], "", "RFC 6066 §8"),
    client(S::WaitCertificateStatus, Message(H::SERVER_KEY_EXCHANGE), to![WaitCertificateRequest], "the server has left its status out; not with RSA key exchange", "RFC 6066 §8"),
    client(S::WaitCertificateStatus, Message(H::CERTIFICATE_REQUEST), to![WaitServerHelloDone], "the server has left its status out; with RSA key exchange only", "RFC 6066 §8"),
    client(S::WaitCertificateStatus, Message(H::SERVER_HELLO_DONE), to![WaitPeerVerdict], "the server has left its status out; with RSA key exchange only", "RFC 6066 §8"),
    ignored(S::WaitCertificateStatus, to![WaitCertificateStatus]),
    client(S::WaitServerKeyExchange, Message(H::SERVER_KEY_EXCHANGE), to![WaitCertificateRequest, WaitServerHelloDone], "with a pre-shared key nothing more is asked", "RFC 5246 §7.4.3"),
    ignored(S::WaitServerKeyExchange, to![WaitServerKeyExchange]),
    client(S::WaitPskHint, Message(H::SERVER_KEY_EXCHANGE), to![WaitServerHelloDone], "", "RFC 4279 §2"),
    client(S::WaitPskHint, Message(H::SERVER_HELLO_DONE), to![WaitPreSharedKey], "asks PreSharedKey", "RFC 4279 §2"),
    ignored(S::WaitPskHint, to![WaitPskHint]),
    client(S::WaitCertificateRequest, Message(H::CERTIFICATE_REQUEST), to![WaitServerHelloDone], "", "RFC 5246 §7.4.4"),
    client(S::WaitCertificateRequest, Message(H::SERVER_HELLO_DONE), to![WaitPeerVerdict], "asks VerifyPeer", "RFC 5246 §7.4.5"),
    ignored(S::WaitCertificateRequest, to![WaitCertificateRequest]),
    client(S::WaitServerHelloDone, Message(H::SERVER_HELLO_DONE), to![WaitPeerVerdict, WaitPreSharedKey], "asks VerifyPeer or PreSharedKey", "RFC 5246 §7.4.5"),
    ignored(S::WaitServerHelloDone, to![WaitServerHelloDone]),
    client(S::WaitPeerVerdict, Answer(A::PeerVerdict), to![WaitCredential, WaitNewSessionTicket, WaitChangeCipherSpec], "asks SelectCredential, if the server asks and there is a choice; else sends ClientKeyExchange, ChangeCipherSpec, Finished; an empty Certificate first, if asked for one", "RFC 5246 §7.4.7"),
    client(S::WaitCredential, Answer(A::Credential), to![WaitSignature, WaitNewSessionTicket, WaitChangeCipherSpec], "sends Certificate, ClientKeyExchange, asks Sign; without a credential goes on to ChangeCipherSpec, Finished", "RFC 5246 §7.4.6"),
    client(S::WaitPreSharedKey, Answer(A::PreSharedKey), to![WaitNewSessionTicket, WaitChangeCipherSpec], "sends ClientKeyExchange, ChangeCipherSpec, Finished", "RFC 4279 §2"),
    client(S::WaitSignature, Answer(A::Signature), to![WaitNewSessionTicket, WaitChangeCipherSpec], "sends CertificateVerify, ChangeCipherSpec, Finished", "RFC 5246 §7.4.8"),
    client(S::WaitNewSessionTicket, Message(H::NEW_SESSION_TICKET), to![WaitChangeCipherSpec], "", "RFC 5077 §3.3"),
    ignored(S::WaitNewSessionTicket, to![WaitNewSessionTicket]),
    client(S::WaitChangeCipherSpec, ChangeCipherSpec, to![WaitFinished], "the server's keys change", "RFC 5246 §7.1"),
    ignored(S::WaitChangeCipherSpec, to![WaitChangeCipherSpec]),
    client(S::WaitFinished, Message(H::FINISHED), to![Connected], "after a resumption sends ChangeCipherSpec, Finished", "RFC 5246 §7.4.9"),
    client(S::Connected, Message(H::HELLO_REQUEST), to![Connected], "refused with the warning no_renegotiation", "RFC 5246 §7.4.1.1"),
];

#[rustfmt::skip]
pub(super) static SERVER: &[Row] = &[
    server(S::Connected, ApplicationData, to![Connected], "", "RFC 5246 §10"),
    server(S::WaitSignature, Answer(A::Signature), to![WaitCertificate, WaitClientKeyExchange], "sends ServerKeyExchange, CertificateRequest where clients are asked, ServerHelloDone", "RFC 5246 §7.4.3"),
    server(S::WaitCertificate, Message(H::CERTIFICATE), to![WaitPeerVerdict, WaitClientKeyExchange], "asks VerifyPeer, unless it is empty and may be", "RFC 5246 §7.4.6"),
    server(S::WaitPeerVerdict, Answer(A::PeerVerdict), to![WaitClientKeyExchange], "", "RFC 5246 §7.4.6"),
    server(S::WaitClientKeyExchange, Message(H::CLIENT_KEY_EXCHANGE), to![WaitPremaster, WaitPreSharedKey, WaitCertificateVerify, WaitChangeCipherSpec], "asks DecryptPremaster or PreSharedKey, where the key exchange wants it", "RFC 5246 §7.4.7"),
    server(S::WaitPremaster, Answer(A::Premaster), to![WaitCertificateVerify, WaitChangeCipherSpec], "", "RFC 5246 §7.4.7.1"),
    server(S::WaitPreSharedKey, Answer(A::PreSharedKey), to![WaitChangeCipherSpec], "", "RFC 4279 §2"),
    server(S::WaitCertificateVerify, Message(H::CERTIFICATE_VERIFY), to![WaitChangeCipherSpec], "", "RFC 5246 §7.4.8"),
    server(S::WaitChangeCipherSpec, ChangeCipherSpec, to![WaitFinished], "the client's keys change", "RFC 5246 §7.1"),
    server(S::WaitFinished, Message(H::FINISHED), to![WaitSealedTicket, WaitStored, Connected], "asks SealTicket or StoreSession, if the session is to be kept; else sends ChangeCipherSpec, Finished, unless it was resumed", "RFC 5246 §7.4.9"),
    server(S::WaitSealedTicket, Answer(A::SealedTicket), to![WaitChangeCipherSpec, Connected], "sends NewSessionTicket, ChangeCipherSpec, Finished; when a session is resumed ServerHello before", "RFC 5077 §3.3"),
    server(S::WaitStored, Answer(A::SessionStored), to![Connected], "sends ChangeCipherSpec, Finished", "RFC 5246 §7.4.9"),
    server(S::Connected, Message(H::CLIENT_HELLO), to![Connected], "refused with the warning no_renegotiation", "RFC 5746 §4.5"),
];
