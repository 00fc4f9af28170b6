//! Each Rust file begins by saying what it is.

use super::{Finding, tree::Tree};

/// Finds files that do not begin with a `//!` comment.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let silent = tree.sources.iter().filter(|file| !begins_with_doc(&file.text));
    let what = "the file does not begin with a `//!` comment: say in a sentence what is in it";
    silent.map(|file| Finding::new(&file.path, 1, what)).collect()
}

fn begins_with_doc(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("//! ").is_some_and(|said| !said.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_what_it_is() {
        assert!(begins_with_doc("//! Alerts.\nfn a() {}\n"));
        for text in ["", "//!\n", "//! \n", "// Alerts.\n", "\n//! Alerts.\n", "fn a() {}\n"] {
            assert!(!begins_with_doc(text), "{text:?}");
        }
    }

    #[test]
    fn only_rust_files_are_asked() {
        let tree = Tree::of(&[("a.rs", ""), ("b.md", ""), ("c.rs", "//! C.\n")]);
        assert_eq!(check(&tree).iter().map(|finding| &finding.path).collect::<Vec<_>>(), ["a.rs"]);
    }
}
