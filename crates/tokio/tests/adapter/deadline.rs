//! Does a handshake that takes too long end, and is the peer told?

use std::{future::pending, io::ErrorKind, sync::Arc, time::Duration};

use countersign::{Error, SignRequest, crypto::Random};
use countersign_tokio::{AnswerFuture, AsyncSign, TlsAcceptor, tls_error};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
    time::{Instant, sleep, timeout},
};

use crate::site::{Site, shake};

const LIMIT: Duration = Duration::from_secs(10);

/// `user_canceled` and `close_notify`, both warnings, in plain records.
const ALERTS: [u8; 14] = [21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0];

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_told_and_left() {
    let (mut near, far) = duplex(4096);
    let begin = Instant::now();
    let acceptor = Site::fake().acceptor().handshake_deadline(LIMIT);
    let error = acceptor.accept(far).await.unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), LIMIT.as_secs());
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(matches!(tls_error(&error), Some(Error::Canceled { .. })), "{error}");
    let mut alerts = Vec::new();
    near.read_to_end(&mut alerts).await.unwrap();
    assert_eq!(alerts, ALERTS);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_does_not_put_it_off() {
    let site = Site::fake();
    let (near, _far) = duplex(4096);
    let connector = site.connector().handshake_deadline(LIMIT);
    let mut client = connector.start(site.name.clone(), near);
    let begin = Instant::now();
    let error = loop {
        if let Ok(read) = timeout(LIMIT / 4, client.read_u8()).await {
            break read.unwrap_err();
        }
    };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(begin.elapsed() < LIMIT + LIMIT / 4);
    let error = client.write(b"more").await.unwrap_err();
    assert!(matches!(tls_error(&error), Some(Error::Canceled { .. })), "it is final: {error}");
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_even_read_does_not_hold_it_up() {
    let site = Site::fake();
    let (near, _far) = duplex(1);
    let connector = site.connector().handshake_deadline(LIMIT);
    let error = connector.connect(site.name.clone(), near).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

struct Never;

impl AsyncSign for Never {
    fn signature(
        self: Arc<Self>,
        _: SignRequest,
        _: &mut dyn Random,
    ) -> AnswerFuture<Result<Vec<u8>, String>> {
        Box::pin(async move {
            pending::<()>().await;
            drop(self);
            Err("it is never said".to_owned())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn it_covers_answers_that_never_come() {
    let site = Site::fake();
    let never = Arc::new(Never);
    let acceptor = TlsAcceptor::new(site.server.clone(), never.clone()).handshake_deadline(LIMIT);
    let (near, far) = duplex(4096);
    let connecting = tokio::spawn(site.connector().connect(site.name.clone(), near));
    let mut server = acceptor.start(far);
    assert_eq!(server.handshake().await.unwrap_err().kind(), ErrorKind::TimedOut);
    // Known to this test, the acceptor and the stream; nobody waits for the answer any more.
    assert_eq!(Arc::strong_count(&never), 3);
    drop(server);
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(tls_error(&error), Some(Error::ClosedInHandshake { .. })), "{error}");
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_the_handshake() {
    let site = Site::fake();
    let (near, far) = duplex(4096);
    let mut client = site.connector().handshake_deadline(LIMIT).start(site.name.clone(), near);
    let mut server = site.acceptor().handshake_deadline(LIMIT).start(far);
    shake(&mut client, &mut server).await;
    sleep(LIMIT * 2).await;
    client.write_all(b"late").await.unwrap();
    client.shutdown().await.unwrap();
    let mut all = String::new();
    server.read_to_string(&mut all).await.unwrap();
    assert_eq!(all, "late");
}
