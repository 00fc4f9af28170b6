//! Every kind of question: is it asked once, waited for, and answered by who was set for it?

use std::sync::Arc;

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfig, ConnectionSummary, Policy, Resumption,
    ServerConfig,
    crypto::{CipherSuite, Provider, SigningKey},
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
};
use countersign_testkit::fake::{self, FakeKey, KeyKind};
use countersign_tokio::{Blocking, TlsAcceptor, TlsConnector, TlsStream};
use tokio::io::{DuplexStream, duplex};

use crate::{
    interrupt::{Drops, Interrupter},
    late::Late,
    stutter::Stutter,
};

const ECDHE_ECDSA: u16 = 0xc02b;
const RSA: u16 = 0x009c;
const PSK: u16 = 0x00a8;

/// What the two sides are to do.
#[derive(Clone, Copy)]
struct Plan {
    suite: u16,
    provider: Provider,
    client_key: bool,
    session_ids: bool,
    tickets: bool,
}

const PLAIN: Plan = Plan {
    suite: ECDHE_ECDSA,
    provider: fake::provider(),
    client_key: false,
    session_ids: false,
    tickets: false,
};

/// Both sides, and who answers for them.
struct Sides {
    client: ClientConfig,
    server: ServerConfig,
    near: Arc<Late>,
    far: Arc<Late>,
}

fn certified(key: Box<dyn SigningKey>) -> CertifiedKey {
    let certificate = fake::certificate("server.example", &*key, 0);
    CertifiedKey::new("its key", vec![certificate], key).unwrap()
}

fn server_key(plan: &Plan) -> Option<CertifiedKey> {
    match plan.suite {
        PSK => None,
        RSA => {
            let der = &include_bytes!("../../../testkit/keys/rsa2048.pkcs8.der")[..];
            let der = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(der));
            Some(certified(countersign_rustcrypto::signing_key(&der).unwrap()))
        }
        _ => Some(certified(Box::new(FakeKey::new(KeyKind::EcdsaP256, 1)))),
    }
}

fn sides(plan: &Plan, waits: usize) -> Sides {
    let policy = Policy { suites: vec![CipherSuite(plan.suite)], ..countersign_testkit::tls12() };
    let mut client = ClientConfig::builder(plan.provider)
        .policy(policy.clone())
        .resumption(plan.session_ids || plan.tickets);
    let mut server = ServerConfig::builder(plan.provider)
        .policy(policy)
        .session_ids(plan.session_ids)
        .tickets(plan.tickets);
    let (mut own, mut others) = (Vec::new(), Vec::new());
    if plan.client_key {
        let key = certified(Box::new(FakeKey::new(KeyKind::EcdsaP256, 2)));
        client = client.credential(key.credential().clone());
        server = server.client_authentication(ClientAuthentication::Required);
        own.push(key);
    }
    if let Some(key) = server_key(plan) {
        server = server.credential(key.credential().clone());
        others.push(key);
    }
    Sides {
        client: client.build().unwrap(),
        server: server.build().unwrap(),
        near: Late::new(own, waits),
        far: Late::new(others, waits),
    }
}

impl Sides {
    fn connector(&self) -> TlsConnector {
        TlsConnector::new(self.client.clone(), self.near.clone())
            .signer(self.near.clone())
            .credentials(self.near.clone())
            .sessions(self.near.clone())
            .pre_shared_keys(self.near.clone())
    }

    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::new(self.server.clone(), self.far.clone())
            .verifier(self.far.clone())
            .sessions(self.far.clone())
            .pre_shared_keys(self.far.clone())
    }

    /// A handshake through `drops`, and the questions that each side asked in it.
    async fn shake(&self, drops: &Interrupter) -> (ConnectionSummary, [Vec<&'static str>; 2]) {
        let (near, far) = duplex(2000);
        let (near, far) = (Stutter::new(near, 1, 900), Stutter::new(far, 1, 900));
        let name = ServerName::try_from("server.example").unwrap();
        let mut client = self.connector().start(name, near);
        let mut server = self.acceptor().start(far);
        let handshake = async |stream: &mut TlsStream<Stutter<DuplexStream>>| {
            drops.run(async || stream.handshake().await.map(drop)).await.unwrap();
        };
        tokio::join!(handshake(&mut client), handshake(&mut server));
        assert_eq!(client.summary().unwrap().hello, server.summary().unwrap().hello);
        (server.summary().unwrap().clone(), [self.near.asked(), self.far.asked()])
    }
}

