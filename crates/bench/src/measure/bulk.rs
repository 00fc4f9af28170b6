//! Throughput of records of 16 KiB, each way, on the server's connection.

use crate::{
    clock::{Pace, median, per_call, seconds, slice},
    wire::{End, Stack, Unobserved, Wires, shake},
};

/// Plaintext of one record.
pub(crate) const RECORD: usize = 16 * 1024;
/// Records for each reading of the clock.
const BATCH: u32 = 16;

/// Seconds for each record; 0 where it cannot be told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    /// From plaintext to bytes that a kernel would be given.
    pub(crate) send: f64,
    /// From bytes on the wire, copied in as a kernel would copy them.
    pub(crate) receive: f64,
    /// From bytes in the connection's own buffer.
    pub(crate) open: f64,
}

/// Records sealed beforehand, so that sealing does not stand between one opening and the next.
#[derive(Default)]
pub(crate) struct Stock {
    sealed: Vec<u8>,
    taken: usize,
}

impl Stock {
    /// More than a processor's nearest caches hold, as what a network card has written.
    const RECORDS: usize = 64;

    /// The next record; where there is none, `seal` is called for more, which appends one.
    pub(crate) fn next(&mut self, mut seal: impl FnMut(&mut Vec<u8>)) -> &[u8] {
        if self.taken.is_multiple_of(Self::RECORDS) {
            self.sealed.clear();
            (0..Self::RECORDS).for_each(|_| seal(&mut self.sealed));
        }
        let len = self.sealed.len() / Self::RECORDS;
        let start = self.taken % Self::RECORDS * len;
        self.taken += 1;
        &self.sealed[start..start + len]
    }
}

/// One slice of each.
pub(crate) fn measure<S: Stack>(stack: &S, pace: Pace) -> Rates {
    let mut wires = Wires::default();
    let (mut client, mut server) = shake(stack, &mut wires, &mut Unobserved);
    let plaintext = vec![0x61; RECORD];
    let send = slice(pace, || per_call(BATCH, || server.send(&plaintext, None)));
    let (mut receive, mut open) = (Vec::new(), Vec::new());
    let mut records = Stock::default();
    slice(pace, || {
        let sealed = records.next(|wire| client.send(&plaintext, Some(wire)));
        let bring = seconds(|| server.bring(sealed));
        let mut received = 0;
        let spent = seconds(|| received = server.receive());
        assert_eq!(received, RECORD, "every record arrives whole");
        receive.push(bring + spent);
        open.push(spent);
        spent
    });
    let reads_ahead = <S::Server<'_> as End>::READS_AHEAD;
    Rates { send, receive: median(receive), open: if reads_ahead { median(open) } else { 0.0 } }
}
