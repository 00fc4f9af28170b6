//! TLS 1.3: data before the handshake is complete, whatever is dropped on the way; new keys; a
//! register that is far away.

use std::{sync::Arc, time::Duration};

use countersign::{ClientConfigBuilder, EarlyData, EarlyDataRequest, ServerConfigBuilder};
use countersign_testkit::{Kept, Scene, fake::KeyKind, tls13};
use countersign_tokio::{AnswerFuture, AsyncSessions, Blocking, TlsStream};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream, duplex},
    task::yield_now,
    time::timeout,
};

use crate::{
    interrupt::{Drops, Interrupter},
    site::{Site, text},
    stutter::Stutter,
};

/// The most that the server takes.
const MOST: usize = 1000;

fn site() -> Site {
    let client =
        |client: ClientConfigBuilder| client.policy(tls13()).resumption(true).early_data(true);
    let server =
        |server: ServerConfigBuilder| server.policy(tls13()).tickets(true).max_early_data(1000);
    Site::of(Scene::fake_with(&[KeyKind::EcdsaP256], client, server))
}

/// Both sides before the handshake.
fn pair(
    site: &Site,
    near: &Arc<Kept>,
    far: Arc<dyn AsyncSessions>,
) -> [TlsStream<Stutter<DuplexStream>>; 2] {
    let (ours, theirs) = duplex(700);
    let (ours, theirs) = (Stutter::new(ours, 1, 300), Stutter::new(theirs, 2, 300));
    [
        site.connector().sessions(near.clone()).start(site.name.clone(), ours),
        site.acceptor().sessions(far).start(theirs),
    ]
}

async fn say_early<T>(client: &mut TlsStream<T>, data: &[u8], drops: &Interrupter) -> usize
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut taken = 0;
    loop {
        match drops.run(async || client.write_early(&data[taken..]).await).await.unwrap() {
            0 => return taken,
            some => taken += some,
        }
    }
}

/// The client says `data`, early as far as it may; gives how much that was, what became of it,
/// and what the server read, early and behind the handshake.
async fn talk(
    site: &Site,
    near: &Arc<Kept>,
    far: Arc<dyn AsyncSessions>,
    data: &[u8],
    drops: &Interrupter,
) -> (usize, EarlyData, Vec<u8>, Vec<u8>) {
    let [mut client, mut server] = pair(site, near, far);
    let ours = async {
        let taken = say_early(&mut client, data, drops).await;
        drops.run(async || client.handshake().await.map(drop)).await.unwrap();
        let outcome = client.summary().unwrap().early_data;
        let arrived = if outcome == EarlyData::Accepted { taken } else { 0 };
        client.write_all(&data[arrived..]).await.unwrap();
        client.shutdown().await.unwrap();
        // The tickets come before the end.
        assert_eq!(client.read_to_end(&mut Vec::new()).await.unwrap(), 0);
        (taken, outcome)
    };
    let theirs = async {
        let (mut early, mut late, mut buffer) = (Vec::new(), Vec::new(), [0; 100]);
        loop {
            match drops.run(async || server.read_early(&mut buffer).await).await.unwrap() {
                0 => break,
                read => early.extend_from_slice(&buffer[..read]),
            }
        }
        server.read_to_end(&mut late).await.unwrap();
        server.shutdown().await.unwrap();
        assert_eq!(server.read_early(&mut buffer).await.unwrap(), 0);
        (early, late)
    };
    let ((taken, outcome), (early, late)) = tokio::join!(ours, theirs);
    (taken, outcome, early, late)
}

#[tokio::test]
async fn early_data_arrives_marked_whatever_is_dropped() {
    for drops in [Drops::Never, Drops::After(1)] {
        let drops = Interrupter::new(drops);
        let (site, near, far) = (site(), Arc::<Kept>::default(), Arc::<Kept>::default());
        let data = text(1500);
        let (taken, outcome, early, late) = talk(&site, &near, far.clone(), &data, &drops).await;
        assert_eq!((taken, outcome, early.len()), (0, EarlyData::None, 0));
        assert!(late == data);
        for _ in 0..2 {
            let (taken, outcome, early, late) =
                talk(&site, &near, far.clone(), &data, &drops).await;
            assert_eq!((taken, outcome), (MOST, EarlyData::Accepted));
            assert!(early == data[..MOST] && late == data[MOST..]);
        }
    }
}

