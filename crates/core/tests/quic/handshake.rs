//! Two machines, and nothing between them but the seam.

use countersign::{
    CertifiedKey, ClientAuthentication, Direction, EarlyData, EncryptionLevel as L, Policy,
    Resumption, crypto::NamedGroup, fault::FaultKind,
};
use countersign_testkit::{
    Kept, Scene,
    fake::{self, FakeKey, KeyKind},
};

use crate::stack::{connect, scene};

/// What is told, in order: RFC 9001 §4.1.5, figure 5.
#[test]
fn a_handshake_is_told_level_by_level() {
    let scene = scene(|client| client, |server| server.tickets(true));
    let (client, server) = connect(&scene, usize::MAX);
    let told = |end: &[String]| end.join("\n");
    insta::assert_snapshot!("client", told(&client.told));
    insta::assert_snapshot!("server", told(&server.told));
    assert_eq!(client.summary.unwrap().hello.protocol.unwrap().as_bytes(), b"h3");
}

#[test]
fn however_the_bytes_are_cut() {
    let scene = scene(|client| client, |server| server.tickets(true));
    let (whole, _) = connect(&scene, usize::MAX);
    for chunk in [1, 2, 3, 5, 7, 64, 100, 1000] {
        let (client, _) = connect(&scene, chunk);
        let secrets = |end: &crate::stack::End<'_>| -> Vec<Vec<u8>> {
            end.secrets.iter().map(|one| one.secret.expose().to_vec()).collect()
        };
        assert_eq!(secrets(&client), secrets(&whole), "{chunk}");
    }
}

#[test]
fn keying_material_is_the_same_on_both_sides() {
    let scene = scene(|client| client, |server| server);
    let (client, server) = connect(&scene, usize::MAX);
    let export = |end: &crate::stack::End<'_>| {
        let mut out = [0; 32];
        end.connection.export_keying_material("EXPORTER-test", None, &mut out).unwrap();
        out
    };
    assert_eq!(export(&client), export(&server));
}

/// Both hellos and the request for another are at the Initial level (RFC 9001 §4.7).
#[test]
fn another_hello_is_asked_for() {
    let groups =
        |groups: &[NamedGroup]| Policy { groups: groups.to_vec(), ..countersign_testkit::tls13() };
    let (ours, theirs) =
        (groups(&[NamedGroup::X25519, NamedGroup::SECP256R1]), groups(&[NamedGroup::SECP256R1]));
    let scene = scene(|client| client.policy(ours), |server| server.policy(theirs));
    for chunk in [1, usize::MAX] {
        let (client, server) = connect(&scene, chunk);
        assert!(client.summary.unwrap().retried && server.summary.unwrap().retried);
        let initial = |told: &&String| told.ends_with("at Initial");
        assert_eq!(client.told.iter().filter(initial).count(), 2);
    }
}

fn authenticating(key: &CertifiedKey) -> Scene {
    scene(
        |client| client.credential(key.credential().clone()),
        |server| server.client_authentication(ClientAuthentication::Required),
    )
}

#[test]
fn clients_prove_themselves() {
    let own = FakeKey::new(KeyKind::EcdsaP256, 77);
    let chain = vec![fake::certificate("client", &own, 0)];
    let key = CertifiedKey::new("client", chain, Box::new(own)).unwrap();
    let mut scene = authenticating(&key);
    scene.client_keys = vec![key];
    for chunk in [1, usize::MAX] {
        let (client, server) = connect(&scene, chunk);
        let shown = server.summary.unwrap().peer_chain;
        assert_eq!(shown, client.summary.unwrap().credential.unwrap().chain());
    }
}

#[test]
fn a_session_is_resumed() {
    let scene = scene(|client| client.resumption(true), |server| server.tickets(true));
    let (client, _) = connect(&scene, usize::MAX);
    assert_eq!(client.summary.unwrap().hello.resumption, None);
    let (client, server) = connect(&scene, 1);
    for end in [client, server] {
        let summary = end.summary.unwrap();
        assert_eq!(summary.hello.resumption, Some(Resumption::Ticket));
        assert_eq!(summary.early_data, EarlyData::None);
        assert!(end.secrets.iter().all(|one| one.level != L::ZeroRtt));
    }
}

