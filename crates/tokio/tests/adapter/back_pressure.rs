//! Is what waits for a peer that does not read bounded, and does it all arrive in the end?

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{
        AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream, ReadBuf, duplex,
    },
    time::timeout,
};

use crate::site::{Site, shake, text};

/// What the pipe holds.
const ROOM: usize = 1000;
/// What a stream may hold sealed: one write's worth.
const BOUND: usize = 64 * 1024;

#[tokio::test(start_paused = true)]
async fn large_writes_wait_for_a_peer_that_does_not_read() {
    let (mut client, mut server) = Site::fake().connected(ROOM).await;
    let all = text(1 << 20);
    let mut taken = 0;
    while let Ok(written) = timeout(Duration::from_secs(1), client.write(&all[taken..])).await {
        taken += written.unwrap();
    }
    assert_eq!(taken, BOUND);
    // Many more attempts take nothing.
    for _ in 0..100 {
        assert!(timeout(Duration::from_secs(1), client.write(&all[taken..])).await.is_err());
    }
    let rest = async {
        client.write_all(&all[taken..]).await.unwrap();
        client.shutdown().await.unwrap();
    };
    let mut received = Vec::new();
    let (read, ()) = tokio::join!(server.read_to_end(&mut received), rest);
    read.unwrap();
    assert!(received == all);
}

#[tokio::test(start_paused = true)]
async fn small_writes_wait_too() {
    let (mut client, mut server) = Site::fake().connected(ROOM).await;
    let mut taken = 0_usize;
    while timeout(Duration::from_secs(1), client.write_all(b"x")).await.is_ok() {
        taken += 1;
        assert!(taken < ROOM);
    }
    // Flushing waits for the peer as well.
    assert!(timeout(Duration::from_secs(1), client.flush()).await.is_err());
    let mut received = vec![0; taken];
    let (read, flushed) = tokio::join!(server.read_exact(&mut received), client.flush());
    assert_eq!(read.unwrap(), taken);
    flushed.unwrap();
}

/// A pipe whose writing direction breaks, and is not shut by shutting it.
pub(crate) struct Breaking {
    inner: DuplexStream,
    broken: Arc<AtomicBool>,
}

impl Breaking {
    pub(crate) fn new(inner: DuplexStream, broken: Arc<AtomicBool>) -> Self {
        Self { inner, broken }
    }
}

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Breaking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.broken.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn who_cannot_write_can_still_read() {
    let site = Site::fake();
    let (near, far) = duplex(ROOM);
    let broken = Arc::new(AtomicBool::new(false));
    let near = Breaking::new(near, broken.clone());
    let mut client = site.connector().start(site.name.clone(), near);
    let mut server = site.acceptor().start(far);
    shake(&mut client, &mut server).await;
    broken.store(true, Ordering::Relaxed);
    // The bytes are taken; that they go nowhere is said by the next call, and by each after it.
    assert_eq!(client.write(b"question").await.unwrap(), 8);
    for _ in 0..2 {
        assert_eq!(client.write(b"more").await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(client.flush().await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
    let (answer, server) = tokio::join!(
        async {
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.map(|_| answer)
        },
        async {
            server.write_all(b"unasked").await?;
            server.shutdown().await
        },
    );
    server.unwrap();
    assert_eq!(answer.unwrap(), "unasked");
}

#[tokio::test]
async fn a_transport_that_breaks_in_the_handshake_is_told() {
    let site = Site::fake();
    let (near, _far) = duplex(ROOM);
    let near = Breaking::new(near, Arc::new(AtomicBool::new(true)));
    let error = site.connector().connect(site.name.clone(), near).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
