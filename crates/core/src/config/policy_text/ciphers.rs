//! Cipher strings, as OpenSSL has them (`ciphers(1)`).

use alloc::{string::ToString as _, vec::Vec};

use super::{
    PolicyTextError,
    names::{self, Test},
};
use crate::crypto::{CipherSuite, SUITES, SuiteFacts};

const STRENGTH: &str = "@STRENGTH";

/// The suites that the parts of a cipher string make of those of the policy. What is not
/// `reachable` is left out, unless it has been named by itself.
pub(super) fn apply(
    base: &[CipherSuite],
    parts: &[&str],
    reachable: impl Fn(&SuiteFacts) -> bool,
) -> Result<Vec<CipherSuite>, PolicyTextError> {
    let goes_on = parts.first().is_none_or(|part| part.starts_with(['!', '-', '+']));
    let mut list = List {
        base,
        suites: if goes_on { base.to_vec() } else { Vec::new() },
        named: Vec::new(),
        tells_tls13: false,
        killed: Vec::new(),
    };
    for part in parts {
        list.apply(part)?;
    }
    let List { mut suites, named, tells_tls13, .. } = list;
    if !(goes_on || tells_tls13) {
        // As with OpenSSL, a string of names is about the versions before.
        let kept = base.iter().copied().filter(CipherSuite::is_of_tls13);
        let missing: Vec<_> = kept.filter(|suite| !suites.contains(suite)).collect();
        suites.splice(..0, missing);
    }
    suites.retain(|suite| named.contains(suite) || suite.facts().is_none_or(&reachable));
    Ok(suites)
}

struct List<'a> {
    /// What `DEFAULT` stands for.
    base: &'a [CipherSuite],
    suites: Vec<CipherSuite>,
    /// Those that came in by a name of their own.
    named: Vec<CipherSuite>,
    /// Suites of TLS 1.3 were spoken of.
    tells_tls13: bool,
    /// Those that do not come back.
    killed: Vec<CipherSuite>,
}

/// What a name stands for.
enum Meaning {
    /// One suite.
    Suite(CipherSuite),
    /// Some, in order.
    Group(Vec<CipherSuite>),
    /// Suites that are never here.
    Never,
}

impl List<'_> {
    fn apply(&mut self, part: &str) -> Result<(), PolicyTextError> {
        if part.eq_ignore_ascii_case(STRENGTH) {
            let key_len =
                |suite: &CipherSuite| suite.facts().map_or(0, |facts| facts.cipher.key_len());
            self.suites.sort_by_key(|suite| core::cmp::Reverse(key_len(suite)));
            return Ok(());
        }
        let (operator, name) = match part.strip_prefix(['!', '-', '+']) {
            Some(name) => (part.chars().next(), name),
            None => (None, part),
        };
        let meant = match (self.meaning(name)?, operator) {
            (Meaning::Never, None) => {
                return Err(PolicyTextError::NeverHere { name: name.to_string() });
            }
            (Meaning::Never, Some(_)) => return Ok(()),
            (Meaning::Suite(suite), None) => {
                self.named.push(suite);
                alloc::vec![suite]
            }
            (Meaning::Suite(suite), Some(_)) => alloc::vec![suite],
            (Meaning::Group(suites), _) => suites,
        };
        self.tells_tls13 |= meant.iter().any(CipherSuite::is_of_tls13);
        match operator {
            None => self.add(&meant),
            Some('+') => {
                let (moved, mut rest): (Vec<_>, Vec<_>) =
                    self.suites.iter().partition(|suite| meant.contains(suite));
                rest.extend(moved);
                self.suites = rest;
            }
            Some(other) => {
                self.suites.retain(|suite| !meant.contains(suite));
                if other == '!' {
                    self.killed.extend(meant);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, meant: &[CipherSuite]) {
        for suite in meant {
            if !self.suites.contains(suite) && !self.killed.contains(suite) {
                self.suites.push(*suite);
            }
        }
    }

    /// One name, or several with `+` between: what they have in common.
    fn meaning(&self, name: &str) -> Result<Meaning, PolicyTextError> {
        if let Some(suite) = names::suite(name) {
            return Ok(Meaning::Suite(suite));
        }
        let mut tests: Vec<Test> = Vec::new();
        let mut of_tls13 = false;
        let mut from_base = false;
        for word in name.split('+') {
            if word.eq_ignore_ascii_case("DEFAULT") {
                from_base = true;
            } else if let Some(test) = names::group_of_suites(word) {
                of_tls13 |= word.eq_ignore_ascii_case(names::TLS13);
                tests.push(test);
            } else if names::is_never_here(word) {
                return Ok(Meaning::Never);
            } else {
                return Err(names::unknown_suite(word));
            }
        }
        let fits = |suite: &CipherSuite| {
            tests.is_empty()
                || (of_tls13 == suite.is_of_tls13()
                    && suite.facts().is_some_and(|row| tests.iter().all(|test| test(row))))
        };
        Ok(Meaning::Group(if from_base {
            self.base.iter().copied().filter(fits).collect()
        } else {
            SUITES.iter().map(|row| row.suite).filter(fits).collect()
        }))
    }
}
