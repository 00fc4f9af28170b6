//! What a client holds from the `ServerHello` to the end of its handshake.

use alloc::vec::Vec;

use bytes::Bytes;
use pki_types::ServerName;

use crate::{
    config::{ClientConfig, Credential},
    crypto::{NamedGroup, SignatureScheme},
    event::{ConnectionSummary, EarlyData},
    handshake::{Agreed, Role, Transcript},
    hello::EarlyOffer,
    schedule::{HandshakeSecret, TrafficSecret},
};

/// The facts, and what the server has shown.
pub(super) struct Course {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
    pub(super) agreed: Agreed,
    pub(super) transcript: Transcript,
    /// The `ClientHello` that was answered, with its header; let go once that is checked.
    pub(super) hello: Vec<u8>,
    pub(super) schedule: HandshakeSecret,
    pub(super) client: TrafficSecret,
    pub(super) server: TrafficSecret,
    pub(super) group: Option<NamedGroup>,
    /// A pre-shared key is the server's proof.
    pub(super) with_key: bool,
    /// It was the first that was offered.
    pub(super) first_key: bool,
    /// The early data that were announced, until the server has answered.
    pub(super) early_offer: Option<EarlyOffer>,
    pub(super) early_data: EarlyData,
    pub(super) psk_identity: Option<Bytes>,
    /// The server's certificates (DER), its own first; of a session its own alone.
    pub(super) chain: Vec<Bytes>,
    /// When the session was made, in seconds since 1970, where it is resumed.
    pub(super) resumed_from: Option<u32>,
    pub(super) ocsp_response: Option<Bytes>,
    pub(super) scheme: Option<SignatureScheme>,
    /// The body of the server's `CertificateRequest`, where it asks.
    pub(super) request: Option<Bytes>,
    pub(super) retried: bool,
}

/// What a client proved itself with.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) credential: Option<Credential>,
    pub(super) scheme: Option<SignatureScheme>,
}

impl Course {
    /// What a complete handshake has established.
    pub(super) fn summary(&mut self, shown: Shown) -> ConnectionSummary {
        ConnectionSummary {
            role: Role::Client,
            hello: self.agreed.summary(),
            group: self.group,
            scheme: self.scheme,
            client_scheme: shown.scheme,
            server_name: None,
            peer_chain: core::mem::take(&mut self.chain),
            credential: shown.credential,
            psk_identity: self.psk_identity.take(),
            early_data: self.early_data,
            retried: self.retried,
        }
    }
}
