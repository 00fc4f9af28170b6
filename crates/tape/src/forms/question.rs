//! What the machine asks, as data.

use countersign::{CertificateType, PeerKeyUsage, PreSharedKeyRequest, Request, SessionKey};
use serde::{Deserialize, Serialize};

use super::{hex, lossy, names};
use crate::names::{label, server_name};

/// A [`Request`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuestionForm {
    /// With which configuration is this client served?
    ClientHello {
        /// The name that it wants.
        server_name: Option<String>,
        /// Versions, preferred first; so the other lists.
        versions: Vec<String>,
        /// Cipher suites and signalling values.
        cipher_suites: Vec<String>,
        /// Groups.
        groups: Vec<String>,
        /// Signature schemes.
        signature_schemes: Vec<String>,
        /// Application protocols.
        protocols: Vec<String>,
        /// The message, with its header, hexadecimal.
        bytes: String,
    },
    /// Is the peer who its certificate says?
    VerifyPeer {
        /// The peer's role.
        peer: String,
        /// What it shows: `X509` or `RawPublicKey`.
        #[serde(default = "x509")]
        certificate_type: String,
        /// `signs` or `enciphers_keys`.
        usage: String,
        /// The name that the certificate must be for.
        server_name: Option<String>,
        /// The time, in seconds since 1970.
        now: u64,
        /// Whether an OCSP response was stapled.
        ocsp_response: bool,
        /// The certificates (DER), the peer's own first, hexadecimal; or the raw public key.
        certificates: Vec<String>,
    },
    /// Sign.
    Sign {
        /// With this credential's key.
        credential: String,
        /// How.
        scheme: String,
        /// Bytes to sign.
        length: usize,
    },
    /// Which certificate does this server get?
    SelectCredential {
        /// Who asks.
        server_name: String,
        /// What it takes: `X509` or `RawPublicKey`.
        #[serde(default = "x509")]
        certificate_type: String,
        /// The schemes that it can verify.
        signature_schemes: Vec<String>,
        /// How many authorities it names; none means any.
        authorities: usize,
        /// The credentials that fit.
        fitting: Vec<String>,
    },
    /// Decrypt a pre-master secret.
    DecryptPremaster {
        /// With this credential's key.
        credential: String,
    },
    /// Which secret do both sides have?
    PreSharedKey {
        /// Client: for this server.
        server_name: Option<String>,
        /// Server: of this identity.
        identity: Option<String>,
    },
    /// Is there a session to resume?
    FindSession {
        /// The id, hexadecimal, or the server's name.
        key: String,
    },
    /// Keep a session.
    StoreSession {
        /// The id, hexadecimal, or the server's name.
        key: String,
        /// How long, in seconds.
        lifetime: u32,
    },
    /// Open a ticket.
    OpenTicket {
        /// Its bytes.
        length: usize,
    },
    /// Seal a session into a ticket.
    SealTicket {
        /// How long it may be used, in seconds.
        lifetime: u32,
    },
    /// Take early data?
    AcceptEarlyData {
        /// The name that the client wants.
        server_name: Option<String>,
        /// The application protocol.
        protocol: Option<String>,
    },
    /// A kind that came with a later version.
    Other {
        /// Its name.
        name: String,
    },
}

/// What forms from before raw public keys mean.
fn x509() -> String {
    CertificateType::X509.to_string()
}

impl From<&Request> for QuestionForm {
    fn from(request: &Request) -> Self {
        match request {
            Request::ClientHello(hello) => Self::ClientHello {
                server_name: hello.server_name().map(str::to_owned),
                versions: names(hello.versions()),
                cipher_suites: names(hello.cipher_suites()),
                groups: names(hello.groups()),
                signature_schemes: names(hello.schemes()),
                protocols: hello.protocols().into_iter().map(lossy).collect(),
                bytes: hex(hello.raw()),
            },
            Request::VerifyPeer(request) => Self::VerifyPeer {
                peer: request.peer.to_string(),
                certificate_type: request.certificate_type.to_string(),
                usage: match request.usage {
                    PeerKeyUsage::Signs => "signs".to_owned(),
                    PeerKeyUsage::EnciphersKeys => "enciphers_keys".to_owned(),
                },
                server_name: request.server_name.as_ref().map(server_name),
                now: request.now.as_secs(),
                ocsp_response: request.ocsp_response.is_some(),
                certificates: request.chain.iter().map(|der| hex(der)).collect(),
            },
            Request::Sign(request) => Self::Sign {
                credential: label(&request.credential).to_owned(),
                scheme: request.scheme.to_string(),
                length: request.message.len(),
            },
            Request::SelectCredential(request) => Self::SelectCredential {
                server_name: server_name(&request.server_name),
                certificate_type: request.certificate_type.to_string(),
                signature_schemes: names(&request.schemes),
                authorities: request.authorities.len(),
                fitting: request.fitting.iter().map(|it| label(it).to_owned()).collect(),
            },
            Request::DecryptPremaster(request) => {
                Self::DecryptPremaster { credential: label(&request.credential).to_owned() }
            }
            Request::PreSharedKey(PreSharedKeyRequest::ForServer { server_name: name, .. }) => {
                Self::PreSharedKey { server_name: Some(server_name(name)), identity: None }
            }
            Request::PreSharedKey(PreSharedKeyRequest::OfIdentity { identity }) => {
                Self::PreSharedKey { server_name: None, identity: Some(lossy(identity)) }
            }
            Request::FindSession(request) => Self::FindSession { key: key(&request.key) },
            Request::StoreSession(session) => {
                Self::StoreSession { key: key(&session.key), lifetime: session.lifetime }
            }
            Request::OpenTicket(request) => Self::OpenTicket { length: request.ticket.len() },
            Request::SealTicket(request) => Self::SealTicket { lifetime: request.lifetime },
            Request::AcceptEarlyData(request) => Self::AcceptEarlyData {
                server_name: request.server_name.as_ref().map(|name| lossy(name)),
                protocol: request.protocol.as_ref().map(ToString::to_string),
            },
            newer => Self::Other { name: newer.name().to_owned() },
        }
    }
}

/// An id by its digits, a server by its name.
pub(super) fn key(key: &SessionKey) -> String {
    match key {
        SessionKey::Id(id) => hex(id),
        SessionKey::ServerName(name) => server_name(name),
    }
}
