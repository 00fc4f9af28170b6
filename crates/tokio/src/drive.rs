//! The loop over the machine's contract, one poll at a time. Everything that has to survive a
//! dropped future is in the stream, so that each poll goes on where the last one stopped.

use std::{
    io,
    task::{Context, Poll, Waker, ready},
};

use countersign::{Error, Event};
use countersign_tape::Recorder;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::{stream::TlsStream, wakers::Side};

/// The most that one write seals, bytes; so also the most that waits for the transport, but for
/// the records' headers and tags, and the handshake.
pub(crate) const WRITE_CHUNK: usize = 64 * 1024;

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    /// Runs `poll` for `side`, which is woken when it is worth trying again.
    pub(crate) fn poll_for<R>(
        &mut self,
        side: Side,
        waker: &Waker,
        poll: impl FnOnce(&mut Self, &mut Context<'_>) -> Poll<R>,
    ) -> Poll<R> {
        self.side = side;
        self.wakers.wait(side, waker);
        let waker = self.waker.clone();
        let polled = poll(self, &mut Context::from_waker(&waker));
        if polled.is_ready() {
            self.wakers.leave(side);
        }
        polled
    }

    /// Goes on until the handshake is complete, and our last message is on its way.
    pub(crate) fn poll_handshake(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.established {
            return Poll::Ready(Ok(()));
        }
        let polled = self.poll_establish(cx);
        let polled = ready!(self.in_time(polled, cx));
        self.deadline = None;
        self.established = polled.is_ok();
        // If the other one waited for this too, it now has something of its own to wait for.
        self.wakers.wake(self.side.other());
        Poll::Ready(polled)
    }

    /// What is pending fails where the time for the handshake is up.
    pub(crate) fn in_time<R>(
        &mut self,
        polled: Poll<io::Result<R>>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<R>> {
        if polled.is_pending()
            && let Some(deadline) = &mut self.deadline
        {
            ready!(deadline.poll(cx));
            return Poll::Ready(Err(self.expire(cx)));
        }
        polled
    }

    fn poll_establish(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.summary.is_none() {
            ready!(self.poll_progress(cx))?;
        }
        self.transport.poll_flush(&mut self.machine.output, cx)
    }

    /// The time is up. The alert is a courtesy, tried once.
    fn expire(&mut self, cx: &mut Context<'_>) -> io::Error {
        self.machine.with(Recorder::cancel);
        self.machine.forget_questions();
        let _ = self.transport.poll_flush(&mut self.machine.output, cx);
        let at = self.machine.connection.state();
        io::Error::new(io::ErrorKind::TimedOut, Error::Canceled { at })
    }

    /// Takes one event in, waiting for what it wants.
    pub(crate) fn poll_progress(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(self.poll_event(cx))? {
            Some(hint) => self.poll_input(hint, cx),
            None => Poll::Ready(Ok(())),
        }
    }

    /// Takes one event in; tells how many bytes are wanted, where the event is that some are.
    pub(crate) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<usize>>> {
        if self.machine.is_keeping() {
            // The peer need not wait for our own store.
            let _ = self.poll_output(cx);
            ready!(self.machine.poll_kept(cx));
        }
        match self.machine.event() {
            Ok(Event::NeedInput { hint }) => return Poll::Ready(Ok(Some(hint))),
            Ok(Event::Ask(id, request)) => self.machine.ask(id, request),
            Ok(Event::AwaitAnswer(_)) => {
                // What goes before the question need not wait for its answer. That the transport
                // fails is found out when there is something to wait for from it.
                let _ = self.poll_output(cx);
                ready!(self.machine.poll_answer(cx));
            }
            Ok(Event::Session(session)) => self.machine.keep(session),
            Ok(Event::SessionLost(key)) => self.machine.forget(key),
            Ok(Event::Connected(summary)) => self.summary = Some(summary),
            Ok(Event::Data(data)) => self.plain = data,
            Ok(Event::EarlyData(data)) => {
                self.early.extend_from_slice(&data);
                self.wakers.wake(self.side.other());
            }
            Ok(Event::PeerClosed | Event::Closed) => self.peer_closed = true,
            Ok(_) => {}
            Err(error) => {
                self.machine.forget_questions();
                // The alert is a courtesy: what went wrong is the error to report.
                let _ = self.poll_output(cx);
                self.wakers.wake(self.side.other());
                return Poll::Ready(Err(countersign_std::io_error(error)));
            }
        }
        Poll::Ready(Ok(None))
    }

    /// Output goes out before input is waited for, but input is taken even where output is stuck:
    /// two peers that both waited for the other to read would wait for ever.
    fn poll_input(&mut self, hint: usize, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = self.poll_output(cx);
        let input = self.machine.connection.input();
        match self.transport.poll_read(input, hint, cx) {
            Poll::Ready(Ok(0)) => self.machine.connection.end_of_input(),
            Poll::Ready(Ok(_)) => {}
            Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            Poll::Pending => match written {
                Poll::Ready(Err(error)) if !self.established => return Poll::Ready(Err(error)),
                // Once connected, who cannot be written to may still have much to tell.
                _ => return Poll::Pending,
            },
        }
        Poll::Ready(Ok(()))
    }

    /// Flushes on the way to something else. If the other one waited for room, there is some.
    fn poll_output(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let waits = !self.machine.output.is_empty();
        let polled = self.transport.poll_flush(&mut self.machine.output, cx);
        if waits && polled.is_ready() && self.established {
            self.wakers.wake(self.side.other());
        }
        polled
    }

    /// Waits until there is decrypted data, or will be none.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_handshake(cx))?;
        while self.plain.is_empty() && !self.peer_closed {
            ready!(self.poll_progress(cx))?;
        }
        Poll::Ready(Ok(()))
    }

    /// Seals what the transport may take. Nothing is sealed while earlier output waits, so that
    /// the output is bounded; what was sealed is reported at once, so that nobody sends it twice.
    pub(crate) fn poll_send(
        &mut self,
        plaintext: &[u8],
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_handshake(cx))?;
        ready!(self.transport.poll_write(&mut self.machine.output, cx))?;
        let chunk = plaintext.get(..WRITE_CHUNK).unwrap_or(plaintext);
        let sealed = self.machine.with(|connection, lent| connection.send(chunk, lent));
        // A failure of the transport meets the next call: these bytes are taken.
        let _ = self.transport.poll_write(&mut self.machine.output, cx);
        Poll::Ready(sealed.map_err(countersign_std::io_call_error))
    }

    /// `close_notify` goes out behind all that was sent, then the transport's writing direction is
    /// shut. A connection that has failed is shut too, behind its alert.
    pub(crate) fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shaken = ready!(self.poll_handshake(cx));
        let closed = self.machine.with(Recorder::close);
        ready!(self.transport.poll_shutdown(&mut self.machine.output, cx))?;
        Poll::Ready(shaken.and(closed.map_err(countersign_std::io_error)))
    }
}
