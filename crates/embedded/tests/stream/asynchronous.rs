//! The asynchronous stream: two of them over a pipe, and futures that are dropped.

use std::{pin::pin, task::Poll};

use countersign_embedded::{Error, Sizes, TlsStream};
use countersign_testkit::{Scene, SeededRandom};
use embedded_io_async::{BufRead, Read, Write};

use crate::{
    lent_to_client, lent_to_server,
    pipe::{Pipe, both, pipe, poll_once},
    plaintext,
};

const SIZES: Sizes = Sizes { read: 700, write: 900 };

/// With TLS 1.2 and with TLS 1.3.
fn run(most: usize, test: impl Fn(TlsStream<'_, Pipe>, TlsStream<'_, Pipe>)) {
    for scene in [Scene::fake(), Scene::fake_tls13()] {
        let (mut ours, mut theirs) = (SeededRandom::new(7), SeededRandom::new(8));
        let (near, far) = pipe(most);
        let name = scene.server_name.clone();
        let lent = lent_to_client(&scene, &mut ours);
        let client = TlsStream::client(&scene.client, name, lent, SIZES, near);
        let lent = lent_to_server(&scene, &mut theirs);
        test(client, TlsStream::server(&scene.server, lent, SIZES, far));
    }
}

/// Sends back what comes, until the end.
async fn echo(mut stream: TlsStream<'_, Pipe>) -> usize {
    let mut total = 0;
    loop {
        let mut buffer = [0; 333];
        match stream.read(&mut buffer).await.unwrap() {
            0 => break,
            read => stream.write_all(&buffer[..read]).await.unwrap(),
        }
        total += 1;
    }
    stream.shutdown().await.unwrap();
    total
}

#[test]
fn two_streams_over_a_pipe() {
    for most in [1, 100, usize::MAX] {
        run(most, |mut client, server| {
            let sent = plaintext(20_000);
            let talk = async {
                client.handshake().await.unwrap();
                client.write_all(&sent).await.unwrap();
                client.close_write().await.unwrap();
                let mut back = Vec::new();
                loop {
                    let piece = client.fill_buf().await.unwrap();
                    back.extend_from_slice(piece);
                    match piece.len() {
                        0 => return back,
                        len => client.consume(len),
                    }
                }
            };
            let (back, reads) = both(talk, echo(server));
            assert!(back == sent);
            assert!(reads >= sent.len() / 333);
        });
    }
}

/// Calls until it is done; each future is polled once, and dropped where it is pending.
macro_rules! impatient {
    ($call:expr, $meanwhile:expr) => {
        loop {
            let call = $call;
            if let Poll::Ready(output) = poll_once(pin!(call)) {
                break output;
            }
            $meanwhile;
        }
    };
}

#[test]
fn a_future_may_be_dropped_at_each_await() {
    for most in [1, 64, usize::MAX] {
        run(most, |mut client, server| {
            let mut server = pin!(echo(server));
            let mut echoed = None;
            let mut serve = || {
                if echoed.is_none()
                    && let Poll::Ready(reads) = poll_once(server.as_mut())
                {
                    echoed = Some(reads);
                }
            };
            impatient!(client.handshake(), serve()).unwrap();
            let sent = plaintext(5000);
            let mut rest = &sent[..];
            while !rest.is_empty() {
                let taken = impatient!(client.write(rest), serve()).unwrap();
                rest = &rest[taken..];
            }
            impatient!(client.flush(), serve()).unwrap();
            let mut back = Vec::new();
            let mut buffer = [0; 77];
            while back.len() < sent.len() {
                let read = impatient!(client.read(&mut buffer), serve()).unwrap();
                assert!(read > 0, "the server ends after us");
                back.extend_from_slice(&buffer[..read]);
            }
            assert!(back == sent, "nothing is lost, nothing is doubled");
            impatient!(client.shutdown(), serve()).unwrap();
            (0..9).for_each(|_| serve());
            assert!(echoed.is_some());
        });
    }
}

#[test]
fn a_peer_that_goes_away_is_noticed() {
    run(usize::MAX, |mut client, mut server| {
        let go_away = async {
            server.handshake().await.unwrap();
            drop(server);
        };
        let read = async { client.read(&mut [0; 10]).await };
        let (error, ()) = both(read, go_away);
        let Err(Error::Tls(countersign::Error::Truncated { .. })) = error else {
            panic!("{error:?}")
        };
    });
}
