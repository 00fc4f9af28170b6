//! `cargo xtask tidy`: the rules of the tree that neither rustc nor clippy knows.
//!
//! Each rule is a file with a `check` and a row in [`RULES`]. A finding says where, what, and
//! what to do about it.

mod code_lines;
mod crate_root;
mod doc_head;
mod exceptions;
mod imports;
mod paths;
mod rfc_form;
mod rooms;
mod sizes;
mod source;
mod split;
mod tree;
mod words;

use std::{fmt, io, path::Path};

use crate::Outcome;
use tree::Tree;

/// Something that is not as a rule wants it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// Relative to the root of the repository.
    path: String,
    /// Counted from 1.
    line: usize,
    /// What is there, and what to do about it.
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Every rule.
const RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    sizes::check,
    exceptions::check,
    imports::check,
    crate_root::check,
    doc_head::check,
    rfc_form::check,
    words::check,
];

/// Checks the tree under `root` against every rule, and counts its code.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Outcome {
    if let Some(argument) = arguments.first() {
        let said = format!("takes no arguments, but `{argument}` was given");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, said));
    }
    let tree = Tree::read(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    print!("{}", code_lines::report(&tree));
    match findings.len() {
        0 => println!("tidy: nothing found"),
        1 => println!("tidy: 1 finding"),
        several => println!("tidy: {several} findings"),
    }
    Ok(findings.is_empty())
}
