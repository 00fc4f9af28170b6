//! Does a stream carry data both ways over any transport, however slow, and close, fail and go on
//! as it says? The provider is the one that computes next to nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod asynchronous;
mod blocking;
mod early;
mod failure;
mod peer;
mod pipe;
mod sessions;
mod tapes;

use std::time::Duration;

use countersign::{Answers, pki_types::UnixTime};
use countersign_embedded::Lent;
use countersign_testkit::{Scene, SeededRandom};

fn clock() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000))
}

fn lent_to_client<'a>(scene: &'a Scene, random: &'a mut SeededRandom) -> Lent<'a> {
    Lent { answers: Answers::client(&*scene.verifier), random, clock: &clock }
}

fn lent_to_server<'a>(scene: &'a Scene, random: &'a mut SeededRandom) -> Lent<'a> {
    Lent { answers: Answers::server(&scene.server, &scene.keys), random, clock: &clock }
}

/// Bytes that differ from their neighbours.
fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|index| u8::try_from(index % 251).unwrap()).collect()
}
