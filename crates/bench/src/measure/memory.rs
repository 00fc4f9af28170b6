//! What each side of a handshake takes from the heap, and what it holds after it.

use crate::{
    heap::{self, Taken},
    wire::{Probe, Side, Stack, Unobserved, Wires, shake},
};

/// Of one side.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Memory {
    /// In the handshake; `live` is what the idle connection holds after it.
    pub(crate) taken: Taken,
    /// Bytes of the connection value, which lies where the caller puts it.
    pub(crate) value: usize,
}

/// Charges each side with its own.
struct Charged;

impl Probe for Charged {
    fn run<R>(&mut self, side: Side, work: impl FnOnce() -> R) -> R {
        heap::charge(side, work)
    }
}

/// Client's and server's part in one handshake, after others have warmed up what is shared.
pub(crate) fn measure<S: Stack>(stack: &S) -> [Memory; 2] {
    let mut wires = Wires::default();
    for _ in 0..3 {
        drop(shake(stack, &mut wires, &mut Unobserved));
    }
    heap::reset();
    let ends = shake(stack, &mut wires, &mut Charged);
    let [client, server] = stack.value_bytes();
    let memory = [
        Memory { taken: heap::taken(Side::Client), value: client },
        Memory { taken: heap::taken(Side::Server), value: server },
    ];
    drop(ends);
    memory
}
