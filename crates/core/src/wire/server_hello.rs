//! `ServerHello`: RFC 5246 §7.4.1.3.
//!
//! ```text
//! struct {
//!     ProtocolVersion server_version;
//!     Random random;                                  32 bytes
//!     SessionID session_id<0..32>;
//!     CipherSuite cipher_suite;
//!     CompressionMethod compression_method;
//!     Extension extensions<0..2^16-1>;                may be absent
//! } ServerHello;
//! ```

use super::{
    HandshakeType, NULL_COMPRESSION, ProtocolVersion, RANDOM_LEN, Reader, Writer,
    client_hello::{random, session_id},
    extension::Extensions,
};
use crate::{crypto::CipherSuite, fault::Fault};

/// A `ServerHello`, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerHello<'a> {
    /// `server_version`: from TLS 1.3 on always 0x0303 (RFC 8446 §4.1.3).
    pub legacy_version: ProtocolVersion,
    /// The server's 32 random bytes.
    pub random: &'a [u8; RANDOM_LEN],
    /// The session's id, empty where it cannot be resumed by id.
    pub session_id: &'a [u8],
    /// The suite that the server chose.
    pub cipher_suite: CipherSuite,
    /// The compression method that the server chose.
    pub compression_method: u8,
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> ServerHello<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new("ServerHello", body);
        Ok(Self {
            legacy_version: ProtocolVersion(reader.u16("server_version")?),
            random: random(&mut reader)?,
            session_id: session_id(&mut reader)?,
            cipher_suite: CipherSuite(reader.u16("cipher_suite")?),
            compression_method: reader.u8("compression_method")?,
            extensions: Extensions::decode(reader, HandshakeType::SERVER_HELLO)?,
        })
    }

    /// Writes the body of a hello without compression. The session id has at most 32 bytes; it
    /// is empty where the session cannot be resumed by id. With no extension the list is left
    /// out: a client that sent none may not know the field (RFC 5246 §7.4.1.3).
    pub fn encode(
        writer: &mut Writer<'_>,
        version: ProtocolVersion,
        random: &[u8; RANDOM_LEN],
        session_id: &[u8],
        suite: CipherSuite,
        extensions: impl FnOnce(&mut Writer<'_>),
    ) {
        writer.u16(version.0);
        writer.bytes(random);
        writer.vec8(|writer| writer.bytes(session_id));
        writer.u16(suite.0);
        writer.u8(NULL_COMPRESSION);
        writer.vec16_unless_empty(extensions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::extension::{ExtensionType, extended_master_secret};

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        let mut writer = Writer::new(&mut out);
        let (version, suite, id) = (ProtocolVersion::TLS12, CipherSuite(0xc02f), [8; 32]);
        ServerHello::encode(&mut writer, version, &[9; 32], &id, suite, |writer| {
            extended_master_secret::encode_empty(writer);
        });
        let hello = ServerHello::decode(&out).unwrap();
        assert_eq!(hello.cipher_suite, suite);
        assert_eq!(hello.random, &[9; 32]);
        assert_eq!(hello.session_id, id);
        assert!(hello.extensions.get(ExtensionType::EXTENDED_MASTER_SECRET).is_some());
        for len in 0..out.len() {
            assert_eq!(ServerHello::decode(&out[..len]).is_err(), len != out.len() - 6, "{len}");
        }
    }
}
