//! Do two halves in two tasks get along, also before the handshake and over a narrow pipe?

use std::time::Duration;

use countersign_tokio::TlsStream;
use tokio::{
    io::{
        AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufWriter, DuplexStream,
        duplex, split,
    },
    net::TcpStream,
    task::{JoinHandle, yield_now},
    time::timeout,
};

use crate::{
    site::{Site, text},
    stutter::Stutter,
};

/// A hang is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads and writes at once, in two tasks; hands out what was read.
fn both_ways<IO>(stream: TlsStream<IO>, sent: Vec<u8>) -> (JoinHandle<Vec<u8>>, JoinHandle<()>)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut reader, mut writer) = split(stream);
    let reading = tokio::spawn(async move {
        let mut received = Vec::new();
        reader.read_to_end(&mut received).await.unwrap();
        received
    });
    let writing = tokio::spawn(async move {
        // The reader is to wait first.
        yield_now().await;
        writer.write_all(&sent).await.unwrap();
        writer.shutdown().await.unwrap();
    });
    (reading, writing)
}

async fn exchange<A, B>(client: TlsStream<A>, server: TlsStream<B>, len: usize)
where
    A: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    B: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (there, back) = (text(len), text(len / 2));
    let client = both_ways(client, there.clone());
    let server = both_ways(server, back.clone());
    let all = async { tokio::join!(client.0, client.1, server.0, server.1) };
    let all = timeout(PATIENCE, all).await.expect("somebody was not woken");
    assert!(all.0.unwrap() == back);
    assert!(all.2.unwrap() == there);
    all.1.unwrap();
    all.3.unwrap();
}

#[tokio::test]
async fn both_directions_at_once_through_a_narrow_pipe() {
    // Both pipes are full, with both sides in the middle of writing: reading goes on.
    let site = Site::fake();
    for room in [1, 100, 70_000] {
        let (client, server) = site.connected(room).await;
        exchange(client, server, 200_000 * room.min(10) / 10).await;
    }
}

#[tokio::test]
async fn halves_before_the_handshake() {
    let site = Site::fake();
    for room in [1, 100, 70_000] {
        let (client, server) = site.pair(room);
        exchange(client, server, 10_000).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn halves_on_several_threads_before_the_handshake() {
    let site = Site::fake();
    for round in 0..100 {
        let (near, far) = duplex(1 + 40 * round);
        let near = Stutter::new(near, round % 3, 500);
        let far = Stutter::new(far, round % 4, 900);
        let client = site.connector().start(site.name.clone(), near);
        exchange(client, site.acceptor().start(far), 5000).await;
    }
}

/// The reader waits, with nothing sent and nothing to be read, until the writer makes the
/// handshake: what comes behind it in the same read is the reader's.
#[tokio::test]
async fn a_reader_that_waits_is_woken_by_the_end_of_the_handshake() {
    let site = Site::fake();
    let (client, mut server) = site.pair(70_000);
    let (mut reader, mut writer) = split(client);
    let reading = tokio::spawn(async move { reader.read_u8().await.unwrap() });
    let writing = tokio::spawn(async move {
        writer.write_all(b"x").await.unwrap();
        writer.flush().await.unwrap();
        writer
    });
    yield_now().await;
    server.write_all(b"y").await.unwrap();
    server.flush().await.unwrap();
    assert_eq!(timeout(PATIENCE, reading).await.unwrap().unwrap(), b'y');
    drop(timeout(PATIENCE, writing).await.unwrap().unwrap());
}

#[tokio::test]
async fn a_transport_with_a_buffer_of_its_own_is_flushed() {
    let site = Site::fake();
    let (near, far) = duplex(70_000);
    let client = site.connector().start(site.name.clone(), BufWriter::new(near));
    let server = site.acceptor().start(BufWriter::new(far));
    exchange(client, server, 10_000).await;

    // And by reading alone: who waits for an answer has asked.
    let (near, far) = duplex(70_000);
    let mut client = site.connector().start(site.name.clone(), BufWriter::new(near));
    let mut server = site.acceptor().start(BufWriter::new(far));
    let asking = async {
        client.write_all(b"?").await.unwrap();
        client.read_u8().await.unwrap()
    };
    let answering = async {
        let asked = server.read_u8().await.unwrap();
        server.write_all(b"!").await.unwrap();
        server.flush().await.unwrap();
        asked
    };
    let both = async { tokio::join!(asking, answering) };
    assert_eq!(timeout(PATIENCE, both).await.unwrap(), (b'!', b'?'));
}

#[test]
fn a_stream_goes_wherever_its_transport_goes() {
    fn check<T: Send + Sync + Unpin + 'static>() {}
    check::<TlsStream<DuplexStream>>();
    check::<TlsStream<TcpStream>>();
}
