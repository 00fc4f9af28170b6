//! `cargo xtask states [--check]`: writes `docs/STATES.md` from the table of the order.

mod diagram;
mod page;

use std::{fs, io, path::Path};

use crate::Outcome;

/// Where the page lies, from the root of the repository.
const PAGE: &str = "docs/STATES.md";

/// Writes the page under `root`; with `--check` says whether it is up to date.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Outcome {
    let path = root.join(PAGE);
    let page = page::page().map_err(io::Error::other)?;
    match arguments {
        [] => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, page)?;
            Ok(true)
        }
        [argument] if argument == "--check" => check(&path, &page),
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "takes `--check` or nothing: `cargo xtask states [--check]`",
        )),
    }
}

fn check(path: &Path, page: &str) -> Outcome {
    let there = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let line = first_difference(&there, page);
    if let Some(line) = line {
        println!("{PAGE}:{line}: not what the table of the order says: run `cargo xtask states`");
    }
    Ok(line.is_none())
}

/// The first line, counted from 1, in which two texts differ.
fn first_difference(one: &str, other: &str) -> Option<usize> {
    if one == other {
        return None;
    }
    let same = one.split('\n').zip(other.split('\n')).take_while(|(one, other)| one == other);
    Some(same.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_found_by_line() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
        assert_eq!(first_difference("a", "a\n"), Some(2));
    }
}
