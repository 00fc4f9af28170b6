//! The structure of a response (RFC 6960 §4.2.1), read by a walk that borrows.

use alloc::vec::Vec;

use pki_types::UnixTime;
use x509_cert::der::{
    self, Decode, ErrorKind, Reader, SliceReader, Tag, TagNumber, Tagged,
    asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, OctetStringRef},
};

use crate::{extension, limits::MAX_OCSP_CERTIFICATES};

/// `id-pkix-ocsp-basic`.
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");

const fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific { constructed, number: TagNumber(number) }
}

/// `OCSPResponse`.
pub(super) enum Outer<'a> {
    Basic(Basic<'a>),
    /// `responseStatus`, which is not `successful`.
    Error(u8),
    OtherType,
}

/// `BasicOCSPResponse`.
pub(super) struct Basic<'a> {
    /// `tbsResponseData` as it is signed.
    pub(super) signed: &'a [u8],
    pub(super) responder: ResponderId<'a>,
    /// The content of `AlgorithmIdentifier`.
    pub(super) algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    /// Those that it brings along, as DER; not judged.
    pub(super) certificates: Vec<&'a [u8]>,
    /// The content of `responses`.
    answers: &'a [u8],
}

pub(super) enum ResponderId<'a> {
    /// A `Name` in DER.
    Name(&'a [u8]),
    /// SHA-1 of a public key.
    Key(&'a [u8]),
}

/// `SingleResponse`.
pub(super) struct Answer<'a> {
    pub(super) id: CertificateId<'a>,
    pub(super) status: Status,
    pub(super) this_update: UnixTime,
    pub(super) next_update: Option<UnixTime>,
}

/// `CertID`.
pub(super) struct CertificateId<'a> {
    pub(super) hash: ObjectIdentifier,
    pub(super) issuer_name: &'a [u8],
    pub(super) issuer_key: &'a [u8],
    /// The content of the integer.
    pub(super) serial: &'a [u8],
}

pub(super) enum Status {
    Good,
    Revoked { since: UnixTime },
    Unknown,
}

/// The inside of the next element, which must be a `SEQUENCE`.
fn sequence<'a>(reader: &mut SliceReader<'a>) -> der::Result<SliceReader<'a>> {
    SliceReader::new(tagged(reader, Tag::Sequence)?)
}

/// The content of the next element, which must have this tag.
fn tagged<'a>(reader: &mut SliceReader<'a>, tag: Tag) -> der::Result<&'a [u8]> {
    let any = AnyRef::decode(reader)?;
    any.tag().assert_eq(tag)?;
    Ok(any.value())
}

/// The content of the next element, if it has this tag.
fn optional<'a>(reader: &mut SliceReader<'a>, tag: Tag) -> der::Result<Option<&'a [u8]>> {
    if reader.is_finished() || Tag::peek(reader)? != tag {
        return Ok(None);
    }
    tagged(reader, tag).map(Some)
}

fn time(time: GeneralizedTime) -> UnixTime {
    UnixTime::since_unix_epoch(time.to_unix_duration())
}

/// None is known here, so that a critical one is beyond us (RFC 6960 §4.4).
fn no_critical(extensions: Option<&[u8]>) -> der::Result<()> {
    let Some(extensions) = extensions else { return Ok(()) };
    extension::each(extensions, |extension| {
        if extension.critical {
            Err(ErrorKind::OidUnknown { oid: extension.id }.into())
        } else {
            Ok(())
        }
    })
}

impl<'a> Outer<'a> {
    pub(super) fn read(der: &'a [u8]) -> der::Result<Self> {
        let mut whole = SliceReader::new(der)?;
        let mut outer = sequence(&mut whole)?;
        whole.finish()?;
        let status = match tagged(&mut outer, Tag::Enumerated)? {
            [status] => *status,
            _ => return Err(Tag::Enumerated.value_error().into()),
        };
        if status != 0 {
            return Ok(Self::Error(status));
        }
        let mut bytes = SliceReader::new(tagged(&mut outer, context(0, true))?)?;
        outer.finish()?;
        let mut parts = sequence(&mut bytes)?;
        bytes.finish()?;
        if ObjectIdentifier::decode(&mut parts)? != BASIC {
            return Ok(Self::OtherType);
        }
        let basic = <&OctetStringRef>::decode(&mut parts)?;
        parts.finish()?;
        Basic::read(basic.as_bytes()).map(Self::Basic)
    }
}

