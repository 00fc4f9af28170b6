//! What both sides know after the hellos (RFC 5246 §7.3): handed from `hello/` to a version.

use pki_types::ServerName;

use super::Transcript;
use crate::{
    config::{ClientConfig, Credential, ProtocolName, ServerConfig},
    crypto::{NamedGroup, SignatureScheme, SuiteFacts},
    event::HelloSummary,
    wire::{NULL_COMPRESSION, ProtocolVersion, RANDOM_LEN},
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
        }
    }
}

/// A client's facts.
pub(crate) struct ClientAgreed {
    pub(crate) config: ClientConfig,
    pub(crate) server_name: ServerName<'static>,
    pub(crate) agreed: Agreed,
    pub(crate) transcript: Transcript,
}

/// A server's facts, before it has sent anything.
pub(crate) struct ServerAgreed {
    pub(crate) config: ServerConfig,
    pub(crate) agreed: Agreed,
    pub(crate) group: NamedGroup,
    pub(crate) credential: Credential,
    pub(crate) scheme: SignatureScheme,
    pub(crate) transcript: Transcript,
    /// The client sent a server name, and the answer says that it was used.
    pub(crate) acknowledge_name: bool,
    /// The client sent its point formats, and gets ours.
    pub(crate) acknowledge_point_formats: bool,
}
