//! `ec_point_formats`: RFC 8422 §5.1.2.
//!
//! ```text
//! ECPointFormat ec_point_format_list<1..2^8-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The one format that is still in use.
pub const UNCOMPRESSED: u8 = 0;

/// The formats; the caller wants [`UNCOMPRESSED`] among them.
pub fn decode(data: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new("ec_point_formats", data);
    let formats = reader.vec8("ec_point_format_list")?;
    if formats.is_empty() {
        return Err(reader.error("ec_point_format_list", "is empty"));
    }
    reader.finish()?;
    Ok(formats)
}

/// Says that we know the uncompressed format; the same bytes in both hellos.
pub fn encode_uncompressed(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::EC_POINT_FORMATS, |writer| {
        writer.vec8(|writer| writer.u8(UNCOMPRESSED));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_uncompressed(&mut Writer::new(&mut out));
        assert_eq!(decode(&out[4..]), Ok(&[UNCOMPRESSED][..]));
        assert!(decode(&[]).is_err() && decode(&[0]).is_err() && decode(&[2, 0]).is_err());
    }
}
