//! A digitally-signed element: RFC 5246 §4.7, RFC 8446 §4.4.3. Before TLS 1.2 the algorithms
//! follow from the kind of key, and the signature stands alone (RFC 4346 §4.7).
//!
//! ```text
//! struct {
//!     SignatureAndHashAlgorithm algorithm;            from TLS 1.2 on
//!     opaque signature<0..2^16-1>;
//! } DigitallySigned;
//! ```

use super::{DecodeError, Reader, Writer};
use crate::crypto::SignatureScheme;

/// A signature, read where it lies. What was signed is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigitallySigned<'a> {
    /// How it was signed; `None` where the version does not say.
    pub scheme: Option<SignatureScheme>,
    /// The signature.
    pub signature: &'a [u8],
}

impl<'a> DigitallySigned<'a> {
    /// Takes it off the front; `with_scheme` from TLS 1.2 on.
    pub(super) fn read(reader: &mut Reader<'a>, with_scheme: bool) -> Result<Self, DecodeError> {
        let scheme =
            if with_scheme { Some(SignatureScheme(reader.u16("algorithm")?)) } else { None };
        Ok(Self { scheme, signature: reader.vec16("signature")? })
    }

    /// Writes it; with a scheme from TLS 1.2 on.
    pub(super) fn encode(self, writer: &mut Writer<'_>) {
        if let Some(scheme) = self.scheme {
            writer.u16(scheme.0);
        }
        writer.vec16(|writer| writer.bytes(self.signature));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_in_both_forms_and_every_prefix_refused() {
        for scheme in [None, Some(SignatureScheme::ED25519)] {
            let signed = DigitallySigned { scheme, signature: b"signature" };
            let mut out = std::vec::Vec::new();
            signed.encode(&mut Writer::new(&mut out));
            let read =
                |bytes| DigitallySigned::read(&mut Reader::new("Test", bytes), scheme.is_some());
            assert_eq!(read(&out), Ok(signed));
            for len in 0..out.len() {
                assert!(read(&out[..len]).is_err(), "{len}");
            }
        }
    }
}
