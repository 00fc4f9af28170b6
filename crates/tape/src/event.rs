//! What the machine tells, as facts. The table of events and questions: one arm for each kind.

use alloc::{format, vec::Vec};

use countersign::{
    CallError, ConnectionSummary, Direction, Error, Event, HelloSummary, MessageContent,
    MessageSummary, Misuse, PeerKeyUsage, PreSharedKeyRequest, Request, SessionKey, StoreSession,
    VerifyPeerRequest,
    pki_types::{ServerName, UnixTime},
};

use crate::{
    names::{EARLY_DATA, LEVELS, certificate_type, label, name as name_of, server_name},
    page::{Line, Page},
};

/// An event.
pub(crate) fn write_event(event: &Event, page: &mut Page) {
    let line = page.part("event");
    match event {
        Event::NeedInput { hint } => line.word("NeedInput").field("hint", hint),
        Event::Ask(id, request) => {
            let line = line.word("Ask").field("question", id.number());
            write_request(request, line.word(request.name()))
        }
        Event::AwaitAnswer(id) => line.word("AwaitAnswer").field("question", id.number()),
        Event::Message(summary) => write_message(summary, line.word("Message")),
        Event::KeysChanged(change) => {
            line.word("KeysChanged").word(way(change.direction)).text("cipher", change.cipher)
        }
        Event::Negotiated(summary) => write_hello(summary, line.word("Negotiated")),
        Event::Connected(summary) => write_connected(summary, line.word("Connected")),
        Event::Session(session) => write_session(session, line.word("Session")),
        Event::KeyLog(log) => line
            .word("KeyLog")
            .field("label", log.label)
            .bytes("client_random", &log.client_random)
            .secret("secret", log.secret.expose()),
        Event::SessionLost(of) => key(of, line.word("SessionLost")),
        Event::Handshake(sent) => line
            .word("Handshake")
            .word(name_of(LEVELS, &sent.level))
            .field("length", sent.bytes.len())
            .bytes("bytes", &sent.bytes),
        Event::Secret(secret) => line
            .word("Secret")
            .word(name_of(LEVELS, &secret.level))
            .word(way(secret.direction))
            .field("suite", format!("{:#06x}", secret.suite.0))
            .remark(secret.suite)
            .secret("secret", secret.secret.expose()),
        Event::TransportParameters(parameters) => {
            line.word("TransportParameters").bytes("bytes", parameters)
        }
        Event::EarlyData(data) => {
            line.word("EarlyData").field("length", data.len()).secret("bytes", data)
        }
        Event::Data(data) => line.word("Data").field("length", data.len()).secret("bytes", data),
        Event::PeerClosed => line.word("PeerClosed"),
        Event::Closed => line.word("Closed"),
        // Its debug form shows no secret.
        newer => line.word("unknown").text("shown", format!("{newer:?}")),
    }
    .end();
}

/// A question.
fn write_request<'a>(request: &Request, line: Line<'a>) -> Line<'a> {
    match request {
        Request::ClientHello(hello) => line.bytes("raw", hello.raw()),
        Request::VerifyPeer(request) => write_verify(request, line),
        Request::Sign(request) => line
            .text("credential", label(&request.credential))
            .field("scheme", format!("{:#06x}", request.scheme.0))
            .remark(request.scheme)
            .bytes("message", &request.message),
        Request::SelectCredential(request) => {
            let schemes: Vec<_> = request.schemes.iter().map(|it| it.0.to_be_bytes()).collect();
            certificate_type(request.certificate_type, name(&request.server_name, line))
                .pieces("schemes", &schemes)
                .field("fitting", request.fitting.len())
                .pieces("authorities", &request.authorities)
        }
        Request::DecryptPremaster(request) => line
            .text("credential", label(&request.credential))
            .bytes("ciphertext", &request.ciphertext),
        Request::PreSharedKey(PreSharedKeyRequest::ForServer { server_name, hint }) => {
            name(server_name, line)
                .option("hint", hint.as_ref(), |line, name, hint| line.bytes(name, hint))
        }
        Request::PreSharedKey(PreSharedKeyRequest::OfIdentity { identity }) => {
            line.bytes("identity", identity)
        }
        Request::FindSession(request) => at(request.now, key(&request.key, line)),
        Request::StoreSession(session) => write_session(session, line),
        Request::AcceptEarlyData(request) => at(request.now, line)
            .bytes("binder", &request.binder)
            .field("window", request.window)
            .option("server_name", request.server_name.as_ref(), |line, name, bytes| {
                line.bytes(name, bytes).remark(bytes.escape_ascii())
            })
            .option("protocol", request.protocol.as_ref(), |line, name, protocol| {
                line.bytes(name, protocol.as_bytes()).remark(protocol)
            }),
        Request::OpenTicket(request) => at(request.now, line).bytes("ticket", &request.ticket),
        Request::SealTicket(request) => at(request.now, line)
            .field("lifetime", request.lifetime)
            .secret("session", request.session.expose()),
        newer => line.word("unknown").text("shown", format!("{newer:?}")),
    }
}

fn write_verify<'a>(request: &VerifyPeerRequest, line: Line<'a>) -> Line<'a> {
    let usage = match request.usage {
        PeerKeyUsage::Signs => "signs",
        PeerKeyUsage::EnciphersKeys => "enciphers_keys",
    };
    let line = line.field("peer", request.peer).field("usage", usage);
    let line = line.option("server_name", request.server_name.as_ref(), |line, field, name| {
        line.text(field, server_name(name))
    });
    certificate_type(request.certificate_type, at(request.now, line))
        .option("ocsp_response", request.ocsp_response.as_ref(), |line, name, der| {
            line.bytes(name, der)
        })
        .pieces("chain", &request.chain)
}

