//! What RFC 9001 §8 has otherwise than TLS over records, said by a peer; and configurations that
//! are of no use over QUIC.

use countersign::{
    ClientConfig, ConfigError, Connection, EncryptionLevel as L, Policy, ProtocolName, Role,
    fault::FaultKind as F,
    limits::MAX_TRANSPORT_PARAMETERS,
    wire::{HandshakeType as H, extension::ExtensionType as E},
};
use countersign_testkit::{ClientHelloParts, Records, Scene, fake};

use crate::stack::{self, End, connect, scene};

fn plain() -> Scene {
    scene(|client| client, |server| server)
}

#[track_caller]
fn refused(end: &End<'_>, kind: F, code: u64) {
    let error = end.error.as_ref().unwrap();
    assert_eq!((error.fault(), error.quic_code()), (Some(kind), Some(code)), "{error}");
    // Nothing is said of an alert that went nowhere.
    let text = error.to_string();
    assert!(text.contains(kind.sentence()) && !text.contains("alert"), "{text}");
}

/// A server gets the client's hello, changed.
fn served(scene: &Scene, change: impl FnOnce(ClientHelloParts) -> ClientHelloParts) -> End<'_> {
    let (mut client, mut server) = (stack::client(scene), stack::server(scene));
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    let hello = change(ClientHelloParts::decode(&hello).unwrap()).record();
    server.give(level, &hello.fragment).unwrap();
    server.settle();
    server
}

/// A client gets the server's EncryptedExtensions without one of them.
fn answered(scene: &Scene, without: E) -> End<'_> {
    let (mut client, mut server) = (stack::client(scene), stack::server(scene));
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    server.give(level, &hello).unwrap();
    server.settle();
    let (level, hello) = server.outgoing.pop_front().unwrap();
    client.give(level, &hello).unwrap();
    client.settle();
    let (level, flight) = server.outgoing.pop_front().unwrap();
    assert_eq!(flight[0], H::ENCRYPTED_EXTENSIONS.0);
    client.give(level, &message(H::ENCRYPTED_EXTENSIONS, &shortened(&flight, without))).unwrap();
    client.settle();
    client
}

/// The body of a message of extensions, without one.
fn shortened(message: &[u8], without: E) -> Vec<u8> {
    let len = usize::from(message[2]) << 8 | usize::from(message[3]);
    let (mut list, mut kept) = (&message[6..4 + len], Vec::new());
    while let Some(header) = list.first_chunk::<4>() {
        let end = 4 + (usize::from(header[2]) << 8 | usize::from(header[3]));
        if header[..2] != without.0.to_be_bytes() {
            kept.extend_from_slice(&list[..end]);
        }
        list = &list[end..];
    }
    assert!(kept.len() + 6 < 4 + len, "{without} was there");
    [&u16::try_from(kept.len()).unwrap().to_be_bytes()[..], &kept].concat()
}

fn message(kind: H, body: &[u8]) -> Vec<u8> {
    let len = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind.0, 0, len[0], len[1]], body].concat()
}

/// §8.2.
#[test]
fn transport_parameters_are_required_of_both() {
    let scene = plain();
    let server = served(&scene, |hello| hello.without(E::QUIC_TRANSPORT_PARAMETERS));
    refused(&server, F::MissingExtension, 0x016d);
    let client = answered(&scene, E::QUIC_TRANSPORT_PARAMETERS);
    refused(&client, F::MissingExtension, 0x016d);
}

/// §8.2: over records they are refused.
#[test]
fn transport_parameters_are_for_quic_alone() {
    for scene in [Scene::fake(), Scene::fake_tls13()] {
        let (mut client, mut server) = (scene.client_side(), scene.server_side());
        client.settle();
        let record = Records::new(&client.take_output()).next().unwrap();
        let hello = ClientHelloParts::decode(&record.fragment).unwrap();
        server.receive(&hello.with(E::QUIC_TRANSPORT_PARAMETERS, [1, 2]).record().bytes());
        let error = server.error().unwrap();
        assert_eq!(error.fault(), Some(F::QuicExtension));
        assert_eq!(error.alert_sent().unwrap().0, 110);
        assert!(server.take_output().ends_with(&[2, 110]));
    }
}

/// §8.1.
#[test]
fn an_application_protocol_is_required_of_both() {
    let scene = plain();
    refused(&served(&scene, |hello| hello.without(E::ALPN)), F::NoCommonProtocol, 0x0178);
    let other = served(&scene, |hello| hello.with(E::ALPN, *b"\0\x03\x02h9"));
    refused(&other, F::NoCommonProtocol, 0x0178);
    refused(&answered(&scene, E::ALPN), F::NoCommonProtocol, 0x0178);
}

