//! Hellos of other clients: long, short, and full of what nobody knows.

use countersign::{
    Event, OfferedHello, Request, StateName,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    fault::FaultKind,
    wire::{HandshakeType, ProtocolVersion, extension::ExtensionType},
};
use countersign_testkit::{ClientHelloParts, Records, Scene, ServerHelloParts, Side, Step};

/// RFC 8701 §2.
const GREASE: u16 = 0x3a3a;

/// What our own client offers, to start from.
fn ours(scene: &Scene) -> ClientHelloParts {
    let mut client = scene.client_side();
    client.settle();
    let record = Records::new(&client.take_output()).next().unwrap();
    ClientHelloParts::decode(&record.fragment).unwrap()
}

/// The hello as the server was asked about it.
fn offered(server: &Side<'_>) -> OfferedHello {
    let asked = server.noted().iter().find_map(|noted| match &noted.event {
        Event::Ask(_, Request::ClientHello(hello)) => Some(hello.clone()),
        _ => None,
    });
    asked.expect("the server asks about every hello that it can read")
}

/// The server's answer. Its whole flight must be there: ServerHello to ServerHelloDone.
fn served(scene: &Scene, hello: &ClientHelloParts) -> (ServerHelloParts, OfferedHello) {
    let mut server = scene.server_side();
    let step = server.receive(&hello.record().bytes());
    assert_eq!(step, Step::NeedInput(5), "{:?}", server.error());
    assert_eq!(server.connection.state().state, StateName::WaitClientKeyExchange);
    let offered = offered(&server);
    let output = server.take_output();
    let messages: Vec<_> = Records::new(&output).flat_map(|record| record.messages()).collect();
    let kinds: Vec<_> = messages.iter().map(|message| HandshakeType(message[0])).collect();
    assert_eq!(kinds[0], HandshakeType::SERVER_HELLO);
    assert_eq!(kinds[3], HandshakeType::SERVER_HELLO_DONE);
    (ServerHelloParts::decode(&messages[0]).unwrap(), offered)
}

#[test]
fn seventy_four_suites_most_of_them_unknown() {
    let scene = Scene::fake();
    let mut hello = ours(&scene);
    let mut suites = vec![GREASE, CipherSuite::EMPTY_RENEGOTIATION_INFO_SCSV.0];
    suites.extend(0x1301..=0x1305);
    suites.extend((0xfe00..).take(65));
    suites.extend([0xc02b, CipherSuite::FALLBACK_SCSV.0]);
    assert_eq!(suites.len(), 74);
    hello.cipher_suites = suites.clone();
    let (answer, offered) = served(&scene, &hello.without(ExtensionType::RENEGOTIATION_INFO));
    assert_eq!(answer.cipher_suite, 0xc02b);
    let extensions = answer.extensions.unwrap();
    let info = (ExtensionType::RENEGOTIATION_INFO, vec![0]);
    assert!(extensions.contains(&info), "the signalling suite is answered by the extension");
    let shown: Vec<_> = offered.cipher_suites().iter().map(|suite| suite.0).collect();
    assert_eq!(shown, suites);
    assert_eq!(offered.cipher_suites()[0].to_string(), "GREASE(0x3a3a)");
    assert_eq!(offered.cipher_suites()[73].name(), Some("TLS_FALLBACK_SCSV"));
}

#[test]
fn unknown_and_grease_values_are_kept_and_shown() {
    let scene = Scene::fake();
    let unknown = ExtensionType(0x4242);
    let hello = ours(&scene)
        .with(ExtensionType(GREASE), [1])
        .with(unknown, *b"whatever")
        .with(ExtensionType::SUPPORTED_GROUPS, [0, 6, 0x3a, 0x3a, 0x12, 0x34, 0, 23])
        .with(ExtensionType::SIGNATURE_ALGORITHMS, [0, 6, 0x3a, 0x3a, 4, 3, 0x77, 0x77])
        .with(ExtensionType::SUPPORTED_VERSIONS, [6, 0x3a, 0x3a, 3, 4, 3, 3]);
    let (answer, offered) = served(&scene, &hello);
    assert_eq!(answer.legacy_version, ProtocolVersion::TLS12);
    let answered: Vec<_> = answer.extensions.unwrap().iter().map(|(kind, _)| *kind).collect();
    assert!(!answered.contains(&unknown) && !answered.contains(&ExtensionType(GREASE)));
    assert_eq!(offered.groups(), [NamedGroup(GREASE), NamedGroup(0x1234), NamedGroup::SECP256R1]);
    assert_eq!(
        offered.schemes(),
        [SignatureScheme(GREASE), SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme(0x7777)]
    );
    assert_eq!(
        offered.versions(),
        [ProtocolVersion(GREASE), ProtocolVersion::TLS13, ProtocolVersion::TLS12]
    );
    assert_eq!(offered.raw()[..], hello.record().fragment[..]);
    let shown = offered.extensions();
    let sent = hello.extensions.unwrap();
    assert!(shown.iter().map(|(kind, data)| (*kind, data.to_vec())).eq(sent), "in order");
    assert_eq!(offered.server_name(), Some("server.example"));
}

/// RFC 5246 §7.4.1.4.1: a hello without extensions means signatures with SHA-1, which are
/// refused here; all else about it would do.
#[test]
fn a_hello_without_extensions() {
    let scene = Scene::fake();
    for extensions in [None, Some(Vec::new())] {
        let hello = ClientHelloParts { extensions, ..ours(&scene) };
        let mut server = scene.server_side();
        server.receive(&hello.record().bytes());
        let offered = offered(&server);
        assert!(offered.extensions().is_empty() && offered.groups().is_empty());
        assert_eq!(offered.versions(), [ProtocolVersion::TLS12]);
        assert_eq!(server.error().unwrap().fault(), Some(FaultKind::NoCommonScheme));
    }
}

/// RFC 5246 §7.4.1.3: nothing was offered that wants an answer, so that the list is left out.
#[test]
fn a_hello_with_signature_algorithms_alone() {
    let scene = Scene::fake();
    let hello = ClientHelloParts { extensions: None, ..ours(&scene) }
        .with(ExtensionType::SIGNATURE_ALGORITHMS, [0, 2, 4, 3]);
    let mut server = scene.server_side();
    server.receive(&hello.record().bytes());
    let output = server.take_output();
    let message = Records::new(&output).next().unwrap().messages().remove(0);
    // Header, version, random, empty session id, suite, compression: and no more.
    assert_eq!(message.len(), 4 + 2 + 32 + 1 + 2 + 1);
}

/// A session id or a ticket of somebody else is no reason to refuse.
#[test]
fn a_hello_that_wants_to_resume_gets_a_full_handshake() {
    let scene = Scene::fake();
    let mut hello = ours(&scene).with(ExtensionType(35), [7; 100]);
    hello.session_id = vec![9; 32];
    let (answer, _) = served(&scene, &hello);
    assert!(answer.session_id.is_empty());
}

/// RFC 5246 appendix E.1: a version field above TLS 1.2, without the extension, means up to it.
#[test]
fn a_version_field_from_the_future() {
    let scene = Scene::fake();
    for version in [0x0304, 0x0305, 0x03ff] {
        let mut hello = ours(&scene).without(ExtensionType::SUPPORTED_VERSIONS);
        hello.legacy_version = ProtocolVersion(version);
        let (answer, _) = served(&scene, &hello);
        assert_eq!(answer.legacy_version, ProtocolVersion::TLS12);
    }
}
