//! One extension of a certificate (RFC 5280 §4.2), found by a walk that borrows: an owned decode
//! of the whole certificate would allocate for every name in it, in each handshake.

use x509_cert::der::{
    self, Decode, ErrorKind, Reader, SliceReader, Tag, TagNumber, Tagged,
    asn1::{AnyRef, ObjectIdentifier, OctetStringRef},
};

/// `extensions [3]` of a `TBSCertificate`.
const EXTENSIONS: Tag = Tag::ContextSpecific { constructed: true, number: TagNumber(3) };

/// `SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }`.
pub(crate) struct Extension<'a> {
    pub(crate) id: ObjectIdentifier,
    pub(crate) critical: bool,
    pub(crate) value: &'a [u8],
}

/// The value of the extension with this number, if there is one. webpki has read the certificate
/// before, and is the stricter reader of the two.
pub(crate) fn find(certificate: &[u8], id: ObjectIdentifier) -> der::Result<Option<&[u8]>> {
    let mut parts = SliceReader::new(AnyRef::from_der(certificate)?.value())?;
    let mut fields = SliceReader::new(AnyRef::decode(&mut parts)?.value())?;
    let mut field = AnyRef::decode(&mut fields)?;
    while field.tag() != EXTENSIONS {
        if fields.is_finished() {
            return Ok(None);
        }
        field = AnyRef::decode(&mut fields)?;
    }
    let mut found = None;
    each(field.value(), |extension| {
        if extension.id != id {
            return Ok(());
        }
        match found.replace(extension.value) {
            Some(_) => Err(ErrorKind::Failed.into()),
            None => Ok(()),
        }
    })?;
    Ok(found)
}

/// Looks at each of a `SEQUENCE OF Extension`.
pub(crate) fn each<'a>(
    extensions: &'a [u8],
    mut look: impl FnMut(Extension<'a>) -> der::Result<()>,
) -> der::Result<()> {
    let mut extensions = SliceReader::new(AnyRef::from_der(extensions)?.value())?;
    while !extensions.is_finished() {
        let mut parts = SliceReader::new(AnyRef::decode(&mut extensions)?.value())?;
        let id = ObjectIdentifier::decode(&mut parts)?;
        let critical = Option::<bool>::decode(&mut parts)?.unwrap_or(false);
        let value = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
        look(Extension { id, critical, value })?;
    }
    Ok(())
}
