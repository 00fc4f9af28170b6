//! A peer that we did not write: the `quic` module of rustls, in both roles. The secrets are equal,
//! and packets that it protects open under the keys that we derive.

use std::sync::{Arc, Mutex};

use countersign::{
    AcceptedPeer, Answers, CertifiedKey, ClientConfig, Connection, Direction, EarlyData,
    EncryptionLevel as L, ProtocolName, RejectedPeer, Resumption, ServerConfig, VerifyPeer,
    VerifyPeerRequest,
    bytes::Bytes,
    crypto::{CipherSuite, NamedGroup, RecordCipher},
    pki_types::{PrivateKeyDer, ServerName, UnixTime},
};
use countersign_rustcrypto::{provider, signing_key};
use countersign_testkit::Kept;
use rustls::{
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    quic::{self, KeyChange, Keys},
};

use crate::{
    stack::{CLIENT_PARAMETERS, End, SERVER_PARAMETERS},
    vectors::PacketKeys,
};

/// A certificate, and its key as both sides take it.
struct Identity {
    certificate: CertificateDer<'static>,
    public_key: Vec<u8>,
    pkcs8: Vec<u8>,
}

impl Identity {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["server.example".to_owned()]).unwrap();
        Self {
            certificate: made.cert.der().clone(),
            public_key: rcgen::PublicKeyData::subject_public_key_info(&made.signing_key),
            pkcs8: made.signing_key.serialize_der(),
        }
    }

    fn certified_key(&self) -> CertifiedKey {
        let der = PrivateKeyDer::Pkcs8(self.pkcs8.clone().into());
        let chain = vec![Bytes::copy_from_slice(&self.certificate)];
        CertifiedKey::new("own", chain, signing_key(&der).unwrap()).unwrap()
    }
}

/// Accepts this certificate alone.
impl VerifyPeer for Identity {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        assert_eq!(request.chain[..], [&self.certificate[..]]);
        Ok(AcceptedPeer { public_key: self.public_key.clone() })
    }
}

/// The secrets that rustls tells.
#[derive(Debug, Default)]
struct Log(Mutex<Vec<(String, Vec<u8>)>>);

impl rustls::KeyLog for Log {
    fn log(&self, label: &str, _: &[u8], secret: &[u8]) {
        self.0.lock().unwrap().push((label.to_owned(), secret.to_vec()));
    }
}

/// rustls, with what it has to send and the keys that it has given.
struct Peer {
    connection: quic::Connection,
    level: L,
    log: Arc<Log>,
    keys: Vec<(L, Keys)>,
}

impl Peer {
    fn new(connection: impl Into<quic::Connection>, log: &Arc<Log>) -> Self {
        let (connection, log) = (connection.into(), log.clone());
        Self { connection, level: L::Initial, log, keys: Vec::new() }
    }

    /// Gives our side what it has to say.
    fn carry(&mut self, end: &mut End<'_>) -> bool {
        let mut moved = false;
        loop {
            let mut bytes = Vec::new();
            let change = self.connection.write_hs(&mut bytes);
            if bytes.is_empty() && change.is_none() {
                return moved;
            }
            moved = true;
            if !bytes.is_empty() {
                assert_eq!(end.give(self.level, &bytes), Ok(bytes.len()));
                end.settle();
            }
            match change {
                Some(KeyChange::Handshake { keys }) => self.change(L::Handshake, keys),
                Some(KeyChange::OneRtt { keys, .. }) => self.change(L::OneRtt, keys),
                None => {}
            }
        }
    }

    fn change(&mut self, level: L, keys: Keys) {
        self.level = level;
        self.keys.push((level, keys));
    }

    /// Both directions, until neither has more.
    fn run(&mut self, end: &mut End<'_>) {
        end.settle();
        loop {
            let mut moved = self.carry(end);
            while let Some((_, bytes)) = end.outgoing.pop_front() {
                moved = true;
                // rustls reads one level at a time, and knows which.
                self.connection.read_hs(&bytes).unwrap();
                self.carry(end);
            }
            if !moved {
                break;
            }
        }
        assert_eq!(end.error, None);
        assert!(!self.connection.is_handshaking() && end.summary.is_some());
        self.check_secrets(end);
        self.check_packets(end);
    }

    /// Every secret that we were told is one that it has.
    fn check_secrets(&self, end: &End<'_>) {
        let log = self.log.0.lock().unwrap();
        assert!(end.secrets.len() >= 4);
        for ours in &end.secrets {
            let label = ours.secret.label().key_log();
            let theirs = log.iter().rev().find(|row| row.0 == label).unwrap();
            assert_eq!(theirs.1, ours.secret.expose(), "{label}");
        }
    }

