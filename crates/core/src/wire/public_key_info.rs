//! `SubjectPublicKeyInfo`: RFC 5280 §4.1.2.7, split into the parts that signature verification
//! wants.
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
//! ```

use super::{
    DecodeError, Reader,
    der::{BIT_STRING, INTEGER, SEQUENCE, element},
};

/// The two parts of a public key in DER, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKeyInfo<'a> {
    /// Content of the `AlgorithmIdentifier`, without tag and length (as
    /// `rustls_pki_types::AlgorithmIdentifier` has it).
    pub algorithm: &'a [u8],
    /// Content of the bit string, without the count of unused bits.
    pub key: &'a [u8],
}

impl<'a> PublicKeyInfo<'a> {
    /// Splits the DER form.
    pub fn decode(der: &'a [u8]) -> Result<Self, DecodeError> {
        let mut outer = Reader::new("SubjectPublicKeyInfo", der);
        let mut body = Reader::new("SubjectPublicKeyInfo", element(&mut outer, SEQUENCE)?);
        outer.finish()?;
        let algorithm = element(&mut body, SEQUENCE)?;
        let mut bits = Reader::new("SubjectPublicKeyInfo", element(&mut body, BIT_STRING)?);
        body.finish()?;
        if bits.u8("subjectPublicKey")? != 0 {
            return Err(bits.error("subjectPublicKey", "is not a whole number of bytes"));
        }
        Ok(Self { algorithm, key: bits.rest() })
    }

    /// The modulus of an RSA key (RFC 8017 appendix A.1.1), big-endian; `Err` where the key is of
    /// another kind.
    pub fn rsa_modulus(&self) -> Result<&'a [u8], DecodeError> {
        let mut outer = Reader::new("RSAPublicKey", self.key);
        let mut body = Reader::new("RSAPublicKey", element(&mut outer, SEQUENCE)?);
        element(&mut body, INTEGER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING (0 unused) 01 02 }
    const DER: [u8; 14] = [0x30, 12, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 0x03, 3, 0, 1, 2];

    #[test]
    fn splits_into_algorithm_and_key() {
        let info = PublicKeyInfo::decode(&DER).unwrap();
        assert_eq!(info.algorithm, &DER[4..9]);
        assert_eq!(info.key, &[1, 2]);
    }

    #[test]
    fn every_prefix_is_refused() {
        for len in 0..DER.len() {
            assert!(PublicKeyInfo::decode(&DER[..len]).is_err(), "{len}");
        }
    }
}
