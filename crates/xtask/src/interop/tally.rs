//! The table at the end: how many tries passed, failed and were skipped.

use std::fmt;

use countersign::Role;

use super::session::{Area, Subject};

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = *self;
        let words = match (failed, skipped) {
            _ if passed + failed + skipped == 0 => String::new(),
            (0, 0) => format!("{passed}"),
            (0, _) => format!("{passed} ({skipped} sk.)"),
            _ => format!("{passed}, {failed} FAILED"),
        };
        write!(f, "{words:>14}")
    }
}

/// Counts by peer, role and area.
#[derive(Default)]
pub(super) struct Tally(Vec<((&'static str, Role, Area), Counts)>);

impl Tally {
    /// Where to count this.
    pub(super) fn of(&mut self, subject: &Subject) -> &mut Counts {
        let key = (subject.peer, subject.role, subject.area);
        let at = self.0.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            self.0.push((key, Counts::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// All that fit.
    pub(super) fn sum(&self, fits: impl Fn(&(&'static str, Role, Area)) -> bool) -> Counts {
        self.0.iter().filter(|(key, _)| fits(key)).fold(Counts::default(), |sum, (_, one)| Counts {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            skipped: sum.skipped + one.skipped,
        })
    }

    fn rows(&self) -> Vec<(&'static str, Role)> {
        let mut rows: Vec<_> = self.0.iter().map(|((peer, role, _), _)| (*peer, *role)).collect();
        rows.sort_by_key(|(peer, role)| (role.to_string(), *peer));
        rows.dedup();
        rows
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16} {:<6}", "peer", "we are")?;
        for area in Area::ALL {
            write!(f, " {:>14}", area.name())?;
        }
        write!(f, " {:>14}", "all")?;
        for row @ (peer, role) in self.rows() {
            write!(f, "\n{peer:<16} {:<6}", role.to_string())?;
            for area in Area::ALL {
                write!(f, " {}", self.sum(|key| *key == (peer, role, area)))?;
            }
            write!(f, " {}", self.sum(|key| (key.0, key.1) == row))?;
        }
        write!(f, "\n{:<16} {:<6}", "all", "")?;
        for area in Area::ALL {
            write!(f, " {}", self.sum(|key| key.2 == area))?;
        }
        write!(f, " {}", self.sum(|_| true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_rows_and_columns() {
        let mut tally = Tally::default();
        for (peer, area) in [("a", Area::Suites), ("a", Area::Extras), ("b", Area::Suites)] {
            let (role, what) = (Role::Client, String::new());
            tally.of(&Subject { peer, role, area, what, combination: None }).passed += 2;
        }
        assert_eq!(tally.sum(|_| true).passed, 6);
        assert_eq!(tally.sum(|key| key.2 == Area::Suites).passed, 4);
        assert_eq!(tally.to_string().lines().count(), 4);
    }
}
