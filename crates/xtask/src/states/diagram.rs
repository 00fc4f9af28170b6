//! A section's diagram, in the language of Mermaid, which code hosts draw.

use std::fmt::{self, Write as _};

use countersign::{Era, StateName};

use super::page::Section;

/// Writes the diagram of `section`: where it is entered, its steps, and where it is left.
pub(super) fn write(page: &mut String, section: &Section, all: &[Section]) -> fmt::Result {
    writeln!(page, "```mermaid\nstateDiagram-v2")?;
    for (era, state) in exits(section) {
        writeln!(page, "    state \"{era}, {state}\" as {}", exit_name(era, state))?;
    }
    for state in entries(section, all) {
        writeln!(page, "    [*] --> {state}")?;
    }
    for row in &section.rows {
        for (era, next) in row.next {
            if *era != section.era {
                writeln!(page, "    {} --> {}: {}", row.state, exit_name(*era, *next), row.input)?;
            } else if *next != row.state {
                writeln!(page, "    {} --> {next}: {}", row.state, row.input)?;
            }
        }
    }
    writeln!(page, "```")
}

/// Where the section is entered: from another era of the role, or else at its first state.
fn entries(section: &Section, all: &[Section]) -> Vec<StateName> {
    let others = all.iter().filter(|other| other.role == section.role && other.era != section.era);
    let steps = others.flat_map(|other| &other.rows).flat_map(|row| row.next);
    let entered = steps.filter(|next| next.0 == section.era).map(|next| next.1);
    let mut entries = distinct(entered);
    if entries.is_empty() {
        entries.extend(section.rows.first().map(|row| row.state));
    }
    entries
}

/// Where steps of the section lead into another era.
fn exits(section: &Section) -> Vec<(Era, StateName)> {
    let leads = section.rows.iter().flat_map(|row| row.next);
    distinct(leads.filter(|next| next.0 != section.era).copied())
}

fn exit_name(era: Era, state: StateName) -> String {
    let era: String = era.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{era}_{state}")
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for item in items {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_shows_entry_steps_and_exit() {
        let all = Section::all();
        let mut page = String::new();
        write(&mut page, &all[0], &all).unwrap();
        let lines: Vec<_> = page.lines().map(str::trim).collect();
        assert_eq!((lines[0], lines[1]), ("```mermaid", "stateDiagram-v2"));
        for line in [
            "[*] --> Start",
            "Start --> WaitSession: begin",
            "Start --> WaitServerHello: begin",
            "state \"TLS 1.2, WaitCertificate\" as TLS12_WaitCertificate",
            "WaitServerHello --> TLS12_WaitCertificate: ServerHello",
        ] {
            assert_eq!(lines.iter().filter(|each| **each == line).count(), 1, "{line} in {page}");
        }
        assert!(!page.contains("HelloRequest"), "what stays in its state is left out");
    }

    #[test]
    fn a_version_is_entered_where_the_hellos_end() {
        let all = Section::all();
        let of = |title: &str| all.iter().find(|section| section.title() == title).unwrap();
        let enters = |title, state| entries(of(title), &all).contains(&state);
        assert!(enters("Client, TLS 1.2", StateName::WaitCertificate));
        assert!(enters("Server, TLS 1.2", StateName::WaitSignature));
        assert!(enters("Client, TLS 1.3", StateName::WaitEncryptedExtensions));
        assert!(enters("Server, TLS 1.3", StateName::WaitClientHello));
    }
}
