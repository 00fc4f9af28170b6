//! `signature_algorithms_cert`: RFC 8446 §4.2.3. The same form in a `ClientHello` and in a
//! `CertificateRequest`.
//!
//! ```text
//! SignatureScheme supported_signature_algorithms<2..2^16-2>;
//! ```

use super::{ExtensionType, encode};
use crate::{
    crypto::SignatureScheme,
    wire::{DecodeError, Reader, U16List, Writer},
};

/// The schemes that certificates may be signed with, preferred first. Where the extension is
/// missing, `signature_algorithms` speaks for certificates too.
pub fn decode(data: &[u8]) -> Result<U16List<'_>, DecodeError> {
    let mut reader = Reader::new("signature_algorithms_cert", data);
    let list = reader.u16_list("supported_signature_algorithms")?;
    reader.finish()?;
    Ok(list)
}

/// Names the schemes that certificates may be signed with, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, schemes: &[SignatureScheme]) {
    encode(writer, ExtensionType::SIGNATURE_ALGORITHMS_CERT, |writer| {
        writer.vec16(|writer| schemes.iter().for_each(|scheme| writer.u16(scheme.0)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        let schemes = [SignatureScheme::ED25519, SignatureScheme::RSA_PKCS1_SHA256];
        encode_offer(&mut Writer::new(&mut out), &schemes);
        assert_eq!(out, [0, 50, 0, 6, 0, 4, 8, 7, 4, 1]);
        assert!(decode(&out[4..]).unwrap().iter().eq([0x0807, 0x0401]));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode(&[0, 2, 8, 7, 0]).is_err(), "bytes behind the end");
    }
}
