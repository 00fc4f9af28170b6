//! What was agreed on, as data.

use countersign::{ConnectionSummary, HelloSummary, Resumption};
use serde::{Deserialize, Serialize};

use super::{hex, lossy};
use crate::names::{EARLY_DATA, label, name};

/// A [`HelloSummary`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HelloForm {
    /// Such as `TLS 1.3`.
    pub version: String,
    /// The registry's name.
    pub cipher_suite: String,
    /// 32 bytes, hexadecimal.
    pub client_random: String,
    /// 32 bytes, hexadecimal.
    pub server_random: String,
    /// The application protocol.
    pub protocol: Option<String>,
    /// RFC 7627.
    pub extended_master_secret: bool,
    /// RFC 7366.
    pub encrypt_then_mac: bool,
    /// RFC 5746.
    pub secure_renegotiation: bool,
    /// `session_id` or `ticket`, where a session was resumed.
    pub resumption: Option<String>,
}

impl From<&HelloSummary> for HelloForm {
    fn from(summary: &HelloSummary) -> Self {
        let resumption = summary.resumption.map(|how| match how {
            Resumption::SessionId => "session_id".to_owned(),
            Resumption::Ticket => "ticket".to_owned(),
        });
        Self {
            version: summary.version.to_string(),
            cipher_suite: summary.suite.to_string(),
            client_random: hex(&summary.client_random),
            server_random: hex(&summary.server_random),
            protocol: summary.protocol.as_ref().map(ToString::to_string),
            extended_master_secret: summary.extended_master_secret,
            encrypt_then_mac: summary.encrypt_then_mac,
            secure_renegotiation: summary.secure_renegotiation,
            resumption,
        }
    }
}

/// A [`ConnectionSummary`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConnectionForm {
    /// Our side: `client` or `server`.
    pub role: String,
    /// What the hellos agreed on.
    #[serde(flatten)]
    pub hello: HelloForm,
    /// The group of the key exchange.
    pub group: Option<String>,
    /// How the server signed.
    pub signature_scheme: Option<String>,
    /// How the client signed.
    pub client_signature_scheme: Option<String>,
    /// Server: the name that the client wants.
    pub server_name: Option<String>,
    /// The peer's certificates (DER), its own first, hexadecimal.
    pub peer_chain: Vec<String>,
    /// What we proved ourselves with.
    pub credential: Option<String>,
    /// What the pre-shared key is called.
    pub psk_identity: Option<String>,
    /// `none`, `accepted` or `rejected`.
    pub early_data: String,
    /// Whether a second hello was needed.
    pub retried: bool,
}

impl From<&ConnectionSummary> for ConnectionForm {
    fn from(summary: &ConnectionSummary) -> Self {
        Self {
            role: summary.role.to_string(),
            hello: (&summary.hello).into(),
            group: summary.group.map(|group| group.to_string()),
            signature_scheme: summary.scheme.map(|scheme| scheme.to_string()),
            client_signature_scheme: summary.client_scheme.map(|scheme| scheme.to_string()),
            server_name: summary.server_name.as_ref().map(|name| lossy(name)),
            peer_chain: summary.peer_chain.iter().map(|der| hex(der)).collect(),
            credential: summary.credential.as_ref().map(|it| label(it).to_owned()),
            psk_identity: summary.psk_identity.as_ref().map(|identity| lossy(identity)),
            early_data: name(EARLY_DATA, &summary.early_data).to_owned(),
            retried: summary.retried,
        }
    }
}
