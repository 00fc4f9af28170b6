//! What runs inside a stream is bound to it: keying material and channel bindings, RFC 5705,
//! RFC 5929 and RFC 9266.

use std::io::{Read, Write};

use countersign::{ChannelBinding, ExportError};

use crate::TlsStream;

impl<T: Read + Write> TlsStream<T> {
    /// Fills `out` with keying material of this connection, once its handshake is complete:
    /// [`countersign::Connection::export_keying_material`].
    pub fn export_keying_material(
        &self,
        label: &str,
        context: Option<&[u8]>,
        out: &mut [u8],
    ) -> Result<(), ExportError> {
        self.connection().export_keying_material(label, context, out)
    }

    /// What binds an authentication inside this connection to it, once its handshake is complete:
    /// [`countersign::Connection::channel_binding`]. That of the server's certificate is
    /// [`countersign::tls_server_end_point`].
    pub fn channel_binding(&self, binding: ChannelBinding) -> Result<Vec<u8>, ExportError> {
        self.connection().channel_binding(binding)
    }
}
