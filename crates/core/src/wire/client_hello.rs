//! `ClientHello`: RFC 5246 §7.4.1.2, RFC 8446 §4.1.2.
//!
//! ```text
//! struct {
//!     ProtocolVersion client_version;
//!     Random random;                                  32 bytes
//!     SessionID session_id<0..32>;
//!     CipherSuite cipher_suites<2..2^16-2>;
//!     CompressionMethod compression_methods<1..2^8-1>;
//!     Extension extensions<0..2^16-1>;                may be absent
//! } ClientHello;
//! ```

mod offers;
mod offers13;

use super::{
    DecodeError, ProtocolVersion, Reader, U16List, Writer,
    extension::{Carrier, Extensions},
};
use crate::{crypto::CipherSuite, fault::Fault};

/// Length of the random of either hello in bytes.
pub const RANDOM_LEN: usize = 32;

/// The compression method "none", the only one that is ever used.
pub const NULL_COMPRESSION: u8 = 0;

/// The compression methods that a client offers.
pub type CompressionMethods<'a> = &'a [u8];

/// A `ClientHello`, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientHello<'a> {
    /// `client_version`: from TLS 1.3 on no more than 0x0303 (RFC 8446 §4.1.2).
    pub legacy_version: ProtocolVersion,
    /// The client's 32 random bytes.
    pub random: &'a [u8; RANDOM_LEN],
    /// Empty, or the session to resume, at most 32 bytes.
    pub session_id: &'a [u8],
    /// Suites and signalling values, preferred first.
    pub cipher_suites: U16List<'a>,
    /// Compression methods, preferred first; not empty.
    pub compression_methods: CompressionMethods<'a>,
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> ClientHello<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        Self::read(body, |reader| Extensions::decode(reader, Carrier::ClientHello))
    }

    /// Reads what was decoded before, or is our own: the list of extensions is not checked anew.
    pub(crate) fn decode_again(body: &'a [u8]) -> Result<Self, Fault> {
        Self::read(body, |reader| Ok(Extensions::again(reader)?))
    }

    fn read(
        body: &'a [u8],
        extensions: impl FnOnce(Reader<'a>) -> Result<Extensions<'a>, Fault>,
    ) -> Result<Self, Fault> {
        let mut reader = Reader::new("ClientHello", body);
        let legacy_version = ProtocolVersion(reader.u16("client_version")?);
        let random = random(&mut reader)?;
        let session_id = session_id(&mut reader)?;
        let cipher_suites = reader.u16_list("cipher_suites")?;
        let compression_methods = reader.vec8("compression_methods")?;
        if compression_methods.is_empty() {
            return Err(reader.error("compression_methods", "is empty").into());
        }
        let extensions = extensions(reader)?;
        Ok(Self {
            legacy_version,
            random,
            session_id,
            cipher_suites,
            compression_methods,
            extensions,
        })
    }

    /// Writes the body of a hello that offers no compression. The session id has at most 32
    /// bytes; it is empty where there is nothing to resume.
    pub fn encode(
        writer: &mut Writer<'_>,
        legacy_version: ProtocolVersion,
        random: &[u8; RANDOM_LEN],
        session_id: &[u8],
        suites: &[CipherSuite],
        extensions: impl FnOnce(&mut Writer<'_>),
    ) {
        writer.u16(legacy_version.0);
        writer.bytes(random);
        writer.vec8(|writer| writer.bytes(session_id));
        writer.vec16(|writer| suites.iter().for_each(|suite| writer.u16(suite.0)));
        writer.vec8(|writer| writer.u8(NULL_COMPRESSION));
        writer.vec16(extensions);
    }
}

/// The random of either hello.
pub(super) fn random<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8; RANDOM_LEN], DecodeError> {
    let bytes = reader.take("random", RANDOM_LEN)?;
    bytes.first_chunk().ok_or(reader.error("random", "is not 32 bytes"))
}

/// The session id of either hello.
pub(super) fn session_id<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let id = reader.vec8("session_id")?;
    if id.len() > 32 {
        return Err(reader.error("session_id", "is longer than 32 bytes"));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::extension::{ExtensionType, extended_master_secret};
    const SESSION_ID: [u8; 32] = [8; 32];

    fn encoded(session_id: &[u8]) -> std::vec::Vec<u8> {
        let mut out = std::vec::Vec::new();
        ClientHello::encode(
            &mut Writer::new(&mut out),
            ProtocolVersion::TLS12,
            &[7; 32],
            session_id,
            &[CipherSuite(0xc02f), CipherSuite(0x0a0a)],
            extended_master_secret::encode_empty,
        );
        out
    }

    #[test]
    fn there_and_back() {
        let bytes = encoded(&SESSION_ID);
        let hello = ClientHello::decode(&bytes).unwrap();
        assert_eq!(hello.legacy_version, ProtocolVersion::TLS12);
        assert_eq!(hello.random, &[7; 32]);
        assert_eq!(hello.session_id, SESSION_ID);
        assert!(hello.cipher_suites.iter().eq([0xc02f, 0x0a0a]));
        assert_eq!(hello.compression_methods, [NULL_COMPRESSION]);
        assert!(hello.extensions.get(ExtensionType::EXTENDED_MASTER_SECRET).is_some());
    }

    #[test]
    fn every_prefix_is_refused_but_the_one_without_extensions() {
        let bytes = encoded(&SESSION_ID);
        let without_extensions = bytes.len() - 6;
        for len in 0..bytes.len() {
            let refused = ClientHello::decode(&bytes[..len]).is_err();
            assert_eq!(refused, len != without_extensions, "{len}");
        }
    }

    #[test]
    fn a_session_id_of_33_bytes_is_refused() {
        let mut bytes = encoded(&[]);
        assert!(ClientHello::decode(&bytes).unwrap().session_id.is_empty());
        bytes[34] = 33;
        bytes.splice(35..35, [0; 33]);
        let fault = ClientHello::decode(&bytes).unwrap_err();
        assert_eq!(fault.came, "ClientHello.session_id is longer than 32 bytes");
    }
}
