//! What came of it: checks, skipped vectors with their reasons, findings.

use std::{collections::BTreeMap, fmt};

/// What came of one area.
#[derive(Debug)]
pub struct Area {
    name: &'static str,
    least: usize,
    lacking: bool,
    checks: usize,
    vectors: usize,
    skipped: BTreeMap<&'static str, usize>,
    findings: Vec<String>,
}

impl Area {
    pub(super) fn new(name: &'static str, least: usize) -> Self {
        let (skipped, findings) = (BTreeMap::new(), Vec::new());
        Self { name, least, lacking: false, checks: 0, vectors: 0, skipped, findings }
    }

    /// An area that the provider is said to lack.
    pub(super) fn lacking(name: &'static str) -> Self {
        Self { lacking: true, ..Self::new(name, 1) }
    }

    /// What was looked at.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many checks were made.
    pub fn checks(&self) -> usize {
        self.checks
    }

    /// How many of Wycheproof's vectors were run; each is one check or more.
    pub fn vectors(&self) -> usize {
        self.vectors
    }

    /// The vectors that were left out: reason and number.
    pub fn skipped(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.skipped.iter().map(|(reason, count)| (*reason, *count))
    }

    /// What does not hold.
    pub fn findings(&self) -> &[String] {
        &self.findings
    }

    /// One check: `what` says it in words where it does not hold.
    pub(super) fn hold(&mut self, holds: bool, what: impl FnOnce() -> String) {
        self.checks += 1;
        if !holds {
            self.findings.push(what());
        }
    }

    /// One check: the bytes are those expected.
    pub(super) fn same(&mut self, got: &[u8], expected: &[u8], what: impl FnOnce() -> String) {
        self.hold(got == expected, || format!("{}: {got:02x?}, not {expected:02x?}", what()));
    }

    /// One vector is run.
    pub(super) fn vector(&mut self) {
        self.vectors += 1;
    }

    /// One vector is left out.
    pub(super) fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// The part is there, or its absence is a finding.
    pub(super) fn there<T>(&mut self, part: Option<T>, what: impl FnOnce() -> String) -> Option<T> {
        if part.is_none() {
            self.findings.push(format!("{} is missing", what()));
        }
        part
    }

    /// True where nothing was found, and enough was looked at.
    fn passed(&self) -> bool {
        self.findings.is_empty() && self.checks >= self.least
    }
}

/// What came of every area.
#[derive(Debug, Default)]
pub struct Report {
    areas: Vec<Area>,
}

impl Report {
    pub(super) fn add(&mut self, area: Area) {
        self.areas.push(area);
    }

    /// Area by area.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// How many checks were made in all.
    pub fn checks(&self) -> usize {
        self.areas.iter().map(Area::checks).sum()
    }

    /// How many of Wycheproof's vectors were run in all.
    pub fn vectors(&self) -> usize {
        self.areas.iter().map(Area::vectors).sum()
    }

    /// Takes the report for passed.
    ///
    /// # Panics
    /// With the whole report where anything was found, or an area made fewer checks than its
    /// vectors come to.
    pub fn assert(&self) {
        assert!(!self.areas.is_empty() && self.areas.iter().all(Area::passed), "\n{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for area in &self.areas {
            line(f, area.name, area.checks, area.vectors)?;
            if area.checks < area.least {
                writeln!(f, "    TOO FEW: at least {} are known", area.least)?;
            }
            if area.lacking {
                writeln!(f, "    the provider lacks it")?;
            }
            for (reason, count) in area.skipped() {
                writeln!(f, "    {count} left out: {reason}")?;
            }
            for finding in &area.findings {
                writeln!(f, "    FOUND: {finding}")?;
            }
        }
        line(f, "all", self.checks(), self.vectors())
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, checks: usize, vectors: usize) -> fmt::Result {
    write!(f, "{name:<40} {checks:>6} checks")?;
    if vectors > 0 {
        write!(f, " {vectors:>6} vectors")?;
    }
    writeln!(f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(checks: &[bool], least: usize) -> bool {
        let mut area = Area::new("area", least);
        for holds in checks {
            area.hold(*holds, || String::from("it does not hold"));
        }
        area.passed()
    }

    #[test]
    fn findings_and_missing_checks_do_not_pass() {
        assert!(passes(&[true, true], 2));
        assert!(!passes(&[true, true], 3));
        assert!(!passes(&[true, false], 2));
        let mut area = Area::new("area", 0);
        assert!(area.there(None::<()>, || String::from("x")).is_none() && !area.passed());
    }

    #[test]
    fn the_text_tells_everything() {
        let mut area = Area::new("area", 3);
        area.same(&[1], &[2], || String::from("byte"));
        area.skip("too long");
        let mut report = Report::default();
        report.add(area);
        let text = report.to_string();
        for part in ["1 checks", "TOO FEW", "1 left out: too long", "FOUND: byte: [01], not [02]"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