impl<'a> Basic<'a> {
    fn read(der: &'a [u8]) -> der::Result<Self> {
        let mut whole = SliceReader::new(der)?;
        let mut parts = sequence(&mut whole)?;
        whole.finish()?;
        let signed = parts.tlv_bytes()?;
        let algorithm = tagged(&mut parts, Tag::Sequence)?;
        let signature = BitStringRef::decode(&mut parts)?;
        let signature = signature.as_bytes().ok_or_else(|| Tag::BitString.value_error())?;
        let certificates = optional(&mut parts, context(0, true))?;
        parts.finish()?;
        let (responder, answers) = Self::read_data(signed)?;
        let certificates = certificates.map_or_else(|| Ok(Vec::new()), certificates_in)?;
        Ok(Self { signed, responder, algorithm, signature, certificates, answers })
    }

    /// `ResponseData`.
    fn read_data(signed: &'a [u8]) -> der::Result<(ResponderId<'a>, &'a [u8])> {
        let mut whole = SliceReader::new(signed)?;
        let mut data = sequence(&mut whole)?;
        // Version 1 is the default, which DER leaves out, and some responders write.
        if optional(&mut data, context(0, true))?.is_some_and(|version| version != [2, 1, 0]) {
            return Err(Tag::Integer.value_error().into());
        }
        let responder = AnyRef::decode(&mut data)?;
        let responder = match responder.tag() {
            tag if tag == context(1, true) => ResponderId::Name(responder.value()),
            tag if tag == context(2, true) => {
                ResponderId::Key(<&OctetStringRef>::from_der(responder.value())?.as_bytes())
            }
            tag => return Err(tag.unexpected_error(None).into()),
        };
        let _produced_at = GeneralizedTime::decode(&mut data)?;
        let answers = tagged(&mut data, Tag::Sequence)?;
        no_critical(optional(&mut data, context(1, true))?)?;
        data.finish()?;
        Ok((responder, answers))
    }

    /// What it says, certificate by certificate.
    pub(super) fn answers(&self) -> impl Iterator<Item = der::Result<Answer<'a>>> {
        let mut reader = SliceReader::new(self.answers);
        core::iter::from_fn(move || match &mut reader {
            Ok(reader) if reader.is_finished() => None,
            Ok(reader) => Some(sequence(reader).and_then(Answer::read)),
            Err(error) => Some(Err(*error)),
        })
    }
}

fn certificates_in(der: &[u8]) -> der::Result<Vec<&[u8]>> {
    let mut whole = SliceReader::new(der)?;
    let mut list = sequence(&mut whole)?;
    whole.finish()?;
    let mut certificates = Vec::new();
    while !list.is_finished() && certificates.len() < MAX_OCSP_CERTIFICATES {
        certificates.push(list.tlv_bytes()?);
    }
    Ok(certificates)
}

impl<'a> Answer<'a> {
    fn read(mut parts: SliceReader<'a>) -> der::Result<Self> {
        let id = CertificateId::read(sequence(&mut parts)?)?;
        let status = AnyRef::decode(&mut parts)?;
        let status = match status.tag() {
            tag if tag == context(0, false) => Status::Good,
            tag if tag == context(1, true) => {
                let mut info = SliceReader::new(status.value())?;
                Status::Revoked { since: time(GeneralizedTime::decode(&mut info)?) }
            }
            tag if tag == context(2, false) => Status::Unknown,
            tag => return Err(tag.unexpected_error(None).into()),
        };
        let this_update = time(GeneralizedTime::decode(&mut parts)?);
        let next_update = match optional(&mut parts, context(0, true))? {
            Some(next) => Some(time(GeneralizedTime::from_der(next)?)),
            None => None,
        };
        no_critical(optional(&mut parts, context(1, true))?)?;
        parts.finish()?;
        Ok(Self { id, status, this_update, next_update })
    }
}

impl<'a> CertificateId<'a> {
    fn read(mut parts: SliceReader<'a>) -> der::Result<Self> {
        let hash = ObjectIdentifier::decode(&mut sequence(&mut parts)?)?;
        let issuer_name = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
        let issuer_key = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
        let serial = tagged(&mut parts, Tag::Integer)?;
        parts.finish()?;
        Ok(Self { hash, issuer_name, issuer_key, serial })
    }
}
