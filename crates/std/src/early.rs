//! Data before the handshake is complete: RFC 8446 §2.3.

use std::io::{self, Read, Write};

use bytes::Buf as _;

use crate::{TlsStream, machine::Want};

impl<T: Read + Write> TlsStream<T> {
    /// Client, TLS 1.3: sends data before the server has answered, with a session that allows it
    /// ([`countersign::ClientConfigBuilder::early_data`]). Call it before anything else that reads
    /// or writes.
    ///
    /// Returns how many bytes were taken: fewer than given, down to 0, where the session allows no
    /// more, and 0 once the server has answered. What is left goes by `write`.
    ///
    /// Such data has no forward secrecy, and whoever records it can send it again: only for what
    /// may be done twice. Whether the server took it says
    /// [`countersign::ConnectionSummary::early_data`] after [`TlsStream::handshake`]: where it is
    /// [`countersign::EarlyData::Rejected`], nothing of it has arrived, and what is still of use is
    /// to be written once more.
    pub fn write_early(&mut self, data: &[u8]) -> io::Result<usize> {
        while self.machine.summary.is_none() {
            match self.machine.turn() {
                Ok(Want::Input) => break,
                other => self.follow(other)?,
            }
        }
        let sent = self.machine.send_early(data);
        self.flush_after(sent)
    }

    /// How many bytes [`TlsStream::write_early`] would take now; 0 before its first call.
    pub fn early_data_left(&self) -> usize {
        self.machine.connection.early_data_left()
    }

    /// Server, TLS 1.3: reads what the client sent before the handshake was complete, as far as
    /// [`countersign::ServerConfigBuilder::max_early_data`] and the answer to
    /// [`countersign::Request::AcceptEarlyData`] let it; returns 0 when there is no more of it, and
    /// at once where there is none.
    ///
    /// `read` gives nothing of it: it may be a recording of what was sent before, so it is kept
    /// apart. A server that takes early data reads them first, and then goes on with `read`. They
    /// are not lost by a handshake that is made before.
    pub fn read_early(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.early.is_empty() && self.machine.summary.is_none() {
            self.turn()?;
        }
        let len = self.early.len().min(buffer.len());
        if let Some(place) = buffer.get_mut(..len) {
            self.early.copy_to_slice(place);
        }
        Ok(len)
    }
}
