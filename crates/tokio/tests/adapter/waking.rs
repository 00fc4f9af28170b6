//! Is each half woken by what the other one does? Over a transport that wakes nobody, so that
//! whoever is woken was woken by the stream.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use countersign_tokio::TlsStream;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};

use crate::site::Site;

/// The transport that wakes nobody.
struct Silent(DuplexStream);

fn nobody() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

impl AsyncRead for Silent {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(&mut nobody(), buffer)
    }
}

impl AsyncWrite for Silent {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(&mut nobody(), bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(&mut nobody())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(&mut nobody())
    }
}

/// A task that only counts how often it is woken.
#[derive(Default)]
struct Task(AtomicUsize);

impl Task {
    fn wakes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

type Stream = TlsStream<Silent>;

fn read(stream: &mut Stream, task: &Arc<Task>) -> Poll<io::Result<usize>> {
    let mut space = [0; 2000];
    let mut buffer = ReadBuf::new(&mut space);
    let waker = Waker::from(task.clone());
    let polled = Pin::new(stream).poll_read(&mut Context::from_waker(&waker), &mut buffer);
    polled.map(|result| result.map(|()| buffer.filled().len()))
}

fn write(stream: &mut Stream, task: &Arc<Task>, bytes: &[u8]) -> Poll<io::Result<usize>> {
    let waker = Waker::from(task.clone());
    Pin::new(stream).poll_write(&mut Context::from_waker(&waker), bytes)
}

/// A client of which a reader and a writer are to wait, and its server.
struct Scene {
    client: Stream,
    server: Stream,
    reader: Arc<Task>,
    writer: Arc<Task>,
    other: Arc<Task>,
}

/// Both before the handshake; the client's reader waits.
fn scene() -> Scene {
    let site = Site::fake();
    let (near, far) = duplex(2000);
    let mut client = site.connector().start(site.name.clone(), Silent(near));
    let server = site.acceptor().start(Silent(far));
    let reader = Arc::<Task>::default();
    assert!(read(&mut client, &reader).is_pending());
    Scene { client, server, reader, writer: Arc::default(), other: Arc::default() }
}

/// The writer makes the handshake, then waits for the server to read.
fn scene_with_full_pipe() -> Scene {
    let mut scene = scene();
    let Scene { client, server, writer, other, .. } = &mut scene;
    while write(client, writer, &[1; 5000]).is_pending() {
        assert!(read(server, other).is_pending());
    }
    assert!(write(client, writer, b"more").is_pending());
    assert_eq!(scene.writer.wakes(), 0);
    scene
}

#[test]
fn the_reader_by_the_end_of_the_handshake() {
    let scene = scene_with_full_pipe();
    assert_eq!(scene.reader.wakes(), 1);
}

#[test]
fn the_writer_by_the_end_of_the_handshake() {
    let Scene { mut client, mut server, reader, writer, other } = scene();
    while !client.connection().is_connected() {
        assert!(write(&mut client, &writer, b"x").is_pending(), "the server has done nothing yet");
        assert!(read(&mut server, &other).is_pending());
        assert!(read(&mut client, &reader).is_pending());
    }
    assert!(writer.wakes() > 0);
    assert!(write(&mut client, &writer, b"x").is_ready());
}

#[test]
fn the_writer_by_the_room_that_the_reader_made() {
    let Scene { mut client, mut server, reader, writer, other } = scene_with_full_pipe();
    for _ in 0..10 {
        // The server takes what is in the pipe; the client's reader puts more into it.
        while let Poll::Ready(result) = read(&mut server, &other) {
            assert!(result.unwrap() > 0);
        }
        assert!(read(&mut client, &reader).is_pending());
    }
    assert_eq!(writer.wakes(), 1);
    assert!(write(&mut client, &writer, b"more").is_ready());
}

#[test]
fn the_writer_by_the_failure_that_the_reader_found() {
    let Scene { mut client, mut server, reader, writer, .. } = scene_with_full_pipe();
    let garbage = [23, 3, 3, 0, 40].into_iter().chain([0; 40]).collect::<Vec<u8>>();
    let polled = Pin::new(server.get_mut()).poll_write(&mut nobody(), &garbage);
    assert!(polled.is_ready());
    let Poll::Ready(Err(error)) = read(&mut client, &reader) else { panic!() };
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    assert_eq!(writer.wakes(), 1);
}
