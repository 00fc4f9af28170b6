//! Our server and the traces' clients: it is lent the random value and the key pair that the
//! trace's server had, is given its signature as the answer, and is compared message by message.
//!
//! Not done, because the machine cannot honestly be in their place:
//! - the client: no configuration of ours sends the traces' hellos (NSS offers session_ticket,
//!   renegotiation_info and groups that we do not have, in an order of its own), and a hello is
//!   what all that follows is bound to;
//! - the server of the resumed handshake: a session is bytes that the machine alone makes.

use countersign::{
    Answer, ClientAuthentication, Connection, Credential, Direction, Event, MessageContent,
    Request, Role, ServerConfig, Surroundings,
    bytes::{Bytes, BytesMut},
    crypto::SignatureScheme,
    pki_types::UnixTime,
    wire::{EncryptedExtensions, HandshakeType as H, Message13},
};
use countersign_rustcrypto::provider;

use crate::trace::{self, Draws, Trace};

/// The scheme and the signature of the trace's server.
fn proof(trace: &Trace) -> (SignatureScheme, Vec<u8>) {
    let message = trace.message(Role::Server, H::CERTIFICATE_VERIFY);
    let Message13::CertificateVerify(signed) = decode(message) else { panic!("another message") };
    (signed.scheme.unwrap(), signed.signature.to_vec())
}

fn config(trace: &Trace) -> ServerConfig {
    let message = trace.message(Role::Server, H::CERTIFICATE);
    let Message13::Certificate(certificate) = decode(message) else { panic!("another message") };
    let chain = certificate.entries().map(|entry| Bytes::copy_from_slice(entry.certificate));
    let credential = Credential::new("trace", chain.collect(), &[proof(trace).0]).unwrap();
    let mut policy = countersign_testkit::tls13();
    policy.groups = vec![trace.group()];
    let asks = trace.messages().iter().any(|(_, one)| one[0] == H::CERTIFICATE_REQUEST.0);
    let asks = if asks { ClientAuthentication::Required } else { ClientAuthentication::None };
    ServerConfig::builder(provider())
        .policy(policy)
        .credential(credential)
        .client_authentication(asks)
        .key_log(true)
        .trace(true)
        .build()
        .unwrap()
}

/// What our server did.
#[derive(Default)]
struct Played {
    output: BytesMut,
    messages: Vec<Bytes>,
    secrets: Vec<(&'static str, Vec<u8>)>,
}

/// Gives the server the client's hellos, and answers what it asks.
fn play(trace: &Trace) -> Played {
    let config = config(trace);
    let mut connection = Connection::server(&config);
    let hello = trace.message(Role::Server, H::SERVER_HELLO);
    let key = trace.key_pair_step(Role::Server).get("private key");
    let mut random = Draws([&hello[6..38], key].concat());
    let mut played = Played::default();
    let records = trace
        .steps("send handshake record")
        .filter(|step| step.who == Role::Client && step.get("payload")[0] == H::CLIENT_HELLO.0);
    for record in records {
        connection.input().extend_from_slice(record.get("complete record"));
        loop {
            let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_540_000_000));
            let output = &mut played.output;
            let mut surroundings = Surroundings { now, random: &mut random, output };
            match connection.poll(&mut surroundings).unwrap() {
                Event::NeedInput { .. } => break,
                Event::Ask(id, Request::ClientHello(_)) => {
                    connection.answer(id, Answer::Configuration(Ok(config.clone()))).unwrap();
                }
                Event::Ask(id, Request::Sign(_)) => {
                    connection.answer(id, Answer::Signature(Ok(proof(trace).1))).unwrap();
                }
                Event::Message(summary) => {
                    if let (Direction::Sent, MessageContent::Handshake(raw)) =
                        (summary.direction, summary.content)
                    {
                        played.messages.push(raw);
                    }
                }
                Event::KeyLog(log) => {
                    played.secrets.push((log.label, log.secret.expose().to_vec()));
                }
                _ => {}
            }
        }
    }
    played
}

fn decode(message: &[u8]) -> Message13<'_> {
    Message13::decode(H(message[0]), &message[4..]).unwrap()
}

/// The extensions of a message, with their lengths in bytes.
fn shown(message: &[u8]) -> String {
    let extensions = match decode(message) {
        Message13::EncryptedExtensions(EncryptedExtensions { extensions }) => extensions,
        Message13::HelloRetryRequest(hello) => hello.extensions,
        Message13::CertificateRequest(request) => request.extensions,
        _ => return format!("of {} bytes", message.len()),
    };
    let name = |(kind, data): (_, &[u8])| format!("{kind}({})", data.len());
    extensions.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// One of our messages beside the trace's of the same kind.
fn compare(ours: &[u8], theirs: &[u8]) -> String {
    let kind = H(ours[0]);
    if ours == theirs {
        return format!("{kind}: the same {} bytes", ours.len());
    }
    format!("{kind}: ours {}, the trace's {}", shown(ours), shown(theirs))
}

/// What is the same and what differs, and why:
/// - in EncryptedExtensions NSS names its groups, which a server may (RFC 8446 §4.2.7) and ours
///   does not, and writes record_size_limit and server_name the other way round;
/// - in HelloRetryRequest NSS sends a cookie, since it keeps no state; ours keeps it;
/// - in CertificateRequest each side lists the schemes that it knows;
/// - Finished is a proof over all before it, so it differs where anything does.
#[test]
fn our_server_sends_what_the_traces_servers_send() {
    let mut lines = Vec::new();
    for trace in trace::all().filter(|trace| trace.psk().is_none()) {
        let played = play(&trace);
        let theirs = trace.messages();
        let theirs = theirs
            .iter()
            .filter(|(who, one)| *who == Role::Server && one[0] != H::NEW_SESSION_TICKET.0);
        let theirs: Vec<_> = theirs.map(|one| one.1).collect();
        assert_eq!(played.messages.len(), theirs.len(), "{}", trace.name);
        for (ours, theirs) in played.messages.iter().zip(theirs) {
            lines.push(format!("{}: {}", trace.name, compare(ours, theirs)));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Where the hellos are the same, so is all that follows from them: the records in the clear, byte
/// for byte, and the secrets of the handshake, as the live machine tells them.
#[test]
fn our_servers_hello_and_secrets_are_the_traces_own() {
    for name in ["simple-1-rtt", "client-authentication", "compatibility-mode"] {
        let trace = trace::named(name);
        let played = play(&trace);
        let is_plain = |step: &&trace::Step| {
            step.who == Role::Server
                && step.find("complete record").is_some_and(|record| record[0] != 23)
        };
        let plain: Vec<u8> = trace
            .steps
            .iter()
            .filter(is_plain)
            .flat_map(|step| step.get("complete record"))
            .copied()
            .collect();
        assert!(played.output.starts_with(&plain), "{name}");
        for (label, step) in [
            ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "derive secret \"tls13 c hs traffic\""),
            ("SERVER_HANDSHAKE_TRAFFIC_SECRET", "derive secret \"tls13 s hs traffic\""),
        ] {
            let told = played.secrets.iter().find(|secret| secret.0 == label).unwrap();
            assert_eq!(told.1, trace.value(step, "expanded"), "{name}");
        }
    }
}
