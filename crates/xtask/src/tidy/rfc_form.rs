//! How RFCs are cited: `RFC 5246 §7.4.3`, `RFC 5246 appendix E.1`, or `RFC 5246` alone. One form
//! can be searched for, and lists of what is done can be made from it.
//!
//! Comments are read, and the prose of Markdown files (code in it is not).

use super::{
    Finding,
    source::{names, numbered},
    split::is_name_char,
    tree::Tree,
};

/// Finds citations in another form.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.sources {
        findings.extend(check_text(&file.path, &file.comments));
    }
    for file in tree.texts.iter().filter(|file| file.ending() == "md") {
        findings.extend(check_text(&file.path, &prose(&file.text)));
    }
    findings
}

fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let finding = |(line, fault): (usize, &str)| Finding::new(path, line, fault);
    let lines = numbered(text).map(|(number, line)| (number, without_addresses(line)));
    let faults = |(number, line): (usize, String)| {
        let faults: Vec<_> = rfc_faults(&line).chain(section_faults(&line)).collect();
        faults.into_iter().map(move |fault| (number, fault))
    };
    lines.flat_map(faults).map(finding).collect()
}

/// What is wrong behind the words "RFC" of a line.
fn rfc_faults(line: &str) -> impl Iterator<Item = &'static str> {
    let lower = line.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices("rfc").map(|(at, _)| at).collect();
    let whole = move |at: &usize| !line[..*at].ends_with(is_name_char);
    starts
        .into_iter()
        .filter(whole)
        .filter_map(move |at| rfc_fault(&line[at..at + 3], &line[at + 3..]))
}

/// What is wrong with one citation: its word, and what stands behind the word.
fn rfc_fault(word: &str, behind: &str) -> Option<&'static str> {
    let begins_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if begins_number(behind.trim_start_matches(['-', '_'])) {
        return Some("an RFC is cited without a space: write `RFC 5246`");
    }
    let number = behind.strip_prefix(' ').filter(|number| begins_number(number))?;
    if word != "RFC" {
        return Some("an RFC is cited in small letters: write `RFC 5246`");
    }
    let tail = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let lower = tail.to_ascii_lowercase();
    if tail.starts_with('§') || lower.starts_with(", §") || lower.starts_with(" (§") {
        return Some("a space alone stands before the section: write `RFC 5246 §7.4.3`");
    }
    let dotted = tail.strip_prefix(' ').is_some_and(|rest| {
        let end = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        begins_number(rest) && end.strip_prefix('.').is_some_and(begins_number)
    });
    if dotted {
        return Some("the section has no sign: write `RFC 5246 §7.4.3`");
    }
    let appendix = lower.strip_prefix(" app").or_else(|| lower.strip_prefix(", app")).is_some();
    let good = tail.strip_prefix(" appendix ");
    if appendix && !good.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase())) {
        return Some("an appendix is cited otherwise: write `RFC 5246 appendix E.1`");
    }
    None
}

/// What is wrong with the sections that a line names.
fn section_faults(line: &str) -> impl Iterator<Item = &'static str> {
    // Not in capitals: SEC 1 is a standard.
    let words = ["section", "sections", "sect", "sec", "Section", "Sections", "Sect", "Sec"];
    let spelled = words.into_iter().any(|word| {
        names(line, word).any(|at| {
            let behind = line[at + word.len()..].trim_start_matches(['.', ' ']);
            behind.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    let sign = line.match_indices('§').any(|(at, sign)| {
        let behind = &line[at + sign.len()..];
        let number = behind.trim_start_matches([' ', '§']);
        let spaced =
            number.len() < behind.len() && number.starts_with(|c: char| c.is_ascii_digit());
        spaced || behind.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    let spelled = spelled.then_some("a section is spelled out: write `RFC 5246 §7.4.3`");
    let sign = sign.then_some(
        "`§` and the number stand together: write `§7.4.3`, or `appendix E.1` without the sign",
    );
    spelled.into_iter().chain(sign)
}

/// The line without addresses, whose form is not ours.
fn without_addresses(line: &str) -> String {
    let words = line.split_inclusive(' ');
    words.filter(|word| !word.contains("://")).collect()
}

/// Markdown with its code and the targets of its links left out, line for line.
fn prose(text: &str) -> String {
    let (mut prose, mut fenced) = (String::new(), false);
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if !fenced && !fence {
            prose.extend(line.split('`').step_by(2).map(without_targets));
        }
        prose.push('\n');
    }
    prose
}

fn without_targets(text: &str) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(')').map_or("", |(_, behind)| behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(comment: &str) -> bool {
        !check(&Tree::of(&[("a.rs", &format!("// {comment}\n"))])).is_empty()
    }

    #[test]
    fn the_form_passes() {
        for good in [
            "RFC 5246 §7.4.3: why",
            "(RFC 7905 §2, RFC 8446 §5.3)",
            "RFC 5246 appendix E.1.",
            "RFC 5246",
            "as the RFC says, and §7.4.4 too",
            "RFC 5246 §7.4.3 and §7.4.4",
            "SEC 1 (RFC 5915)",
            "a cross-section of 3",
            "see https://www.rfc-editor.org/rfc/rfc5246#section-7.4.3 there",
            "the registry's section \"TLS Supported Groups\"",
        ] {
            assert!(!is_found(good), "{good}");
        }
    }

    #[test]
    fn other_forms_are_found() {
        for bad in [
            "rfc5246",
            "RFC5246",
            "RFC-5246",
            "rfc 5246 §7",
            "section 7.4.3",
            "Section 7",
            "sec. 7",
            "sections 7 and 8",
            "RFC 5246, §7.4",
            "RFC 5246§7",
            "RFC 5246 § 7",
            "RFC 5246 §§7",
            "RFC 5246 7.4.3",
            "RFC 5246 Appendix E.1",
            "RFC 5246 app. E",
            "RFC 5246 §E.1",
            "RFC 5246, section 7.4",
        ] {
            assert!(is_found(bad), "{bad}");
        }
    }

    #[test]
    fn code_and_strings_are_not_read() {
        let text = "fn rfc5869() { f(\"rfc5869\") } // RFC 5869\n";
        assert_eq!(check(&Tree::of(&[("a.rs", text)])), []);
    }

    #[test]
    fn of_markdown_the_prose_is_read() {
        let text = "a `rfc5246.txt`\n```\nrfc5246\n```\n[the text](rfc/rfc5246.txt)\nrfc5246\n";
        let lines: Vec<_> = check(&Tree::of(&[("a.md", text)])).iter().map(|f| f.line).collect();
        assert_eq!(lines, [6]);
    }
}
