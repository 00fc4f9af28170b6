//! The files that the rules look at: every text file in the checkout that Git does not ignore.

use std::{fs, io, path::Path};

use super::source::Source;

/// A text file.
pub(super) struct Text {
    /// Relative to the root of the repository, with `/`.
    pub(super) path: String,
    /// What it says.
    pub(super) text: String,
}

impl Text {
    /// What the name of the file ends in, without the dot.
    pub(super) fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

/// All that is looked at.
#[derive(Default)]
pub(super) struct Tree {
    /// Every text file, Rust or not, sorted by path.
    pub(super) texts: Vec<Text>,
    /// The Rust files among them.
    pub(super) sources: Vec<Source>,
}

impl Tree {
    /// Reads the tree under `root`.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let ignored = Ignored::read(root)?;
        let mut texts = Vec::new();
        read_folder(root, "", &ignored, &mut texts)?;
        texts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self::new(texts))
    }

    fn new(texts: Vec<Text>) -> Self {
        let rust = texts.iter().filter(|file| file.ending() == "rs");
        let mut sources: Vec<Source> =
            rust.map(|file| Source::new(&file.path, &file.text)).collect();
        for module in sources.iter().flat_map(Source::test_modules).collect::<Vec<_>>() {
            let belongs = |path: &str| {
                let behind = path.strip_prefix(module.as_str());
                behind.is_some_and(|behind| behind == ".rs" || behind.starts_with('/'))
            };
            sources.iter_mut().filter(|file| belongs(&file.path)).for_each(Source::set_test);
        }
        Self { texts, sources }
    }

    /// A tree of (path, text), for tests.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let text = |&(path, text): &(&str, &str)| Text { path: path.into(), text: text.into() };
        Self::new(files.iter().map(text).collect())
    }
}

/// Reads the text files in the folder `at` (relative, with `/` at its end, or empty).
fn read_folder(root: &Path, at: &str, ignored: &Ignored, texts: &mut Vec<Text>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(at))? {
        let entry = entry?;
        // A name that is not UTF-8 is nobody's source.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if ignored.contains(&name) {
            continue;
        }
        let kind = entry.file_type()?;
        let path = format!("{at}{name}");
        if kind.is_dir() {
            read_folder(root, &format!("{path}/"), ignored, texts)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
            && !text.contains('\0')
        {
            texts.push(Text { path, text });
        }
    }
    Ok(())
}

/// The names that `.gitignore` lists. It knows plain names and `*.ending`; our file has no others.
struct Ignored(Vec<String>);

impl Ignored {
    fn read(root: &Path) -> io::Result<Self> {
        match fs::read_to_string(root.join(".gitignore")) {
            Ok(text) => Ok(Self::new(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::new("")),
            Err(error) => Err(error),
        }
    }

    fn new(text: &str) -> Self {
        let lines = text.lines().map(|line| line.trim().trim_matches('/').to_owned());
        let mut names = vec![".git".to_owned()];
        names.extend(lines.filter(|line| !line.is_empty() && !line.starts_with('#')));
        Self(names)
    }

    fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|ignored| match ignored.strip_prefix('*') {
            Some(ending) => name.ends_with(ending),
            None => name == ignored,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_names_are_left_out() {
        let ignored = Ignored::new("# made by cargo\n/target/\n*.profraw\n\n");
        for name in [".git", "target", "a.profraw"] {
            assert!(ignored.contains(name), "{name}");
        }
        for name in [".gitignore", "targets", "profraw"] {
            assert!(!ignored.contains(name), "{name}");
        }
    }

    #[test]
    fn a_module_declared_for_tests_is_test_code_in_its_own_file() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "#[cfg(test)]\nmod walk;\n"),
            ("crates/a/src/walk.rs", "a();\n"),
            ("crates/a/src/walk/deep.rs", "a();\n"),
            ("crates/a/src/walker.rs", "a();\n"),
        ]);
        let tests: Vec<bool> = tree.sources.iter().map(|file| file.is_test(1)).collect();
        assert_eq!(tests, [true, true, true, false]);
    }

    #[test]
    fn the_checkout_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let tree = Tree::read(&root).unwrap();
        assert!(tree.texts.iter().any(|file| file.path == "Cargo.toml"));
        assert!(tree.sources.iter().any(|file| file.path == "crates/xtask/src/main.rs"));
        assert!(tree.texts.iter().all(|file| !file.path.starts_with("target/")));
    }
}
