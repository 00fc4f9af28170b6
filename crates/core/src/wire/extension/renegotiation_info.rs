//! `renegotiation_info`: RFC 5746 §3.2.
//!
//! ```text
//! opaque renegotiated_connection<0..255>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The verify data of the handshake before; empty in a first handshake.
pub fn decode(data: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new("renegotiation_info", data);
    let connection = reader.vec8("renegotiated_connection")?;
    reader.finish()?;
    Ok(connection)
}

/// The indication of a first handshake; the same bytes in both hellos.
pub fn encode_initial(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::RENEGOTIATION_INFO, |writer| writer.vec8(|_| {}));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_initial(&mut Writer::new(&mut out));
        assert_eq!(out, [0xff, 1, 0, 1, 0]);
        assert_eq!(decode(&out[4..]), Ok(&[][..]));
        assert_eq!(decode(&[2, 7, 8]), Ok(&[7, 8][..]));
        assert!(decode(&[]).is_err() && decode(&[1]).is_err() && decode(&[0, 0]).is_err());
    }
}
