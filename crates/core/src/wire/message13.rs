//! A handshake message of TLS 1.3, decoded: RFC 8446 §4. [`super::Message`] is for the versions
//! before it: some kinds have another form there, and which one holds is known to the state.

use super::{
    Certificate13, CertificateRequest13, CertificateVerify, ClientHello, CompressedCertificate,
    DigitallySigned, EncryptedExtensions, Finished, HandshakeType, KeyUpdate, NewSessionTicket13,
    Reader, ServerHello,
};
use crate::fault::{Fault, FaultKind};

/// A handshake message of TLS 1.3, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message13<'a> {
    /// RFC 8446 §4.1.2.
    ClientHello(ClientHello<'a>),
    /// RFC 8446 §4.1.3.
    ServerHello(ServerHello<'a>),
    /// RFC 8446 §4.1.4.
    HelloRetryRequest(ServerHello<'a>),
    /// RFC 8446 §4.3.1.
    EncryptedExtensions(EncryptedExtensions<'a>),
    /// RFC 8446 §4.3.2.
    CertificateRequest(CertificateRequest13<'a>),
    /// RFC 8446 §4.4.2.
    Certificate(Certificate13<'a>),
    /// RFC 8879 §4.
    CompressedCertificate(CompressedCertificate<'a>),
    /// RFC 8446 §4.4.3; the scheme is always there.
    CertificateVerify(DigitallySigned<'a>),
    /// RFC 8446 §4.4.4.
    Finished(Finished<'a>),
    /// RFC 8446 §4.5.
    EndOfEarlyData,
    /// RFC 8446 §4.6.1.
    NewSessionTicket(NewSessionTicket13<'a>),
    /// RFC 8446 §4.6.3.
    KeyUpdate(KeyUpdate),
}

impl<'a> Message13<'a> {
    /// Decodes the body of a message of this kind.
    pub fn decode(kind: HandshakeType, body: &'a [u8]) -> Result<Self, Fault> {
        Ok(match kind {
            HandshakeType::CLIENT_HELLO => Self::ClientHello(ClientHello::decode(body)?),
            HandshakeType::SERVER_HELLO => match ServerHello::decode(body)? {
                hello if hello.is_retry() => Self::HelloRetryRequest(hello),
                hello => Self::ServerHello(hello),
            },
            HandshakeType::ENCRYPTED_EXTENSIONS => {
                Self::EncryptedExtensions(EncryptedExtensions::decode(body)?)
            }
            HandshakeType::CERTIFICATE_REQUEST => {
                Self::CertificateRequest(CertificateRequest13::decode(body)?)
            }
            HandshakeType::CERTIFICATE => Self::Certificate(Certificate13::decode(body)?),
            HandshakeType::COMPRESSED_CERTIFICATE => {
                Self::CompressedCertificate(CompressedCertificate::decode(body)?)
            }
            HandshakeType::CERTIFICATE_VERIFY => {
                Self::CertificateVerify(CertificateVerify { body }.decode(true)?)
            }
            HandshakeType::FINISHED => Self::Finished(Finished::decode(body)),
            HandshakeType::END_OF_EARLY_DATA => {
                Reader::new("EndOfEarlyData", body).finish()?;
                Self::EndOfEarlyData
            }
            HandshakeType::NEW_SESSION_TICKET => {
                Self::NewSessionTicket(NewSessionTicket13::decode(body)?)
            }
            HandshakeType::KEY_UPDATE => Self::KeyUpdate(KeyUpdate::decode(body)?),
            other => {
                return Err(Fault::new(FaultKind::UnexpectedMessage)
                    .came(alloc::format!("{other}"))
                    .expected("a message of TLS 1.3"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of RFC 8446 appendix B.3 that go over the wire, and that of RFC 8879.
    const KINDS: [HandshakeType; 11] = [
        HandshakeType::CLIENT_HELLO,
        HandshakeType::SERVER_HELLO,
        HandshakeType::NEW_SESSION_TICKET,
        HandshakeType::END_OF_EARLY_DATA,
        HandshakeType::ENCRYPTED_EXTENSIONS,
        HandshakeType::CERTIFICATE,
        HandshakeType::CERTIFICATE_REQUEST,
        HandshakeType::CERTIFICATE_VERIFY,
        HandshakeType::FINISHED,
        HandshakeType::KEY_UPDATE,
        HandshakeType::COMPRESSED_CERTIFICATE,
    ];

    #[test]
    fn every_kind_is_known_and_no_other() {
        for kind in HandshakeType::ALL {
            let unexpected = Message13::decode(*kind, &[9; 3])
                .is_err_and(|fault| fault.kind == FaultKind::UnexpectedMessage);
            assert_eq!(unexpected, !KINDS.contains(kind), "{kind}");
        }
    }

    #[test]
    fn every_message_but_finished_is_decoded_at_once() {
        for kind in KINDS {
            let refused = Message13::decode(kind, &[9; 3]).is_err();
            assert_eq!(refused, kind != HandshakeType::FINISHED, "{kind}");
        }
    }

    #[test]
    fn the_end_of_early_data_is_empty() {
        let kind = HandshakeType::END_OF_EARLY_DATA;
        assert_eq!(Message13::decode(kind, &[]), Ok(Message13::EndOfEarlyData));
        assert!(Message13::decode(kind, &[0]).is_err());
    }
}