#[tokio::test]
async fn it_may_be_asked_on_a_thread_that_blocks() {
    let (site, near, drops) = (site(), Arc::default(), Interrupter::new(Drops::Never));
    let far = Arc::new(Blocking(Kept::default()));
    talk(&site, &near, far.clone(), b"x", &drops).await;
    let (_, outcome, early, _) = talk(&site, &near, far, b"early", &drops).await;
    assert_eq!((outcome, &early[..]), (EarlyData::Accepted, &b"early"[..]));
}

/// A register that many servers share: it takes its time, and says `verdict`.
struct Remote {
    kept: Arc<Kept>,
    verdict: bool,
}

impl AsyncSessions for Remote {
    fn opened_ticket(
        self: Arc<Self>,
        request: countersign::OpenTicketRequest,
    ) -> AnswerFuture<Option<countersign::OpenedTicket>> {
        Arc::clone(&self.kept).opened_ticket(request)
    }

    fn sealed_ticket(
        self: Arc<Self>,
        request: countersign::SealTicketRequest,
        random: &mut dyn countersign::crypto::Random,
    ) -> AnswerFuture<Option<countersign::SealedTicket>> {
        Arc::clone(&self.kept).sealed_ticket(request, random)
    }

    fn early_data_verdict(self: Arc<Self>, request: EarlyDataRequest) -> AnswerFuture<bool> {
        Box::pin(async move {
            for _ in 0..10 {
                yield_now().await;
            }
            assert!(request.window > 0 && request.binder.len() >= 32);
            self.verdict
        })
    }
}

#[tokio::test]
async fn a_verdict_is_awaited_and_what_is_rejected_goes_again() {
    for (verdict, wanted) in [(true, EarlyData::Accepted), (false, EarlyData::Rejected)] {
        let (site, near, drops) = (site(), Arc::default(), Interrupter::new(Drops::After(1)));
        let far = Arc::new(Remote { kept: Arc::default(), verdict });
        talk(&site, &near, far.clone(), b"x", &drops).await;
        let (taken, outcome, early, late) = talk(&site, &near, far, b"early", &drops).await;
        assert_eq!((taken, outcome), (5, wanted));
        let (first, second) = if verdict { (&early, &late) } else { (&late, &early) };
        assert!(first == b"early" && second.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_holds_for_early_data_too() {
    let (near, _far) = duplex(10);
    let site = site();
    let connector = site.connector().handshake_deadline(Duration::from_secs(5));
    let mut client = connector.start(site.name.clone(), near);
    let error = client.write_early(b"early").await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);

    let (_near, far) = duplex(10);
    let acceptor = site.acceptor().handshake_deadline(Duration::from_secs(5));
    let mut server = acceptor.start(far);
    let read = timeout(Duration::from_secs(50), server.read_early(&mut [0; 9])).await.unwrap();
    assert_eq!(read.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn keys_change_while_both_talk_and_not_in_older_versions() {
    let (mut client, mut server) = Site::fake().connected(500).await;
    let sent = text(5000);
    let ours = async {
        for part in sent.chunks(700) {
            client.update_keys(true).await.unwrap();
            client.write_all(part).await.unwrap();
        }
        client.shutdown().await.unwrap();
        let mut back = Vec::new();
        client.read_to_end(&mut back).await.unwrap();
        back
    };
    let theirs = async {
        let mut all = Vec::new();
        server.read_to_end(&mut all).await.unwrap();
        server.update_keys(false).await.unwrap();
        server.write_all(&all).await.unwrap();
        server.shutdown().await.unwrap();
    };
    let (back, ()) = tokio::join!(ours, theirs);
    assert!(back == sent);

    let (mut client, _server) = Site::fake_tls12().connected(500).await;
    client.update_keys(false).await.unwrap_err();
    client.write_all(b"it goes on").await.unwrap();
}
