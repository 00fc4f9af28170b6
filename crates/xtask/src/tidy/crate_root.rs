//! The crates for small targets: without `std` and without `unsafe`, said in their `lib.rs`
//! where a reader looks for it.

use super::{
    Finding,
    source::{Source, line_of, names},
    tree::Tree,
};

/// The crates that must say it.
const CRATES: &[&str] = &["core", "rustcrypto", "verify", "observe"];
/// What they must say.
const ATTRIBUTES: &[&str] = &["#![no_std]", "#![forbid(unsafe_code)]"];
/// The crate that may not name `std` even where a feature would bring it in.
const WITHOUT_STD: &str = "crates/core/src/";

/// Finds crate roots that do not say it, and `std` in the core.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let roots = CRATES.iter().flat_map(|name| check_root(tree, name));
    let core = tree.sources.iter().filter(|file| file.path.starts_with(WITHOUT_STD));
    roots.chain(core.flat_map(std_in)).collect()
}

fn check_root(tree: &Tree, name: &str) -> Vec<Finding> {
    let path = format!("crates/{name}/src/lib.rs");
    let Some(file) = tree.sources.iter().find(|file| file.path == path) else {
        return vec![Finding::new(&path, 1, "the file is not there: every crate has its root")];
    };
    let missing = ATTRIBUTES.iter().filter(|attribute| !file.code.contains(**attribute));
    let finding = |attribute| {
        let what = format!("`{attribute}` is not there: write it below the crate's doc comment");
        Finding::new(&path, 1, what)
    };
    missing.map(finding).collect()
}

fn std_in(file: &Source) -> Vec<Finding> {
    let lines = names(&file.code, "std").map(|at| line_of(&file.code, at));
    let finding = |line| {
        let what = "`std` outside tests: take it from `core` or `alloc`, or ask the driver";
        Finding::new(&file.path, line, what)
    };
    lines.filter(|&line| !file.is_test(line)).map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "//! A.\n#![no_std]\n#![forbid(unsafe_code)]\n";

    fn found(core: &str) -> Vec<(String, usize)> {
        let tree = Tree::of(&[
            ("crates/core/src/lib.rs", core),
            ("crates/rustcrypto/src/lib.rs", GOOD),
            ("crates/verify/src/lib.rs", GOOD),
            ("crates/observe/src/lib.rs", GOOD),
        ]);
        check(&tree).into_iter().map(|finding| (finding.path, finding.line)).collect()
    }

    #[test]
    fn roots_say_both() {
        assert_eq!(found(GOOD), []);
        let lib = "crates/core/src/lib.rs".to_owned();
        assert_eq!(found("#![no_std]\n// #![forbid(unsafe_code)]\n"), [(lib.clone(), 1)]);
        assert_eq!(found(""), [(lib.clone(), 1), (lib, 1)]);
    }

    #[test]
    fn a_crate_without_root_is_found() {
        assert_eq!(check(&Tree::of(&[])).len(), CRATES.len());
    }

    #[test]
    fn std_is_for_tests() {
        let text =
            format!("{GOOD}use std::io;\n/// std::io\n#[cfg(test)]\nmod t {{ use std::io; }}\n");
        assert_eq!(found(&text), [("crates/core/src/lib.rs".to_owned(), 4)]);
    }
}
