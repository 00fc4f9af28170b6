//! The primitives without any TLS: what a handshake and a record cannot do without.

mod bare;
mod public_key;

pub(crate) use bare::{BareAead, bare_aeads};
pub(crate) use public_key::{Operations, operations};

use super::bulk::{RECORD, Stock};
use crate::clock::{Pace, per_call, seconds, slice};

/// Calls for each reading of the clock.
const BATCH: u32 = 16;

/// Seconds of the public-key operations of one handshake, both sides together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PublicKey {
    /// A key pair and a shared secret; each side makes one.
    pub(crate) exchange: f64,
    /// The server's signature.
    pub(crate) sign: f64,
    /// One verification; the client checks the certificate's and the handshake's signature.
    pub(crate) verify: f64,
}

impl PublicKey {
    /// All of them.
    pub(crate) fn sum(self) -> f64 {
        2.0 * self.exchange + self.sign + 2.0 * self.verify
    }
}

/// One slice, divided among them.
pub(crate) fn measure_operations(operations: &Operations, pace: Pace) -> PublicKey {
    let pace = Pace { slice: pace.slice / 3, ..pace };
    let one = |work: &dyn Fn()| slice(pace, || seconds(work));
    PublicKey {
        exchange: one(&*operations.exchange),
        sign: one(&*operations.sign),
        verify: one(&*operations.verify),
    }
}

/// Seconds for a record's worth of the bare cipher.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bare {
    pub(crate) seal: f64,
    pub(crate) open: f64,
}

/// One slice of each. A text that is opened was just copied into its place from a stock,
/// as a record is.
pub(crate) fn measure_bare(aead: &mut dyn BareAead, pace: Pace) -> Bare {
    let mut text = vec![0x61; RECORD];
    let seal = slice(pace, || {
        per_call(BATCH, || {
            aead.seal(&mut text);
        })
    });
    let tag = aead.seal(&mut text);
    let (sealed, mut stock) = (text.clone(), Stock::default());
    let open = slice(pace, || {
        text.copy_from_slice(stock.next(|wire| wire.extend_from_slice(&sealed)));
        seconds(|| aead.open(&mut text, &tag))
    });
    Bare { seal, open }
}
