//! The arguments of `cargo xtask interop`.

use crate::Failure;

/// What to try.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    peers: Vec<String>,
    filters: Vec<String>,
    /// A peer that is not installed is skipped.
    pub(super) allow_missing: bool,
}

impl Options {
    pub(super) fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next().cloned();
                value.ok_or_else(|| format!("{argument} wants a value behind it"))
            };
            match argument.as_str() {
                "--peer" => options.peers.push(value()?),
                "--filter" => options.filters.push(value()?),
                "--allow-missing" => options.allow_missing = true,
                _ => return Err(format!("`{argument}` is not known: {USAGE}").into()),
            }
        }
        Ok(options)
    }

    /// Peers are named in part or in full.
    pub(super) fn wants_peer(&self, peer: &str) -> bool {
        self.peers.is_empty() || self.peers.iter().any(|name| peer.contains(name.as_str()))
    }

    /// A line of the table is wanted if it contains every filter.
    pub(super) fn wants(&self, line: &str) -> bool {
        self.filters.iter().all(|filter| line.contains(filter.as_str()))
    }
}

const USAGE: &str = "use [--peer NAME] [--filter TEXT-OF-A-LINE] [--allow-missing]";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Options, Failure> {
        Options::read(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read() {
        let options =
            read(&["--peer", "openssl", "--filter", "x25519", "--allow-missing"]).unwrap();
        assert!(options.allow_missing);
        assert!(options.wants_peer("openssl s_server") && !options.wants_peer("nginx"));
        assert!(options.wants("a x25519 b") && !options.wants("a b"));
        assert!(read(&[]).unwrap().wants_peer("nginx"));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(read(&["--peer"]).unwrap_err().to_string().contains("--peer wants a value"));
        assert!(read(&["--pear"]).unwrap_err().to_string().contains("`--pear` is not known"));
    }
}
