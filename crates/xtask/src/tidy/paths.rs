//! The paths that source names: every `use`, and every path in code that begins at `crate`,
//! `self` or `super`.
//!
//! Read from the text alone, after comments and strings are gone. Two things are not seen: what
//! a macro puts together, and an inline module's own level (its `super` is taken for the file's).

use super::split::is_name_char;

/// A path as it is written, braces multiplied out: `crate::a::{b, c}` is two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// The line (from 1) that its last part stands in.
    pub(super) line: usize,
    /// Its parts; `*` for everything.
    pub(super) parts: Vec<String>,
}

/// A name, `::`, or another character, with its line.
type Token<'a> = (usize, &'a str);

/// The paths in `code` that begin at `crate`, `self` or `super`.
pub(super) fn anchored(code: &str) -> Vec<Path> {
    let tokens = tokens(code);
    let starts = |at: &usize| {
        let is_inside = *at > 0 && tokens[at - 1].1 == "::";
        let is_path = tokens.get(at + 1).is_some_and(|next| next.1 == "::");
        is_path && !is_inside && is_anchor(tokens[*at].1)
    };
    // Inside `crate::{…}` nothing is anchored again except `self`, which closes its path.
    all_paths(&tokens, (0..tokens.len()).filter(starts))
}

/// The paths that `code` declares with `use`.
pub(super) fn used(code: &str) -> Vec<Path> {
    let tokens = tokens(code);
    let starts = tokens.iter().enumerate().filter(|(_, token)| token.1 == "use");
    all_paths(&tokens, starts.map(|(at, _)| at + 1))
}

/// Does a path from here say where it begins?
pub(super) fn is_anchor(part: &str) -> bool {
    matches!(part, "crate" | "self" | "super")
}

fn all_paths(tokens: &[Token<'_>], starts: impl Iterator<Item = usize>) -> Vec<Path> {
    let mut paths = Vec::new();
    for start in starts {
        follow(tokens, start, &[], &mut paths);
    }
    paths
}

/// Follows one path, and each of its branches, from `at`; returns where it ends.
fn follow(tokens: &[Token<'_>], mut at: usize, before: &[String], paths: &mut Vec<Path>) -> usize {
    let mut parts = before.to_vec();
    let mut line = tokens.get(at).map_or(0, |token| token.0);
    while let Some(&(here, token)) = tokens.get(at) {
        match token {
            "{" => return branches(tokens, at + 1, &parts, paths),
            "::" => {}
            "*" => parts.push(token.to_owned()),
            name if name.starts_with(is_name_char) => parts.push(name.to_owned()),
            _ => break,
        }
        line = here;
        at += 1;
        let goes_on = token == "::" || tokens.get(at).is_some_and(|next| next.1 == "::");
        if !goes_on {
            break;
        }
    }
    if parts.len() > before.len() {
        paths.push(Path { line, parts });
    }
    at
}

/// Follows the branches between braces; `at` is behind the first. Returns where they end.
fn branches(
    tokens: &[Token<'_>],
    mut at: usize,
    before: &[String],
    paths: &mut Vec<Path>,
) -> usize {
    while let Some(&(_, token)) = tokens.get(at) {
        match token {
            "}" => return at + 1,
            "," => at += 1,
            "as" => at += 2,
            // `follow` may stand still at what it does not know.
            _ => at = follow(tokens, at, before, paths).max(at + 1),
        }
    }
    at
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (line, text) in super::source::numbered(code) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_name_char(first) {
                rest.find(|c| !is_name_char(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (token, behind) = rest.split_at(length);
            tokens.push((line, token));
            rest = behind.trim_start();
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paths: &[Path]) -> Vec<String> {
        paths.iter().map(|path| format!("{} {}", path.line, path.parts.join("::"))).collect()
    }

    #[test]
    fn braces_are_multiplied_out() {
        let code =
            "use crate::{\n    Role,\n    config::{Credential, self as c},\n    wire::*,\n};";
        let paths = ["2 crate::Role", "3 crate::config::Credential", "3 crate::config::self"];
        assert_eq!(shown(&anchored(code))[..3], paths);
        assert_eq!(shown(&anchored(code))[3..], ["4 crate::wire::*"]);
    }

    #[test]
    fn paths_in_the_middle_of_code_count() {
        let code = "fn f(a: crate::wire::A) -> super::B<self::C> { crate::d::<E>(a); g() }";
        let paths = ["1 crate::wire::A", "1 super::B", "1 self::C", "1 crate::d"];
        assert_eq!(shown(&anchored(code)), paths);
    }

    #[test]
    fn words_that_are_no_paths_do_not_count() {
        assert_eq!(anchored("pub(crate) fn f(&self) { self.a; other::crate_name::b() }"), []);
    }

    #[test]
    fn a_use_needs_no_anchor() {
        let code = "pub use request::{Answer, Request};\nuse core::fmt;";
        let paths = ["1 request::Answer", "1 request::Request", "2 core::fmt"];
        assert_eq!(shown(&used(code)), paths);
    }

    #[test]
    fn broken_source_ends() {
        for code in ["use crate::{", "use crate::{a::{", "crate::", "use", "use crate::{=}"] {
            let _ = (anchored(code), used(code));
        }
    }
}
