//! Rounds, slices of time and medians: what makes figures out of runs that get disturbed.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use crate::wire::{Probe, Side};

/// How long everything takes.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Pace {
    /// Rounds; in each, everything that is compared comes once. Many short ones, since a
    /// processor changes its speed from one second to the next.
    pub(crate) rounds: u32,
    /// Time for one thing in one round.
    pub(crate) slice: Duration,
}

impl Pace {
    /// For figures to be quoted.
    pub(crate) const FULL: Self = Self { rounds: 41, slice: Duration::from_millis(25) };
    /// For a first look.
    pub(crate) const QUICK: Self = Self { rounds: 5, slice: Duration::from_millis(8) };
}

/// The value in the middle; 0 of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The seconds that one thing took in each round.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Series(Vec<f64>);

impl Series {
    pub(crate) fn of<T>(rounds: &[T], read: impl Fn(&T) -> f64) -> Self {
        Self(rounds.iter().map(read).collect())
    }

    pub(crate) fn median(&self) -> f64 {
        median(self.0.clone())
    }

    /// The median of the ratios to `other`, each within one round: what slows a round down
    /// slows both.
    pub(crate) fn over(&self, other: &Self) -> f64 {
        let ratios = self.0.iter().zip(&other.0).filter(|(_, to)| **to > 0.0);
        median(ratios.map(|(of, to)| of / to).collect())
    }
}

/// Calls `work` for one slice of time and returns the median of what it returns.
pub(crate) fn slice(pace: Pace, mut work: impl FnMut() -> f64) -> f64 {
    let begin = Instant::now();
    let mut values = Vec::with_capacity(1024);
    while begin.elapsed() < pace.slice || values.is_empty() {
        values.push(work());
    }
    median(values)
}

/// The seconds that `work` takes, without those of reading the clock.
pub(crate) fn seconds(work: impl FnOnce()) -> f64 {
    static READING: OnceLock<f64> = OnceLock::new();
    let reading = *READING.get_or_init(|| median((0..1001).map(|_| timed(|| {})).collect()));
    (timed(work) - reading).max(0.0)
}

fn timed(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

/// The seconds that one call of `work` takes, measured over several.
pub(crate) fn per_call(calls: u32, mut work: impl FnMut()) -> f64 {
    seconds(|| (0..calls).for_each(|_| work())) / f64::from(calls)
}

/// Adds up the time that each side is at work.
#[derive(Default)]
pub(crate) struct Stopwatch {
    spent: [Duration; 2],
}

impl Stopwatch {
    /// Seconds of a side.
    pub(crate) fn seconds(&self, side: Side) -> f64 {
        self.spent[side as usize].as_secs_f64()
    }
}

impl Probe for Stopwatch {
    fn run<R>(&mut self, side: Side, work: impl FnOnce() -> R) -> R {
        let begin = Instant::now();
        let result = work();
        self.spent[side as usize] += begin.elapsed();
        result
    }
}
