//! `cookie`: RFC 8446 §4.2.2. A client sends back in its second hello what a
//! `HelloRetryRequest` gave it.
//!
//! ```text
//! opaque cookie<1..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The cookie; not empty.
pub fn decode(data: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new("cookie", data);
    let cookie = reader.vec16("cookie")?;
    if cookie.is_empty() {
        return Err(reader.error("cookie", "is empty"));
    }
    reader.finish()?;
    Ok(cookie)
}

/// Gives a cookie or sends it back; the same bytes.
pub fn encode_cookie(writer: &mut Writer<'_>, cookie: &[u8]) {
    encode(writer, ExtensionType::COOKIE, |writer| {
        writer.vec16(|writer| writer.bytes(cookie));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        encode_cookie(&mut Writer::new(&mut out), b"cookie");
        assert_eq!(decode(&out[4..]), Ok(&b"cookie"[..]));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode(&[0, 0]).is_err(), "an empty cookie");
        assert!(decode(&[0, 1, 7, 7]).is_err(), "bytes behind the end");
    }
}
