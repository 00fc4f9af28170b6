//! A handshake message of TLS 1.2 and before, decoded: RFC 5246 §7.4. [`super::Message13`] is for
//! TLS 1.3, where some kinds have another form; the hellos are the same in both.
//!
//! ```text
//! struct { HandshakeType msg_type; uint24 length; body } Handshake;
//! ```

use super::{
    Certificate, CertificateRequest, CertificateStatus, CertificateVerify, ClientHello,
    ClientKeyExchange, Finished, HandshakeType, NewSessionTicket, Reader, ServerHello,
    ServerKeyExchange,
};
use crate::fault::{Fault, FaultKind};

/// A handshake message of TLS 1.2 and before, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message<'a> {
    /// RFC 5246 §7.4.1.1.
    HelloRequest,
    /// RFC 5246 §7.4.1.2.
    ClientHello(ClientHello<'a>),
    /// RFC 5246 §7.4.1.3.
    ServerHello(ServerHello<'a>),
    /// RFC 5246 §7.4.2.
    Certificate(Certificate<'a>),
    /// RFC 6066 §8.
    CertificateStatus(CertificateStatus<'a>),
    /// RFC 5246 §7.4.3.
    ServerKeyExchange(ServerKeyExchange<'a>),
    /// RFC 5246 §7.4.4.
    CertificateRequest(CertificateRequest<'a>),
    /// RFC 5246 §7.4.5.
    ServerHelloDone,
    /// RFC 5246 §7.4.7.
    ClientKeyExchange(ClientKeyExchange<'a>),
    /// RFC 5246 §7.4.8.
    CertificateVerify(CertificateVerify<'a>),
    /// RFC 5077 §3.3.
    NewSessionTicket(NewSessionTicket<'a>),
    /// RFC 5246 §7.4.9.
    Finished(Finished<'a>),
}

impl<'a> Message<'a> {
    /// Decodes the body of a message of this kind.
    pub fn decode(kind: HandshakeType, body: &'a [u8]) -> Result<Self, Fault> {
        Ok(match kind {
            HandshakeType::HELLO_REQUEST => {
                Reader::new("HelloRequest", body).finish()?;
                Self::HelloRequest
            }
            HandshakeType::CLIENT_HELLO => Self::ClientHello(ClientHello::decode(body)?),
            HandshakeType::SERVER_HELLO => Self::ServerHello(ServerHello::decode(body)?),
            HandshakeType::CERTIFICATE => Self::Certificate(Certificate::decode(body)?),
            HandshakeType::CERTIFICATE_STATUS => {
                Self::CertificateStatus(CertificateStatus::decode(body)?)
            }
            HandshakeType::SERVER_KEY_EXCHANGE => {
                Self::ServerKeyExchange(ServerKeyExchange { body })
            }
            HandshakeType::CERTIFICATE_REQUEST => {
                Self::CertificateRequest(CertificateRequest { body })
            }
            HandshakeType::SERVER_HELLO_DONE => {
                Reader::new("ServerHelloDone", body).finish()?;
                Self::ServerHelloDone
            }
            HandshakeType::CLIENT_KEY_EXCHANGE => {
                Self::ClientKeyExchange(ClientKeyExchange { body })
            }
            HandshakeType::CERTIFICATE_VERIFY => {
                Self::CertificateVerify(CertificateVerify { body })
            }
            HandshakeType::NEW_SESSION_TICKET => {
                Self::NewSessionTicket(NewSessionTicket::decode(body)?)
            }
            HandshakeType::FINISHED => Self::Finished(Finished::decode(body)),
            other => {
                return Err(Fault::new(FaultKind::UnexpectedMessage)
                    .came(alloc::format!("{other}"))
                    .expected("a message that this library decodes"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_messages_are_empty() {
        for kind in [HandshakeType::HELLO_REQUEST, HandshakeType::SERVER_HELLO_DONE] {
            assert!(Message::decode(kind, &[]).is_ok());
            let fault = Message::decode(kind, &[0]).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Malformed);
        }
    }

    #[test]
    fn messages_without_forms_are_decoded_at_once_and_the_others_by_their_state() {
        for kind in [HandshakeType::CERTIFICATE_STATUS, HandshakeType::NEW_SESSION_TICKET] {
            let fault = Message::decode(kind, &[0]).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Malformed);
        }
        for kind in [
            HandshakeType::SERVER_KEY_EXCHANGE,
            HandshakeType::CERTIFICATE_REQUEST,
            HandshakeType::CLIENT_KEY_EXCHANGE,
            HandshakeType::CERTIFICATE_VERIFY,
        ] {
            assert!(Message::decode(kind, &[0]).is_ok());
        }
    }

    #[test]
    fn unknown_kinds_are_refused() {
        let fault = Message::decode(HandshakeType(99), &[]).unwrap_err();
        assert_eq!(fault.kind, FaultKind::UnexpectedMessage);
        assert_eq!(fault.came, "handshake type 99");
    }
}
