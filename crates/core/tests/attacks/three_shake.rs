//! The triple handshake and tickets where they do not belong (RFC 7627 §1, RFC 5077 §5).

use countersign::{
    ClientAuthentication, Role, ServerConfig, ServerConfigBuilder, fault::FaultKind,
    pki_types::ServerName, wire::extension::ExtensionType,
};
use countersign_testkit::{
    ClientHelloParts, Records, Scene, SeededRandom, ServerHelloParts,
    fake::{self, KeyKind},
    tamper,
};

fn resuming(server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder) -> Scene {
    Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.resumption(true),
        |builder| server(builder.tickets(true).session_ids(true)),
    )
}

fn resumed(scene: &Scene, seed: u64) -> bool {
    let mut pair = scene.pair();
    pair.client.random = Box::new(SeededRandom::new(seed));
    pair.server.random = Box::new(SeededRandom::new(seed + 100));
    pair.run();
    assert!(pair.client.connection.is_connected(), "{:?}", pair.client.error());
    let hello = Records::new(pair.sent(Role::Server)).next().unwrap();
    let hello = ServerHelloParts::decode(&hello.messages()[0]).unwrap();
    !hello.session_id.is_empty()
}

/// Step 2 of the triple handshake resumes a session whose master secret the attacker shares with
/// both sides. Without the extended master secret no session is made at all, on either side.
#[test]
fn no_session_is_made_or_resumed_without_the_extended_master_secret() {
    let scene = resuming(|server| server);
    let mut pair = scene.pair();
    pair.tamper(
        Role::Client,
        tamper::change(0, |record| {
            let hello = ClientHelloParts::decode(&record.fragment).unwrap();
            hello.without(ExtensionType::EXTENDED_MASTER_SECRET).record()
        }),
    );
    pair.run();
    let hello = Records::new(pair.sent(Role::Server)).next().unwrap();
    let hello = ServerHelloParts::decode(&hello.messages()[0]).unwrap();
    assert_eq!(hello.get(ExtensionType::SESSION_TICKET), None, "the server offers no ticket");
    assert!(hello.session_id.is_empty(), "nor an id");
    assert_eq!((scene.client_sessions.counts(), scene.server_sessions.counts()), ((0, 0), (0, 0)));
    // A session that was made with it is not resumed without.
    assert!(!resumed(&scene, 1) && resumed(&scene, 2));
    let mut pair = scene.pair();
    pair.tamper(
        Role::Client,
        tamper::change(0, |record| {
            let hello = ClientHelloParts::decode(&record.fragment).unwrap();
            hello.without(ExtensionType::EXTENDED_MASTER_SECRET).record()
        }),
    );
    pair.run();
    let fault = pair.server.error().unwrap().fault();
    assert_eq!(fault, Some(FaultKind::ResumedWithoutExtendedMasterSecret));
}

/// Two servers under one ticket key: a session that was made where no client has to prove itself
/// does not open the door where each has to (CVE-2025-23419 and kin), nor does one for another
/// name.
#[test]
fn a_ticket_for_one_server_is_none_for_another() {
    let mut scene = resuming(|server| server);
    assert!(!resumed(&scene, 1) && resumed(&scene, 2));
    let open = scene.server.clone();
    let closed = ServerConfig::builder(fake::provider())
        .credential(scene.keys[0].credential().clone())
        .tickets(true)
        .client_authentication(ClientAuthentication::Optional)
        .build()
        .unwrap();
    scene.server = closed;
    assert!(!resumed(&scene, 3), "another way to treat clients");
    scene.server = open;
    // The client would not offer it under another name; an attacker would.
    let ticket = {
        let mut client = scene.client_side();
        client.settle();
        let hello = Records::new(&client.take_output()).next().unwrap();
        let hello = ClientHelloParts::decode(&hello.fragment).unwrap();
        (hello.session_id.clone(), hello.get(ExtensionType::SESSION_TICKET).unwrap().to_vec())
    };
    assert!(!ticket.1.is_empty());
    scene.server_name = ServerName::try_from("other.example").unwrap();
    let mut pair = scene.pair();
    pair.tamper(
        Role::Client,
        tamper::change(0, move |record| {
            let mut hello = ClientHelloParts::decode(&record.fragment).unwrap();
            hello.session_id.clone_from(&ticket.0);
            hello.with(ExtensionType::SESSION_TICKET, ticket.1.clone()).record()
        }),
    );
    pair.run();
    let hello = Records::new(pair.sent(Role::Server)).next().unwrap();
    let hello = ServerHelloParts::decode(&hello.messages()[0]).unwrap();
    assert!(hello.session_id.is_empty(), "a full handshake");
}
