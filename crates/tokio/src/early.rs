//! Data before the handshake is complete, and new keys behind it: RFC 8446 §2.3 and §4.6.3.

use std::{
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Buf as _;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::{drive::WRITE_CHUNK, stream::TlsStream, wakers::Side};

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    /// Client, TLS 1.3: sends data before the server has answered, with a session that allows it
    /// ([`countersign::ClientConfigBuilder::early_data`]). Call it before anything else, on a
    /// stream of [`crate::TlsConnector::start`].
    ///
    /// Gives how many bytes were taken: fewer than given, down to 0, where the session allows no
    /// more, and 0 once the server has answered. What is left goes by `write`. A future that is
    /// dropped before it is ready has sent nothing.
    ///
    /// Such data has no forward secrecy, and whoever records it can send it again: only for what
    /// may be done twice. Whether the server took it says
    /// [`countersign::ConnectionSummary::early_data`] after [`TlsStream::handshake`]: where it is
    /// [`countersign::EarlyData::Rejected`], nothing of it has arrived, and what is still of use is
    /// to be written once more.
    pub async fn write_early(&mut self, data: &[u8]) -> io::Result<usize> {
        poll_fn(|cx| {
            self.poll_for(Side::Writer, cx.waker(), |stream, cx| {
                let polled = stream.poll_send_early(data, cx);
                stream.in_time(polled, cx)
            })
        })
        .await
    }

    /// How many bytes [`TlsStream::write_early`] would take now; 0 before its first call.
    pub fn early_data_left(&self) -> usize {
        self.machine.connection.early_data_left()
    }

    /// Server, TLS 1.3: reads what the client sent before the handshake was complete, as far as
    /// [`countersign::ServerConfigBuilder::max_early_data`] and the answer to
    /// [`countersign::Request::AcceptEarlyData`] let it; gives 0 when there is no more of it, and
    /// at once where there is none.
    ///
    /// Reading the stream gives nothing of it: it may be a recording of what was sent before, so it
    /// is kept apart. A server that takes early data reads them first, and then goes on with the
    /// rest. They are not lost by a handshake that is made before.
    pub async fn read_early(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|cx| {
            self.poll_for(Side::Reader, cx.waker(), |stream, cx| {
                let polled = stream.poll_early(cx);
                stream.in_time(polled, cx)
            })
        })
        .await?;
        let len = self.early.len().min(buffer.len());
        if let Some(place) = buffer.get_mut(..len) {
            self.early.copy_to_slice(place);
        }
        Ok(len)
    }

    /// TLS 1.3: sends under new keys from here on, and with `request_peer` has the peer do so too
    /// (RFC 8446 §4.6.3). The machine does it by itself long before keys are used up. Fails where
    /// an older version was negotiated. A future that is dropped may have changed the keys.
    pub async fn update_keys(&mut self, request_peer: bool) -> io::Result<()> {
        poll_fn(|cx| {
            self.poll_for(Side::Writer, cx.waker(), |stream, cx| {
                ready!(stream.poll_handshake(cx))?;
                stream.transport.poll_write(&mut stream.machine.output, cx)
            })
        })
        .await?;
        let updated =
            self.machine.with(|connection, lent| connection.update_keys(request_peer, lent));
        poll_fn(|cx| Pin::new(&mut *self).poll_flush(cx)).await?;
        updated.map_err(countersign_std::io_call_error)
    }

    /// Our hello goes out, and behind it what the session allows.
    fn poll_send_early(&mut self, data: &[u8], cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        while self.summary.is_none() {
            if ready!(self.poll_event(cx))?.is_some() {
                break;
            }
        }
        ready!(self.transport.poll_write(&mut self.machine.output, cx))?;
        let chunk = data.get(..WRITE_CHUNK).unwrap_or(data);
        let sealed = self.machine.with(|connection, lent| connection.send_early(chunk, lent));
        // A failure of the transport meets the next call: these bytes are taken.
        let _ = self.transport.poll_flush(&mut self.machine.output, cx);
        Poll::Ready(sealed.map_err(countersign_std::io_call_error))
    }

    /// Waits until there are early data, or will be none.
    fn poll_early(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.early.is_empty() && self.summary.is_none() {
            ready!(self.poll_progress(cx))?;
        }
        Poll::Ready(Ok(()))
    }
}
