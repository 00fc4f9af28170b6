//! Whatever future is dropped, at whatever await: is anything lost, doubled, or asked twice?

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use countersign::{
    AcceptedPeer, ChooseConfiguration as _, OfferedHello, RefusedHello, RejectedPeer, ServerConfig,
    Sign as _, SignRequest, VerifyPeer as _, VerifyPeerRequest, crypto::Random,
};
use countersign_testkit::fake::FakeVerifier;
use countersign_tokio::{
    AnswerFuture, AsyncChooseConfiguration, AsyncSign, AsyncVerifyPeer, TlsAcceptor, TlsConnector,
    TlsStream,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex},
    task::yield_now,
};

use crate::{
    interrupt::{Drops, Interrupter},
    site::{Site, text},
    stutter::Stutter,
};

type Stream = TlsStream<Stutter<DuplexStream>>;

/// Answers everything, after some waiting, and counts.
struct Slow {
    site: Site,
    waits: usize,
    asked: AtomicUsize,
}

impl Slow {
    fn answer<T: Send + 'static>(self: Arc<Self>, answer: T) -> AnswerFuture<T> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            for _ in 0..self.waits {
                yield_now().await;
            }
            answer
        })
    }
}

impl AsyncVerifyPeer for Slow {
    fn verdict(
        self: Arc<Self>,
        request: VerifyPeerRequest,
    ) -> AnswerFuture<Result<AcceptedPeer, RejectedPeer>> {
        self.answer(FakeVerifier.verify_peer(&request))
    }
}

impl AsyncSign for Slow {
    fn signature(
        self: Arc<Self>,
        request: SignRequest,
        random: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        let signature = self.site.keys.sign(&request, random);
        self.answer(signature)
    }
}

impl AsyncChooseConfiguration for Slow {
    fn configuration(
        self: Arc<Self>,
        hello: OfferedHello,
    ) -> AnswerFuture<Result<ServerConfig, RefusedHello>> {
        let chosen = self.site.server.choose(&hello);
        self.answer(chosen)
    }
}

async fn send(stream: &mut Stream, drops: &Interrupter, text: &[u8]) {
    let mut sent = 0;
    while sent < text.len() {
        sent += drops.run(async || stream.write(&text[sent..]).await).await.unwrap();
    }
    drops.run(async || stream.flush().await).await.unwrap();
}

async fn receive(stream: &mut Stream, drops: &Interrupter, len: usize) -> Vec<u8> {
    let mut all = Vec::new();
    let mut buffer = [0; 700];
    while all.len() < len {
        match drops.run(async || stream.read(&mut buffer).await).await.unwrap() {
            0 => break,
            read => all.extend_from_slice(&buffer[..read]),
        }
    }
    all
}

const CLOSED: usize = usize::MAX;

async fn client(mut stream: Stream, drops: &Interrupter, there: &[u8], back: &[u8]) {
    drops.run(async || stream.handshake().await.map(drop)).await.unwrap();
    send(&mut stream, drops, there).await;
    assert!(receive(&mut stream, drops, back.len()).await == back);
    drops.run(async || stream.shutdown().await).await.unwrap();
    assert!(receive(&mut stream, drops, CLOSED).await == there);
}

async fn server(mut stream: Stream, drops: &Interrupter, there: &[u8], back: &[u8]) {
    assert!(receive(&mut stream, drops, there.len()).await == there);
    send(&mut stream, drops, back).await;
    assert!(receive(&mut stream, drops, CLOSED).await.is_empty());
    // The client has closed; our direction still works.
    send(&mut stream, drops, there).await;
    drops.run(async || stream.shutdown().await).await.unwrap();
}

/// A handshake, a message each way, one direction closed, one more message: all through `drops`,
/// with TLS 1.3 and with TLS 1.2.
async fn conversation(pauses: usize, most: usize, drops: &Interrupter) {
    for site in [Site::fake(), Site::fake_tls12()] {
        converse(site, pauses, most, drops).await;
    }
}

async fn converse(site: Site, pauses: usize, most: usize, drops: &Interrupter) {
    let slow = Arc::new(Slow { site, waits: pauses, asked: AtomicUsize::new(0) });
    let (near, far) = duplex(2000);
    let near = Stutter::new(near, pauses, most);
    let far = Stutter::new(far, pauses, most);
    let connector = TlsConnector::new(slow.site.client.clone(), slow.clone());
    let acceptor = TlsAcceptor::new(slow.site.server.clone(), slow.clone()).choose(slow.clone());
    let (there, back) = (text(3000), text(20_000));
    tokio::join!(
        client(connector.start(slow.site.name.clone(), near), drops, &there, &back),
        server(acceptor.start(far), drops, &there, &back),
    );
    assert_eq!(slow.asked.load(Ordering::Relaxed), 3, "each question is asked once");
}

#[tokio::test]
async fn each_future_is_dropped_again_and_again() {
    for pauses in 0..4 {
        for waits in 1..12 {
            let drops = Interrupter::new(Drops::After(waits));
            conversation(pauses, 1500, &drops).await;
            assert!(waits > pauses || drops.dropped() > 0);
        }
    }
}

#[tokio::test]
async fn one_future_is_dropped_at_every_await_there_is() {
    for pauses in [0, 1] {
        let all = Interrupter::new(Drops::Never);
        conversation(pauses, 700, &all).await;
        assert!(all.waits() > 50, "{} awaits", all.waits());
        for at in 0..all.waits() {
            let drops = Interrupter::new(Drops::At(at));
            conversation(pauses, 700, &drops).await;
            assert_eq!(drops.dropped(), 1, "await {at}");
        }
    }
}

#[tokio::test]
async fn bytes_come_one_at_a_time() {
    let drops = Interrupter::new(Drops::After(1));
    conversation(1, 1, &drops).await;
}
