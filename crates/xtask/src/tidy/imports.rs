//! Imports go down only inside the core; [`rooms`] says what is down.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Finding, paths,
    rooms::{self, is_known, may_import},
    source::Source,
    tree::Tree,
};

/// Where the core's source lives.
const CORE: &str = "crates/core/src/";

/// Names that `lib.rs` hands out at the root, with the room that each comes from.
type Exports = BTreeMap<String, String>;

/// Finds imports that the table of rooms has no place for. Tests may import what they like.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let core = || tree.sources.iter().filter(|file| file.path.starts_with(CORE));
    let exports = core().find(|file| module_of(file).is_empty()).map(exports).unwrap_or_default();
    core().flat_map(|file| check_file(file, &exports)).collect()
}

fn check_file(file: &Source, exports: &Exports) -> Vec<Finding> {
    let module = module_of(file);
    let from = module.first().copied().unwrap_or("lib");
    if !is_known(from) {
        let what = format!(
            "`{from}` is no room of the core: put the file into a room, or add a row to \
             crates/xtask/src/tidy/rooms.rs that says what it may import"
        );
        return vec![Finding::new(&file.path, 1, what)];
    }
    let paths = paths::anchored(&file.code).into_iter();
    let imports: BTreeSet<(usize, String)> = paths
        .filter(|path| !file.is_test(path.line))
        .map(|path| (path.line, room_of(&module, &path.parts, exports)))
        .filter(|(_, to)| !may_import(from, to))
        .collect();
    let finding = |(line, to): (usize, String)| {
        let what = format!(
            "`{from}` imports `{to}`, but {}: take it as an argument or an action, or move it \
             down (the table is crates/xtask/src/tidy/rooms.rs)",
            rooms::why(from)
        );
        Finding::new(&file.path, line, what)
    };
    imports.into_iter().map(finding).collect()
}

/// The module that `file` is: `tls12/client/mod.rs` is `tls12::client`.
fn module_of(file: &Source) -> Vec<&str> {
    let path = file.path.strip_prefix(CORE).unwrap_or(&file.path);
    let mut parts: Vec<&str> = path.strip_suffix(".rs").unwrap_or(path).split('/').collect();
    if parts.last() == Some(&"mod") || parts == ["lib"] {
        parts.pop();
    }
    parts
}

/// The room that a path leads to, written in `module`.
fn room_of(module: &[&str], path: &[String], exports: &Exports) -> String {
    let place = resolve(module, path);
    let first = place.first().copied().unwrap_or("lib");
    if is_known(first) {
        return first.to_owned();
    }
    exports.get(first).cloned().unwrap_or_else(|| "lib".to_owned())
}

/// The parts of a path from the crate's root on.
fn resolve<'a>(module: &[&'a str], path: &'a [String]) -> Vec<&'a str> {
    let mut place = module.to_vec();
    let mut parts = path.iter().map(String::as_str).peekable();
    while let Some(anchor) = parts.next_if(|part| paths::is_anchor(part)) {
        match anchor {
            "crate" => place.clear(),
            "super" => drop(place.pop()),
            _ => {}
        }
    }
    place.extend(parts);
    place
}

/// What `lib.rs` hands out: so `crate::Connection` is known for an import of `connection`.
fn exports(lib: &Source) -> Exports {
    let room_and_name = |path: paths::Path| {
        let place = resolve(&[], &path.parts);
        let (room, name) = (place.first()?, place.last()?);
        is_known(room).then(|| ((*name).to_owned(), (*room).to_owned()))
    };
    paths::used(&lib.code).into_iter().filter_map(room_and_name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The findings in `text` at `path` (inside the core), as line and the two rooms.
    fn found(path: &str, text: &str) -> Vec<String> {
        let lib = "pub use connection::{self, Connection};\npub use request::Answer;\n";
        let path = format!("{CORE}{path}");
        let tree = Tree::of(&[("crates/core/src/lib.rs", lib), (&path, text)]);
        let short = |finding: Finding| {
            let what = finding.what.split(',').next().unwrap_or_default().to_owned();
            format!("{} {what}", finding.line)
        };
        check(&tree).into_iter().map(short).collect()
    }

    #[test]
    fn down_is_free_and_up_is_refused() {
        assert!(found("connection/step.rs", "use crate::{tls12::A, record::B};").is_empty());
        assert_eq!(
            found("wire/reader.rs", "use crate::{\n    limits,\n    record::B,\n};"),
            ["3 `wire` imports `record`"]
        );
    }

    #[test]
    fn the_long_way_round_is_found_too() {
        let text = "use super::super::super::record::B;\nfn f() { super::super::crypto::g() }";
        assert_eq!(found("tls12/client/wait_finished.rs", text), ["1 `tls12` imports `record`"]);
        assert_eq!(found("tls12/client/mod.rs", "use super::super::record::B;").len(), 1);
    }

    #[test]
    fn a_name_handed_out_at_the_root_is_in_its_room() {
        let text = "use crate::Answer;\nfn f(c: crate::Connection) {}";
        assert_eq!(found("hello/offer.rs", text), ["2 `hello` imports `connection`"]);
    }

    #[test]
    fn tests_and_comments_import_what_they_like() {
        let text = "// crate::record::A\n#[cfg(test)]\nmod tests {\n  use crate::record::A;\n}";
        assert!(found("hello/offer.rs", text).is_empty());
    }

    #[test]
    fn a_file_without_a_room_is_found() {
        let what = "1 `misc` is no room of the core: put the file into a room";
        assert_eq!(found("misc.rs", ""), [what]);
    }
}
