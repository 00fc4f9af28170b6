//! One side's bytes, put in order.

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};

use crate::limits::{MAX_WAITING, WAITING_COST};

/// A place in a stream, counted from its first byte: sequence numbers without their wrapping.
type Offset = u64;

/// Where counting begins: far enough from zero that what was sent before can be told apart.
const START: Offset = 1 << 33;

/// Puts segments in order: doubled bytes are taken once, early ones wait.
#[derive(Default)]
pub(crate) struct Direction {
    /// The next byte, and its sequence number.
    next: Option<(Offset, u32)>,
    waiting: BTreeMap<Offset, Bytes>,
    /// What they take, by [`cost`].
    waiting_bytes: usize,
    /// Where the stream ends.
    fin: Option<Offset>,
}

/// What comes of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Data(BytesMut),
    Lost(u64),
}

impl Direction {
    /// The next byte will have this number.
    pub(crate) fn start(&mut self, sequence: u32) {
        self.next.get_or_insert((START, sequence));
    }

    pub(crate) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes
    }

    /// All bytes up to the end were given.
    pub(crate) fn is_finished(&self) -> bool {
        matches!((self.fin, self.next), (Some(fin), Some((next, _))) if next >= fin)
    }

    /// Has everything before this number been given? True where nothing is known.
    pub(crate) fn has_reached(&self, sequence: u32) -> bool {
        let Some((next, _)) = self.next else { return true };
        // The end counts as one byte.
        let reached = next + u64::from(self.is_finished());
        self.offset(sequence).is_none_or(|offset| offset <= reached)
    }

    /// The end comes behind this number.
    pub(crate) fn end(&mut self, sequence: u32) {
        self.fin = self.fin.or(self.offset(sequence));
    }

    fn offset(&self, sequence: u32) -> Option<Offset> {
        let (next, at) = self.next?;
        let distance = i64::from(sequence.wrapping_sub(at).cast_signed());
        next.checked_add_signed(distance)
    }

    /// Takes a segment; gives what is in order now.
    pub(crate) fn take(&mut self, sequence: u32, data: &[u8], out: &mut impl FnMut(Piece)) {
        self.start(sequence);
        let (Some(mut offset), Some((next, _))) = (self.offset(sequence), self.next) else {
            return;
        };
        let mut data = data;
        if offset < next {
            let known = usize::try_from(next - offset).unwrap_or(usize::MAX);
            data = data.get(known..).unwrap_or_default();
            offset = next;
        }
        if data.is_empty() {
            return;
        }
        if offset > next {
            return self.wait(offset, data, out);
        }
        self.advance(data.len());
        out(Piece::Data(BytesMut::from(data)));
        self.release(out);
    }

    fn wait(&mut self, offset: Offset, data: &[u8], out: &mut impl FnMut(Piece)) {
        // A segment that is longer than one before it at the same place brings more.
        let before = self.waiting.get(&offset).map_or(0, |data| cost(data));
        if cost(data) > before {
            self.waiting_bytes += cost(data) - before;
            self.waiting.insert(offset, Bytes::copy_from_slice(data));
        }
        if self.waiting_bytes > MAX_WAITING {
            self.give_up(out);
        }
    }

    /// What waits no longer has to.
    fn release(&mut self, out: &mut impl FnMut(Piece)) {
        while let Some((next, _)) = self.next
            && let Some(first) = self.waiting.first_entry()
            && *first.key() <= next
        {
            let (offset, data) = first.remove_entry();
            self.waiting_bytes -= cost(&data);
            let known = usize::try_from(next - offset).unwrap_or(usize::MAX);
            if let Some(data) = data.get(known..).filter(|data| !data.is_empty()) {
                self.advance(data.len());
                out(Piece::Data(BytesMut::from(data)));
            }
        }
    }

    /// The first gap will not be filled any more.
    pub(crate) fn give_up(&mut self, out: &mut impl FnMut(Piece)) {
        let (Some((next, at)), Some((first, _))) = (self.next, self.waiting.first_key_value())
        else {
            return;
        };
        let lost = first.saturating_sub(next);
        let skipped = u32::try_from(lost & u64::from(u32::MAX)).unwrap_or_default();
        self.next = Some((*first, at.wrapping_add(skipped)));
        out(Piece::Lost(lost));
        self.release(out);
    }

    /// The other side has acknowledged what was not caught: it is lost up to there.
    pub(crate) fn skip_to(&mut self, sequence: u32, out: &mut impl FnMut(Piece)) {
        let (Some(offset), Some((next, _))) = (self.offset(sequence), self.next) else { return };
        // What waits before that place is not lost.
        while let Some((first, _)) = self.waiting.first_key_value()
            && *first < offset
        {
            self.give_up(out);
        }
        let Some((now, _)) = self.next.filter(|(now, _)| *now < offset && offset > next) else {
            return;
        };
        // Who ends counts his end as one byte.
        let lost = offset - now - u64::from(self.fin.is_some_and(|fin| fin < offset));
        self.next = Some((offset, sequence));
        if lost > 0 {
            out(Piece::Lost(lost));
        }
        self.release(out);
    }

    /// Bytes that the segment had and that were not caught.
    pub(crate) fn uncaught(&mut self, count: u32, out: &mut impl FnMut(Piece)) {
        if let Some((_, at)) = self.next {
            self.skip_to(at.wrapping_add(count), out);
        }
    }

    fn advance(&mut self, len: usize) {
        if let Some((next, at)) = &mut self.next {
            *next += len as u64;
            *at = at.wrapping_add(u32::try_from(len).unwrap_or_default());
        }
    }
}

