//! Which certificate a response is about: `CertID` (RFC 6960 §4.1.1), which names the issuer by
//! hashes, and the certificate by its number.

use alloc::vec::Vec;

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::der::{
    self, Decode, Encode, Reader, SliceReader, Tag,
    asn1::{AnyRef, BitStringRef},
    oid::{ObjectIdentifier, db::rfc5912},
};

use super::{Subject, response::CertificateId};

/// SHA-1. Here it names keys and issuers, and proves nothing: that does the signature.
const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// The parts of a `SubjectPublicKeyInfo`.
pub(super) struct PublicKey<'a> {
    /// The content of `AlgorithmIdentifier`.
    pub(super) algorithm: &'a [u8],
    /// The key itself, without tag, length and number of unused bits.
    pub(super) bits: &'a [u8],
}

impl<'a> PublicKey<'a> {
    pub(super) fn read(spki: &'a [u8]) -> der::Result<Self> {
        let mut parts = SliceReader::new(AnyRef::from_der(spki)?.value())?;
        let algorithm = AnyRef::decode(&mut parts)?.value();
        let bits = BitStringRef::decode(&mut parts)?.raw_bytes();
        parts.finish()?;
        Ok(Self { algorithm, bits })
    }

    /// As a responder names itself by its key.
    pub(super) fn sha1(&self) -> Vec<u8> {
        Sha1::digest(self.bits).to_vec()
    }
}

/// A `Name` in DER, from its content.
pub(super) fn name(content: &[u8]) -> der::Result<Vec<u8>> {
    AnyRef::new(Tag::Sequence, content)?.to_der()
}

impl Subject<'_> {
    /// Whether this is the id of the certificate. A hash that is not known names nothing.
    pub(super) fn is_named_by(&self, id: &CertificateId<'_>) -> der::Result<bool> {
        if id.serial != self.certificate.serial() {
            return Ok(false);
        }
        let (issuer, key) = (name(self.certificate.issuer())?, PublicKey::read(self.issuer_key)?);
        let hashed = |bytes| hash(id.hash, bytes);
        Ok(hashed(&issuer).is_some_and(|hash| hash == id.issuer_name)
            && hashed(key.bits).is_some_and(|hash| hash == id.issuer_key))
    }
}

fn hash(algorithm: ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        SHA_1 => Sha1::digest(bytes).to_vec(),
        rfc5912::ID_SHA_256 => Sha256::digest(bytes).to_vec(),
        rfc5912::ID_SHA_384 => Sha384::digest(bytes).to_vec(),
        rfc5912::ID_SHA_512 => Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}
