//! Keying material and channel bindings for what runs inside the connection: RFC 5705, RFC 5929,
//! RFC 9266.

use alloc::vec::Vec;

use super::{Connection, step::Phase};
use crate::error::ExportError;
#[cfg(feature = "tls12")]
use crate::tls12;
#[cfg(feature = "tls13")]
use crate::tls13;

/// The labels that TLS itself uses (RFC 5705 §4).
const RESERVED: &[&str] = &[
    "client finished",
    "server finished",
    "master secret",
    "key expansion",
    "extended master secret",
];

/// Length of `tls-exporter` in bytes (RFC 9266 §2).
const TLS_EXPORTER: usize = 32;

/// What binds an authentication inside the connection to the connection.
/// [`crate::tls_server_end_point`] is the third, and needs a certificate alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelBinding {
    /// `tls-unique`: the first `Finished` of the handshake (RFC 5929 §3). Not for TLS 1.3.
    TlsUnique,
    /// `tls-exporter`: 32 bytes of keying material (RFC 9266 §2).
    TlsExporter,
}

/// What a version keeps for it.
enum Established<'a> {
    #[cfg(feature = "tls12")]
    Tls12(&'a tls12::Established),
    #[cfg(feature = "tls13")]
    Tls13(&'a tls13::Established),
}

impl Connection {
    /// Fills `out` with keying material of this connection (RFC 5705 §4): the same on both
    /// sides, and unrelated to that of any other label or context. No context is something else
    /// than an empty one. Labels begin with `EXPORTER`, or with `EXPERIMENTAL` where they are
    /// not registered.
    ///
    /// Refused where another connection could have the same: before TLS 1.3 the extended master
    /// secret has to be there (RFC 7627 §5.4). In TLS 1.3 (RFC 8446 §7.5) no context and an empty
    /// one are the same, a label has at most 249 bytes, and the material at most 255 times the
    /// length of the suite's hash.
    pub fn export_keying_material(
        &self,
        label: &str,
        context: Option<&[u8]>,
        out: &mut [u8],
    ) -> Result<(), ExportError> {
        if RESERVED.contains(&label) {
            return Err(ExportError::ReservedLabel);
        }
        if context.is_some_and(|context| u16::try_from(context.len()).is_err()) {
            return Err(ExportError::ContextTooLong);
        }
        match self.established()? {
            #[cfg(feature = "tls12")]
            Established::Tls12(established) => {
                established.tls_unique().ok_or(ExportError::NotUnique)?;
                established.export(label, context, out);
                Ok(())
            }
            #[cfg(feature = "tls13")]
            Established::Tls13(established) => established
                .export(label, context.unwrap_or_default(), out)
                .ok_or(ExportError::TooLong),
        }
    }

    /// The value of a channel binding, without its name. Refused as keying material is.
    pub fn channel_binding(&self, binding: ChannelBinding) -> Result<Vec<u8>, ExportError> {
        match (binding, self.established()?) {
            #[cfg(feature = "tls12")]
            (ChannelBinding::TlsUnique, Established::Tls12(established)) => {
                let finished = established.tls_unique().ok_or(ExportError::NotUnique)?;
                Ok(finished.to_vec())
            }
            // RFC 9266 §1: it is not defined there.
            #[cfg(feature = "tls13")]
            (ChannelBinding::TlsUnique, Established::Tls13(_)) => Err(ExportError::NotDefined),
            (ChannelBinding::TlsExporter, _) => {
                let mut out = alloc::vec![0; TLS_EXPORTER];
                let label = "EXPORTER-Channel-Binding";
                self.export_keying_material(label, Some(&[]), &mut out)?;
                Ok(out)
            }
        }
    }

    fn established(&self) -> Result<Established<'_>, ExportError> {
        match &self.phase {
            #[cfg(feature = "tls12")]
            Phase::Tls12Client(state) => state.established().map(Established::Tls12),
            #[cfg(feature = "tls12")]
            Phase::Tls12Server(state) => state.established().map(Established::Tls12),
            #[cfg(feature = "tls13")]
            Phase::Tls13Client(state) => state.established().map(Established::Tls13),
            #[cfg(feature = "tls13")]
            Phase::Tls13Server(state) => state.established().map(Established::Tls13),
            Phase::ClientHello(_) | Phase::ServerHello(_) | Phase::Over(_) => None,
        }
        .ok_or(ExportError::NotConnected)
    }
}
