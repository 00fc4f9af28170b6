//! The order of TLS 1.3 (RFC 8446 §2, appendix A).

use super::{
    InputKind::{self, Answer, ApplicationData, ChangeCipherSpec, Message},
    Row,
};
use crate::{
    handshake::{
        Era::Tls13,
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
    Row { role, era: Tls13, state, input, next, note, section }
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

/// A ChangeCipherSpec for middleboxes, which means nothing.
const fn ignored(role: Role, state: S, same: &'static [super::Place]) -> Row {
    let note = "ignored: it is there for middleboxes";
    row(role, state, ChangeCipherSpec, same, note, "RFC 8446 §5")
}

/// The places of this era.
macro_rules! to {
    ($($state:ident),+) => { &[$((Tls13, S::$state)),+] };
}

/// Where a server goes that knows with which key it goes on, or has to ask for one more.
macro_rules! flight_and {
    ($($more:ident),*) => {
        to![$($more,)* WaitOpenedTicket, WaitSession, WaitPreSharedKey, WaitSignature, WaitFinished]
    };
}

const TICKET: &str = "asks OpenTicket, FindSession or PreSharedKey for the next key, or AcceptEarlyData; else sends its flight, and asks Sign where no key was taken";

#[rustfmt::skip]
pub(super) static CLIENT: &[Row] = &[
    // The common case, looked at first, since each record of data passes here.
    client(S::Connected, ApplicationData, to![Connected], "", "RFC 8446 §5.1"),
    client(S::WaitServerHello, Message(H::SERVER_HELLO), to![WaitEncryptedExtensions], "the answer to the second hello; both sides' keys change", "RFC 8446 §4.1.3"),
    ignored(Client, S::WaitServerHello, to![WaitServerHello]),
    client(S::WaitEncryptedExtensions, Message(H::ENCRYPTED_EXTENSIONS), to![WaitCertificateRequest, WaitFinished], "with a pre-shared key no certificate is due", "RFC 8446 §4.3.1"),
    ignored(Client, S::WaitEncryptedExtensions, to![WaitEncryptedExtensions]),
    client(S::WaitCertificateRequest, Message(H::CERTIFICATE_REQUEST), to![WaitCertificate], "", "RFC 8446 §4.3.2"),
    client(S::WaitCertificateRequest, Message(H::CERTIFICATE), to![WaitCertificateVerify], "the server does not ask", "RFC 8446 §4.4.2"),
    client(S::WaitCertificateRequest, Message(H::COMPRESSED_CERTIFICATE), to![WaitCertificateVerify], "the server does not ask", "RFC 8879 §4"),
    ignored(Client, S::WaitCertificateRequest, to![WaitCertificateRequest]),
    client(S::WaitCertificate, Message(H::CERTIFICATE), to![WaitCertificateVerify], "", "RFC 8446 §4.4.2"),
    client(S::WaitCertificate, Message(H::COMPRESSED_CERTIFICATE), to![WaitCertificateVerify], "", "RFC 8879 §4"),
    ignored(Client, S::WaitCertificate, to![WaitCertificate]),
    client(S::WaitCertificateVerify, Message(H::CERTIFICATE_VERIFY), to![WaitPeerVerdict], "asks VerifyPeer", "RFC 8446 §4.4.3"),
    ignored(Client, S::WaitCertificateVerify, to![WaitCertificateVerify]),
    client(S::WaitPeerVerdict, Answer(A::PeerVerdict), to![WaitFinished], "", "RFC 8446 §4.4.3"),
    client(S::WaitFinished, Message(H::FINISHED), to![WaitCredential, Connected], "the server's keys change; asks SelectCredential, if the server asks and there is a choice; else sends EndOfEarlyData where early data were accepted, an empty Certificate where it is asked, Finished, and changes its keys", "RFC 8446 §4.4.4"),
    ignored(Client, S::WaitFinished, to![WaitFinished]),
    client(S::WaitCredential, Answer(A::Credential), to![WaitSignature, Connected], "sends Certificate, asks Sign; without a credential goes on to Finished", "RFC 8446 §4.4.2"),
    client(S::WaitSignature, Answer(A::Signature), to![Connected], "sends CertificateVerify, Finished", "RFC 8446 §4.4.3"),
    client(S::Connected, Message(H::NEW_SESSION_TICKET), to![Connected], "", "RFC 8446 §4.6.1"),
    client(S::Connected, Message(H::KEY_UPDATE), to![Connected], "the server's keys change; answered with a KeyUpdate where the server wants one", "RFC 8446 §4.6.3"),
    client(S::Connected, Message(H::CERTIFICATE_REQUEST), to![WaitCredential, Connected], "where the client has said that it may be asked: asks SelectCredential, or sends an empty Certificate and Finished", "RFC 8446 §4.6.2"),
];

#[rustfmt::skip]
pub(super) static SERVER: &[Row] = &[
    server(S::Connected, ApplicationData, to![Connected], "", "RFC 8446 §5.1"),
    server(S::WaitClientHello, Message(H::CLIENT_HELLO), flight_and![], TICKET, "RFC 8446 §4.1.2"),
    ignored(Server, S::WaitClientHello, to![WaitClientHello]),
    server(S::WaitOpenedTicket, Answer(A::OpenedTicket), flight_and![WaitEarlyDataVerdict], TICKET, "RFC 8446 §4.2.11"),
    server(S::WaitSession, Answer(A::Session), flight_and![WaitEarlyDataVerdict], TICKET, "RFC 8446 §4.2.11"),
    server(S::WaitPreSharedKey, Answer(A::PreSharedKey), flight_and![], TICKET, "RFC 8446 §4.2.11"),
    server(S::WaitEarlyDataVerdict, Answer(A::EarlyDataVerdict), to![WaitEndOfEarlyData, WaitFinished], "sends its flight", "RFC 8446 §8"),
    server(S::WaitSignature, Answer(A::Signature), to![WaitCertificate, WaitFinished], "sends CertificateVerify, Finished, and changes its keys", "RFC 8446 §4.4.3"),
    server(S::WaitEndOfEarlyData, ApplicationData, to![WaitEndOfEarlyData], "early data", "RFC 8446 §4.2.10"),
    server(S::WaitEndOfEarlyData, Message(H::END_OF_EARLY_DATA), to![WaitFinished], "the client's keys change", "RFC 8446 §4.5"),
    ignored(Server, S::WaitEndOfEarlyData, to![WaitEndOfEarlyData]),
    server(S::WaitCertificate, Message(H::CERTIFICATE), to![WaitCertificateVerify, WaitFinished], "it may be empty where none is required", "RFC 8446 §4.4.2"),
    server(S::WaitCertificate, Message(H::COMPRESSED_CERTIFICATE), to![WaitCertificateVerify, WaitFinished], "", "RFC 8879 §4"),
    ignored(Server, S::WaitCertificate, to![WaitCertificate]),
    server(S::WaitCertificateVerify, Message(H::CERTIFICATE_VERIFY), to![WaitPeerVerdict], "asks VerifyPeer", "RFC 8446 §4.4.3"),
    ignored(Server, S::WaitCertificateVerify, to![WaitCertificateVerify]),
    server(S::WaitPeerVerdict, Answer(A::PeerVerdict), to![WaitFinished], "", "RFC 8446 §4.4.3"),
    server(S::WaitFinished, Message(H::FINISHED), to![WaitSealedTicket, WaitStored, Connected], "the client's keys change; asks SealTicket or StoreSession for each ticket that is to be given", "RFC 8446 §4.4.4"),
    ignored(Server, S::WaitFinished, to![WaitFinished]),
    server(S::WaitSealedTicket, Answer(A::SealedTicket), to![WaitSealedTicket, Connected], "sends NewSessionTicket", "RFC 8446 §4.6.1"),
    server(S::WaitStored, Answer(A::SessionStored), to![WaitStored, Connected], "sends NewSessionTicket", "RFC 8446 §4.6.1"),
    server(S::Connected, Message(H::KEY_UPDATE), to![Connected], "the client's keys change; answered with a KeyUpdate where the client wants one", "RFC 8446 §4.6.3"),
];
