//! What a connection of TLS 1.3 can prove to others: keying material (RFC 8446 §7.5) and a
//! channel binding (RFC 9266).

use crate::schedule::{ExporterSecret, Hkdf};

/// What is kept for it.
pub(crate) struct Established {
    exporter: ExporterSecret,
}

impl Established {
    pub(super) fn new(exporter: ExporterSecret) -> Self {
        Self { exporter }
    }

    /// `None` where label or output are too long for HKDF. No context and an empty one are the
    /// same.
    pub(crate) fn export(&self, label: &str, context: &[u8], out: &mut [u8]) -> Option<()> {
        if label.len() > Hkdf::MAX_LABEL || out.len() > self.exporter.max_len() {
            return None;
        }
        self.exporter.export(label, context, out);
        Some(())
    }
}
