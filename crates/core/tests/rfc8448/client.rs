//! Our client through every trace: it is lent the random value and the key pairs that the trace's
//! client had, is given the trace's signature as the answer, and sends the trace's records.

use countersign::{
    ClientConfig, Connection, Error, Role,
    crypto::{AeadKeys, CipherSuite, NamedGroup, Provider, Secret, SignatureScheme, TrafficKeys},
    fault::FaultKind,
    pki_types::ServerName,
    schedule::{TrafficLabel, TrafficSecret},
    wire::{AlertDescription, ContentType, HandshakeType as H, Message13},
};
use countersign_rustcrypto::provider;

use crate::{
    driver::{Driver, credential},
    likeness::compare,
    live::Live,
    stand_in::stand_in,
    trace::{self, CIPHER, Step, Trace, decode, hkdf},
};

/// What the client offers, as near to the trace's as ours gets.
fn config(trace: &Trace, provider: Provider) -> ClientConfig {
    let Message13::ClientHello(hello) = decode(trace.messages_of(Role::Client)[0]) else {
        panic!("another message")
    };
    let mut policy = countersign_testkit::tls13();
    policy.suites = hello.cipher_suites.iter().map(CipherSuite).collect();
    let known = policy.groups;
    let groups = hello.groups().unwrap().unwrap().iter().map(NamedGroup);
    policy.groups = groups.filter(|group| known.contains(group)).collect();
    let known = policy.schemes;
    let schemes = hello.schemes().unwrap().unwrap().iter().map(SignatureScheme);
    policy.schemes = schemes.filter(|scheme| known.contains(scheme)).collect();
    policy.record_size_limit = Some(0x4000);
    policy.middlebox_compatibility = !hello.session_id.is_empty();
    let mut config = ClientConfig::builder(provider).policy(policy);
    if let Some(credential) = credential(trace, Role::Client) {
        config = config.credential(credential);
    }
    config.resumption(true).early_data(true).key_log(true).trace(true).build().unwrap()
}

/// The client of a trace, with this session to resume.
fn client(trace: &Trace, provider: Provider, session: Option<Secret>) -> Live<'_> {
    let hello = trace.messages_of(Role::Client)[0];
    let id_len = usize::from(hello[38]);
    let mut draws = [&hello[6..38], &hello[39..39 + id_len]].concat();
    trace.key_pair_steps(Role::Client).for_each(|pair| draws.extend(pair.get("private key")));
    let name = ServerName::try_from("server").unwrap();
    let connection = Connection::client(&config(trace, provider), name);
    let (who, config, sealed) = (Role::Client, None, Vec::new());
    Live::new(connection, Driver { trace, who, provider, config, session, sealed }, draws)
}

/// What our client makes of the ticket of the first handshake.
fn session() -> Secret {
    let trace = trace::named("simple-1-rtt");
    let mut live = client(&trace, stand_in(&trace, Role::Client), None);
    live.run().unwrap();
    live.sessions.pop().unwrap()
}

fn session_for(trace: &Trace) -> Option<Secret> {
    trace.psk().map(|_| session())
}

/// No two hellos are alike, and a binder is in a hello. All other records of the traces' clients
/// are those of ours.
#[test]
fn our_client_sends_the_records_of_every_trace() {
    let mut lines = Vec::new();
    for trace in trace::all() {
        let provider = stand_in(&trace, Role::Client);
        let mut live = client(&trace, provider, session_for(&trace));
        let pairs = live.run().unwrap();
        lines.extend(compare(&live, &pairs, &["ClientHello"]));
        live.check_told();
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// The binder is in our hello, which is another: but it is the trace's.
#[test]
fn our_client_offers_the_traces_ticket_with_its_binder() {
    let trace = trace::named("resumed-0-rtt");
    let mut live = client(&trace, stand_in(&trace, Role::Client), Some(session()));
    live.run().unwrap();
    let offered = [&live.messages[0][..], trace.messages_of(Role::Client)[0]].map(|hello| {
        let Message13::ClientHello(hello) = decode(hello) else { panic!("another message") };
        let psks = hello.psk().unwrap().unwrap();
        let names = psks.identities().map(|one| one.identity.to_vec());
        (names.collect::<Vec<_>>(), psks.binders().map(<[u8]>::to_vec).collect::<Vec<_>>())
    });
    assert_eq!(offered[0], offered[1]);
}

/// The secret of resumption is not logged; what a ticket becomes with it is in the session.
#[test]
fn our_client_resumes_with_the_secrets_of_every_trace() {
    let first = trace::named("simple-1-rtt");
    let ticket = first.message(Role::Server, H::NEW_SESSION_TICKET);
    for trace in trace::all() {
        let provider = stand_in(&trace, Role::Client);
        let mut live = client(&trace, provider, session_for(&trace));
        let in_handshake = |step: &&Step| {
            !["send alert record", "send application_data record"].contains(&step.what)
        };
        live.run_through(trace.records().filter(in_handshake)).unwrap();
        if live.sessions.is_empty() {
            live.receive(&sealed(&trace, ticket)).unwrap();
        }
        let secret = trace.value("derive secret \"tls13 res master\"", "expanded");
        let mut psk = [0; 32];
        hkdf().expand_label(secret, "resumption", &[0, 0], &mut psk);
        let [session] = &live.sessions[..] else { panic!("{}: no session", trace.name) };
        assert!(session.expose().windows(32).any(|part| part == psk), "{}", trace.name);
    }
}

/// The first record of the server's data, with this message in it.
fn sealed(trace: &Trace, message: &[u8]) -> Vec<u8> {
    let secret = trace.value("derive secret \"tls13 s ap traffic\"", "expanded");
    let label = TrafficLabel::all().find(|label| label.name() == "s ap traffic").unwrap();
    let secret = TrafficSecret::known(hkdf(), label, secret).unwrap();
    let keys = tls13_keys(secret.keys(&provider(), CIPHER).unwrap());
    let mut text = [message, &[ContentType::HANDSHAKE.0]].concat();
    let len = u16::try_from(text.len() + 16).unwrap().to_be_bytes();
    let header = [23, 3, 3, len[0], len[1]];
    let tag = keys.key().seal(&keys.nonce(0), &header, &mut text).unwrap();
    [&header[..], &text, &tag].concat()
}

/// The traces' RSA keys are too short for a provider of ours, whose word it is.
#[test]
fn without_leave_our_client_refuses_a_key_of_1024_bits() {
    let trace = trace::named("simple-1-rtt");
    let signatures = provider().signatures;
    let provider = Provider { signatures, ..stand_in(&trace, Role::Client) };
    let failed = client(&trace, provider, None).run().err().unwrap();
    let Error::Fault { fault, alert, .. } = failed else { panic!("{failed}") };
    assert_eq!(fault.kind, FaultKind::BadCertificateVerify);
    assert_eq!(alert, Some(AlertDescription::DECRYPT_ERROR));
}

fn tls13_keys(keys: TrafficKeys) -> AeadKeys {
    match keys {
        TrafficKeys::Tls13(keys) => keys,
        #[cfg(feature = "tls12")]
        _ => panic!("keys of another version"),
    }
}
