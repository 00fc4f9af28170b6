//! What is authenticated with a fragment before TLS 1.3 (RFC 5246 §6.2.3).

use crate::wire::{ContentType, ProtocolVersion};

/// Length of what is authenticated before a fragment, in bytes.
const HEAD_LEN: usize = 13;

/// What is authenticated with a fragment besides its length.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) sequence: u64,
    pub(super) content_type: ContentType,
    pub(super) version: ProtocolVersion,
}

impl Head {
    /// `seq_num + type + version + length` (RFC 5246 §6.2.3.1, §6.2.3.3). The length may be a
    /// secret: nothing here depends on its value.
    pub(super) fn bytes(self, len: u16) -> [u8; HEAD_LEN] {
        let [s0, s1, s2, s3, s4, s5, s6, s7] = self.sequence.to_be_bytes();
        let [major, minor] = self.version.0.to_be_bytes();
        let [high, low] = len.to_be_bytes();
        [s0, s1, s2, s3, s4, s5, s6, s7, self.content_type.0, major, minor, high, low]
    }
}
