//! What a private key does, wherever it lies; and which key it shall be.

use alloc::vec::Vec;

use bytes::Bytes;
use pki_types::ServerName;

use crate::{
    config::Credential,
    crypto::{HashAlgorithm, Secret, SignatureScheme},
    wire::extension::certificate_type::CertificateType,
};

/// Sign `message` with the private key of `credential`.
#[derive(Clone, Debug)]
pub struct SignRequest {
    /// Which key: the credential that the configuration brought in.
    pub credential: Credential,
    /// How; one of the credential's schemes.
    pub scheme: SignatureScheme,
    /// What; the scheme says how it is hashed.
    pub message: Vec<u8>,
}

/// Decrypt a pre-master secret with the RSA key of `credential` (RFC 5246 §7.4.7.1).
///
/// The answer is the bare result of the RSA operation, [`crate::crypto::SigningKey::decrypt`]: a
/// driver that looks at the padding, answers sooner or otherwise where it is wrong, or logs it,
/// hands every recorded connection to who asks often enough (Bleichenbacher). Where there is no
/// result, say so: the handshake goes on with a random secret, and fails where it would fail
/// with any other.
#[derive(Clone, Debug)]
pub struct DecryptPremasterRequest {
    /// Which key: the credential that the configuration brought in.
    pub credential: Credential,
    /// The encrypted secret, as long as the peer made it.
    pub ciphertext: Bytes,
}

/// Choose what to prove ourselves with to a server that asks for it (RFC 5246 §7.4.4).
#[derive(Clone, Debug)]
pub struct SelectCredentialRequest {
    /// Who asks.
    pub server_name: ServerName<'static>,
    /// What the server takes: certificates of X.509, or a raw public key (RFC 7250).
    pub certificate_type: CertificateType,
    /// The schemes that the server can verify, preferred first.
    pub schemes: Vec<SignatureScheme>,
    /// The names (DER) of the authorities that it accepts; empty means any.
    pub authorities: Vec<Bytes>,
    /// Those of the configuration's credentials that fit all of it, in the configuration's order.
    pub fitting: Vec<Credential>,
}

/// Find the secret that both sides have beforehand (RFC 4279 §2).
#[derive(Clone, Debug)]
pub enum PreSharedKeyRequest {
    /// Client: which one, for this server?
    ForServer {
        /// The name that we want to reach.
        server_name: ServerName<'static>,
        /// What the server gives as a hint, if it does (RFC 4279 §5.2).
        hint: Option<Bytes>,
    },
    /// Server: the one of this identity.
    OfIdentity {
        /// What the client calls it; UTF-8 by RFC 4279 §5.1, and not checked.
        identity: Bytes,
    },
}

/// A secret that both sides have beforehand.
#[derive(Clone, Debug)]
pub struct PreSharedKey {
    /// What it is called; at most 65535 bytes. A server that answers may leave it empty.
    pub identity: Bytes,
    /// The secret itself, 1 to 65535 bytes. 16 random bytes are the least that withstands
    /// guessing (RFC 4279 §7.2).
    pub key: Secret,
    /// TLS 1.3: the hash of the suites that it is for (RFC 8446 §4.2.11).
    pub hash: HashAlgorithm,
    /// TLS 1.3: it was imported ([`crate::schedule::import`], RFC 9258).
    pub imported: bool,
}

impl PreSharedKey {
    /// A key as both sides were given it. In TLS 1.3 it is for the suites with SHA-256, as
    /// RFC 8446 §4.2.11 has it where nothing else is known.
    pub fn new(identity: impl Into<Bytes>, key: Secret) -> Self {
        Self { identity: identity.into(), key, hash: HashAlgorithm::Sha256, imported: false }
    }

    /// True where a client of TLS 1.3 can offer it.
    #[cfg(feature = "tls13")]
    pub(crate) fn can_be_offered(&self) -> bool {
        let identity = 1..=crate::limits::MAX_IMPORTED_IDENTITY;
        self.is_usable() && identity.contains(&self.identity.len())
    }

    /// True where the key is there, and fits its field.
    pub(crate) fn is_usable(&self) -> bool {
        (1..=usize::from(u16::MAX)).contains(&self.key.expose().len())
    }
}
