//! Words that do not stay in the tree: paths of one machine, unfinished work, silenced checks.
//!
//! The words are put together from halves, so that this file does not contain them.

use super::{
    Finding,
    source::{names, numbered},
    split::is_name_char,
    tree::Tree,
};

/// Where a word counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    /// At the beginning of an absolute path.
    Path,
    /// As a word of its own, on a line that names no issue.
    Note,
    /// Anywhere.
    Code,
}

struct Word {
    text: &'static str,
    counts: As,
    remedy: &'static str,
}

const fn path(text: &'static str) -> Word {
    Word { text, counts: As::Path, remedy: "is a path of one machine: write it relative" }
}

const fn note(text: &'static str) -> Word {
    Word { text, counts: As::Note, remedy: "without an issue: do it, or name the issue as (#123)" }
}

const fn code(text: &'static str, remedy: &'static str) -> Word {
    Word { text, counts: As::Code, remedy }
}

const STUB: &str = "is a stub: finish it or take it out";
const SILENCED: &str = "silences a check: take out what it complains about";

const WORDS: &[Word] = &[
    path(concat!("/wo", "rk/")),
    path(concat!("/ro", "ot/")),
    path(concat!("/tmp/", "bash_jobs")),
    note(concat!("TO", "DO")),
    note(concat!("FIX", "ME")),
    note(concat!("XX", "X")),
    code(concat!("to", "do!("), STUB),
    code(concat!("unimple", "mented!("), STUB),
    code(concat!("#[", "ignore"), "skips a test: mend the test or take it out"),
    code(concat!("allow(", "dead_code"), SILENCED),
    code(concat!("allow(", "unused"), SILENCED),
];

/// Finds the words in every text file.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.texts {
        for (number, line) in numbered(&file.text) {
            let found = WORDS.iter().filter(|word| word.is_in(line));
            findings.extend(found.map(|word| {
                Finding::new(&file.path, number, format!("`{}` {}", word.text, word.remedy))
            }));
        }
    }
    findings
}

impl Word {
    fn is_in(&self, line: &str) -> bool {
        match self.counts {
            As::Path => line.match_indices(self.text).any(|(at, _)| begins_path(&line[..at])),
            As::Note => names(line, self.text).next().is_some() && !names_issue(line),
            As::Code => line.contains(self.text),
        }
    }
}

/// Does an absolute path begin behind `before`? Not in the middle of `docs/…` or of an address.
fn begins_path(before: &str) -> bool {
    !before.ends_with(|c| is_name_char(c) || matches!(c, '.' | '-' | '~' | '}' | ')'))
}

/// Does the line name an issue, as in `(#123)`?
fn names_issue(line: &str) -> bool {
    line.match_indices("(#").any(|(at, mark)| {
        let (number, _) = line[at + mark.len()..].split_once(')').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(line: &str) -> bool {
        !check(&Tree::of(&[("a.md", line)])).is_empty()
    }

    #[test]
    fn every_word_is_found_and_named() {
        for word in WORDS {
            let findings = check(&Tree::of(&[("a.toml", &format!("fine\n a {} b", word.text))]));
            assert_eq!(findings.len(), 1, "{}", word.text);
            assert_eq!(findings[0].line, 2);
            assert!(findings[0].what.contains(word.text));
        }
    }

    #[test]
    fn a_note_with_an_issue_is_let_through() {
        for word in WORDS.iter().filter(|word| word.counts == As::Note) {
            assert!(!is_found(&format!("{} (#12): later", word.text)));
            assert!(!is_found(&format!("{}S of a list", word.text)));
            assert!(is_found(&format!("{} (#later)", word.text)));
            assert!(is_found(&format!("{} (#12", word.text)));
        }
    }

    #[test]
    fn a_path_counts_where_it_begins() {
        for word in WORDS.iter().filter(|word| word.counts == As::Path) {
            let path = word.text;
            assert!(is_found(path) && is_found(&format!("\"{path}a\"")));
            assert!(!is_found(&format!("docs{path}a")) && !is_found(&format!("..{path}a")));
        }
    }
}
