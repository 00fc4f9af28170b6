//! Algorithms in words: RFC 5280 §4.1.1.2, `AlgorithmIdentifier` without its outer header.
//!
//! ```text
//! algorithm   OBJECT IDENTIFIER,
//! parameters  ANY DEFINED BY algorithm OPTIONAL     -- a curve, for keys on curves
//! ```

use alloc::string::String;

use x509_cert::der::{Decode, SliceReader, oid::ObjectIdentifier};

use crate::describe::registered_name;

/// The names of the algorithm and, if there is one, of its curve.
pub(super) fn told(identifier: &[u8]) -> String {
    let Ok(mut reader) = SliceReader::new(identifier) else {
        return String::from("an unreadable algorithm");
    };
    let Ok(algorithm) = ObjectIdentifier::decode(&mut reader) else {
        return String::from("an unreadable algorithm");
    };
    let mut told = registered_name(&algorithm);
    if let Ok(parameter) = ObjectIdentifier::decode(&mut reader) {
        told.push_str(" on ");
        told.push_str(&registered_name(&parameter));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        // 06 09: OBJECT IDENTIFIER 1.2.840.113549.1.1.5; 05 00: NULL
        let sha1_with_rsa = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05\x05\x00";
        assert_eq!(told(sha1_with_rsa), "sha1WithRSAEncryption");
        // 1.2.840.10045.2.1 with the parameter 1.3.132.0.35
        let p521 = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x23";
        assert_eq!(told(p521), "id-ecPublicKey on secp521r1");
        assert_eq!(told(b"\x06\x03\x29\x01\x02"), "1.1.1.2");
        assert_eq!(told(b"\x06\x09\x2a"), "an unreadable algorithm");
        assert_eq!(told(b""), "an unreadable algorithm");
    }
}
