//! Time of full handshakes, each side apart.

use std::time::Instant;

use crate::{
    clock::{Pace, Stopwatch, median},
    wire::{Side, Stack, Unobserved, Wires, shake},
};

/// Seconds of the median handshake of one slice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spent {
    pub(crate) client: f64,
    pub(crate) server: f64,
    pub(crate) both: f64,
}

/// So many handshakes, unobserved.
pub(crate) fn repeat<S: Stack>(stack: &S, count: u32) {
    let mut wires = Wires::default();
    for _ in 0..count {
        drop(shake(stack, &mut wires, &mut Unobserved));
    }
}

/// One slice of handshakes.
pub(crate) fn measure<S: Stack>(stack: &S, pace: Pace) -> Spent {
    let mut wires = Wires::default();
    let (mut client, mut server, mut both) = (Vec::new(), Vec::new(), Vec::new());
    let begin = Instant::now();
    while begin.elapsed() < pace.slice || both.is_empty() {
        let mut watch = Stopwatch::default();
        // Ends are let go outside the time: a connection lives on after its handshake.
        drop(shake(stack, &mut wires, &mut watch));
        let spent = [Side::Client, Side::Server].map(|side| watch.seconds(side));
        client.push(spent[0]);
        server.push(spent[1]);
        both.push(spent[0] + spent[1]);
    }
    Spent { client: median(client), server: median(server), both: median(both) }
}
