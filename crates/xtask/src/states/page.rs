//! The page: an introduction, then a diagram and a table for each role and era.

use std::fmt::{self, Write as _};

use countersign::{
    Era, Role, StateName,
    order::{self, Row},
};

use super::diagram;

const INTRODUCTION: &str = "\
# The states, and the order of inputs

Made by `cargo xtask states` from the tables in `crates/core/src/handshake/order`: change them, not
this page. `make check` compares the two.

A connection has a role and, at each moment, a state. A state is named after what it waits for.
Every input that a state takes has a row here: a handshake message, ChangeCipherSpec, application
data, or the driver's answer to a question. Where a row names several next states, the suite, the
configuration and the hellos decide which. What has no row is refused with the alert
`unexpected_message`, before its content is decoded. Alerts have no rows, because they are taken in
every state.

The era says which rules are in force: those before the version is known, then those of a version.
Steps that stay in their state are left out of the diagrams; the tables have them all.
";

/// One role under one set of rules.
pub(super) struct Section {
    pub(super) role: Role,
    pub(super) era: Era,
    /// In the order in which the states are declared, which is that of the handshake.
    pub(super) rows: Vec<&'static Row>,
}

impl Section {
    /// Every section that has rows, clients first, each role in the order of its handshake.
    pub(super) fn all() -> Vec<Self> {
        let mut rows: Vec<&Row> = order::all().collect();
        rows.sort_by_key(|row| (row.role == Role::Server, row.era as u8, place(row.state)));
        let mut sections: Vec<Self> = Vec::new();
        for row in rows {
            let same = |section: &&mut Self| (section.role, section.era) == (row.role, row.era);
            match sections.iter_mut().find(same) {
                Some(section) => section.rows.push(row),
                None => sections.push(Self { role: row.role, era: row.era, rows: vec![row] }),
            }
        }
        sections
    }

    pub(super) fn title(&self) -> String {
        let era = match self.era {
            Era::Hello => "before the version is known".to_owned(),
            version @ (Era::Tls12 | Era::Tls13) => version.to_string(),
        };
        let role = match self.role {
            Role::Client => "Client",
            Role::Server => "Server",
        };
        format!("{role}, {era}")
    }
}

fn place(state: StateName) -> usize {
    StateName::ALL.iter().position(|other| *other == state).unwrap_or(StateName::ALL.len())
}

/// The whole page.
pub(super) fn page() -> Result<String, fmt::Error> {
    let mut page = INTRODUCTION.to_owned();
    let sections = Section::all();
    for section in &sections {
        writeln!(page, "\n## {}\n", section.title())?;
        diagram::write(&mut page, section, &sections)?;
        write_table(&mut page, section)?;
    }
    Ok(page)
}

fn write_table(page: &mut String, section: &Section) -> fmt::Result {
    writeln!(page, "\n| state | input | next | what happens | where it says so |")?;
    writeln!(page, "| --- | --- | --- | --- | --- |")?;
    for row in &section.rows {
        let name = |(era, state): &(Era, StateName)| match (*era == row.era, *state == row.state) {
            (true, true) => "the same".to_owned(),
            (true, false) => format!("`{state}`"),
            (false, _) => format!("{era}: `{state}`"),
        };
        let next = row.next.iter().map(name).collect::<Vec<_>>().join(", ");
        let Row { state, input, note, section, .. } = row;
        let note = if note.is_empty() { String::new() } else { format!("{note} ") };
        writeln!(page, "| `{state}` | {input} | {next} | {note}| {section} |")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_line() {
        let page = page().unwrap();
        let lines = page.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(lines, order::all().count());
        for row in order::all() {
            assert!(page.contains(row.note) && page.contains(row.section), "{row:?}");
        }
    }

    #[test]
    fn sections_follow_the_handshake() {
        let titles: Vec<_> = Section::all().iter().map(Section::title).collect();
        assert_eq!(
            titles,
            [
                "Client, before the version is known",
                "Client, TLS 1.2",
                "Client, TLS 1.3",
                "Server, before the version is known",
                "Server, TLS 1.2",
                "Server, TLS 1.3"
            ]
        );
    }
}
