//! The goals, and whether they were reached.

use std::fmt::Write as _;

use super::{PEER, is_peer};
use crate::{
    figures::{Figures, Machine},
    measure::memory::Memory,
    stack::Group,
};

const OURS: &str = "countersign";
const KIB: f64 = 1024.0;
/// Two runs of one thing differ by so much; "not behind" cannot be told more exactly.
const NOISE: f64 = 1.01;

struct Goal {
    what: String,
    reached: bool,
    figure: String,
}

fn at_most(what: String, value: f64, limit: f64) -> Goal {
    Goal { what, reached: value <= limit, figure: format!("{value:.3}, at most {limit:.2}") }
}

fn at_least(what: String, value: f64, limit: f64) -> Goal {
    Goal { what, reached: value >= limit, figure: format!("{value:.3}, at least {limit:.2}") }
}

/// One line for each goal.
pub(super) fn text(figures: &Figures) -> String {
    let mut text = String::from("goals\n");
    let all = [machines(figures), handshakes(figures), bulk(figures), heap(figures)];
    for goal in all.iter().flatten() {
        let mark = if goal.reached { "reached" } else { "MISSED " };
        let _ = writeln!(text, "  {mark}  {}: {}", goal.what, goal.figure);
    }
    text
}

fn machines(figures: &Figures) -> Vec<Goal> {
    let mut goals = Vec::new();
    for ours in figures.machines.iter().filter(|each| each.stack.starts_with(OURS)) {
        let is_theirs = |each: &&Machine| each.judge == ours.judge && each.stack != ours.stack;
        let Some(theirs) = figures.machines.iter().find(is_theirs) else { continue };
        goals.push(at_most(
            format!("machine alone, judge {}, of rustls's time", ours.judge),
            ours.times.both.over(&theirs.times.both),
            0.5,
        ));
        for (side, memory) in [("client", &ours.client), ("server", &ours.server)] {
            let calls = number(memory.taken.calls + memory.taken.grown);
            goals.push(at_most(
                format!("machine alone, judge {}, allocations of the {side}", ours.judge),
                calls,
                20.0,
            ));
        }
    }
    goals
}

fn handshakes(figures: &Figures) -> Vec<Goal> {
    let mut goals = Vec::new();
    for ours in figures.handshakes.iter().filter(|each| each.stack.starts_with(OURS)) {
        let case = format!("{:?} {:?}, {}", ours.certificate, ours.group, ours.stack);
        if let Some(ops) = &ours.operations {
            let ratio = ours.times.both.over(ops);
            goals.push(at_most(format!("handshake / public-key ops, {case}"), ratio, 1.05));
        }
        let peer = figures.handshakes.iter().find(|peer| is_peer(peer, ours));
        if let (Some(peer), true) = (peer, ours.stack.ends_with("aws-lc")) {
            let ratio = ours.times.both.over(&peer.times.both);
            goals.push(at_most(format!("handshake / {PEER}, {case}"), ratio, NOISE));
        }
    }
    goals
}

fn bulk(figures: &Figures) -> Vec<Goal> {
    let ours = figures.bulk.iter().filter(|each| each.stack.starts_with(OURS));
    ours.flat_map(|each| {
        let (send, open) = (each.bare_seal.over(&each.send), each.bare_open.over(&each.open));
        [
            at_least(format!("send / bare cipher, {}", each.stack), send, 0.90),
            at_least(format!("receive / bare cipher, {}", each.stack), open, 0.95),
        ]
    })
    .collect()
}

/// The connection's value counts, since whoever keeps many keeps them on the heap.
fn heap(figures: &Figures) -> Vec<Goal> {
    let mut goals = Vec::new();
    let ours = |stack: &str| stack.starts_with(OURS);
    for each in figures.handshakes.iter().filter(|each| ours(each.stack)) {
        if each.group != Group::P256 {
            continue;
        }
        for (side, memory) in [("client", &each.client), ("server", &each.server)] {
            let case = format!("{:?}, {}, {side}", each.certificate, each.stack);
            goals.push(at_most(format!("idle KiB with value, {case}"), idle(memory), 1.5));
            goals.push(at_most(format!("peak KiB with value, {case}"), peak(memory), 5.0));
        }
    }
    goals
}

fn idle(memory: &Memory) -> f64 {
    number(memory.taken.live + memory.value) / KIB
}

fn peak(memory: &Memory) -> f64 {
    number(memory.taken.peak + memory.value) / KIB
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
