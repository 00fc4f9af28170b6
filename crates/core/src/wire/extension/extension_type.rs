//! The registry "TLS `ExtensionType` Values".

use core::fmt;

use crate::wire::is_grease;

/// The kind of an extension. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtensionType(pub u16);

impl ExtensionType {
    /// RFC 6066 §3.
    pub const SERVER_NAME: Self = Self(0);
    /// RFC 6066 §4.
    pub const MAX_FRAGMENT_LENGTH: Self = Self(1);
    /// RFC 6066 §8.
    pub const STATUS_REQUEST: Self = Self(5);
    /// RFC 8422 §5.1.1.
    pub const SUPPORTED_GROUPS: Self = Self(10);
    /// RFC 8422 §5.1.2.
    pub const EC_POINT_FORMATS: Self = Self(11);
    /// RFC 5246 §7.4.1.4.1.
    pub const SIGNATURE_ALGORITHMS: Self = Self(13);
    /// RFC 5764 §4.1.1.
    pub const USE_SRTP: Self = Self(14);
    /// RFC 6520 §2.
    pub const HEARTBEAT: Self = Self(15);
    /// RFC 7301 §3.1.
    pub const ALPN: Self = Self(16);
    /// RFC 6962 §3.3.1.
    pub const SIGNED_CERTIFICATE_TIMESTAMP: Self = Self(18);
    /// RFC 7250 §3.
    pub const CLIENT_CERTIFICATE_TYPE: Self = Self(19);
    /// RFC 7250 §3.
    pub const SERVER_CERTIFICATE_TYPE: Self = Self(20);
    /// RFC 7685 §3.
    pub const PADDING: Self = Self(21);
    /// RFC 7366 §2.
    pub const ENCRYPT_THEN_MAC: Self = Self(22);
    /// RFC 7627 §5.1.
    pub const EXTENDED_MASTER_SECRET: Self = Self(23);
    /// RFC 8879 §3.
    pub const COMPRESS_CERTIFICATE: Self = Self(27);
    /// RFC 8449 §4.
    pub const RECORD_SIZE_LIMIT: Self = Self(28);
    /// RFC 5077 §3.2.
    pub const SESSION_TICKET: Self = Self(35);
    /// RFC 8446 §4.2.11.
    pub const PRE_SHARED_KEY: Self = Self(41);
    /// RFC 8446 §4.2.10.
    pub const EARLY_DATA: Self = Self(42);
    /// RFC 8446 §4.2.1.
    pub const SUPPORTED_VERSIONS: Self = Self(43);
    /// RFC 8446 §4.2.2.
    pub const COOKIE: Self = Self(44);
    /// RFC 8446 §4.2.9.
    pub const PSK_KEY_EXCHANGE_MODES: Self = Self(45);
    /// RFC 8446 §4.2.4.
    pub const CERTIFICATE_AUTHORITIES: Self = Self(47);
    /// RFC 8446 §4.2.5.
    pub const OID_FILTERS: Self = Self(48);
    /// RFC 8446 §4.2.6.
    pub const POST_HANDSHAKE_AUTH: Self = Self(49);
    /// RFC 8446 §4.2.3.
    pub const SIGNATURE_ALGORITHMS_CERT: Self = Self(50);
    /// RFC 8446 §4.2.8.
    pub const KEY_SHARE: Self = Self(51);
    /// RFC 9001 §8.2.
    pub const QUIC_TRANSPORT_PARAMETERS: Self = Self(57);
    /// RFC 9849 §5.
    pub const ENCRYPTED_CLIENT_HELLO: Self = Self(0xfe0d);
    /// RFC 5746 §3.2.
    pub const RENEGOTIATION_INFO: Self = Self(0xff01);

    /// The registry's name.
    pub fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(number, _)| *number == self.0).map(|(_, name)| *name)
    }
}

/// Every number with a name, whether this library acts on it or only shows it.
const NAMES: &[(u16, &str)] = &[
    (0, "server_name"),
    (1, "max_fragment_length"),
    (2, "client_certificate_url"),
    (3, "trusted_ca_keys"),
    (4, "truncated_hmac"),
    (5, "status_request"),
    (6, "user_mapping"),
    (7, "client_authz"),
    (8, "server_authz"),
    (9, "cert_type"),
    (10, "supported_groups"),
    (11, "ec_point_formats"),
    (12, "srp"),
    (13, "signature_algorithms"),
    (14, "use_srtp"),
    (15, "heartbeat"),
    (16, "application_layer_protocol_negotiation"),
    (17, "status_request_v2"),
    (18, "signed_certificate_timestamp"),
    (19, "client_certificate_type"),
    (20, "server_certificate_type"),
    (21, "padding"),
    (22, "encrypt_then_mac"),
    (23, "extended_master_secret"),
    (24, "token_binding"),
    (25, "cached_info"),
    (27, "compress_certificate"),
    (28, "record_size_limit"),
    (34, "delegated_credential"),
    (35, "session_ticket"),
    (41, "pre_shared_key"),
    (42, "early_data"),
    (43, "supported_versions"),
    (44, "cookie"),
    (45, "psk_key_exchange_modes"),
    (47, "certificate_authorities"),
    (48, "oid_filters"),
    (49, "post_handshake_auth"),
    (50, "signature_algorithms_cert"),
    (51, "key_share"),
    (52, "transparency_info"),
    (54, "connection_id"),
    (55, "external_id_hash"),
    (56, "external_session_id"),
    (57, "quic_transport_parameters"),
    (58, "ticket_request"),
    (13172, "next_protocol_negotiation"),
    (17513, "application_settings"),
    (65037, "encrypted_client_hello"),
    (65281, "renegotiation_info"),
];

impl fmt::Display for ExtensionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "extension({})", self.0),
        }
    }
}

impl fmt::Debug for ExtensionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
