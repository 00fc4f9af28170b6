//! What can happen to a record on its way: one by one, at every place.

use std::fmt;

use countersign::{Role, limits::RECORD_HEADER};

use crate::{Pair, RawRecord, Records};

/// Something that happens to one record. Records are counted from 0 in each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// One bit of it is flipped.
    Flip {
        /// Which record.
        record: usize,
        /// Which byte of it, its header counted in.
        byte: usize,
        /// Which bit of the byte, 0 to 7.
        bit: u8,
    },
    /// It is lost, and those behind it come.
    Lose {
        /// Which record.
        record: usize,
    },
    /// It comes twice.
    Double {
        /// Which record.
        record: usize,
    },
    /// It comes behind the one that was sent behind it.
    Swap {
        /// Which record.
        record: usize,
    },
    /// The transport ends in it.
    Cut {
        /// Which record.
        record: usize,
        /// Behind so many bytes of it, its header counted in.
        bytes: usize,
    },
}

impl Mishap {
    /// Every mishap of these records: each bit flipped, each record lost, doubled and swapped with
    /// the next, and the stream cut behind each byte.
    ///
    /// There are nine for each byte. Where a run takes long, take some:
    /// `Mishap::all(&records).step_by(7)`.
    pub fn all(records: &[RawRecord]) -> impl Iterator<Item = Self> {
        let whole = (0..records.len()).flat_map(|record| {
            [Self::Lose { record }, Self::Double { record }, Self::Swap { record }]
        });
        let bytes = records.iter().enumerate().flat_map(|(record, each)| {
            (0..RECORD_HEADER + each.fragment.len()).map(move |byte| (record, byte))
        });
        let within = bytes.flat_map(|(record, byte)| {
            let flips = (0..8).map(move |bit| Self::Flip { record, byte, bit });
            flips.chain([Self::Cut { record, bytes: byte }])
        });
        whole.chain(within).collect::<Vec<_>>().into_iter()
    }

    /// True where nothing more arrives behind it.
    pub fn ends_the_stream(self) -> bool {
        matches!(self, Self::Cut { .. })
    }

    /// For [`Pair::tamper`].
    pub fn tamper(self) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
        let mut held = Vec::new();
        move |index, each| {
            let mut bytes = each.bytes();
            match self {
                Self::Flip { record, byte, bit } if record == index => {
                    if let Some(byte) = bytes.get_mut(byte) {
                        *byte ^= 1 << (bit % 8);
                    }
                }
                Self::Lose { record } if record == index => bytes.clear(),
                Self::Double { record } if record == index => bytes.extend_from_within(..),
                Self::Swap { record } if record == index => held = std::mem::take(&mut bytes),
                Self::Cut { record, bytes: at } if record == index => bytes.truncate(at),
                Self::Cut { record, .. } if record < index => bytes.clear(),
                _ => {}
            }
            if !bytes.is_empty() {
                bytes.append(&mut held);
            }
            bytes
        }
    }
}

impl fmt::Display for Mishap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flip { record, byte, bit } => {
                write!(f, "bit {bit} of byte {byte} of record {record} is flipped")
            }
            Self::Lose { record } => write!(f, "record {record} is lost"),
            Self::Double { record } => write!(f, "record {record} comes twice"),
            Self::Swap { record } => write!(f, "record {record} comes behind the next"),
            Self::Cut { record, bytes } => {
                write!(f, "the stream ends behind {bytes} bytes of record {record}")
            }
        }
    }
}

/// Runs a scenario once without and then once with each of `mishaps`, on what `from` sends.
///
/// `scenario` is given a fresh pair each time, and goes with it as far as it can; nothing in it
/// may insist on success. Where it leaves a stream that was cut, the other side is told, and goes
/// on to its end. Then `check` is given the mishap and the pair, and panics where something holds
/// that must not: that data arrived which was not sent, say.
///
/// Randomness and time are the pair's own, so that every run with the same mishap is the same.
/// Returns how many runs there were.
pub fn each_mishap<'a>(
    mut pair: impl FnMut() -> Pair<'a>,
    from: Role,
    mut scenario: impl FnMut(&mut Pair<'a>),
    step: usize,
    mut check: impl FnMut(Mishap, &Pair<'a>),
) -> usize {
    let mut first = pair();
    scenario(&mut first);
    let records: Vec<_> = Records::new(first.sent(from)).collect();
    let mut runs = 0;
    for mishap in Mishap::all(&records).step_by(step.max(1)) {
        let mut pair = pair();
        pair.tamper(from, mishap.tamper());
        scenario(&mut pair);
        if mishap.ends_the_stream() {
            pair.hang_up(from);
            pair.run();
        }
        check(mishap, &pair);
        runs += 1;
    }
    runs
}
