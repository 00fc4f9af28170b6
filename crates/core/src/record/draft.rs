//! A record that is being made at the end of the output.

use bytes::{BufMut, BytesMut};

use super::protection::Protection;
use crate::limits::RECORD_HEADER;

/// The front of a record: header and prefix are still to be written, and the content stands, or
/// is to be put, behind them. Dropped before it is finished it leaves the output as it was, so
/// that an alert never stands behind half a record.
pub(super) struct Draft<'a> {
    pub(super) output: &'a mut BytesMut,
    start: usize,
    /// Where the content begins.
    pub(super) content: usize,
    is_finished: bool,
}

impl<'a> Draft<'a> {
    /// Makes room for a content of `len` bytes and all that protection adds to it.
    pub(super) fn new(
        output: &'a mut BytesMut,
        protection: Option<&Protection>,
        len: usize,
    ) -> Self {
        let (prefix_len, overhead) = protection
            .map_or((0, 0), |protection| (protection.prefix_len(), protection.overhead()));
        let start = output.len();
        output.reserve(RECORD_HEADER + len + overhead);
        output.put_bytes(0, RECORD_HEADER + prefix_len);
        Self { start, content: output.len(), output, is_finished: false }
    }

    /// The content, and what stands behind it.
    pub(super) fn content(&mut self) -> &mut [u8] {
        self.output.get_mut(self.content..).unwrap_or_default()
    }

    /// All that follows the header.
    pub(super) fn fragment(&mut self) -> &mut [u8] {
        self.output.get_mut(self.start + RECORD_HEADER..).unwrap_or_default()
    }

    /// The record is whole.
    pub(super) fn finish(mut self, header: [u8; RECORD_HEADER]) {
        let place = self.output.get_mut(self.start..).and_then(<[u8]>::first_chunk_mut);
        if let Some(place) = place {
            *place = header;
        }
        self.is_finished = true;
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            self.output.truncate(self.start);
        }
    }
}
