//! The name of a server, from the text that a user gave.

use std::{fmt, io};

use countersign::pki_types::ServerName;

/// Reads the name to reach a server by: a host name (RFC 1123 §2.1), or an address.
///
/// ```
/// use countersign_std::server_name;
///
/// assert!(server_name("example.org").is_ok());
/// assert!(server_name("2001:db8::7").is_ok());
/// assert_eq!(
///     server_name("example.org:443").unwrap_err().to_string(),
///     "\"example.org:443\" is not the name of a server: give the host without the port"
/// );
/// ```
pub fn server_name(text: &str) -> Result<ServerName<'static>, NotAServerName> {
    ServerName::try_from(text.to_owned()).map_err(|_| NotAServerName {
        text: text.to_owned(),
        why: FLAWS.iter().find(|(has, _)| has(text)).map_or(OTHER, |(_, why)| why),
    })
}

/// Why a text is not the name of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAServerName {
    text: String,
    why: &'static str,
}

/// A test for a flaw, and what to say where it is the first that a refused text has.
type Flaw = (fn(&str) -> bool, &'static str);

const FLAWS: &[Flaw] = &[
    (str::is_empty, "it is empty"),
    (|text| text.contains("://"), "give the host of the URL alone"),
    (|text| text.contains('/'), "give the host without a path"),
    (|text| text.starts_with('['), "give the address without brackets and port"),
    (has_port, "give the host without the port"),
    (|text| text.contains(':'), "with colons it would be an IPv6 address, and it is none"),
    (|text| text.contains('*'), "a wildcard names no single server: give the whole name"),
    (|text| !text.is_ascii(), "give the name in its xn-- form, which is all ASCII"),
    (|text| !text.bytes().all(is_of_names), "names have letters, digits, hyphens and dots only"),
    (|text| text.len() > 253, "it has more than 253 characters"),
    (|text| labels(text).any(str::is_empty), "there is nothing before or between its dots"),
    (|text| labels(text).any(|label| label.len() > 63), "a part of it has more than 63 characters"),
    (
        |text| labels(text).any(|label| label.starts_with('-') || label.ends_with('-')),
        "a part of it begins or ends with a hyphen",
    ),
];

/// What the rules above let pass ends in a number.
const OTHER: &str = "it ends in a number, so it would be an IPv4 address, and it is none";

fn has_port(text: &str) -> bool {
    text.split_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Underscores too: they are in use.
fn is_of_names(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

/// The parts of a name; it may end in a dot.
fn labels(text: &str) -> impl Iterator<Item = &str> {
    text.strip_suffix('.').unwrap_or(text).split('.')
}

impl fmt::Display for NotAServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not the name of a server: {}", self.text, self.why)
    }
}

impl std::error::Error for NotAServerName {}

impl From<NotAServerName> for io::Error {
    fn from(error: NotAServerName) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn each_flaw_has_its_word() {
        let long = "a.".repeat(127);
        for (text, word) in [
            ("", "empty"),
            ("https://example.org/", "URL"),
            ("example.org/index", "path"),
            ("[::1]:443", "brackets"),
            ("127.0.0.1:443", "port"),
            ("fe80::1%eth0", "colons"),
            ("*.example.org", "wildcard"),
            ("b\u{fc}cher.example", "xn--"),
            ("a b", "letters"),
            (&long, "253"),
            ("a..b", "dots"),
            (".", "dots"),
            (&"a".repeat(64), "63"),
            ("-a.example", "hyphen"),
            ("1.2.3", "number"),
            ("256.1.1.1", "number"),
            ("a.0x7f", "number"),
        ] {
            let said = server_name(text).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }

    #[test]
    fn names_and_addresses() {
        for good in ["localhost", "a_b.example", "example.org.", "xn--bcher-kva.example"] {
            assert_eq!(server_name(good).unwrap().to_str(), good.trim_end_matches('.'));
        }
        for address in ["127.0.0.1", "::1"] {
            let expected = ServerName::from(address.parse::<IpAddr>().unwrap());
            assert_eq!(server_name(address), Ok(expected));
        }
    }

    #[test]
    fn as_an_error_of_io_it_is_invalid_input() {
        let error = io::Error::from(server_name("a b").unwrap_err());
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with("\"a b\" is not the name of a server"), "{error}");
    }
}
