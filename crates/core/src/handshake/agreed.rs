//! What both sides know after the hellos (RFC 5246 §7.3): handed from `hello/` to a version.

use crate::{
    config::ProtocolName,
    crypto::SuiteFacts,
    event::{HelloSummary, Resumption},
    wire::{
        NULL_COMPRESSION, ProtocolVersion, RANDOM_LEN, extension::certificate_type::CertificateType,
    },
};

/// The facts of both roles.
#[derive(Clone)]
pub(crate) struct Agreed {
    pub(crate) version: ProtocolVersion,
    pub(crate) suite: &'static SuiteFacts,
    pub(crate) client_random: [u8; RANDOM_LEN],
    pub(crate) server_random: [u8; RANDOM_LEN],
    /// RFC 7627.
    pub(crate) extended_master_secret: bool,
    /// RFC 7366; false for suites with authenticated ciphers.
    pub(crate) encrypt_then_mac: bool,
    /// RFC 5746.
    pub(crate) secure_renegotiation: bool,
    /// RFC 7301.
    pub(crate) protocol: Option<ProtocolName>,
    /// How a session is resumed, if one is.
    pub(crate) resumption: Option<Resumption>,
    /// How much a record may hold.
    pub(crate) record_limits: RecordLimits,
    /// What each side shows.
    pub(crate) certificate_types: CertificateTypes,
}

/// Kinds of certificate (RFC 7250).
#[derive(Clone, Copy)]
pub(crate) struct CertificateTypes {
    pub(crate) server: CertificateType,
    /// `None` where a server does not ask its client.
    pub(crate) client: Option<CertificateType>,
    /// Server: the client has spoken of its own kinds, and of those that it takes.
    pub(crate) offered: [bool; 2],
}

impl Default for CertificateTypes {
    fn default() -> Self {
        let x509 = CertificateType::X509;
        Self { server: x509, client: Some(x509), offered: [false; 2] }
    }
}

/// How much plaintext a record may hold, in bytes, where that is less than 2^14.
#[derive(Clone, Copy, Default)]
pub(crate) struct RecordLimits {
    /// Both ways, from the next record on (RFC 6066 §4).
    pub(crate) fragment: Option<usize>,
    /// What we send, once protected: what the peer takes (RFC 8449 §4).
    pub(crate) send: Option<usize>,
    /// What we take, once protected: what we told the peer (RFC 8449 §4).
    pub(crate) receive: Option<usize>,
}

impl Agreed {
    /// The same, for the driver.
    pub(crate) fn summary(&self) -> HelloSummary {
        HelloSummary {
            version: self.version,
            suite: self.suite.suite,
            compression: NULL_COMPRESSION,
            client_random: self.client_random,
            server_random: self.server_random,
            protocol: self.protocol.clone(),
            extended_master_secret: self.extended_master_secret,
            encrypt_then_mac: self.encrypt_then_mac,
            secure_renegotiation: self.secure_renegotiation,
            resumption: self.resumption,
        }
    }

    /// True before TLS 1.2, where no scheme stands beside a signature.
    #[cfg(feature = "tls12")]
    pub(crate) fn is_before_tls12(&self) -> bool {
        self.version < ProtocolVersion::TLS12
    }
}