/// What a segment takes while it waits, in bytes.
fn cost(data: &[u8]) -> usize {
    data.len() + WAITING_COST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(steps: &[(u32, &[u8])]) -> Vec<Piece> {
        let mut direction = Direction::default();
        direction.start(u32::MAX - 1);
        let mut pieces = Vec::new();
        for (sequence, data) in steps {
            direction.take(*sequence, data, &mut |piece| pieces.push(piece));
        }
        pieces
    }

    fn data(bytes: &[u8]) -> Piece {
        Piece::Data(BytesMut::from(bytes))
    }

    #[test]
    fn segments_are_put_in_order_across_the_wrapping_of_numbers() {
        let pieces = run(&[(1, b"de"), (u32::MAX - 1, b"abc"), (0, b"cd"), (3, b"f")]);
        assert_eq!(pieces, [data(b"abc"), data(b"de"), data(b"f")]);
    }

    #[test]
    fn doubled_and_longer_segments_bring_what_is_new() {
        let pieces = run(&[(u32::MAX - 1, b"ab"), (u32::MAX - 1, b"abcd"), (u32::MAX, b"bc")]);
        assert_eq!(pieces, [data(b"ab"), data(b"cd")]);
    }

    #[test]
    fn a_gap_is_given_up_when_too_much_waits() {
        let mut direction = Direction::default();
        direction.start(0);
        let mut pieces = Vec::new();
        let long = vec![7; MAX_WAITING / 2 + 1];
        let mut take = |sequence, data: &[u8]| {
            direction.take(sequence, data, &mut |piece| pieces.push(piece));
        };
        take(10, &long);
        take(10 + u32::try_from(long.len()).unwrap(), &long);
        assert_eq!(pieces, [Piece::Lost(10), data(&long), data(&long)]);
    }

    #[test]
    fn a_gap_is_given_up_when_many_small_ones_wait() {
        let mut direction = Direction::default();
        direction.start(0);
        let mut lost = 0;
        for number in 0..MAX_WAITING / WAITING_COST {
            let sequence = u32::try_from(2 * number + 1).unwrap();
            direction
                .take(sequence, b"x", &mut |piece| lost += usize::from(piece == Piece::Lost(1)));
        }
        assert!(lost > 0 && direction.waiting_bytes() <= MAX_WAITING);
    }

    #[test]
    fn what_the_other_side_acknowledged_is_lost() {
        let mut direction = Direction::default();
        direction.start(0);
        let mut pieces = Vec::new();
        assert!(!direction.has_reached(5) && direction.has_reached(0));
        direction.skip_to(5, &mut |piece| pieces.push(piece));
        direction.take(5, b"x", &mut |piece| pieces.push(piece));
        assert_eq!(pieces, [Piece::Lost(5), data(b"x")]);
    }
}
