//! Appends numbers and vectors to a buffer (RFC 5246 §4).

use alloc::vec::Vec;

/// Writes to the end of a buffer. Lengths are filled in once what they cover is written.
pub struct Writer<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Appends to `out`.
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    /// A `uint8`.
    pub fn u8(&mut self, value: u8) {
        self.out.push(value);
    }

    /// A `uint16`.
    pub fn u16(&mut self, value: u16) {
        self.bytes(&value.to_be_bytes());
    }

    /// A `uint24`: the low 24 bits.
    pub fn u24(&mut self, value: u32) {
        let [_, low @ ..] = value.to_be_bytes();
        self.bytes(&low);
    }

    /// A `uint32`.
    pub fn u32(&mut self, value: u32) {
        self.bytes(&value.to_be_bytes());
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// What `body` writes, behind its length in 8 bits.
    pub fn vec8(&mut self, body: impl FnOnce(&mut Self)) {
        self.prefixed::<1>(body);
    }

    /// What `body` writes, behind its length in 16 bits.
    pub fn vec16(&mut self, body: impl FnOnce(&mut Self)) {
        self.prefixed::<2>(body);
    }

    /// What `body` writes, behind its length in 16 bits; nothing at all where it writes nothing.
    pub fn vec16_unless_empty(&mut self, body: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.vec16(body);
        if self.out.len() == start + 2 {
            self.out.truncate(start);
        }
    }

    /// What `body` writes, behind its length in 24 bits.
    pub fn vec24(&mut self, body: impl FnOnce(&mut Self)) {
        self.prefixed::<3>(body);
    }

    /// Length of what was written so far, with all that was in the buffer before.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// True where the buffer is empty.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// A length that does not fit its field keeps its low bytes: the peer then refuses the
    /// message. Configurations are checked when built, so that this does not happen.
    fn prefixed<const N: usize>(&mut self, body: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.bytes(&[0; N]);
        body(self);
        let len = self.out.len() - start - N;
        let bytes = len.to_be_bytes();
        let low = bytes.get(bytes.len() - N..).unwrap_or_default();
        debug_assert!(len < 1 << (8 * N), "a vector is too long for its length field");
        if let Some(place) = self.out.get_mut(start..start + N) {
            place.copy_from_slice(low);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_stand_before_what_they_cover() {
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out);
        writer.vec24(|writer| writer.vec16(|writer| writer.vec8(|writer| writer.u16(0x0303))));
        assert_eq!(out, [0, 0, 5, 0, 3, 2, 3, 3]);
    }

    #[test]
    fn three_bytes_are_the_low_ones() {
        let mut out = Vec::new();
        Writer::new(&mut out).u24(0x0001_0203);
        assert_eq!(out, [1, 2, 3]);
    }
}
