//! Judging the peer's certificates.

use alloc::{string::String, vec::Vec};

use bytes::Bytes;
use pki_types::{ServerName, UnixTime};

use crate::{
    Role,
    fault::{Fault, FaultKind},
    wire::extension::certificate_type::CertificateType,
};

/// Judge the peer's certificates.
#[derive(Clone, Debug)]
pub struct VerifyPeerRequest {
    /// The peer's role, hence the usage that its certificate must allow.
    pub peer: Role,
    /// What the peer shows: certificates of X.509, unless a policy lets it show a raw public key
    /// (RFC 7250). One of the two has nothing in common with the other.
    pub certificate_type: CertificateType,
    /// The certificates as DER, the peer's own first (RFC 5246 §7.4.2); or its raw public key, a
    /// `SubjectPublicKeyInfo` in DER, alone. Not empty.
    pub chain: Vec<Bytes>,
    /// What the peer's key does in this handshake, which its certificate must allow.
    pub usage: PeerKeyUsage,
    /// The OCSP response (DER, RFC 6960 §4.2.1) that the server stapled, if it did
    /// (RFC 6066 §8); not judged yet.
    pub ocsp_response: Option<Bytes>,
    /// The name that the certificate must be for; `None` where the peer is a client.
    pub server_name: Option<ServerName<'static>>,
    /// The time at which it must be valid.
    pub now: UnixTime,
}

/// What a peer's key does (RFC 5280 §4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeerKeyUsage {
    /// It signs: `digitalSignature`.
    Signs,
    /// The pre-master secret is encrypted with it (RFC 5246 §7.4.2): `keyEncipherment`.
    EnciphersKeys,
}

/// A peer whose certificates were accepted.
#[derive(Clone, Debug)]
pub struct AcceptedPeer {
    /// The `SubjectPublicKeyInfo` (DER) of the peer's own certificate, or the one that it has shown
    /// without. The machine checks the peer's signatures with it: a verifier judges certificates,
    /// never handshakes.
    pub public_key: Vec<u8>,
}

/// Why certificates were not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedPeer {
    /// Chooses the alert.
    pub fault: CertificateFault,
    /// What was wrong, in words that help: which name was wanted, which names there are.
    pub reason: String,
}

/// What can be wrong with certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CertificateFault {
    /// No chain to a trusted authority.
    UnknownCa,
    /// Not one of those that are accepted without an authority.
    NotPinned,
    /// Expired, or not valid yet.
    Expired,
    /// Revoked by its authority.
    Revoked,
    /// Damaged, or against the rules.
    Bad,
    /// Not vouched for by the OCSP response that came with it, or came without one that has to.
    BadStatus,
    /// For another name.
    WrongName,
    /// A kind of key or signature that is not supported.
    Unsupported,
    /// Anything else that kept it from being judged.
    Unknown,
    /// Valid, but not admitted.
    AccessDenied,
}

impl CertificateFault {
    /// The row of the table of faults.
    pub fn kind(self) -> FaultKind {
        match self {
            Self::UnknownCa => FaultKind::UnknownCa,
            Self::NotPinned => FaultKind::NotPinned,
            Self::Expired => FaultKind::CertificateExpired,
            Self::Revoked => FaultKind::CertificateRevoked,
            Self::Bad => FaultKind::BadCertificate,
            Self::BadStatus => FaultKind::BadCertificateStatus,
            Self::WrongName => FaultKind::WrongName,
            Self::Unsupported => FaultKind::UnsupportedCertificate,
            Self::Unknown => FaultKind::CertificateUnknown,
            Self::AccessDenied => FaultKind::AccessDenied,
        }
    }
}

impl From<RejectedPeer> for Fault {
    fn from(rejected: RejectedPeer) -> Self {
        Self::new(rejected.fault.kind()).came(rejected.reason)
    }
}
