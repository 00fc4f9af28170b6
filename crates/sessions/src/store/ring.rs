//! Bytes in a circle: written at the one end, freed at the other, and wiped when freed.

use zeroize::Zeroize;

/// A queue of bytes in one piece of memory that is allocated once. Positions may lie one length
/// beyond the end of the memory: they are counted from the front again there.
pub(super) struct Ring {
    bytes: Box<[u8]>,
    start: usize,
    used: usize,
}

impl Ring {
    pub(super) fn new(len: usize) -> Self {
        Self { bytes: vec![0; len].into_boxed_slice(), start: 0, used: 0 }
    }

    /// How many bytes fit at most.
    pub(super) fn capacity(&self) -> usize {
        self.bytes.len()
    }

    /// How many more bytes fit.
    pub(super) fn free(&self) -> usize {
        self.bytes.len() - self.used
    }

    /// Where the oldest byte lies, if there is one.
    pub(super) fn start(&self) -> Option<usize> {
        (self.used > 0).then_some(self.start)
    }

    /// Where the next byte comes to lie.
    pub(super) fn end(&self) -> usize {
        self.wrap(self.start + self.used)
    }

    /// Writes at the end; nothing where it does not fit.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if bytes.len() <= self.free() {
            self.write(self.end(), bytes);
            self.used += bytes.len();
        }
    }

    /// Wipes the oldest bytes, and has room for new ones there.
    pub(super) fn pop(&mut self, len: usize) {
        let len = len.min(self.used);
        self.wipe(self.start, len);
        self.start = self.wrap(self.start + len);
        self.used -= len;
    }

    pub(super) fn read(&self, at: usize, out: &mut [u8]) {
        let (low, high) = self.pieces(at, out.len());
        let (to_low, to_high) = out.split_at_mut(low.len());
        to_low.copy_from_slice(low);
        to_high.copy_from_slice(high);
    }

    /// True where `bytes` lie at `at`. The time tells how many of them do, so this is not for
    /// secrets.
    pub(super) fn is_at(&self, at: usize, bytes: &[u8]) -> bool {
        let (low, high) = self.pieces(at, bytes.len());
        bytes.split_at_checked(low.len()) == Some((low, high))
    }

    pub(super) fn write(&mut self, at: usize, bytes: &[u8]) {
        let (low, high) = self.pieces_mut(at, bytes.len());
        let (from_low, from_high) = bytes.split_at(low.len());
        low.copy_from_slice(from_low);
        high.copy_from_slice(from_high);
    }

    pub(super) fn wipe(&mut self, at: usize, len: usize) {
        let (low, high) = self.pieces_mut(at, len);
        low.zeroize();
        high.zeroize();
    }

    fn wrap(&self, at: usize) -> usize {
        if at < self.bytes.len() { at } else { at - self.bytes.len() }
    }

    /// The bytes from `at` on: two pieces where the end of the memory lies between.
    fn pieces(&self, at: usize, len: usize) -> (&[u8], &[u8]) {
        let (front, low) = self.bytes.split_at_checked(self.wrap(at)).unwrap_or_default();
        match low.get(..len) {
            Some(low) => (low, &[]),
            None => (low, front.get(..len - low.len()).unwrap_or_default()),
        }
    }

    fn pieces_mut(&mut self, at: usize, len: usize) -> (&mut [u8], &mut [u8]) {
        let at = self.wrap(at);
        let (front, low) = self.bytes.split_at_mut_checked(at).unwrap_or_default();
        let here = len.min(low.len());
        let low = low.get_mut(..here).unwrap_or_default();
        (low, front.get_mut(..len - here).unwrap_or_default())
    }
}

/// What is not in use was wiped before, or never written: to touch it would make it resident.
impl Drop for Ring {
    fn drop(&mut self) {
        self.wipe(self.start, self.used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read_wherever_it_lies() {
        let mut ring = Ring::new(10);
        for turn in 0..30_u8 {
            let at = ring.end();
            ring.push(&[turn, turn + 1, turn + 2, turn + 3]);
            let mut out = [0; 4];
            ring.read(at, &mut out);
            assert_eq!(out, [turn, turn + 1, turn + 2, turn + 3]);
            assert!(ring.is_at(at, &out) && ring.is_at(at, &out[..3]));
            assert!(!ring.is_at(at, &[turn, turn + 1, turn + 2, turn]));
            assert!(!ring.is_at(at + 1, &out));
            assert_eq!((ring.start(), ring.free()), (Some(at), 6));
            ring.pop(4);
            assert_eq!((ring.start(), ring.free()), (None, 10));
        }
    }

    #[test]
    fn what_is_popped_is_wiped_and_what_does_not_fit_is_not_there() {
        let mut ring = Ring::new(5);
        ring.push(&[1, 2, 3]);
        ring.push(&[4, 5, 6]);
        assert_eq!(*ring.bytes, [1, 2, 3, 0, 0]);
        ring.pop(2);
        ring.push(&[4, 5, 6, 7]);
        assert_eq!((ring.free(), &*ring.bytes), (0, &[6, 7, 3, 4, 5][..]));
        ring.pop(4);
        assert_eq!(*ring.bytes, [0, 7, 0, 0, 0]);
        ring.pop(9);
        assert_eq!((ring.free(), &*ring.bytes), (5, &[0; 5][..]));
    }

    #[test]
    fn no_memory_is_no_room() {
        let mut ring = Ring::new(0);
        ring.push(&[1]);
        ring.pop(1);
        assert_eq!((ring.free(), ring.start(), ring.is_at(0, &[1])), (0, None, false));
    }
}
