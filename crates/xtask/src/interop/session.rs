//! The book of what was tried, and how it went.

use std::{fmt, time::Instant};

use countersign::Role;

use super::{matrix::Combination, options::Options};
use crate::Failure;

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
    pub(super) what: &'static str,
    pub(super) combination: Option<Combination>,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.combination.map(|one| {
            let suite = one.suite.to_string().replace("TLS_", "").replace("_WITH", "");
            [suite, one.group.to_string(), one.leaf.name().to_owned(), one.scheme.to_string()]
        });
        let [suite, group, leaf, scheme] = columns.unwrap_or_default();
        let (peer, role, what) = (self.peer, self.role.to_string(), self.what);
        write!(f, "{peer:<16} {role:<6} {what:<24} {suite:<37} {group:<9} {leaf:<8} {scheme:<22}")
    }
}

/// The book.
pub(super) struct Book {
    options: Options,
    passed: usize,
    failures: Vec<String>,
    skipped: usize,
}

impl Book {
    pub(super) fn new(options: Options) -> Self {
        let columns = ("peer", "we are", "what", "suite", "group", "cert.", "scheme");
        let (peer, role, what, suite, group, leaf, scheme) = columns;
        println!(
            "{peer:<16} {role:<6} {what:<24} {suite:<37} {group:<9} {leaf:<8} {scheme:<22} outcome"
        );
        Self { options, passed: 0, failures: Vec::new(), skipped: 0 }
    }

    /// True if this peer is asked for.
    pub(super) fn wants_peer(&self, peer: &str) -> bool {
        self.options.wants_peer(peer)
    }

    /// True if a missing peer is no failure.
    pub(super) fn allows_missing(&self) -> bool {
        self.options.allow_missing
    }

    /// Tries, and writes down how it went.
    pub(super) fn attempt(
        &mut self,
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
    pub(super) fn skip(&mut self, subject: &Subject, reason: &str) {
        if self.options.wants(&subject.to_string()) {
            self.note(subject, Outcome::Skipped(reason.to_owned()));
        }
    }

    /// Writes down what failed before it could be tried.
    pub(super) fn fail(&mut self, subject: &Subject, failure: &Failure) {
        self.note(subject, Outcome::Failed(failure.to_string()));
    }

    fn note(&mut self, subject: &Subject, outcome: Outcome) {
        match outcome {
            Outcome::Passed(seen) => {
                self.passed += 1;
                println!("{subject} ok: {seen}");
            }
            Outcome::Skipped(reason) => {
                self.skipped += 1;
                println!("{subject} skipped: {reason}");
            }
            Outcome::Failed(reason) => {
                let reason = shortened(&reason);
                println!("{subject} FAILED: {}", reason.lines().next().unwrap_or_default());
                self.failures.push(format!("{subject}\n    {}", reason.replace('\n', "\n    ")));
            }
        }
    }

    /// The counts; true if nothing failed and something was tried.
    pub(super) fn close(self) -> bool {
        for failure in &self.failures {
            println!("\nfailed: {failure}");
        }
        let Self { passed, skipped, failures, .. } = self;
        println!("\n{passed} passed, {} failed, {skipped} skipped", failures.len());
        failures.is_empty() && passed > 0
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
