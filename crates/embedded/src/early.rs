//! Data before the handshake is complete, and new keys behind it: RFC 8446 §2.3 and §4.6.3.

use bytes::{Buf as _, BytesMut};
use embedded_io_async::{Read, Write};

use crate::{Error, TlsStream, machine::Want};

impl<T: Read + Write> TlsStream<'_, T> {
    /// Client, TLS 1.3: sends data before the server has answered, with a session that allows it
    /// ([`countersign::ClientConfigBuilder::early_data`]). Call it before anything else.
    ///
    /// Gives how many bytes were taken: fewer than given, down to 0, where the session allows no
    /// more, and 0 once the server has answered. What is left goes by `write`. They go
    /// out with the next call of any kind.
    ///
    /// Such data has no forward secrecy, and whoever records it can send it again: only for what
    /// may be done twice. Whether the server took it says
    /// [`countersign::ConnectionSummary::early_data`] after [`TlsStream::handshake`]: where it is
    /// [`countersign::EarlyData::Rejected`], nothing of it has arrived, and what is still of use is
    /// to be written once more.
    pub async fn write_early(&mut self, data: &[u8]) -> Result<usize, Error<T::Error>> {
        while self.machine.summary.is_none() {
            match self.machine.turn() {
                Ok(Want::Input(_)) => break,
                other => self.follow(other).await?,
            }
        }
        self.write_out().await?;
        match self.machine.send_early(data) {
            Ok(taken) => Ok(taken),
            Err(error) => Err(self.fail(error).await),
        }
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
    /// `read` gives nothing of it: it may be a recording of what was sent before, so it is kept
    /// apart. A server that takes early data reads them first, and then goes on with `read`. They
    /// are not lost by a handshake that is made before.
    pub async fn read_early(&mut self, buffer: &mut [u8]) -> Result<usize, Error<T::Error>> {
        while self.early.is_empty() && self.machine.summary.is_none() {
            self.turn().await?;
        }
        let len = self.early.len().min(buffer.len());
        if let Some(place) = buffer.get_mut(..len) {
            self.early.copy_to_slice(place);
        }
        if self.early.is_empty() {
            self.early = BytesMut::new();
        }
        Ok(len)
    }

    /// TLS 1.3: sends under new keys from here on, and with `request_peer` has the peer do so too
    /// (RFC 8446 §4.6.3). The machine does it by itself long before keys are used up. Fails where
    /// an older version was negotiated.
    #[cfg(feature = "tls13")]
    pub async fn update_keys(&mut self, request_peer: bool) -> Result<(), Error<T::Error>> {
        self.connect().await?;
        if let Err(error) = self.machine.update_keys(request_peer) {
            return Err(self.fail(error).await);
        }
        self.write_out().await
    }
}