/// Takes early data, or does not.
struct Verdict {
    kept: Kept,
    takes: bool,
}

impl countersign::Sessions for Verdict {
    fn find(
        &self,
        request: &countersign::FindSessionRequest,
    ) -> Option<countersign::crypto::Secret> {
        self.kept.find(request)
    }

    fn store(&self, session: &countersign::StoreSession) {
        self.kept.store(session);
    }

    fn open_ticket(
        &self,
        request: &countersign::OpenTicketRequest,
    ) -> Option<countersign::OpenedTicket> {
        self.kept.open_ticket(request)
    }

    fn seal_ticket(
        &self,
        request: &countersign::SealTicketRequest,
        random: &mut dyn countersign::crypto::Random,
    ) -> Option<countersign::SealedTicket> {
        self.kept.seal_ticket(request, random)
    }

    fn accept_early_data(&self, _: &countersign::EarlyDataRequest) -> bool {
        self.takes
    }
}

fn with_early_data() -> Scene {
    scene(
        |client| client.resumption(true).early_data(true),
        |server| server.tickets(true).max_early_data(1),
    )
}

/// The stacks send early data themselves; the handshake has no message at their end
/// (RFC 9001 §8.3), and the keys of the handshake are there beside theirs (§4.1.4).
#[test]
fn early_data_are_accepted() {
    let scene = with_early_data();
    let sessions = Verdict { kept: Kept::default(), takes: true };
    for round in 0..2 {
        let (mut client, mut server) = (crate::stack::client(&scene), crate::stack::server(&scene));
        server.answers.sessions = &sessions;
        client.settle();
        // The client may send at once, before anything has come.
        assert_eq!(client.secret(L::ZeroRtt, Direction::Sent).is_some(), round == 1);
        crate::stack::run(&mut client, &mut server, usize::MAX);
        crate::stack::check(&client, &server);
        let wanted = [EarlyData::None, EarlyData::Accepted][round];
        assert_eq!(client.summary.as_ref().unwrap().early_data, wanted);
        assert_eq!(server.summary.as_ref().unwrap().early_data, wanted);
        assert_eq!(server.secret(L::ZeroRtt, Direction::Received).is_some(), round == 1);
    }
}

#[test]
fn early_data_are_rejected() {
    let scene = with_early_data();
    let sessions = Verdict { kept: Kept::default(), takes: false };
    for round in 0..2 {
        let (mut client, mut server) = (crate::stack::client(&scene), crate::stack::server(&scene));
        server.answers.sessions = &sessions;
        crate::stack::run(&mut client, &mut server, 1);
        crate::stack::check(&client, &server);
        let wanted = [EarlyData::None, EarlyData::Rejected][round];
        assert_eq!(client.summary.as_ref().unwrap().early_data, wanted);
        assert_eq!(client.secret(L::ZeroRtt, Direction::Sent).is_some(), round == 1);
        assert!(server.secret(L::ZeroRtt, Direction::Received).is_none());
    }
}

/// A session of a connection with records allows early data in another measure, and is resumed
/// without them.
#[test]
fn sessions_of_records_bring_no_early_data() {
    let scene = with_early_data();
    let mut pair = scene.pair();
    pair.run();
    let (client, server) = connect(&scene, usize::MAX);
    for end in [client, server] {
        let summary = end.summary.unwrap();
        assert_eq!(summary.hello.resumption, Some(Resumption::Ticket));
        assert_eq!(summary.early_data, EarlyData::None);
    }
}

/// What a driver refuses ends the handshake with a code for CONNECTION_CLOSE (RFC 9001 §4.8).
#[test]
fn a_refused_peer_has_its_code() {
    let scene = scene(|client| client, |server| server);
    let (mut client, mut server) = (crate::stack::client(&scene), crate::stack::server(&scene));
    client.answers.verifier = &countersign::Nobody;
    crate::stack::run(&mut client, &mut server, usize::MAX);
    let error = client.error.unwrap();
    assert_eq!(error.fault(), Some(FaultKind::CertificateUnknown));
    assert_eq!((error.quic_code(), error.alert_sent()), (Some(0x0100 + 46), None));
}
