//! Pre-shared keys from the command line (RFC 4279).

use std::str::FromStr;

use bytes::Bytes;
use countersign::{PreSharedKey, PreSharedKeyRequest, PreSharedKeys, crypto::Secret};

use crate::private_file::from_hex;

/// `IDENTITY:HEX`.
#[derive(Clone, Debug)]
pub(crate) struct PskArgument {
    identity: Bytes,
    key: Secret,
}

impl FromStr for PskArgument {
    type Err = &'static str;

    /// The identity may have colons, the key has none.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (identity, key) = text.rsplit_once(':').ok_or("IDENTITY:HEX is wanted")?;
        let key = from_hex(key).ok_or("the key is not in hexadecimal digits, two a byte")?;
        if key.expose().is_empty() {
            return Err("the key is empty");
        }
        let identity = Bytes::copy_from_slice(identity.as_bytes());
        Ok(Self { identity, key })
    }
}

impl PskArgument {
    /// What it is called.
    pub(crate) fn identity(&self) -> &[u8] {
        &self.identity
    }

    pub(crate) fn key(&self) -> &Secret {
        &self.key
    }
}

/// Those of the command line.
pub(crate) struct CommandLineKeys(pub(crate) Vec<PskArgument>);

impl PreSharedKeys for CommandLineKeys {
    /// A client has one key for whatever server; a server finds the one of the identity.
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let mut keys = self.0.iter();
        let found = match request {
            PreSharedKeyRequest::ForServer { .. } => keys.next(),
            PreSharedKeyRequest::OfIdentity { identity } => {
                keys.find(|known| known.identity == identity)
            }
        };
        found.map(|PskArgument { identity, key }| PreSharedKey::new(identity.clone(), key.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_identity_is_found() {
        let keys = ["a:b:00ff", "c:01"].map(|text| text.parse().unwrap());
        let keys = CommandLineKeys(keys.to_vec());
        let find = |identity: &'static [u8]| {
            let identity = Bytes::from_static(identity);
            keys.find(&PreSharedKeyRequest::OfIdentity { identity })
        };
        assert!(find(b"a:b").unwrap().key.matches(&[0, 0xff]));
        assert!(find(b"c").unwrap().key.matches(&[1]));
        assert!(find(b"d").is_none());
    }

    #[test]
    fn what_is_wrong_with_a_key_is_said() {
        for (text, why) in [
            ("abcd", "IDENTITY:HEX is wanted"),
            ("a:", "the key is empty"),
            ("a:0", "the key is not in hexadecimal digits, two a byte"),
        ] {
            assert_eq!(text.parse::<PskArgument>().unwrap_err(), why);
        }
    }
}
