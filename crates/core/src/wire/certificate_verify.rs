//! `CertificateVerify`: RFC 5246 §7.4.8, RFC 8446 §4.4.3; before TLS 1.2 without a scheme:
//! RFC 4346 §7.4.8.
//!
//! ```text
//! struct { DigitallySigned over handshake_messages; } CertificateVerify;
//! ```

use super::{DecodeError, DigitallySigned, Reader, Writer};
use crate::crypto::SignatureScheme;

/// The message as it lies; its form depends on the version, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateVerify<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

impl<'a> CertificateVerify<'a> {
    /// Reads the body; `with_scheme` from TLS 1.2 on.
    pub fn decode(self, with_scheme: bool) -> Result<DigitallySigned<'a>, DecodeError> {
        let mut reader = Reader::new("CertificateVerify", self.body);
        let signed = DigitallySigned::read(&mut reader, with_scheme)?;
        reader.finish()?;
        Ok(signed)
    }

    /// Writes the body; with a scheme from TLS 1.2 on.
    pub fn encode(writer: &mut Writer<'_>, scheme: Option<SignatureScheme>, signature: &[u8]) {
        DigitallySigned { scheme, signature }.encode(writer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_in_both_forms_and_every_prefix_refused() {
        for scheme in [None, Some(SignatureScheme::RSA_PKCS1_SHA256)] {
            let mut body = std::vec::Vec::new();
            CertificateVerify::encode(&mut Writer::new(&mut body), scheme, b"signature");
            let decode = |body| CertificateVerify { body }.decode(scheme.is_some());
            assert_eq!(decode(&body), Ok(DigitallySigned { scheme, signature: b"signature" }));
            for len in 0..body.len() {
                assert!(decode(&body[..len]).is_err(), "{len}");
            }
        }
    }

    #[test]
    fn bytes_behind_the_signature_are_refused() {
        assert!(CertificateVerify { body: &[0, 1, 7] }.decode(false).is_ok());
        assert!(CertificateVerify { body: &[0, 1, 7, 7] }.decode(false).is_err());
    }
}