/// Two connections, the second of which may resume the first: undisturbed, then with one future
/// dropped at every await that there is. Returns how the second went.
async fn undisturbed_and_dropped(plan: Plan) -> (ConnectionSummary, [[Vec<&'static str>; 2]; 2]) {
    let all = Interrupter::new(Drops::Never);
    let calm = sides(&plan, 2);
    let (_, first) = calm.shake(&all).await;
    let (summary, second) = calm.shake(&all).await;
    let expected = [first, second];
    // Real cryptography is too slow to begin anew a hundred times.
    let step = if plan.suite == RSA { 29 } else { 1 };
    for at in (0..all.waits()).step_by(step) {
        let drops = Interrupter::new(Drops::At(at));
        let sides = sides(&plan, 2);
        let questions = [sides.shake(&drops).await.1, sides.shake(&drops).await.1];
        assert_eq!(questions, expected, "await {at}");
        assert_eq!(drops.dropped(), 1, "await {at}");
    }
    (summary, expected)
}

#[tokio::test]
async fn a_client_with_a_certificate_and_a_session_kept_by_its_id() {
    let plan = Plan { client_key: true, session_ids: true, ..PLAIN };
    let (summary, [first, second]) = undisturbed_and_dropped(plan).await;
    assert_eq!(first[0], ["session", "verdict", "credential", "signature", "keep"]);
    assert_eq!(first[1], ["signature", "verdict", "keep"]);
    assert_eq!(second, [vec!["session"], vec!["session"]]);
    assert_eq!(summary.hello.resumption, Some(Resumption::SessionId));
}

#[tokio::test]
async fn a_session_in_a_ticket() {
    let plan = Plan { tickets: true, ..PLAIN };
    let (summary, [first, second]) = undisturbed_and_dropped(plan).await;
    assert_eq!(first[0], ["session", "verdict", "keep"]);
    assert_eq!(first[1], ["signature", "seal"]);
    assert_eq!(second, [vec!["session"], vec!["open"]]);
    assert_eq!(summary.hello.resumption, Some(Resumption::Ticket));
}

#[tokio::test]
async fn a_pre_shared_key() {
    let (summary, [first, _]) = undisturbed_and_dropped(Plan { suite: PSK, ..PLAIN }).await;
    assert_eq!(first, [vec!["pre-shared key"], vec!["pre-shared key"]]);
    assert_eq!(summary.psk_identity.as_deref(), Some(&b"device"[..]));
}

#[tokio::test]
async fn a_secret_under_the_servers_key() {
    let provider = countersign_rustcrypto::provider();
    let plan = Plan { suite: RSA, provider, ..PLAIN };
    let (_, [first, _]) = undisturbed_and_dropped(plan).await;
    assert_eq!(first, [vec!["verdict"], vec!["premaster"]]);
}

#[tokio::test]
async fn all_of_it_on_threads_where_blocking_is_allowed() {
    let kept = || Arc::new(Blocking(countersign_testkit::Kept::default()));
    let plan = Plan { client_key: true, tickets: true, ..PLAIN };
    let mut sides = sides(&plan, 0);
    let take = |late: &mut Arc<Late>| std::mem::take(&mut Arc::get_mut(late).unwrap().keys);
    let own = Arc::new(Blocking(take(&mut sides.near)));
    let connector = TlsConnector::new(sides.client.clone(), Arc::new(Blocking(fake::FakeVerifier)))
        .signer(own)
        .credentials(Arc::new(Blocking(countersign::FirstFitting)))
        .sessions(kept());
    let acceptor = TlsAcceptor::new(sides.server.clone(), Arc::new(take(&mut sides.far)))
        .verifier(Arc::new(Blocking(fake::FakeVerifier)))
        .sessions(kept());
    for resumption in [None, Some(Resumption::Ticket)] {
        let (near, far) = duplex(4096);
        let name = ServerName::try_from("server.example").unwrap();
        let (client, server) = tokio::join!(connector.connect(name, near), acceptor.accept(far));
        assert_eq!(client.unwrap().summary().unwrap().hello.resumption, resumption);
        assert_eq!(server.unwrap().summary().unwrap().peer_chain.len(), 1);
    }
}
