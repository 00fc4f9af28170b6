//! `supported_versions`: RFC 8446 §4.2.1.
//!
//! ```text
//! ClientHello: ProtocolVersion versions<2..254>;    ServerHello: ProtocolVersion selected_version;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, ProtocolVersion, Reader, U16List, Writer};

/// The client's versions, preferred first.
pub fn decode_offer(data: &[u8]) -> Result<U16List<'_>, DecodeError> {
    let mut reader = Reader::new("supported_versions", data);
    let list = reader.u16_list8("versions")?;
    reader.finish()?;
    Ok(list)
}

/// The version that the server chose.
pub fn decode_answer(data: &[u8]) -> Result<ProtocolVersion, DecodeError> {
    let mut reader = Reader::new("supported_versions", data);
    let version = ProtocolVersion(reader.u16("selected_version")?);
    reader.finish()?;
    Ok(version)
}

/// Offers versions, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, versions: &[ProtocolVersion]) {
    encode(writer, ExtensionType::SUPPORTED_VERSIONS, |writer| {
        writer.vec8(|writer| versions.iter().for_each(|version| writer.u16(version.0)));
    });
}

/// Names the version that the server chose; the same bytes in a `HelloRetryRequest`.
pub fn encode_answer(writer: &mut Writer<'_>, version: ProtocolVersion) {
    encode(writer, ExtensionType::SUPPORTED_VERSIONS, |writer| writer.u16(version.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &[ProtocolVersion::TLS12]);
        assert_eq!(out, [0, 43, 0, 3, 2, 3, 3]);
        assert!(decode_offer(&out[4..]).unwrap().contains(0x0303));
        for len in 4..out.len() {
            assert!(decode_offer(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn the_choice_there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_answer(&mut Writer::new(&mut out), ProtocolVersion::TLS13);
        assert_eq!(out, [0, 43, 0, 2, 3, 4]);
        assert_eq!(decode_answer(&out[4..]), Ok(ProtocolVersion::TLS13));
        assert!(decode_answer(&[3]).is_err() && decode_answer(&[3, 4, 0]).is_err());
    }
}
