//! Are answers that come late, from elsewhere or never, waited for without holding anybody up?

use std::{
    sync::{Arc, Mutex, mpsc as blocking},
    time::Duration,
};

use countersign::{
    AcceptedPeer, CertificateFault, ChooseConfiguration as _, OfferedHello, RefusedHello,
    RejectedPeer, Request, ServerConfig, Sign, SignRequest, VerifyPeer as _, VerifyPeerRequest,
    crypto::Random, fault::FaultKind,
};
use countersign_testkit::fake::FakeVerifier;
use countersign_tokio::{
    AnswerFuture, AsyncChooseConfiguration, AsyncSign, AsyncVerifyPeer, Blocking, SystemRandom,
    TlsAcceptor, TlsConnector, tls_error,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
    sync::{mpsc, oneshot},
    time::{Instant, sleep, timeout},
};

use crate::site::{Site, shake};

const LATE: Duration = Duration::from_secs(3600);

/// Hands questions to somebody else.
struct Courier(mpsc::UnboundedSender<Letter>);

enum Letter {
    Verify(VerifyPeerRequest, oneshot::Sender<Result<AcceptedPeer, RejectedPeer>>),
    Sign(SignRequest, oneshot::Sender<Result<Vec<u8>, String>>),
    Choose(OfferedHello, oneshot::Sender<Result<ServerConfig, RefusedHello>>),
}

impl Courier {
    fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Letter>) {
        let (sender, letters) = mpsc::unbounded_channel();
        (Arc::new(Self(sender)), letters)
    }

    fn deliver<T: Send + 'static>(
        &self,
        letter: impl FnOnce(oneshot::Sender<T>) -> Letter,
    ) -> AnswerFuture<T> {
        let (sender, answer) = oneshot::channel();
        self.0.send(letter(sender)).ok().unwrap();
        Box::pin(async { answer.await.unwrap() })
    }
}

impl AsyncVerifyPeer for Courier {
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>> {
        self.deliver(|sender| Letter::Verify(request, sender))
    }
}

impl AsyncSign for Courier {
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        _: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        self.deliver(|sender| Letter::Sign(request, sender))
    }
}

impl AsyncChooseConfiguration for Courier {
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>> {
        self.deliver(|sender| Letter::Choose(hello, sender))
    }
}

/// Answers each letter, an hour later; returns their number.
async fn office(
    mut letters: mpsc::UnboundedReceiver<Letter>,
    keys: Arc<Vec<countersign::CertifiedKey>>,
    config: ServerConfig,
) -> usize {
    let mut count = 0;
    while let Some(letter) = letters.recv().await {
        sleep(LATE).await;
        count += 1;
        match letter {
            Letter::Verify(request, sender) => {
                sender.send(FakeVerifier.verify_peer(&request)).ok();
            }
            Letter::Sign(request, sender) => {
                sender.send(keys.sign(&request, &mut SystemRandom)).ok();
            }
            Letter::Choose(hello, sender) => drop(sender.send(config.choose(&hello))),
        }
    }
    count
}

#[tokio::test(start_paused = true)]
async fn every_answer_an_hour_late_from_another_task() {
    let site = Site::fake();
    let (courier, letters) = Courier::new();
    let office = tokio::spawn(office(letters, site.keys.clone(), site.server.clone()));
    let connector = TlsConnector::new(site.client.clone(), courier.clone());
    let acceptor = TlsAcceptor::new(site.server.clone(), courier.clone()).choose(courier);
    let (near, far) = duplex(4096);
    let begin = Instant::now();
    let accepting = tokio::spawn(acceptor.accept(far));
    let mut client = connector.start(site.name.clone(), near);
    // The read waits for the handshake, and is given up many times meanwhile.
    let mut given_up = 0;
    let mut server = accepting;
    let mut server = loop {
        tokio::select! {
            server = &mut server => break server.unwrap().unwrap(),
            _ = timeout(LATE / 7, client.read_u8()) => given_up += 1,
        }
    };
    assert!(given_up > 7, "{given_up}");
    assert_eq!(begin.elapsed().as_secs() / 60, 180);
    server.write_all(b"at last").await.unwrap();
    server.shutdown().await.unwrap();
    let mut all = Vec::new();
    client.read_to_end(&mut all).await.unwrap();
    assert_eq!(all, b"at last");
    drop((client, server, connector, acceptor));
    assert_eq!(office.await.unwrap(), 3);
}

