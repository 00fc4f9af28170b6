//! A small protocol inside of TLS, and its tests: a client counts, a server adds up.
//!
//! ```text
//! client → "add NUMBER\n"  …  server → "sum NUMBER\n"
//! ```
//!
//! `cargo run -p countersign-testkit --example own_protocol` runs what a test would.
#![allow(clippy::panic, reason = "it is what tests do")]

use countersign::Role;
use countersign_testkit::{Chunks, Pair, Scene, Side, each_mishap};

/// The protocol of the server: it sees data as they come, however they are cut.
#[derive(Default)]
struct Adder {
    /// Bytes of [`Side::data`] that were looked at.
    read: usize,
    sum: u64,
}

impl Adder {
    /// Takes in what has come, and answers each line that is complete.
    fn on_data(&mut self, side: &mut Side<'_>) {
        while let Some(line) = next_line(side.data(), self.read) {
            self.read += line.len() + 1;
            let Some(number) = line.strip_prefix("add ").and_then(|number| number.parse().ok())
            else {
                side.cancel();
                return;
            };
            let number: u64 = number;
            self.sum = self.sum.saturating_add(number);
            // A connection that has failed takes nothing, and says so with the next poll.
            let _ = side.send(format!("sum {}\n", self.sum).as_bytes());
        }
    }
}

fn next_line(data: &[u8], from: usize) -> Option<String> {
    let rest = data.get(from..)?;
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    Some(String::from_utf8_lossy(rest.get(..end)?).into_owned())
}

/// What both do. It goes on as far as it can, whatever happens to it.
fn conversation(pair: &mut Pair<'_>) {
    let mut adder = Adder::default();
    pair.run();
    for number in [1, 20, 300] {
        let _ = pair.client.send(format!("add {number}\n").as_bytes());
        pair.run();
        adder.on_data(&mut pair.server);
        pair.run();
    }
    let _ = pair.client.close();
    pair.run();
    let _ = pair.server.close();
    pair.run();
}

const SUMS: &[u8] = b"sum 1\nsum 21\nsum 321\n";

fn main() {
    let scene = Scene::fake();

    // All is well, however the bytes are cut.
    for chunks in [Chunks::Whole, Chunks::Records, Chunks::Sizes(vec![1]), Chunks::RecordsCutAt(7)]
    {
        let mut pair = scene.pair().chunks(&chunks);
        conversation(&mut pair);
        assert_eq!(pair.client.data(), SUMS, "{chunks:?}");
    }

    // Whatever happens on the way, no sum is told that is not one.
    for from in [Role::Client, Role::Server] {
        let runs = each_mishap(
            || scene.pair(),
            from,
            conversation,
            5,
            |mishap, pair| {
                let heard = pair.client.data();
                assert!(SUMS.starts_with(heard), "{mishap}: {}", String::from_utf8_lossy(heard));
            },
        );
        println!("{runs} mishaps on the way from the {from}, and every sum was right");
    }

    // The walk is the text of a snapshot: `assert_walk!(pair)` in a test.
    let mut pair = scene.pair();
    conversation(&mut pair);
    println!("\n{}", pair.walk());
}
