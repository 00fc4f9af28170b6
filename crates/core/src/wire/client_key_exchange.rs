//! `ClientKeyExchange`: RFC 5246 §7.4.7; its ECDHE form: RFC 8422 §5.7.
//!
//! ```text
//! struct { opaque point<1..2^8-1>; } ClientECDiffieHellmanPublic;
//! ```

use super::{DecodeError, Reader, Writer};

/// The message as it lies; its form depends on the suite, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientKeyExchange<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

impl<'a> ClientKeyExchange<'a> {
    /// The client's public value in the ECDHE form.
    pub fn ecdhe(self) -> Result<&'a [u8], DecodeError> {
        let mut reader = Reader::new("ClientKeyExchange", self.body);
        let public_key = reader.vec8("point")?;
        if public_key.is_empty() {
            return Err(reader.error("point", "is empty"));
        }
        reader.finish()?;
        Ok(public_key)
    }

    /// Writes the body in the ECDHE form.
    pub fn encode_ecdhe(writer: &mut Writer<'_>, public_key: &[u8]) {
        writer.vec8(|writer| writer.bytes(public_key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut body = std::vec::Vec::new();
        ClientKeyExchange::encode_ecdhe(&mut Writer::new(&mut body), &[4; 65]);
        assert_eq!(ClientKeyExchange { body: &body }.ecdhe(), Ok(&[4; 65][..]));
        for len in 0..body.len() {
            assert!(ClientKeyExchange { body: &body[..len] }.ecdhe().is_err(), "{len}");
        }
        assert!(ClientKeyExchange { body: &[0] }.ecdhe().is_err());
    }
}
