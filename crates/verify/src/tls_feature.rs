//! What a certificate promises of the handshakes that it is used in: the TLS Feature extension
//! (RFC 7633). That an authority's own certificate may bind those below it (§4.2.2) is for
//! authorities to keep.

use webpki::EndEntityCert;
use x509_cert::der::{
    self, Decode, Reader, SliceReader,
    asn1::{AnyRef, ObjectIdentifier},
};

use crate::extension;

/// `id-pe-tlsfeature`.
const TLS_FEATURE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.24");

/// `status_request`, the number of its extension (RFC 6066 §8).
const STATUS_REQUEST: u16 = 5;

/// Whether it promises that its server staples a response to those who ask.
pub(crate) fn promises_status(certificate: &EndEntityCert<'_>) -> der::Result<bool> {
    match extension::find(&certificate.der(), TLS_FEATURE)? {
        Some(features) => has_status(features),
        None => Ok(false),
    }
}

/// `SEQUENCE OF INTEGER`.
fn has_status(features: &[u8]) -> der::Result<bool> {
    let mut features = SliceReader::new(AnyRef::from_der(features)?.value())?;
    let mut found = false;
    while !features.is_finished() {
        found |= u16::decode(&mut features)? == STATUS_REQUEST;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features() {
        assert_eq!(has_status(&[0x30, 3, 2, 1, 5]), Ok(true));
        assert_eq!(has_status(&[0x30, 6, 2, 1, 17, 2, 1, 5]), Ok(true));
        assert_eq!(has_status(&[0x30, 3, 2, 1, 17]), Ok(false));
        assert_eq!(has_status(&[0x30, 0]), Ok(false));
        assert!(has_status(&[0x30, 3, 4, 1, 5]).is_err());
        assert!(has_status(&[0x30, 3, 2, 1]).is_err());
    }
}
