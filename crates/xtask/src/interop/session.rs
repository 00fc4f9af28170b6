//! The book of what was tried, and how it went.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use countersign::Role;

use super::{
    matrix::{Combination, Leaf},
    names::version_number,
    options::Options,
    tally::Tally,
};
use crate::Failure;

/// What a try is about: a column of the table at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    Suites,
    Legacy,
    Sessions,
    Clients,
    Suites13,
    Sessions13,
    Clients13,
    Refusals,
    Extras,
}

impl Area {
    pub(super) const ALL: [Self; 9] = [
        Self::Suites,
        Self::Legacy,
        Self::Sessions,
        Self::Clients,
        Self::Suites13,
        Self::Sessions13,
        Self::Clients13,
        Self::Refusals,
        Self::Extras,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Suites => "suites",
            Self::Legacy => "1.0, 1.1",
            Self::Sessions => "sessions",
            Self::Clients => "clients",
            Self::Suites13 => "1.3 suites",
            Self::Sessions13 => "1.3 sessions",
            Self::Clients13 => "1.3 clients",
            Self::Refusals => "refusals",
            Self::Extras => "extras",
        }
    }
}

/// How a try went; the text says what was seen, what was wrong, or why it was left out.
enum Outcome {
    Passed(String),
    Failed(String),
    Skipped(String),
}

/// What is tried.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) peer: &'static str,
    /// Ours.
    pub(super) role: Role,
    pub(super) area: Area,
    pub(super) what: String,
    pub(super) combination: Option<Combination>,
}

/// The heads of the columns.
const HEADS: [&str; 9] =
    ["peer", "we are", "what", "TLS", "suite", "order", "group", "cert.", "scheme"];

fn columns(f: &mut fmt::Formatter<'_>, all: &[&str; 9]) -> fmt::Result {
    let [peer, role, what, version, suite, order, group, leaf, scheme] = all;
    write!(f, "{peer:<16} {role:<6} {what:<32} {version:<4} {suite:<29} {order:<5} ")?;
    write!(f, "{group:<9} {leaf:<8} {scheme:<22}")
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = self.role.to_string();
        let Some(one) = self.combination else {
            return columns(f, &[self.peer, &role, &self.what, "", "", "", "", "", ""]);
        };
        let order = match (one.suite.name.contains("_CBC_"), one.encrypt_then_mac) {
            (false, _) => "",
            (true, true) => "EtM",
            (true, false) => "MtE",
        };
        let group = one.group.map(|group| group.to_string()).unwrap_or_default();
        let scheme = one.scheme.map(|scheme| scheme.to_string()).unwrap_or_default();
        let (version, suite) = (version_number(one.version), one.suite.openssl_name);
        let leaf = one.leaf.map_or("", Leaf::name);
        let (peer, what) = (self.peer, &self.what);
        columns(f, &[peer, &role, what, version, suite, order, &group, leaf, &scheme])
    }
}

/// The book; several tries may be written down at the same time.
pub(super) struct Book {
    options: Options,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    tally: Tally,
    failures: Vec<String>,
}

struct Heads;

impl fmt::Display for Heads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        columns(f, &HEADS)
    }
}

impl Book {
    pub(super) fn new(options: Options) -> Self {
        println!("{Heads} outcome");
        Self { options, pages: Mutex::default() }
    }

    /// True if this peer is asked for.
    pub(super) fn wants_peer(&self, peer: &str) -> bool {
        self.options.wants_peer(peer)
    }

    /// True if a missing peer is no failure.
    pub(super) fn allows_missing(&self) -> bool {
        self.options.allow_missing
    }

    /// Writes down which version of a peer is tried.
    pub(super) fn introduce(&self, peer: &str, version: &str) {
        println!("{peer:<16} is {version}");
    }

    /// Tries, and writes down how it went.
    pub(super) fn attempt(
        &self,
        subject: &Subject,
        attempt: impl FnOnce() -> Result<String, Failure>,
    ) {
        if !self.options.wants(&subject.to_string()) {
            return;
        }
        let start = Instant::now();
        let outcome = match attempt() {
            Ok(seen) => Outcome::Passed(format!("{seen} ({} ms)", start.elapsed().as_millis())),
            Err(failure) => Outcome::Failed(failure.to_string()),
        };
        self.note(subject, outcome);
    }

    /// Writes down why something is not tried.
    pub(super) fn skip(&self, subject: &Subject, reason: &str) {
        if self.options.wants(&subject.to_string()) {
            self.note(subject, Outcome::Skipped(reason.to_owned()));
        }
    }

    /// Writes down what failed before it could be tried.
    pub(super) fn fail(&self, subject: &Subject, failure: &Failure) {
        self.note(subject, Outcome::Failed(failure.to_string()));
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, subject: &Subject, outcome: Outcome) {
        let mut pages = self.pages();
        let counts = pages.tally.of(subject);
        match outcome {
            Outcome::Passed(seen) => {
                counts.passed += 1;
                println!("{subject} ok: {seen}");
            }
            Outcome::Skipped(reason) => {
                counts.skipped += 1;
                println!("{subject} skipped: {reason}");
            }
            Outcome::Failed(reason) => {
                counts.failed += 1;
                let reason = shortened(&reason);
                println!("{subject} FAILED: {}", reason.lines().next().unwrap_or_default());
                pages.failures.push(format!("{subject}\n    {}", reason.replace('\n', "\n    ")));
            }
        }
    }

    /// The table of counts; true if nothing failed and something was tried.
    pub(super) fn close(self) -> bool {
        let pages = self.pages();
        for failure in &pages.failures {
            println!("\nfailed: {failure}");
        }
        println!("\n{}", pages.tally);
        let all = pages.tally.sum(|_| true);
        println!("\n{} passed, {} failed, {} skipped", all.passed, all.failed, all.skipped);
        all.failed == 0 && all.passed > 0
    }
}

/// The first line and the last of what a talkative peer says.
fn shortened(reason: &str) -> String {
    let lines: Vec<_> = reason.lines().collect();
    match lines.len().checked_sub(MAX_LINES) {
        None | Some(0) => reason.to_owned(),
        Some(left_out) => {
            let (first, last) = lines.split_at(left_out + 1);
            let first = first.first().copied().unwrap_or_default();
            format!("{first}\n… {left_out} lines left out …\n{}", last.join("\n"))
        }
    }
}

/// Lines of a failure that are shown.
const MAX_LINES: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_reasons_keep_their_beginning_and_their_end() {
        let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
        let short = shortened(&lines.join("\n"));
        assert!(short.starts_with("line 0\n… 60 lines left out …\nline 61\n"), "{short}");
        assert!(short.ends_with("line 99"));
        assert_eq!(shortened("one\ntwo"), "one\ntwo");
    }
}
