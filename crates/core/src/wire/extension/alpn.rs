//! `application_layer_protocol_negotiation`: RFC 7301 §3.1.
//!
//! ```text
//! opaque ProtocolName<1..2^8-1>;
//! ProtocolName protocol_name_list<2..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::{
    config::ProtocolName,
    wire::{DecodeError, Reader, Writer},
};

/// A list of protocol names, none empty, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtocolNames<'a> {
    bytes: &'a [u8],
}

impl<'a> ProtocolNames<'a> {
    /// The names in order.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new("alpn", self.bytes);
        core::iter::from_fn(move || reader.vec8("ProtocolName").ok())
    }
}

/// The client's protocols, preferred first.
pub fn decode_offer(data: &[u8]) -> Result<ProtocolNames<'_>, DecodeError> {
    let mut outer = Reader::new("alpn", data);
    let bytes = outer.vec16("protocol_name_list")?;
    outer.finish()?;
    let mut list = Reader::new("alpn", bytes);
    if list.is_empty() {
        return Err(list.error("protocol_name_list", "is empty"));
    }
    while !list.is_empty() {
        if list.vec8("ProtocolName")?.is_empty() {
            return Err(list.error("ProtocolName", "is empty"));
        }
    }
    Ok(ProtocolNames { bytes })
}

/// The one protocol of a `ServerHello`.
pub fn decode_answer(data: &[u8]) -> Result<&[u8], DecodeError> {
    let names = decode_offer(data)?;
    match (names.iter().next(), names.iter().nth(1)) {
        (Some(name), None) => Ok(name),
        _ => Err(Reader::new("alpn", data).error("protocol_name_list", "is not one name")),
    }
}

/// Offers protocols, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, names: &[ProtocolName]) {
    encode(writer, ExtensionType::ALPN, |writer| {
        writer.vec16(|writer| {
            for name in names {
                writer.vec8(|writer| writer.bytes(name.as_bytes()));
            }
        });
    });
}

/// Names the protocol that the server chose.
pub fn encode_answer(writer: &mut Writer<'_>, name: &ProtocolName) {
    encode_offer(writer, core::slice::from_ref(name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let names = ["h2", "http/1.1"].map(|name| ProtocolName::new(name).unwrap());
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &names);
        let offer = decode_offer(&out[4..]).unwrap();
        assert!(offer.iter().eq(names.iter().map(ProtocolName::as_bytes)));
        for len in 4..out.len() {
            assert!(decode_offer(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode_answer(&out[4..]).is_err(), "an answer is one name");
    }

    #[test]
    fn empty_lists_and_names_are_refused() {
        assert!(decode_offer(&[0, 0]).is_err());
        assert!(decode_offer(&[0, 1, 0]).is_err());
    }
}
