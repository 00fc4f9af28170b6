//! Whom to connect to: host, port, and the name that the certificate must be for.

use countersign::pki_types::ServerName;
use countersign_std::server_name;

use crate::failure::Failure;

/// The port of HTTPS.
pub(super) const HTTPS: u16 = 443;

/// HOST:PORT, taken apart.
#[derive(Debug)]
pub(super) struct Target {
    /// As it was given.
    pub(super) address: String,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) name: ServerName<'static>,
}

impl Target {
    /// `name` stands in for the host in the handshake, `port` where the address has none.
    pub(super) fn parse(address: &str, name: Option<&str>, port: u16) -> Result<Self, Failure> {
        let (host, port) = split(address, port).ok_or_else(|| {
            Failure::usage(
                format!("\"{address}\" is not HOST:PORT"),
                "write example.org:443, 192.0.2.7:443 or [2001:db8::7]:443",
            )
        })?;
        let name = server_name(name.unwrap_or(host))?;
        Ok(Self { address: address.to_owned(), host: host.to_owned(), port, name })
    }
}

/// An IPv6 address stands in brackets where a port follows.
fn split(address: &str, default: u16) -> Option<(&str, u16)> {
    if let Some(rest) = address.strip_prefix('[') {
        let (host, behind) = rest.split_once(']')?;
        let port = match behind.strip_prefix(':') {
            Some(port) => port.parse().ok()?,
            None if behind.is_empty() => default,
            None => return None,
        };
        return Some((host, port));
    }
    match address.split_once(':') {
        Some((_, rest)) if rest.contains(':') => Some((address, default)),
        Some((host, port)) => Some((host, port.parse().ok()?)),
        None => Some((address, default)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports() {
        assert_eq!(split("example.org:8443", HTTPS), Some(("example.org", 8443)));
        assert_eq!(split("example.org", HTTPS), Some(("example.org", 443)));
        assert_eq!(split("[2001:db8::7]:444", HTTPS), Some(("2001:db8::7", 444)));
        assert_eq!(split("[::1]", HTTPS), Some(("::1", 443)));
        assert_eq!(split("mail.example", 587), Some(("mail.example", 587)));
        assert_eq!(split("::1", HTTPS), Some(("::1", 443)));
        for bad in ["a:", "a:b", "a:65536", "[::1", "[::1]443", "[::1]:"] {
            assert_eq!(split(bad, HTTPS), None, "{bad}");
        }
    }

    #[test]
    fn another_name_may_be_wanted() {
        let target = Target::parse("192.0.2.7:443", Some("www.example.org"), HTTPS).unwrap();
        assert_eq!(target.name.to_str(), "www.example.org");
        assert_eq!(target.host, "192.0.2.7");
        let failure = Target::parse("a b:443", None, HTTPS).unwrap_err();
        assert!(failure.message.starts_with("\"a b\" is not the name of a server: "));
    }
}
