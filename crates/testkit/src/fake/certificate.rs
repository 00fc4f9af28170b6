//! Certificates in shape only, and the verifier that takes them as they are.
//!
//! ```text
//! SEQUENCE { UTF8String name, SubjectPublicKeyInfo, OCTET STRING filling }
//! ```

use bytes::Bytes;
use countersign::{
    AcceptedPeer, CertificateFault, CertificateType, RejectedPeer, VerifyPeer, VerifyPeerRequest,
    crypto::SigningKey,
    wire::{DecodeError, Reader, Writer},
};

const SEQUENCE: u8 = 0x30;
const UTF8_STRING: u8 = 0x0c;
const OCTET_STRING: u8 = 0x04;
/// A length of two bytes follows.
const LONG: u8 = 0x82;

/// A certificate of `key` for `name`, with `filling` bytes that make it as long as a test wants
/// (up to some 64000).
pub fn certificate(name: &str, key: &dyn SigningKey, filling: usize) -> Bytes {
    let mut der = Vec::new();
    element(&mut Writer::new(&mut der), SEQUENCE, |writer| {
        element(writer, UTF8_STRING, |writer| writer.bytes(name.as_bytes()));
        writer.bytes(key.public_key());
        element(writer, OCTET_STRING, |writer| writer.bytes(&vec![0xf1; filling]));
    });
    Bytes::from(der)
}

/// One element with a length of two bytes: not what DER wants of a short one, but simple.
pub(super) fn element(writer: &mut Writer<'_>, tag: u8, body: impl FnOnce(&mut Writer<'_>)) {
    writer.u8(tag);
    writer.u8(LONG);
    writer.vec16(body);
}

/// The `SubjectPublicKeyInfo` in such a certificate.
pub fn public_key_of(certificate: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut outer = Reader::new("FakeCertificate", certificate);
    let mut body = Reader::new("FakeCertificate", content(&mut outer, SEQUENCE)?);
    content(&mut body, UTF8_STRING)?;
    let before = body;
    content(&mut body, SEQUENCE)?;
    let len = before.remaining() - body.remaining();
    Ok({ before }.take("subjectPublicKeyInfo", len)?.to_vec())
}

fn content<'a>(reader: &mut Reader<'a>, tag: u8) -> Result<&'a [u8], DecodeError> {
    if reader.u8("tag")? != tag {
        return Err(reader.error("tag", "is not that of a fake certificate"));
    }
    match reader.u8("length")? {
        LONG => reader.vec16("content"),
        0x81 => reader.vec8("content"),
        short => reader.take("content", usize::from(short)),
    }
}

/// Accepts every certificate that [`certificate`] made, whatever its name.
#[derive(Clone, Copy, Debug)]
pub struct FakeVerifier;

impl VerifyPeer for FakeVerifier {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let own = request.chain.first().map_or(&[][..], |own| own);
        if request.certificate_type == CertificateType::RAW_PUBLIC_KEY {
            return Ok(AcceptedPeer { public_key: own.to_vec() });
        }
        public_key_of(own).map(|public_key| AcceptedPeer { public_key }).map_err(|error| {
            RejectedPeer { fault: CertificateFault::Bad, reason: error.to_string() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::{FakeKey, KeyKind};
    use countersign::wire::PublicKeyInfo;

    #[test]
    fn the_key_is_found_again() {
        let key = FakeKey::new(KeyKind::Rsa, 7);
        for filling in [0, 300, 60_000] {
            let der = certificate("a.example", &key, filling);
            let info = public_key_of(&der).unwrap();
            assert_eq!(info, key.public_key());
            assert_eq!(PublicKeyInfo::decode(&info).unwrap().key, key.point());
        }
        assert!(public_key_of(b"something else").is_err());
    }
}
