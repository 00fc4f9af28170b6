//! What TLS 1.3 has of its own: is it on the tape, and done again?

use countersign::{
    Answers, CertificateType, CertifiedKey, ClientAuthentication, EarlyDataRequest,
    FindSessionRequest, OpenTicketRequest, OpenedTicket, Policy, PreSharedKey, PreSharedKeyRequest,
    PreSharedKeys, SealTicketRequest, SealedTicket, Sessions, StoreSession,
    bytes::Bytes,
    crypto::{NamedGroup, Random, Secret},
    wire::ProtocolVersion,
};
use countersign_tape::{Computing, Stop, Tape, replay};
use countersign_testkit::{
    Kept, Scene,
    fake::{self, FakeKey, KeyKind},
};

use crate::{
    agreement::agrees,
    meeting::{Meeting, good},
};

fn tls13() -> Policy {
    Policy::modern().with_versions([ProtocolVersion::TLS13])
}

fn both_agree((client, server): (String, String)) -> (String, String) {
    agrees(&client);
    agrees(&server);
    (client, server)
}

#[test]
fn a_full_handshake_and_new_keys() {
    let scene = Scene::fake_tls13();
    let mut meeting = Meeting::new(&scene);
    meeting.run();
    meeting.client.call(|connection, lent| connection.update_keys(true, lent)).unwrap();
    meeting.run();
    meeting.talk();
    let (client, _) = both_agree(meeting.tapes());
    assert!(client.contains("\nupdate_keys request_peer=yes\n"), "{client}");
}

#[test]
fn keys_that_cannot_be_changed() {
    let scene = Scene::fake();
    let mut meeting = Meeting::new(&scene);
    meeting.client.call(|connection, lent| connection.update_keys(false, lent)).unwrap_err();
    meeting.run();
    let (client, _) = both_agree(meeting.tapes());
    assert!(client.contains("misuse NoKeyUpdate"), "{client}");
}

#[test]
fn a_second_hello() {
    let groups = |first, second| Policy { groups: vec![first, second], ..tls13() };
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(groups(NamedGroup::X25519, NamedGroup::SECP256R1)),
        |server| server.policy(Policy { groups: vec![NamedGroup::SECP256R1], ..tls13() }),
    );
    let (client, _) = both_agree(good(&scene));
    assert!(client.contains("retried=yes"), "{client}");
}

#[test]
fn a_client_with_a_certificate() {
    let key = FakeKey::new(KeyKind::EcdsaP256, 77);
    let chain = vec![fake::certificate("client", &key, 0)];
    let key = CertifiedKey::new("client", chain, Box::new(key)).unwrap();
    let mut scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(tls13()).credential(key.credential().clone()),
        |server| server.policy(tls13()).client_authentication(ClientAuthentication::Required),
    );
    scene.client_keys.push(key);
    let (client, _) = both_agree(good(&scene));
    assert!(client.contains("Credential configured number=0"), "{client}");
}

#[test]
fn compressed_certificates() {
    let scene = Scene::fake_with(
        &[KeyKind::Rsa],
        |client| client.policy(tls13()).certificate_compressions(countersign_compress::ALL),
        |server| {
            // One of the ways: the last, as it happens.
            let ways = &countersign_compress::ALL[2..];
            server.policy(tls13()).certificate_compressions(ways)
        },
    );
    let computing = Computing {
        provider: fake::provider(),
        certificate_compressions: countersign_compress::ALL,
    };
    let (client, server) = good(&scene);
    for text in [&client, &server] {
        let tape = Tape::read(text).unwrap();
        let replayed = replay(&tape, computing).unwrap();
        assert_eq!(replayed.stop, Stop::End, "{replayed}");
        let error = replay(&tape, fake::provider()).unwrap_err();
        assert!(error.to_string().contains("no ways to compress certificates"), "{error}");
    }
}

struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        Some(PreSharedKey::new(Bytes::from_static(b"me"), Secret::new(b"sixteen bytes...")))
    }
}

