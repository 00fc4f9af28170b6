//! What one side knows after the hellos besides, before TLS 1.3 (RFC 5246 §7.3).

use bytes::Bytes;
use pki_types::ServerName;

use super::{Agreed, Transcript};
use crate::{
    config::{ClientConfig, Credential, ServerConfig},
    crypto::{NamedGroup, SignatureScheme},
    resume::{Binding, Session},
    wire::ProtocolVersion,
};

/// A client's facts.
pub(crate) struct ClientAgreed {
    pub(crate) config: ClientConfig,
    pub(crate) server_name: ServerName<'static>,
    pub(crate) agreed: Agreed,
    pub(crate) transcript: Transcript,
    /// The version of the `ClientHello`'s field, which the RSA key exchange repeats.
    pub(crate) offered_version: ProtocolVersion,
    /// What the server calls the session; empty where it is not resumed by id.
    pub(crate) session_id: Bytes,
    /// The session that is resumed.
    pub(crate) resumed: Option<Session>,
    /// The server will send a ticket (RFC 5077 §3.2).
    pub(crate) ticket_expected: bool,
    /// The server may send the status of its certificate (RFC 6066 §8).
    pub(crate) status_possible: bool,
}

/// A server's facts, before it has sent anything.
pub(crate) struct ServerAgreed {
    pub(crate) config: ServerConfig,
    pub(crate) agreed: Agreed,
    pub(crate) transcript: Transcript,
    /// The version of the `ClientHello`'s field, which the RSA key exchange repeats.
    pub(crate) offered_version: ProtocolVersion,
    /// For ephemeral key exchange.
    pub(crate) group: Option<NamedGroup>,
    /// What the server proves itself with, unless a pre-shared key does.
    pub(crate) credential: Option<Credential>,
    /// How the key exchange is signed, where it is.
    pub(crate) scheme: Option<SignatureScheme>,
    /// The name that the client wants, if it says so.
    pub(crate) server_name: Option<Bytes>,
    /// What a session of this connection is bound to, where one is kept.
    pub(crate) binding: Option<Binding>,
    /// The session's id in the `ServerHello`: a new one, that of the session that is resumed, or
    /// none.
    pub(crate) session_id: Bytes,
    /// What the `ServerHello` answers to.
    pub(crate) answers: HelloAnswers,
}

/// What the client offered and the `ServerHello` answers (RFC 5246 §7.4.1.4).
#[derive(Clone, Copy, Default)]
pub(crate) struct HelloAnswers {
    /// The client sent a server name, and the answer says that it was used.
    pub(crate) name: bool,
    /// The client sent its point formats, and gets ours.
    pub(crate) point_formats: bool,
    /// A ticket will follow.
    pub(crate) ticket: bool,
    /// The status of our certificate will follow.
    pub(crate) status: bool,
    /// The length of fragments that the client wants (RFC 6066 §4), as its number.
    pub(crate) fragment: Option<u8>,
    /// The client sent its record size limit, and gets ours.
    pub(crate) record_size_limit: Option<u16>,
}
