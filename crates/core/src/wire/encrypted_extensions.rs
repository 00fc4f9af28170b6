//! `EncryptedExtensions`: RFC 8446 §4.3.1.
//!
//! ```text
//! struct { Extension extensions<0..2^16-1>; } EncryptedExtensions;
//! ```

use super::{
    Reader, Writer,
    extension::{Carrier, Extensions},
};
use crate::fault::Fault;

/// What the server answers and no key depends on, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncryptedExtensions<'a> {
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> EncryptedExtensions<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new("EncryptedExtensions", body);
        let extensions = Extensions::read(&mut reader, Carrier::EncryptedExtensions)?;
        reader.finish()?;
        Ok(Self { extensions })
    }

    /// Writes the body of the message.
    pub fn encode(writer: &mut Writer<'_>, extensions: impl FnOnce(&mut Writer<'_>)) {
        writer.vec16(extensions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fault::FaultKind,
        wire::extension::{ExtensionType, early_data, key_share, record_size_limit},
    };

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut body = std::vec::Vec::new();
        EncryptedExtensions::encode(&mut Writer::new(&mut body), |writer| {
            early_data::encode_empty(writer);
            record_size_limit::encode_limit(writer, record_size_limit::RecordSizeLimit(0x4001));
        });
        let extensions = EncryptedExtensions::decode(&body).unwrap().extensions;
        let kinds = [ExtensionType::EARLY_DATA, ExtensionType::RECORD_SIZE_LIMIT];
        assert!(extensions.iter().map(|(kind, _)| kind).eq(kinds));
        for len in 0..body.len() {
            assert!(EncryptedExtensions::decode(&body[..len]).is_err(), "{len}");
        }
        body.push(0);
        assert!(EncryptedExtensions::decode(&body).is_err());
    }

    #[test]
    fn an_empty_list_is_a_message_and_a_share_is_refused() {
        assert!(EncryptedExtensions::decode(&[0, 0]).is_ok());
        let mut body = std::vec::Vec::new();
        EncryptedExtensions::encode(&mut Writer::new(&mut body), |writer| {
            key_share::encode_offer(writer, &[]);
        });
        let fault = EncryptedExtensions::decode(&body).unwrap_err();
        assert_eq!(fault.kind, FaultKind::MisplacedExtension);
        assert_eq!(fault.came, "key_share in EncryptedExtensions");
    }
}
