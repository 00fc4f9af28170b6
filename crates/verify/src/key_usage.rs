//! What the peer's key may do: the KeyUsage extension (RFC 5280 §4.2.1.3).
//!
//! webpki does not look at it. The walk to it borrows: a client does this in each handshake, and
//! an owned decode of the whole certificate would allocate for every name in it.

use alloc::format;

use countersign::{CertificateFault, RejectedPeer};
use x509_cert::{
    der::{
        self, Decode, ErrorKind, Reader, SliceReader, Tag, TagNumber, Tagged,
        asn1::{AnyRef, ObjectIdentifier, OctetStringRef},
        oid::db::rfc5280::ID_CE_KEY_USAGE,
    },
    ext::pkix::{KeyUsage, KeyUsages},
};

/// `extensions [3]` of a `TBSCertificate`.
const EXTENSIONS: Tag = Tag::ContextSpecific { constructed: true, number: TagNumber(3) };

/// What a handshake wants of the certificate's key.
pub(crate) struct Use {
    bit: KeyUsages,
    /// What is wrong where the bit is not set.
    refusal: &'static str,
}

/// Every key exchange with a signature (RFC 5246 §7.4.2).
pub(crate) const SIGNS: Use = Use {
    bit: KeyUsages::DigitalSignature,
    refusal: "its KeyUsage does not allow digitalSignature, which is what a server or client \
              does with its key in the handshake: issue it anew with that usage",
};

/// Refuses a certificate whose key is not for this use. Without the extension it is for any.
pub(crate) fn check(der: &[u8], wanted: &Use) -> Result<(), RejectedPeer> {
    let reason = match read(der) {
        Ok(Some(usage)) if !usage.0.contains(wanted.bit) => wanted.refusal.into(),
        Ok(_) => return Ok(()),
        Err(error) => format!("its KeyUsage cannot be read: {error}"),
    };
    Err(RejectedPeer { fault: CertificateFault::Bad, reason })
}

/// The extension, if there is one. webpki has read the certificate before, and is the stricter
/// reader of the two.
fn read(certificate: &[u8]) -> der::Result<Option<KeyUsage>> {
    let mut parts = SliceReader::new(AnyRef::from_der(certificate)?.value())?;
    let mut fields = SliceReader::new(AnyRef::decode(&mut parts)?.value())?;
    let mut field = AnyRef::decode(&mut fields)?;
    while field.tag() != EXTENSIONS {
        if fields.is_finished() {
            return Ok(None);
        }
        field = AnyRef::decode(&mut fields)?;
    }
    let mut extensions = SliceReader::new(AnyRef::from_der(field.value())?.value())?;
    let mut found = None;
    while !extensions.is_finished() {
        let usage = key_usage(AnyRef::decode(&mut extensions)?.value())?;
        if usage.is_some() && found.is_some() {
            return Err(ErrorKind::Failed.into());
        }
        found = found.or(usage);
    }
    Ok(found)
}

/// `SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }`, if it is the one that is looked for.
fn key_usage(extension: &[u8]) -> der::Result<Option<KeyUsage>> {
    let mut parts = SliceReader::new(extension)?;
    if ObjectIdentifier::decode(&mut parts)? != ID_CE_KEY_USAGE {
        return Ok(None);
    }
    Option::<bool>::decode(&mut parts)?;
    let value = <&OctetStringRef>::decode(&mut parts)?;
    KeyUsage::from_der(value.as_bytes()).map(Some)
}
