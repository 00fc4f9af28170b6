//! Sizes: a Rust file fits in a head, a line fits on a screen. (The length of functions is
//! clippy's to check: `too-many-lines-threshold` in `clippy.toml`.)

use super::{
    Finding,
    exceptions::{Limit, excuses},
    source::{Source, numbered},
    tree::Tree,
};

/// Lines of a file, tests and all.
const MAX_LINES: usize = 400;
/// Columns of a line; rustfmt keeps to it too, except in strings, comments and macros.
const MAX_COLUMNS: usize = 100;

/// Finds files and lines that are too long.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.sources
        .iter()
        .flat_map(|file| long_file(file).into_iter().chain(long_lines(file)))
        .collect()
}

fn long_file(file: &Source) -> Option<Finding> {
    let lines = file.text.lines().count();
    let too_long = lines > MAX_LINES && !excuses(Limit::Lines, &file.path);
    too_long.then(|| {
        let what = format!(
            "the file has {lines} lines, {MAX_LINES} are allowed: split it where a second thing \
             begins"
        );
        Finding::new(&file.path, MAX_LINES + 1, what)
    })
}

fn long_lines(file: &Source) -> Vec<Finding> {
    if excuses(Limit::Columns, &file.path) {
        return Vec::new();
    }
    let columns = numbered(&file.text).map(|(line, text)| (line, text.chars().count()));
    let finding = |(line, columns)| {
        let what = format!("the line has {columns} columns, {MAX_COLUMNS} are allowed: break it");
        Finding::new(&file.path, line, what)
    };
    columns.filter(|(_, columns)| *columns > MAX_COLUMNS).map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_found(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_file_may_have_400_lines() {
        assert!(lines_found("a.rs", &"a();\n".repeat(400)).is_empty());
        assert_eq!(lines_found("a.rs", &"a();\n".repeat(401)), [401]);
        let table = "crates/core/src/wire/registry.rs";
        assert!(lines_found(table, &"a();\n".repeat(401)).is_empty());
    }

    #[test]
    fn a_line_may_have_100_columns_whatever_their_bytes() {
        assert!(lines_found("a.rs", &format!("{}\n", "§".repeat(100))).is_empty());
        assert_eq!(lines_found("a.rs", &format!("\n{}\n", "§".repeat(101))), [2]);
        assert!(lines_found("crates/core/src/fault.rs", &"§".repeat(101)).is_empty());
    }

    #[test]
    fn other_files_have_no_such_limits() {
        assert!(lines_found("a.md", &"a".repeat(101)).is_empty());
    }
}
