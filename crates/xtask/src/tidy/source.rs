//! One Rust file, split into code and comments, with its test code marked.

use super::split::{self, is_name_char};

/// A Rust file.
pub(super) struct Source {
    /// Relative to the root of the repository, with `/`.
    pub(super) path: String,
    /// As it stands in the file.
    pub(super) text: String,
    /// Without comments and without what its strings say; see [`split::Split`].
    pub(super) code: String,
    /// Comments alone.
    pub(super) comments: String,
    /// For each line: is it test code?
    tests: Vec<bool>,
}

impl Source {
    /// Splits `text`; a file in a `tests` folder or named `tests.rs` is test code as a whole.
    pub(super) fn new(path: &str, text: &str) -> Self {
        let split::Split { code, comments } = split::split(text);
        let all = path.contains("/tests/")
            || path.ends_with("/tests.rs")
            || code.trim_start().starts_with("#![cfg(test)]");
        let mut tests = vec![all; text.lines().count()];
        for item in test_items(&code) {
            let first = line_of(&code, item.start);
            let last = line_of(&code, item.end);
            tests.iter_mut().take(last).skip(first - 1).for_each(|test| *test = true);
        }
        Self { path: path.to_owned(), text: text.to_owned(), code, comments, tests }
    }

    /// Marks the whole file as test code.
    pub(super) fn set_test(&mut self) {
        self.tests.fill(true);
    }

    /// Is the line (from 1) test code?
    pub(super) fn is_test(&self, line: usize) -> bool {
        self.tests.get(line.wrapping_sub(1)).copied().unwrap_or(false)
    }

    /// The files, without `.rs`, of the modules that this one declares for tests alone.
    pub(super) fn test_modules(&self) -> Vec<String> {
        let name_of = |item: std::ops::Range<usize>| {
            let declaration = self.code[item].strip_suffix(';')?;
            declaration.split_whitespace().rev().nth(1).filter(|word| *word == "mod")?;
            declaration.split_whitespace().last()
        };
        let folder = self.module_folder();
        test_items(&self.code).filter_map(name_of).map(|name| format!("{folder}/{name}")).collect()
    }

    /// The folder that the modules declared in this file live in.
    fn module_folder(&self) -> &str {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        }
    }
}

/// The lines of `text`, numbered from 1.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

/// The line (from 1) that the byte `at` stands in.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

/// Where `name` stands in `text` as a name of its own.
pub(super) fn names<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        !text[..at].ends_with(is_name_char) && !text[at + name.len()..].starts_with(is_name_char)
    })
}

/// The items that exist in tests alone, each from its attribute to its last character.
fn test_items(code: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let attributes = ["#[cfg(test)]", "#[cfg(all(test"];
    let starts = attributes.into_iter().flat_map(|attribute| code.match_indices(attribute));
    starts.map(|(start, _)| start..item_end(code, start))
}

/// Where the item ends that begins, attributes first, at `start`: at a semicolon, or where its
/// first braces close.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(byte, b'}' | b';') {
            return at + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests_of(text: &str) -> Vec<bool> {
        Source::new("crates/a/src/lib.rs", text).tests
    }

    #[test]
    fn a_test_module_is_test_code_to_its_last_brace() {
        let text = "a();\n#[cfg(test)]\nmod tests {\n  fn f() { \"}\"; }\n}\nb();\n";
        assert_eq!(tests_of(text), [false, true, true, true, true, false]);
    }

    #[test]
    fn a_function_for_tests_is_test_code() {
        let text = "#[cfg(test)]\n#[inline]\nfn f() -> [u8; 2] {\n}\nb();\n";
        assert_eq!(tests_of(text), [true, true, true, true, false]);
    }

    #[test]
    fn modules_for_tests_are_found_where_they_live() {
        let text = "mod a;\n#[cfg(test)]\npub(crate) mod walk;\n";
        let found = |path| Source::new(path, text).test_modules();
        assert_eq!(found("crates/a/src/order.rs"), ["crates/a/src/order/walk"]);
        assert_eq!(found("crates/a/src/x/mod.rs"), ["crates/a/src/x/walk"]);
    }

    #[test]
    fn files_of_tests_are_test_code_as_a_whole() {
        for path in ["crates/a/tests/b.rs", "crates/a/src/b/tests.rs"] {
            assert!(Source::new(path, "a();\n").is_test(1), "{path}");
        }
        assert_eq!(tests_of("#![cfg(test)]\na();\n"), [true, true]);
    }

    #[test]
    fn names_stand_alone() {
        assert_eq!(names("std::a no_std std", "std").collect::<Vec<_>>(), [0, 14]);
    }
}
