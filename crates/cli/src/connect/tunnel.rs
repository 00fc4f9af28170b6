//! Standard input to the peer, the peer to standard output, both at once.
//!
//! ```text
//! thread: standard input ─┐
//!                         ├→ here: what is to be sent, and when it ends
//! thread: peer → output ──┘
//! ```

use std::{
    io::{self, Read, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use countersign_std::{ReadHalf, TlsStream, WriteHalf};

use crate::{failure::Failure, wire::Wire};

/// Bytes that are moved at once.
const CHUNK: usize = 16 * 1024;
/// Chunks of input that may wait to be sent.
const WAITING: usize = 4;

/// What the two threads tell.
enum News {
    Input(Vec<u8>),
    InputEnded(io::Result<()>),
    /// `close_notify`, or what went wrong.
    AnswerEnded(io::Result<()>),
    /// Nobody reads our output any more.
    OutputClosed(io::Error),
}

/// Goes on until the peer has closed; returns the bytes sent and received. `limit` bounds each
/// silence of the peer after the end of input.
pub(super) fn run(mut stream: TlsStream<Wire>, limit: Duration) -> Result<(u64, u64), Failure> {
    let broken = |error: io::Error| Failure::stream("the connection broke", &error, None);
    stream.get_mut().each_wait(None).map_err(broken)?;
    let second = stream.get_ref().second_handle().map_err(broken)?;
    let socket = second.socket.try_clone().map_err(broken)?;
    let (reader, writer) = stream.split(second).map_err(broken)?;
    let received = Arc::new(AtomicU64::new(0));
    let (news, inbox) = sync_channel(WAITING);
    let (input, answer, count) = (news.clone(), news, Arc::clone(&received));
    thread::spawn(move || read_input(&input));
    thread::spawn(move || read_answer(reader, &answer, &count));
    Tunnel { writer, inbox, socket, limit, received, sent: 0 }.run()
}

struct Tunnel {
    writer: WriteHalf<Wire>,
    inbox: Receiver<News>,
    socket: TcpStream,
    limit: Duration,
    received: Arc<AtomicU64>,
    sent: u64,
}

impl Tunnel {
    fn run(mut self) -> Result<(u64, u64), Failure> {
        let mut unsent = None;
        let mut input_ended = false;
        loop {
            let news = if input_ended { self.wait_for_the_rest()? } else { self.wait() };
            match news {
                News::Input(bytes) if unsent.is_none() => match self.writer.write_all(&bytes) {
                    Ok(()) => self.sent += u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                    // The other thread knows better what happened; it is heard first.
                    Err(error) => (unsent, input_ended) = (Some(error), true),
                },
                News::Input(_) => {}
                News::InputEnded(Ok(())) => {
                    input_ended = true;
                    unsent = self.writer.close_write().err().or(unsent);
                }
                News::InputEnded(Err(error)) => {
                    let _ = self.writer.close_write();
                    return Err(Failure::network("standard input cannot be read", &error));
                }
                News::AnswerEnded(Ok(())) => return self.end(unsent),
                News::AnswerEnded(Err(error)) => {
                    return Err(Failure::stream("the connection broke", &error, None));
                }
                News::OutputClosed(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    return self.end(None);
                }
                News::OutputClosed(error) => {
                    return Err(Failure::network("standard output cannot be written", &error));
                }
            }
        }
    }

    /// The peer has closed, or nobody wants to hear more: so do we close.
    fn end(mut self, unsent: Option<io::Error>) -> Result<(u64, u64), Failure> {
        if let Some(error) = unsent {
            return Err(Failure::stream("not all of the input could be sent", &error, None));
        }
        // A peer that is gone already has no use for it (RFC 5246 §7.2.1).
        let _ = self.writer.close_write();
        Ok((self.sent, self.received.load(Ordering::Relaxed)))
    }

    /// Both threads are alive, or have told why not.
    fn wait(&self) -> News {
        self.inbox.recv().unwrap_or(News::AnswerEnded(Ok(())))
    }

    /// The peer may answer for as long as it likes, but not be silent for longer than the limit.
    fn wait_for_the_rest(&self) -> Result<News, Failure> {
        loop {
            let before = self.received.load(Ordering::Relaxed);
            match self.inbox.recv_timeout(self.limit) {
                Ok(news) => return Ok(news),
                Err(RecvTimeoutError::Disconnected) => return Ok(News::AnswerEnded(Ok(()))),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.received.load(Ordering::Relaxed) == before {
                let _ = self.socket.shutdown(Shutdown::Both);
                let error = io::ErrorKind::TimedOut.into();
                return Err(Failure::network("the rest of the answer did not come", &error));
            }
        }
    }
}

/// A receiver that is gone has no more use for news.
fn read_input(news: &SyncSender<News>) {
    let mut input = io::stdin().lock();
    let mut buffer = vec![0; CHUNK];
    loop {
        let told = match input.read(&mut buffer) {
            Ok(0) => return drop(news.send(News::InputEnded(Ok(())))),
            Ok(count) => news.send(News::Input(buffer.iter().take(count).copied().collect())),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            Err(error) => return drop(news.send(News::InputEnded(Err(error)))),
        };
        if told.is_err() {
            return;
        }
    }
}

fn read_answer(mut reader: ReadHalf<Wire>, news: &SyncSender<News>, received: &AtomicU64) {
    let mut output = io::stdout().lock();
    let mut buffer = vec![0; CHUNK];
    let end = loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break News::AnswerEnded(Ok(())),
            Ok(count) => count,
            Err(error) => break News::AnswerEnded(Err(error)),
        };
        let text = buffer.get(..count).unwrap_or_default();
        if let Err(error) = output.write_all(text).and_then(|()| output.flush()) {
            break News::OutputClosed(error);
        }
        received.fetch_add(u64::try_from(count).unwrap_or(0), Ordering::Relaxed);
    };
    // The connection ends with its last half, which the other thread has: nothing of it is cut
    // off when the program ends with that one.
    drop(reader);
    let _ = news.send(end);
}