    /// What it protects opens under our keys, and what we protect under its own.
    fn check_packets(&self, end: &End<'_>) {
        assert_eq!(self.keys.len(), 2);
        for (level, keys) in &self.keys {
            let [read, write] = [Direction::Received, Direction::Sent]
                .map(|direction| packet_keys(end, *level, direction));
            let (header, number, payload) = (b"a header", 77, b"\x01 frames of a packet");
            let mut text = payload.to_vec();
            let tag = keys.local.packet.encrypt_in_place(number, header, &mut text).unwrap();
            let sealed = [&text[..], tag.as_ref()].concat();
            assert_eq!(read.open(number, header, &sealed).as_deref(), Some(&payload[..]));
            let mut sealed = write.seal(number, header, payload);
            let opened = keys.remote.packet.decrypt_in_place(number, header, &mut sealed);
            assert_eq!(opened.unwrap(), payload);
        }
    }
}

/// The keys that follow from a secret that we were told.
fn packet_keys(end: &End<'_>, level: L, direction: Direction) -> PacketKeys {
    let secret = end.secret(level, direction).unwrap();
    let RecordCipher::Aead(algorithm) = secret.suite.facts().unwrap().cipher else {
        panic!("no AEAD")
    };
    PacketKeys::new(algorithm, |label, out| secret.secret.expand(label, out))
}

fn ring() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}

/// ring with one suite and one group.
fn ring_with(suite: CipherSuite, group: NamedGroup) -> CryptoProvider {
    let mut ring = ring();
    ring.cipher_suites.retain(|row| u16::from(row.suite()) == suite.0);
    ring.kx_groups.retain(|row| u16::from(row.name()) == group.0);
    assert_eq!((ring.cipher_suites.len(), ring.kx_groups.len()), (1, 1));
    ring
}

fn versions() -> [&'static rustls::SupportedProtocolVersion; 1] {
    [&rustls::version::TLS13]
}

fn protocols() -> [ProtocolName; 1] {
    [ProtocolName::new("h3").unwrap()]
}

/// rustls counts its clock from now, so that ours does too.
fn now() -> UnixTime {
    UnixTime::now()
}

fn their_client(identity: &Identity, log: &Arc<Log>, ring: CryptoProvider) -> rustls::ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(identity.certificate.clone()).unwrap();
    let mut config = rustls::ClientConfig::builder_with_provider(Arc::new(ring))
        .with_protocol_versions(&versions())
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h3".to_vec()];
    config.key_log = log.clone();
    config.enable_early_data = true;
    config
}

fn their_server(identity: &Identity, log: &Arc<Log>, ring: CryptoProvider) -> rustls::ServerConfig {
    let key = PrivatePkcs8KeyDer::from(identity.pkcs8.clone());
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(ring))
        .with_protocol_versions(&versions())
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate.clone()], key.into())
        .unwrap();
    config.alpn_protocols = vec![b"h3".to_vec()];
    config.key_log = log.clone();
    // RFC 9001 §4.6.1.
    config.max_early_data_size = u32::MAX;
    config
}

/// Our client with its server: in full, and resumed with early data.
#[test]
fn our_client_and_its_server() {
    let (identity, log) = (Identity::new(), Arc::new(Log::default()));
    let theirs = Arc::new(their_server(&identity, &log, ring()));
    let ours = ClientConfig::builder(provider())
        .policy(countersign_testkit::tls13())
        .protocols(protocols())
        .resumption(true)
        .early_data(true)
        .build()
        .unwrap();
    let sessions = Kept::default();
    for round in 0..2 {
        let parameters = SERVER_PARAMETERS.to_vec();
        let server = quic::ServerConnection::new(theirs.clone(), quic::Version::V1, parameters);
        let mut peer = Peer::new(server.unwrap(), &log);
        let name = ServerName::try_from("server.example").unwrap();
        let client = Connection::quic_client(&ours, name, CLIENT_PARAMETERS).unwrap();
        let answers = Answers { sessions: &sessions, ..Answers::client(&identity) };
        let mut client = End::new(client, answers, 10 + round);
        client.now = now();
        peer.run(&mut client);
        assert_eq!(peer.connection.quic_transport_parameters(), Some(CLIENT_PARAMETERS));
        assert_eq!(client.parameters.as_deref(), Some(SERVER_PARAMETERS));
        let summary = client.summary.unwrap();
        let (resumed, early) =
            [(None, EarlyData::None), (Some(Resumption::Ticket), EarlyData::Accepted)]
                [usize::try_from(round).unwrap()];
        assert_eq!((summary.hello.resumption, summary.early_data), (resumed, early));
        assert_eq!(client.secrets.len(), if round == 0 { 4 } else { 5 });
    }
}

/// Takes every client's early data: there is one connection at a time here.
struct Trusting(Kept);

impl countersign::Sessions for Trusting {
    fn open_ticket(
        &self,
        it: &countersign::OpenTicketRequest,
    ) -> Option<countersign::OpenedTicket> {
        self.0.open_ticket(it)
    }