/// §8.4; and our client asks for nothing of it, whatever its policy says.
#[test]
fn there_is_no_compatibility_with_middleboxes() {
    let scene = plain();
    assert!(scene.client.policy().middlebox_compatibility);
    let server = served(&scene, |mut hello| {
        assert!(hello.session_id.is_empty());
        hello.session_id = vec![7; 32];
        hello
    });
    refused(&server, F::CompatibilityInQuic, 0x0a);
}

/// §4.2.
#[test]
fn older_versions_are_refused() {
    let scene = plain();
    let server = served(&scene, |hello| hello.with(E::SUPPORTED_VERSIONS, [2, 3, 3]));
    refused(&server, F::NoCommonVersion, 0x0100 + 70);
}

/// §6, §4.4, §4.6.1: after the handshake.
#[test]
fn messages_that_quic_has_no_use_for() {
    let (update, request) =
        (message(H::KEY_UPDATE, &[0]), message(H::CERTIFICATE_REQUEST, &[0; 3]));
    let ticket = message(
        H::NEW_SESSION_TICKET,
        &[0, 0, 0, 9, 0, 0, 0, 0, 1, 0, 0, 1, 7, 0, 8, 0, 42, 0, 4, 0, 0, 0x40, 0],
    );
    let cases = [
        (Role::Client, &update, F::KeyUpdateInQuic, 0x010a),
        (Role::Server, &update, F::KeyUpdateInQuic, 0x010a),
        (Role::Client, &request, F::CertificateRequestInQuic, 0x0a),
        (Role::Client, &ticket, F::BadMaxEarlyData, 0x0a),
        (Role::Server, &ticket, F::UnexpectedMessage, 0x010a),
    ];
    // Over records this one would be waited for.
    let scene = scene(|client| client.post_handshake_auth(true), |server| server);
    for (role, message, kind, code) in cases {
        let (client, server) = connect(&scene, usize::MAX);
        let mut end = if role == Role::Client { client } else { server };
        end.give(L::OneRtt, message).unwrap();
        end.settle();
        refused(&end, kind, code);
    }
}

/// §8.3: whatever became of early data.
#[test]
fn an_end_of_early_data_is_refused() {
    let scene = plain();
    let (mut client, mut server) = (stack::client(&scene), stack::server(&scene));
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    server.give(level, &hello).unwrap();
    server.settle();
    server.give(L::Handshake, &message(H::END_OF_EARLY_DATA, &[])).unwrap();
    server.settle();
    refused(&server, F::UnexpectedMessage, 0x010a);
}

#[test]
fn configurations_that_are_of_no_use_are_refused() {
    let scene = plain();
    let name = scene.server_name.clone();
    let quic = |policy: Policy, protocol: Option<&'static str>| {
        let protocols = protocol.map(|name| ProtocolName::new(name).unwrap());
        let config = ClientConfig::builder(fake::provider()).policy(policy).protocols(protocols);
        Connection::quic_client(&config.build().unwrap(), name.clone(), b"").map(drop)
    };
    let lacks = |part| Err(ConfigError::NotForQuic { part });
    let new = countersign_testkit::tls13();
    assert_eq!(quic(new.clone(), Some("h3")), Ok(()));
    #[cfg(feature = "tls12")]
    for older in [Policy::modern(), countersign_testkit::tls12()] {
        let versions = "TLS 1.3 alone among its versions: Policy::with_versions";
        assert_eq!(quic(older, Some("h3")), lacks(versions));
    }
    assert_eq!(quic(new.clone(), None), lacks("an application protocol"));
    let limited = Policy { record_size_limit: Some(512), ..new };
    let limits = "no limit on the size of records: there are none";
    assert_eq!(quic(limited, Some("h3")), lacks(limits));
    let long = vec![0; MAX_TRANSPORT_PARAMETERS + 1];
    let refused = Err(ConfigError::TransportParameters { bytes: long.len() });
    assert_eq!(Connection::quic_server(&scene.server, &long).map(drop), refused);
    #[cfg(feature = "tls12")]
    assert!(Connection::quic_server(&Scene::fake().server, b"").is_err());
}

/// The one that answers may be another than the one that the connection began with.
#[test]
fn a_configuration_that_answers_has_to_fit_too() {
    let (scene, other) = (plain(), Scene::fake_tls13());
    let mut server = stack::server(&scene);
    let answers = other.server_side().answers;
    server.answers.configurations = answers.configurations;
    let mut client = stack::client(&scene);
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    server.give(level, &hello).unwrap();
    server.settle();
    refused(&server, F::NotForQuic, 0x0100 + 80);
}
