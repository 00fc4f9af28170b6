//! How much code there is: lines that are neither blank nor comment, tests apart.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    source::{Source, numbered},
    tree::Tree,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    code: usize,
    tests: usize,
}

/// A line for each crate, and the sum.
pub(super) fn report(tree: &Tree) -> String {
    let mut crates = BTreeMap::<&str, Count>::new();
    let mut sum = Count::default();
    for file in &tree.sources {
        let Some(name) = crate_of(&file.path) else { continue };
        let Count { code, tests } = count(file);
        for total in [crates.entry(name).or_default(), &mut sum] {
            total.code += code;
            total.tests += tests;
        }
    }
    let mut report = format!("{:<12} {:>6} {:>6}\n", "lines", "code", "tests");
    for (name, Count { code, tests }) in crates.into_iter().chain([("all", sum)]) {
        // Writing into a string does not fail.
        let _ = writeln!(report, "{name:<12} {code:>6} {tests:>6}");
    }
    report
}

/// The folder of the crate that the file belongs to.
fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

fn count(file: &Source) -> Count {
    let lines = numbered(&file.code).filter(|(_, code)| !code.trim().is_empty());
    let (tests, code): (Vec<_>, Vec<_>) = lines.partition(|(line, _)| file.is_test(*line));
    Count { code: code.len(), tests: tests.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_comments_are_no_code() {
        let text = "//! A.\n\nfn a() { // why\n    /* b\n    c */\n    f(\"\n  d\")\n}\n";
        assert_eq!(count(&Source::new("a.rs", text)), Count { code: 4, tests: 0 });
    }

    #[test]
    fn tests_are_counted_apart() {
        let text = "a();\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(count(&Source::new("a.rs", text)), Count { code: 1, tests: 3 });
    }

    #[test]
    fn crates_have_a_line_each() {
        let files =
            [("crates/b/src/a.rs", "a();"), ("crates/a/src/a.rs", "a();"), ("x.rs", "a();")];
        let lines = report(&Tree::of(&files));
        let names: Vec<_> = lines.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(names, ["lines", "a", "b", "all"]);
    }
}
