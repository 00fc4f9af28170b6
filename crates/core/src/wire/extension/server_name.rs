//! `server_name`: RFC 6066 §3. In a `ServerHello` it is empty, in `EncryptedExtensions` too.
//!
//! ```text
//! struct { NameType name_type; opaque HostName<1..2^16-1>; } ServerName;
//! ServerName server_name_list<1..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

const HOST_NAME: u8 = 0;

/// The host name of a `ClientHello`; `None` if the list holds only names of other types.
///
/// The name is not checked further: some clients send literal addresses or underscores, and
/// whether such a name is served is the driver's decision.
pub fn decode_offer(data: &[u8]) -> Result<Option<&str>, DecodeError> {
    let mut outer = Reader::new("server_name", data);
    let mut list = Reader::new("server_name", outer.vec16("server_name_list")?);
    outer.finish()?;
    if list.is_empty() {
        return Err(list.error("server_name_list", "is empty"));
    }
    let mut host_name = None;
    while !list.is_empty() {
        let name_type = list.u8("name_type")?;
        let name = list.vec16("name")?;
        if name_type != HOST_NAME {
            continue;
        }
        if host_name.is_some() {
            return Err(list.error("server_name_list", "holds two host names"));
        }
        let text = core::str::from_utf8(name).ok().filter(|text| text.is_ascii());
        match text {
            Some(text) if !text.is_empty() => host_name = Some(text),
            _ => return Err(list.error("HostName", "is empty or not ASCII")),
        }
    }
    Ok(host_name)
}

/// Checks the answer of a `ServerHello`.
pub fn decode_answer(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("server_name", data).finish()
}

/// Offers one host name.
pub fn encode_offer(writer: &mut Writer<'_>, host_name: &str) {
    encode(writer, ExtensionType::SERVER_NAME, |writer| {
        writer.vec16(|writer| {
            writer.u8(HOST_NAME);
            writer.vec16(|writer| writer.bytes(host_name.as_bytes()));
        });
    });
}

/// Says that the name was used.
pub fn encode_answer(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::SERVER_NAME, |_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), "a.example");
        assert_eq!(decode_offer(&out[4..]), Ok(Some("a.example")));
        for len in 4..out.len() {
            assert!(decode_offer(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn other_name_types_are_passed_over() {
        assert_eq!(decode_offer(&[0, 4, 7, 0, 1, 9]), Ok(None));
    }

    #[test]
    fn two_names_an_empty_name_and_bytes_beyond_ascii_are_refused() {
        assert!(decode_offer(&[0, 8, 0, 0, 1, b'a', 0, 0, 1, b'b']).is_err());
        assert!(decode_offer(&[0, 3, 0, 0, 0]).is_err());
        assert!(decode_offer(&[0, 4, 0, 0, 1, 0xff]).is_err());
        assert!(decode_offer(&[0, 0]).is_err());
    }
}
