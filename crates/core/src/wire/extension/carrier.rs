//! The messages that carry extensions: the columns of the table of RFC 8446 §4.2.

use core::fmt;

/// A message that carries extensions; two where versions have rules of their own for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// `ClientHello`, whatever versions it offers.
    ClientHello,
    /// `ServerHello` of TLS 1.2 and before (RFC 5246 §7.4.1.3).
    ServerHello12,
    /// `ServerHello` of TLS 1.3 (RFC 8446 §4.1.3).
    ServerHello13,
    /// `HelloRetryRequest` (RFC 8446 §4.1.4).
    HelloRetryRequest,
    /// `EncryptedExtensions` (RFC 8446 §4.3.1).
    EncryptedExtensions,
    /// `CertificateRequest` of TLS 1.3 (RFC 8446 §4.3.2).
    CertificateRequest,
    /// One entry of a `Certificate` of TLS 1.3 (RFC 8446 §4.4.2).
    CertificateEntry,
    /// `NewSessionTicket` of TLS 1.3 (RFC 8446 §4.6.1).
    NewSessionTicket,
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientHello => "ClientHello",
            Self::ServerHello12 => "ServerHello of TLS 1.2",
            Self::ServerHello13 => "ServerHello of TLS 1.3",
            Self::HelloRetryRequest => "HelloRetryRequest",
            Self::EncryptedExtensions => "EncryptedExtensions",
            Self::CertificateRequest => "CertificateRequest",
            Self::CertificateEntry => "CertificateEntry",
            Self::NewSessionTicket => "NewSessionTicket",
        })
    }
}
