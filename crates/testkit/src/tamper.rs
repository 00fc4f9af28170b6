//! Ready-made ways to change what goes over the wire, for [`crate::Pair::tamper`]. Records are
//! counted from 0 in each direction.

use crate::RawRecord;

/// Flips the bits of `mask` in the byte `at` of the fragment of a record; counted from its end
/// where `at` is negative.
pub fn flip(record: usize, at: isize, mask: u8) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    move |index, mut each| {
        let len = each.fragment.len();
        let place =
            if at < 0 { len.checked_sub(at.unsigned_abs()) } else { Some(at.unsigned_abs()) };
        if let (true, Some(byte)) =
            (index == record, place.and_then(|place| each.fragment.get_mut(place)))
        {
            *byte ^= mask;
        }
        each.bytes()
    }
}

/// Loses a record.
pub fn lose(record: usize) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    move |index, each| if index == record { Vec::new() } else { each.bytes() }
}

/// Puts `bytes` before a record.
pub fn insert(record: usize, bytes: Vec<u8>) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    move |index, each| {
        if index == record { [&bytes[..], &each.bytes()].concat() } else { each.bytes() }
    }
}

/// Puts `bytes` in the place of a record.
pub fn replace(record: usize, bytes: Vec<u8>) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    move |index, each| if index == record { bytes.clone() } else { each.bytes() }
}

/// Changes a record.
pub fn change(
    record: usize,
    mut change: impl FnMut(RawRecord) -> RawRecord,
) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    move |index, each| if index == record { change(each).bytes() } else { each.bytes() }
}