#[tokio::test]
async fn what_goes_before_a_question_does_not_wait_for_its_answer() {
    let site = Site::fake();
    let (courier, mut letters) = Courier::new();
    let (mut near, far) = duplex(4096);
    let acceptor = TlsAcceptor::new(site.server.clone(), courier);
    let mut client = site.connector().start(site.name.clone(), duplex(4096).0);
    let hello = {
        let (transport, mut wire) = duplex(4096);
        *client.get_mut() = transport;
        let shaking = timeout(Duration::from_millis(20), client.handshake());
        assert!(shaking.await.is_err());
        let mut hello = [0; 4096];
        let len = wire.read(&mut hello).await.unwrap();
        hello[..len].to_vec()
    };
    near.write_all(&hello).await.unwrap();
    let accepting = tokio::spawn(acceptor.accept(far));
    let Some(Letter::Sign(_, sender)) = letters.recv().await else { panic!() };
    let mut header = [0; 5];
    near.read_exact(&mut header).await.unwrap();
    assert_eq!(header[0], 22, "ServerHello is there, though nobody has signed yet");
    // Nobody waits for an answer to a stream that is gone.
    accepting.abort();
    accepting.await.unwrap_err();
    assert!(sender.is_closed());
}

#[tokio::test]
async fn a_late_refusal_reaches_both_sides() {
    let site = Site::fake();
    let (courier, mut letters) = Courier::new();
    let (near, far) = duplex(4096);
    let connector = TlsConnector::new(site.client.clone(), courier);
    let accepting = tokio::spawn(site.acceptor().accept(far));
    let connecting = tokio::spawn(connector.connect(site.name.clone(), near));
    let Some(Letter::Verify(_, sender)) = letters.recv().await else { panic!() };
    let reason = "the policy server says no".to_owned();
    sender.send(Err(RejectedPeer { fault: CertificateFault::Revoked, reason })).unwrap();
    let error = connecting.await.unwrap().unwrap_err();
    let tls = tls_error(&error).unwrap();
    assert_eq!(tls.fault(), Some(FaultKind::CertificateRevoked));
    assert!(tls.to_string().contains("the policy server says no"), "{tls}");
    let error = accepting.await.unwrap().unwrap_err();
    assert!(tls_error(&error).unwrap().to_string().contains("certificate_revoked"), "{error}");
}

/// Blocks its thread until it is let go.
struct Stuck {
    keys: Arc<Vec<countersign::CertifiedKey>>,
    go: Mutex<blocking::Receiver<()>>,
}

impl Sign for Stuck {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        self.go.lock().unwrap().recv().unwrap();
        self.keys.sign(request, random)
    }
}

#[tokio::test]
async fn a_blocking_signer_does_not_block_the_runtime() {
    let site = Site::fake();
    let (let_go, go) = blocking::channel();
    let stuck = Stuck { keys: site.keys.clone(), go: Mutex::new(go) };
    let acceptor = TlsAcceptor::new(site.server.clone(), Arc::new(Blocking(stuck)))
        .choose(Arc::new(Blocking(site.server.clone())));
    let connector = TlsConnector::new(site.client.clone(), Arc::new(Blocking(FakeVerifier)));
    let (near, far) = duplex(4096);
    let mut client = connector.start(site.name.clone(), near);
    let mut server = acceptor.start(far);
    // The one thread of this runtime has both sides and this.
    let waiting = async {
        sleep(Duration::from_millis(20)).await;
        let_go.send(()).unwrap();
    };
    tokio::join!(shake(&mut client, &mut server), waiting);
}

#[tokio::test]
async fn a_signer_that_panics_on_its_thread_fails_the_handshake_alone() {
    let site = Site::fake();
    let (let_go, go) = blocking::channel();
    drop(let_go);
    let stuck = Stuck { keys: site.keys.clone(), go: Mutex::new(go) };
    let acceptor = TlsAcceptor::new(site.server.clone(), Arc::new(Blocking(stuck)));
    let (near, far) = duplex(4096);
    let connecting = tokio::spawn(site.connector().connect(site.name.clone(), near));
    let error = acceptor.accept(far).await.unwrap_err();
    assert!(error.to_string().contains("panicked"), "{error}");
    connecting.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn the_observer_sees_each_question() {
    let site = Site::fake();
    let (mut client, mut server) = site.pair(4096);
    let (sender, mut seen) = mpsc::unbounded_channel();
    server.observe(move |event| {
        if let countersign::Event::Ask(_, request) = event {
            sender.send(matches!(request, Request::Sign(_))).unwrap();
        }
    });
    shake(&mut client, &mut server).await;
    assert_eq!((seen.recv().await, seen.recv().await), (Some(false), Some(true)));
}
