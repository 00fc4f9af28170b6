//! `signature_algorithms`: RFC 5246 §7.4.1.4.1, RFC 8446 §4.2.3.
//!
//! ```text
//! SignatureScheme supported_signature_algorithms<2..2^16-2>;
//! ```

use super::{ExtensionType, encode};
use crate::{
    crypto::SignatureScheme,
    wire::{DecodeError, Reader, U16List, Writer},
};

/// The sender's schemes, preferred first.
pub fn decode(data: &[u8]) -> Result<U16List<'_>, DecodeError> {
    let mut reader = Reader::new("signature_algorithms", data);
    let list = reader.u16_list("supported_signature_algorithms")?;
    reader.finish()?;
    Ok(list)
}

/// Offers schemes, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, schemes: &[SignatureScheme]) {
    encode(writer, ExtensionType::SIGNATURE_ALGORITHMS, |writer| {
        writer.vec16(|writer| schemes.iter().for_each(|scheme| writer.u16(scheme.0)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &[SignatureScheme::ED25519]);
        assert_eq!(out, [0, 13, 0, 4, 0, 2, 8, 7]);
        assert!(decode(&out[4..]).unwrap().contains(0x0807));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
    }
}
