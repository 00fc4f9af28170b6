//! `ServerHello`: RFC 5246 §7.4.1.3, RFC 8446 §4.1.3; and `HelloRetryRequest`, which has the same
//! form: RFC 8446 §4.1.4.
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

mod chosen;

use super::{
    NULL_COMPRESSION, ProtocolVersion, RANDOM_LEN, Reader, Writer,
    client_hello::{random, session_id},
    extension::{Carrier, Extensions},
};
use crate::{crypto::CipherSuite, fault::Fault};

/// A `ServerHello` or a `HelloRetryRequest`, read where it lies.
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
    /// The random that makes the message a `HelloRetryRequest`: SHA-256 of that name.
    pub const RETRY_RANDOM: &'static [u8; RANDOM_LEN] = &[
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8,
        0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8,
        0x33, 0x9c,
    ];

    /// The last bytes of the random of a server that knows TLS 1.3 and chose TLS 1.2.
    pub const DOWNGRADED_TO_TLS12: &'static [u8; 8] = b"DOWNGRD\x01";

    /// The last bytes of the random of a server that knows TLS 1.2 or later and chose an earlier
    /// version.
    pub const DOWNGRADED_BELOW_TLS12: &'static [u8; 8] = b"DOWNGRD\x00";

    /// Reads the body of the message. Whose rules hold for the extensions is seen in the message
    /// itself: the random tells a `HelloRetryRequest`, `supported_versions` tells TLS 1.3.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new("ServerHello", body);
        let hello = Self {
            legacy_version: ProtocolVersion(reader.u16("server_version")?),
            random: random(&mut reader)?,
            session_id: session_id(&mut reader)?,
            cipher_suite: CipherSuite(reader.u16("cipher_suite")?),
            compression_method: reader.u8("compression_method")?,
            extensions: Extensions::again(reader)?,
        };
        hello.extensions.check(hello.carrier())?;
        Ok(hello)
    }

    /// True for a `HelloRetryRequest`: the server wants another `ClientHello`.
    pub fn is_retry(&self) -> bool {
        self.random == Self::RETRY_RANDOM
    }

    /// The random is looked at before anything else (RFC 8446 §4.1.3), then the version.
    fn carrier(&self) -> Carrier {
        match self.selected_version() {
            _ if self.is_retry() => Carrier::HelloRetryRequest,
            Ok(Some(version)) if version >= ProtocolVersion::TLS13 => Carrier::ServerHello13,
            _ => Carrier::ServerHello12,
        }
    }

    /// Writes the body of a hello without compression. The session id has at most 32 bytes; it
    /// is empty where the session cannot be resumed by id, and in TLS 1.3 the client's. With no
    /// extension the list is left out: a client that sent none may not know the field (RFC 5246
    /// §7.4.1.3). With [`Self::RETRY_RANDOM`] it is a `HelloRetryRequest`.
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
    use crate::{
        fault::FaultKind,
        wire::extension::{ExtensionType, extended_master_secret, supported_versions},
    };

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

    #[test]
    fn each_form_has_its_own_extensions() {
        let decode = |random, version: Option<ProtocolVersion>, body: &[u8]| {
            let (mut out, suite) = (std::vec::Vec::new(), CipherSuite(0x1301));
            let mut writer = Writer::new(&mut out);
            ServerHello::encode(
                &mut writer,
                ProtocolVersion::TLS12,
                random,
                &[],
                suite,
                |writer| {
                    writer.bytes(body);
                    if let Some(version) = version {
                        supported_versions::encode_answer(writer, version);
                    }
                },
            );
            ServerHello::decode(&out).map(|_| ()).map_err(|fault| fault.kind)
        };
        let (no, tls12) = (None, Some(ProtocolVersion::TLS12));
        let tls13 = Some(ProtocolVersion::TLS13);
        let (random, retry) = (&[9; 32], ServerHello::RETRY_RANDOM);
        let misplaced = Err(FaultKind::MisplacedExtension);
        let (secret, cookie, psk) =
            (&[0, 23, 0, 0][..], &[0, 44, 0, 3, 0, 1, 7][..], &[0, 41, 0, 2, 0, 0][..]);
        // A version in the wrong field is decoded: the state refuses it.
        let cases = [(random, no), (random, tls12), (random, tls13), (retry, no), (retry, tls13)];
        let expected = [
            (secret, [Ok(()), Ok(()), misplaced, misplaced, misplaced]),
            (cookie, [misplaced, misplaced, misplaced, Ok(()), Ok(())]),
            (psk, [misplaced, misplaced, Ok(()), misplaced, misplaced]),
        ];
        for (body, results) in expected {
            for ((random, version), result) in cases.into_iter().zip(results) {
                assert_eq!(decode(random, version, body), result, "{body:?} {version:?}");
            }
        }
    }

    #[test]
    fn marks_are_the_bytes_of_the_rfc() {
        let hex = |mark: &[u8; 8]| u64::from_be_bytes(*mark);
        assert_eq!(hex(ServerHello::DOWNGRADED_TO_TLS12), 0x444f_574e_4752_4401);
        assert_eq!(hex(ServerHello::DOWNGRADED_BELOW_TLS12), 0x444f_574e_4752_4400);
    }
}
