//! The files that need not keep a rule of size, each with its reason.

use super::{Finding, tree::Tree};

/// A rule of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Lines of a file.
    Lines,
    /// Columns of a line.
    Columns,
}

struct Exception {
    limit: Limit,
    path: &'static str,
    reason: &'static str,
}

/// Tables are read row by row: what counts for them is that a row is one line, not how many
/// rows there are. Nothing else belongs here.
#[rustfmt::skip]
const EXCEPTIONS: &[Exception] = &[
    Exception { limit: Limit::Lines, path: "crates/core/src/wire/registry.rs", reason: "IANA's names, one row for each number" },
    Exception { limit: Limit::Columns, path: "crates/core/src/crypto/suite_table.rs", reason: "one row for each suite" },
    Exception { limit: Limit::Columns, path: "crates/core/src/fault.rs", reason: "one row for each fault" },
    Exception { limit: Limit::Columns, path: "crates/core/src/handshake/order/hello.rs", reason: "one row for each step of the order" },
    Exception { limit: Limit::Columns, path: "crates/core/src/handshake/order/tls12.rs", reason: "one row for each step of the order" },
    Exception { limit: Limit::Columns, path: "crates/core/src/handshake/order/tls13.rs", reason: "one row for each step of the order" },
    Exception { limit: Limit::Columns, path: "crates/core/src/tls13/client/mod.rs", reason: "one line for each legal pair" },
    Exception { limit: Limit::Columns, path: "crates/core/src/schedule/label.rs", reason: "one row for each secret" },
    Exception { limit: Limit::Columns, path: "crates/core/src/connection/counters.rs", reason: "one row for each thing that is counted" },
    Exception { limit: Limit::Columns, path: "crates/core/src/tls12/client/mod.rs", reason: "one line for each legal pair" },
    Exception { limit: Limit::Columns, path: "crates/core/src/tls12/server/mod.rs", reason: "one line for each legal pair" },
    Exception { limit: Limit::Columns, path: "crates/core/src/tls13/server/mod.rs", reason: "one line for each legal pair" },
    Exception { limit: Limit::Columns, path: "crates/core/src/wire/extension/allowed.rs", reason: "one row for each extension" },
    Exception { limit: Limit::Columns, path: "crates/testkit/src/conformance/verification.rs", reason: "one row for each signature" },
    Exception { limit: Limit::Columns, path: "crates/xtask/src/tidy/exceptions.rs", reason: "one row for each exception" },
];

/// Is the file at `path` free of `limit`?
pub(super) fn excuses(limit: Limit, path: &str) -> bool {
    EXCEPTIONS.iter().any(|exception| exception.limit == limit && exception.path == path)
}

/// An exception without its file is an invitation: whoever writes that file later gets it.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let exists = |path| tree.sources.iter().any(|file| file.path == path);
    let stale = EXCEPTIONS.iter().filter(|exception| !exists(exception.path));
    let finding = |exception: &Exception| {
        let Exception { limit, path, reason } = exception;
        let what = format!(
            "there is no `{path}` to except from {limit:?} ({reason}): take the row out of \
             crates/xtask/src/tidy/exceptions.rs"
        );
        Finding::new(path, 1, what)
    };
    stale.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_is_for_one_limit() {
        assert!(excuses(Limit::Lines, "crates/core/src/wire/registry.rs"));
        assert!(!excuses(Limit::Columns, "crates/core/src/wire/registry.rs"));
        assert!(!excuses(Limit::Lines, "registry.rs"));
    }

    #[test]
    fn an_exception_without_its_file_is_found() {
        assert_eq!(check(&Tree::of(&[])).len(), EXCEPTIONS.len());
        let all: Vec<_> = EXCEPTIONS.iter().map(|exception| (exception.path, "")).collect();
        assert_eq!(check(&Tree::of(&all)), []);
    }
}
