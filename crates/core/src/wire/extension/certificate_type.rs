//! `client_certificate_type` and `server_certificate_type`: RFC 7250 §3. Both have the same
//! forms; the answer stands in a `ServerHello`, in TLS 1.3 in `EncryptedExtensions`.
//!
//! ```text
//! ClientHello: CertificateType certificate_types<1..2^8-1>;    answer: CertificateType;
//! ```

use core::fmt;

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, PublicKeyInfo, Reader, Writer};

/// What a `Certificate` holds; of X.509 where nothing is said. Unknown numbers are kept.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct CertificateType(pub u8);

impl CertificateType {
    /// A chain of X.509 certificates: what holds where nothing is said.
    pub const X509: Self = Self(0);
    /// A key without a certificate: a `SubjectPublicKeyInfo`.
    pub const RAW_PUBLIC_KEY: Self = Self(2);

    /// What a peer has shown, by its DER: a key begins with the identifier of its algorithm, a
    /// certificate with more (RFC 5280 §4.1). What cannot be read counts as a certificate.
    pub fn of(der: &[u8]) -> Self {
        match PublicKeyInfo::decode(der) {
            Ok(_) => Self::RAW_PUBLIC_KEY,
            Err(_) => Self::X509,
        }
    }

    /// The registry's name.
    pub fn name(self) -> Option<&'static str> {
        match self.0 {
            0 => Some("X509"),
            1 => Some("OpenPGP"),
            2 => Some("RawPublicKey"),
            3 => Some("1609Dot2"),
            _ => None,
        }
    }
}

impl fmt::Display for CertificateType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "certificate type {}", self.0),
        }
    }
}

impl fmt::Debug for CertificateType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whose certificate is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The client's.
    Client,
    /// The server's.
    Server,
}

impl Whose {
    /// The extension that speaks of it.
    pub fn extension(self) -> ExtensionType {
        match self {
            Self::Client => ExtensionType::CLIENT_CERTIFICATE_TYPE,
            Self::Server => ExtensionType::SERVER_CERTIFICATE_TYPE,
        }
    }
}

/// Numbers of the types that the client can show or take, preferred first; not empty.
pub fn decode_offer(data: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new("certificate_type", data);
    let types = reader.vec8("certificate_types")?;
    if types.is_empty() {
        return Err(reader.error("certificate_types", "is empty"));
    }
    reader.finish()?;
    Ok(types)
}

/// The type that the server chose.
pub fn decode_answer(data: &[u8]) -> Result<CertificateType, DecodeError> {
    let mut reader = Reader::new("certificate_type", data);
    let chosen = CertificateType(reader.u8("certificate_type")?);
    reader.finish()?;
    Ok(chosen)
}

/// Offers types, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, whose: Whose, types: &[CertificateType]) {
    encode(writer, whose.extension(), |writer| {
        writer.vec8(|writer| types.iter().for_each(|each| writer.u8(each.0)));
    });
}

/// Names the type that the server chose.
pub fn encode_answer(writer: &mut Writer<'_>, whose: Whose, chosen: CertificateType) {
    encode(writer, whose.extension(), |writer| writer.u8(chosen.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_for_both_sides() {
        for (whose, number) in [(Whose::Client, 19), (Whose::Server, 20)] {
            let types = [CertificateType::RAW_PUBLIC_KEY, CertificateType::X509];
            let mut out = std::vec::Vec::new();
            encode_offer(&mut Writer::new(&mut out), whose, &types);
            assert_eq!(out, [0, number, 0, 3, 2, 2, 0]);
            assert_eq!(decode_offer(&out[4..]), Ok(&[2, 0][..]));
            out.clear();
            encode_answer(&mut Writer::new(&mut out), whose, types[0]);
            assert_eq!(out, [0, number, 0, 1, 2]);
            assert_eq!(decode_answer(&out[4..]), Ok(types[0]));
        }
    }

    #[test]
    fn other_lengths_are_refused() {
        assert!(decode_offer(&[]).is_err() && decode_offer(&[0]).is_err());
        assert!(decode_offer(&[1]).is_err() && decode_offer(&[1, 0, 0]).is_err());
        assert!(decode_answer(&[]).is_err() && decode_answer(&[0, 0]).is_err());
    }

    #[test]
    fn unknown_types_are_shown_by_number() {
        let shown = [0, 2, 224].map(|number| std::format!("{}", CertificateType(number)));
        assert_eq!(shown, ["X509", "RawPublicKey", "certificate type 224"]);
    }
}