    fn seal_ticket(
        &self,
        it: &countersign::SealTicketRequest,
        random: &mut dyn countersign::crypto::Random,
    ) -> Option<countersign::SealedTicket> {
        self.0.seal_ticket(it, random)
    }

    fn accept_early_data(&self, _: &countersign::EarlyDataRequest) -> bool {
        true
    }
}

/// Its client with our server, likewise.
#[test]
fn its_client_and_our_server() {
    let (identity, log) = (Identity::new(), Arc::new(Log::default()));
    let theirs = Arc::new(their_client(&identity, &log, ring()));
    let keys = vec![identity.certified_key()];
    let ours = ServerConfig::builder(provider())
        .policy(countersign_testkit::tls13())
        .protocols(protocols())
        .credential(keys[0].credential().clone())
        .tickets(true)
        .max_early_data(u32::MAX)
        .build()
        .unwrap();
    let sessions = Trusting(Kept::default());
    for round in 0..2 {
        let name = ServerName::try_from("server.example").unwrap();
        let parameters = CLIENT_PARAMETERS.to_vec();
        let client =
            quic::ClientConnection::new(theirs.clone(), quic::Version::V1, name, parameters);
        let client = client.unwrap();
        let zero_rtt = client.zero_rtt_keys();
        assert_eq!(zero_rtt.is_some(), round == 1);
        let mut peer = Peer::new(client, &log);
        let server = Connection::quic_server(&ours, SERVER_PARAMETERS).unwrap();
        let answers = Answers { sessions: &sessions, ..Answers::server(&ours, &keys) };
        let mut server = End::new(server, answers, 20 + round);
        server.now = now();
        peer.run(&mut server);
        if let Some(keys) = zero_rtt {
            let read = packet_keys(&server, L::ZeroRtt, Direction::Received);
            let mut text = b"\x08 a request".to_vec();
            let tag = keys.packet.encrypt_in_place(3, b"header", &mut text).unwrap();
            let sealed = [&text[..], tag.as_ref()].concat();
            assert_eq!(read.open(3, b"header", &sealed).as_deref(), Some(&b"\x08 a request"[..]));
        }
        assert_eq!(peer.connection.quic_transport_parameters(), Some(SERVER_PARAMETERS));
        assert_eq!(server.parameters.as_deref(), Some(CLIENT_PARAMETERS));
        let summary = server.summary.unwrap();
        let (resumed, early) =
            [(None, EarlyData::None), (Some(Resumption::Ticket), EarlyData::Accepted)]
                [usize::try_from(round).unwrap()];
        assert_eq!((summary.hello.resumption, summary.early_data), (resumed, early));
        assert_eq!(server.secrets.len(), if round == 0 { 4 } else { 5 });
    }
}

/// Every suite with every group that both have; where the client has sent no share for that, the
/// server asks for another hello.
#[test]
fn every_suite_and_group_in_both_roles() {
    let (identity, log) = (Identity::new(), Arc::new(Log::default()));
    let keys = vec![identity.certified_key()];
    let name = || ServerName::try_from("server.example").unwrap();
    let policy = countersign_testkit::tls13();
    let ours = ClientConfig::builder(provider()).policy(policy.clone()).protocols(protocols());
    let ours = ours.build().unwrap();
    let mut seen = 0;
    for suite in policy.suites.iter().copied() {
        for group in [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1] {
            let theirs = Arc::new(their_server(&identity, &log, ring_with(suite, group)));
            let server = quic::ServerConnection::new(theirs, quic::Version::V1, vec![1]).unwrap();
            let client = Connection::quic_client(&ours, name(), b"").unwrap();
            let mut client = End::new(client, Answers::client(&identity), 30);
            Peer::new(server, &log).run(&mut client);
            let summary = client.summary.unwrap();
            assert_eq!((summary.hello.suite, summary.group), (suite, Some(group)));
            assert_eq!(summary.retried, group != NamedGroup::X25519);

            let mut limited = policy.clone();
            (limited.suites, limited.groups) = (vec![suite], vec![group]);
            let ours = ServerConfig::builder(provider()).policy(limited).protocols(protocols());
            let ours = ours.credential(keys[0].credential().clone()).build().unwrap();
            let theirs = Arc::new(their_client(&identity, &log, ring()));
            let client = quic::ClientConnection::new(theirs, quic::Version::V1, name(), vec![1]);
            let server = Connection::quic_server(&ours, b"").unwrap();
            let mut server = End::new(server, Answers::server(&ours, &keys), 40);
            Peer::new(client.unwrap(), &log).run(&mut server);
            let summary = server.summary.unwrap();
            assert_eq!((summary.hello.suite, summary.group), (suite, Some(group)));
            assert_eq!(summary.retried, group != NamedGroup::X25519);
            seen += 1;
        }
    }
    assert_eq!(seen, 9);
}
