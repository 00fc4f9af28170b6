//! The figures as text: one table, and the goals.

mod goals;
mod table;

use std::fmt::Write as _;

use crate::{
    clock::Series,
    figures::{Bulk, Figures, Handshake, Machine},
    measure::memory::Memory,
};
use table::Table;

/// What everything is compared with.
const PEER: &str = "rustls aws-lc";
const RECORD: f64 = 16_384.0;

/// The whole report.
pub(crate) fn text(figures: &Figures) -> String {
    let mut text = String::new();
    let [before, after] = &figures.load;
    let _ = writeln!(
        text,
        "one thread, medians of {} rounds; load {before} before, {after} after\n\
         × is the ratio to {PEER}: below 1 is faster for times, above 1 for rates\n",
        figures.pace.rounds
    );
    for part in [handshakes(figures), bulk(figures), machines(figures), heap(figures)] {
        let _ = writeln!(text, "{part}");
    }
    text + &goals::text(figures)
}

fn micros(series: &Series) -> String {
    format!("{:.2}", series.median() * 1e6)
}

fn gigabytes(series: &Series) -> String {
    let seconds = series.median();
    if seconds > 0.0 { format!("{:.2}", RECORD / seconds / 1e9) } else { "-".to_owned() }
}

/// A ratio, with "-" where there is nothing to divide, or nothing to divide by.
fn ratio(of: &Series, to: Option<&Series>) -> String {
    let ratio = to.map_or(0.0, |to| of.over(to));
    if ratio > 0.0 { format!("{ratio:.3}") } else { "-".to_owned() }
}

fn handshakes(figures: &Figures) -> Table {
    let mut table = Table::new(
        "full handshake, TLS 1.2, AES-128-GCM: µs",
        &[
            "certificate",
            "group",
            "stack",
            "client",
            "server",
            "both",
            "a second",
            "×",
            "public-key ops",
            "both / ops",
        ],
    );
    for each in &figures.handshakes {
        let peer = figures.handshakes.iter().find(|peer| is_peer(peer, each));
        let (times, ops) = (&each.times, each.operations.as_ref());
        table.row(vec![
            format!("{:?}", each.certificate),
            format!("{:?}", each.group),
            each.stack.to_owned(),
            micros(&times.client),
            micros(&times.server),
            micros(&times.both),
            format!("{:.0}", 1.0 / times.both.median()),
            ratio(&times.both, peer.map(|peer| &peer.times.both)),
            ops.map_or("-".to_owned(), micros),
            ratio(&times.both, ops),
        ]);
    }
    table
}

fn is_peer(peer: &Handshake, each: &Handshake) -> bool {
    peer.stack == PEER && (peer.certificate, peer.group) == (each.certificate, each.group)
}

fn bulk(figures: &Figures) -> Table {
    let mut table = Table::new(
        "records of 16 KiB, AES-128-GCM: GB/s; \"read\" copies from the wire first, \"open\" \
         finds the bytes in the connection",
        &[
            "stack",
            "send",
            "×",
            "/ bare",
            "read",
            "×",
            "open",
            "×",
            "/ bare",
            "bare seal",
            "bare open",
        ],
    );
    let peer = figures.bulk.iter().find(|each| each.stack == PEER);
    for each in &figures.bulk {
        let against = |read: fn(&Bulk) -> &Series| {
            peer.map_or("-".to_owned(), |peer| ratio(read(peer), Some(read(each))))
        };
        table.row(vec![
            each.stack.to_owned(),
            gigabytes(&each.send),
            against(|bulk| &bulk.send),
            ratio(&each.bare_seal, Some(&each.send)),
            gigabytes(&each.receive),
            against(|bulk| &bulk.receive),
            gigabytes(&each.open),
            against(|bulk| &bulk.open),
            ratio(&each.bare_open, Some(&each.open)),
            gigabytes(&each.bare_seal),
            gigabytes(&each.bare_open),
        ]);
    }
    table
}

fn machines(figures: &Figures) -> Table {
    let mut table = Table::new(
        "the machine alone, nothing computed: µs and allocations; × is to rustls with the same",
        &[
            "judge",
            "stack",
            "client",
            "×",
            "server",
            "×",
            "both",
            "×",
            "client allocs",
            "server allocs",
        ],
    );
    for each in &figures.machines {
        let is_peer =
            |peer: &&Machine| peer.judge == each.judge && peer.stack.starts_with("rustls");
        let peer = figures.machines.iter().find(is_peer).map(|peer| &peer.times);
        let times = &each.times;
        table.row(vec![
            each.judge.to_owned(),
            each.stack.to_owned(),
            micros(&times.client),
            ratio(&times.client, peer.map(|peer| &peer.client)),
            micros(&times.server),
            ratio(&times.server, peer.map(|peer| &peer.server)),
            micros(&times.both),
            ratio(&times.both, peer.map(|peer| &peer.both)),
            calls(&each.client),
            calls(&each.server),
        ]);
    }
    table
}

fn calls(memory: &Memory) -> String {
    format!("{}+{}", memory.taken.calls, memory.taken.grown)
}

fn heap(figures: &Figures) -> Table {
    let mut table = Table::new(
        "heap: allocations (fresh + grown), bytes asked for, peak in the handshake, held when \
         idle; \"value\" is the connection itself; without AWS-LC's own C side",
        &["case", "stack", "side", "allocs", "asked", "peak", "idle", "value"],
    );
    let mut rows = |case: &str, stack: &str, sides: [(&str, &Memory); 2]| {
        for (side, memory) in sides {
            table.row(vec![
                case.to_owned(),
                stack.to_owned(),
                side.to_owned(),
                calls(memory),
                memory.taken.bytes.to_string(),
                memory.taken.peak.to_string(),
                memory.taken.live.to_string(),
                memory.value.to_string(),
            ]);
        }
    };
    for each in figures.handshakes.iter().filter(|each| each.group == crate::stack::Group::P256) {
        let case = format!("{:?}", each.certificate);
        rows(&case, each.stack, [("client", &each.client), ("server", &each.server)]);
    }
    for each in &figures.machines {
        let case = format!("null, judge {}", each.judge);
        rows(&case, each.stack, [("client", &each.client), ("server", &each.server)]);
    }
    table
}