fn write_message<'a>(summary: &MessageSummary, line: Line<'a>) -> Line<'a> {
    let line = line.word(way(summary.direction)).flag("protected", summary.protected);
    match &summary.content {
        MessageContent::Handshake(bytes) => {
            let line = match summary.content.handshake_type() {
                Some(kind) => line.remark(kind),
                None => line,
            };
            line.word("Handshake").field("length", bytes.len()).bytes("bytes", bytes)
        }
        MessageContent::ChangeCipherSpec => line.word("ChangeCipherSpec"),
        MessageContent::Alert(alert) => line
            .word("Alert")
            .field("level", alert.level)
            .field("description", format!("{:#04x}", alert.description.0))
            .remark(alert.description),
        newer => line.word("unknown").text("shown", format!("{newer:?}")),
    }
}

fn write_hello<'a>(summary: &HelloSummary, line: Line<'a>) -> Line<'a> {
    let line = line
        .field("version", format!("{:#06x}", summary.version.0))
        .remark(summary.version)
        .field("suite", format!("{:#06x}", summary.suite.0))
        .remark(summary.suite)
        .field("compression", summary.compression)
        .bytes("client_random", &summary.client_random)
        .bytes("server_random", &summary.server_random)
        .option("protocol", summary.protocol.as_ref(), |line, name, protocol| {
            line.bytes(name, protocol.as_bytes()).remark(protocol)
        });
    line.flag("extended_master_secret", summary.extended_master_secret)
        .flag("encrypt_then_mac", summary.encrypt_then_mac)
        .flag("secure_renegotiation", summary.secure_renegotiation)
        .option("resumption", summary.resumption, |line, name, how| {
            line.field(name, format!("{how:?}"))
        })
}

fn write_connected<'a>(summary: &ConnectionSummary, line: Line<'a>) -> Line<'a> {
    let line = write_hello(&summary.hello, line.field("role", summary.role));
    let line = line.option("group", summary.group, |line, name, group| {
        line.field(name, format!("{:#06x}", group.0)).remark(group)
    });
    let schemes = [("scheme", summary.scheme), ("client_scheme", summary.client_scheme)];
    let line = schemes.into_iter().fold(line, |line, (name, scheme)| {
        line.option(name, scheme, |line, name, scheme| {
            line.field(name, format!("{:#06x}", scheme.0)).remark(scheme)
        })
    });
    line.option("server_name", summary.server_name.as_ref(), |line, name, bytes| {
        line.bytes(name, bytes).remark(bytes.escape_ascii())
    })
    .option("credential", summary.credential.as_ref(), |line, name, credential| {
        line.text(name, label(credential))
    })
    .option("psk_identity", summary.psk_identity.as_ref(), |line, name, identity| {
        line.bytes(name, identity).remark(identity.escape_ascii())
    })
    .field("early_data", name_of(EARLY_DATA, &summary.early_data))
    .flag("retried", summary.retried)
    .pieces("peer_chain", &summary.peer_chain)
}

fn write_session<'a>(session: &StoreSession, line: Line<'a>) -> Line<'a> {
    at(session.now, key(&session.key, line))
        .field("lifetime", session.lifetime)
        .secret("session", session.session.expose())
}

fn key<'a>(key: &SessionKey, line: Line<'a>) -> Line<'a> {
    match key {
        SessionKey::Id(id) => line.bytes("id", id),
        SessionKey::ServerName(server_name) => name(server_name, line),
    }
}

fn name<'a>(name: &ServerName<'_>, line: Line<'a>) -> Line<'a> {
    line.text("server_name", server_name(name))
}

fn at(now: UnixTime, line: Line<'_>) -> Line<'_> {
    line.field("now", now.as_secs())
}

pub(crate) fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Sent => "sent",
        Direction::Received => "received",
    }
}

/// How the connection ended badly. The sentence is a remark: it may become a better one.
pub(crate) fn write_error(error: &Error, page: &mut Page) {
    let line = page.part("error");
    let line = match error {
        Error::Fault { fault, alert, .. } => {
            let line = line.word("Fault").field("fault", format!("{:?}", fault.kind));
            line.option("alert", *alert, Line::field)
        }
        Error::AlertReceived { description, .. } => {
            line.word("AlertReceived").field("description", description)
        }
        Error::ClosedInHandshake { .. } => line.word("ClosedInHandshake"),
        Error::Truncated { .. } => line.word("Truncated"),
        Error::Canceled { .. } => line.word("Canceled"),
        newer => line.word("unknown").text("shown", format!("{newer:?}")),
    };
    line.text("at", error.at()).remark(error).end();
}

/// Why a call did nothing.
pub(crate) fn write_call_error(error: &CallError, page: &mut Page) {
    match error {
        CallError::Failed(error) => write_error(error, page),
        CallError::Misuse(misuse) => {
            let line = page.part("misuse");
            match misuse {
                Misuse::NoSuchQuestion(_) => line.word("NoSuchQuestion"),
                Misuse::WrongAnswer { wanted, given, .. } => {
                    line.word("WrongAnswer").field("wanted", wanted).field("given", given)
                }
                Misuse::SendAfterClose => line.word("SendAfterClose"),
                Misuse::NoKeyUpdate => line.word("NoKeyUpdate"),
                Misuse::NoRecords => line.word("NoRecords"),
                Misuse::HasRecords => line.word("HasRecords"),
                Misuse::LevelNotReady { level, reading } => line
                    .word("LevelNotReady")
                    .field("level", name_of(LEVELS, level))
                    .field("reading", name_of(LEVELS, reading)),
                newer => line.word("unknown").text("shown", format!("{newer:?}")),
            }
            .remark(misuse)
            .end();
        }
    }
}