#[test]
fn a_pre_shared_key() {
    let mut scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(tls13()).pre_shared_keys(true),
        |server| server.policy(tls13()).pre_shared_keys(true),
    );
    scene.pre_shared_keys = Box::new(OneKey);
    let (client, _) = both_agree(good(&scene));
    assert!(client.contains("PreSharedKey given SHA-256 imported=no"), "{client}");
    assert!(client.contains("psk_identity=6d65"), "{client}");
}

/// Keeps sessions, and takes early data.
struct Eager(Kept);

impl Sessions for Eager {
    fn find(&self, it: &FindSessionRequest) -> Option<Secret> {
        self.0.find(it)
    }

    fn store(&self, it: &StoreSession) {
        self.0.store(it);
    }

    fn open_ticket(&self, it: &OpenTicketRequest) -> Option<OpenedTicket> {
        self.0.open_ticket(it)
    }

    fn seal_ticket(&self, it: &SealTicketRequest, random: &mut dyn Random) -> Option<SealedTicket> {
        self.0.seal_ticket(it, random)
    }

    fn accept_early_data(&self, _: &EarlyDataRequest) -> bool {
        true
    }
}

#[test]
fn a_ticket_and_early_data() {
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(tls13()).resumption(true).early_data(true),
        |server| server.policy(tls13()).tickets(true).max_early_data(1000),
    );
    let sessions = Eager(Kept::default());
    both_agree(connection(&scene, &sessions, None));
    // They are taken, whether or not there are any.
    let (client, server) = both_agree(connection(&scene, &sessions, Some(b"")));
    assert!(client.contains("early_data=accepted"), "{client}");
    assert!(server.contains("EarlyDataVerdict taken=yes"), "{server}");
    let (client, server) = both_agree(connection(&scene, &sessions, Some(b"early")));
    assert!(server.contains("event EarlyData length=5 bytes=secret:6561726c79"), "{server}");
    assert!(client.contains("\nsend_early length=5 bytes=secret:6561726c79\n"), "{client}");
}

/// When the client comes back: a session of the time to come would not be resumed.
const LATER: u64 = 1_700_000_100;

fn connection(scene: &Scene, sessions: &Eager, early: Option<&[u8]>) -> (String, String) {
    let mut meeting = Meeting::new(scene);
    let of_server: Answers<'_> = Answers { sessions, ..meeting.server.answers };
    meeting.server.answers = of_server;
    if let Some(data) = early {
        (meeting.client.now, meeting.server.now) = (LATER, LATER);
        meeting.client.settle();
        let sent = meeting.client.call(|connection, lent| connection.send_early(data, lent));
        assert_eq!(sent, Ok(data.len()));
    }
    meeting.run();
    meeting.tapes()
}

/// Keys in the place of certificates (RFC 7250): the head and the questions say so.
#[test]
fn raw_public_keys() {
    let key = |seed| {
        let own = FakeKey::new(KeyKind::EcdsaP256, seed);
        CertifiedKey::raw_public_key(format!("key {seed}"), Box::new(own)).unwrap()
    };
    let (server_key, client_key) = (key(1), key(77));
    let policy = || Policy { certificate_types: vec![CertificateType::RAW_PUBLIC_KEY], ..tls13() };
    let mut scene = Scene::fake_with(
        &[],
        |client| client.policy(policy()).credential(client_key.credential().clone()),
        |server| {
            let asked = ClientAuthentication::Required;
            let server = server.credential(server_key.credential().clone());
            server.policy(policy()).client_authentication(asked)
        },
    );
    scene.keys.push(server_key);
    scene.client_keys.push(client_key);
    let (client, server) = both_agree(good(&scene));
    for text in [&client, &server] {
        assert!(text.contains(" certificate_types=RawPublicKey"), "{text}");
        assert!(text.contains("\ncredential label=\"key "), "{text}");
        let lines = text.lines().filter(|line| line.contains(" certificate_type=RawPublicKey"));
        assert!(lines.count() >= 2, "the credential and the question: {text}");
    }
}
