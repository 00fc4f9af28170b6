//! Questions that the machine asks, and the answers to them.
//!
//! A question is an owned value: it borrows nothing from the connection, may cross threads, and
//! may be answered in place or an hour later.

use alloc::{string::String, vec::Vec};
use core::fmt;

use bytes::Bytes;
use pki_types::{ServerName, UnixTime};

use crate::{
    OfferedHello, Role,
    config::{Credential, ServerConfig},
    crypto::SignatureScheme,
    fault::FaultKind,
};

/// Names one question of one connection. It is bound to the hellos' random values, so that the
/// late answer for a connection that is gone is refused by the one that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionId {
    pub(crate) number: u32,
    pub(crate) of: u64,
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "question {}", self.number)
    }
}

/// What the machine wants to know.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Request {
    /// Server: a `ClientHello` came; with which configuration and credentials is it served?
    /// Answer: [`Answer::Configuration`].
    ClientHello(OfferedHello),
    /// Is the peer who its certificate says, and is it who we wanted?
    /// Answer: [`Answer::PeerVerdict`].
    VerifyPeer(VerifyPeerRequest),
    /// Sign with a private key. Answer: [`Answer::Signature`].
    Sign(SignRequest),
}

impl Request {
    /// The kind of answer that fits.
    pub fn wants(&self) -> AnswerKind {
        match self {
            Self::ClientHello(_) => AnswerKind::Configuration,
            Self::VerifyPeer(_) => AnswerKind::PeerVerdict,
            Self::Sign(_) => AnswerKind::Signature,
        }
    }
}

/// Judge the peer's certificates.
#[derive(Clone, Debug)]
pub struct VerifyPeerRequest {
    /// The peer's role, hence the usage that its certificate must allow.
    pub peer: Role,
    /// The certificates as DER, the peer's own first (RFC 5246 §7.4.2). Not empty.
    pub chain: Vec<Bytes>,
    /// The name that the certificate must be for; `None` where the peer is a client.
    pub server_name: Option<ServerName<'static>>,
    /// The time at which it must be valid.
    pub now: UnixTime,
}

/// A peer whose certificates were accepted.
#[derive(Clone, Debug)]
pub struct AcceptedPeer {
    /// The `SubjectPublicKeyInfo` (DER) of the peer's own certificate. The machine checks the
    /// peer's signatures with it: a verifier judges certificates, never handshakes.
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
            Self::WrongName => FaultKind::WrongName,
            Self::Unsupported => FaultKind::UnsupportedCertificate,
            Self::Unknown => FaultKind::CertificateUnknown,
            Self::AccessDenied => FaultKind::AccessDenied,
        }
    }
}

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

/// Why a `ClientHello` is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedHello {
    /// Chooses the alert.
    pub why: RefuseHello,
    /// Said in our own error; the peer sees the alert alone.
    pub reason: String,
}

/// The two ways to refuse a `ClientHello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefuseHello {
    /// No such name here: `unrecognized_name`.
    NameNotServed,
    /// For any other reason: `handshake_failure`.
    Declined,
}

/// What the driver answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum Answer {
    /// To [`Request::ClientHello`].
    Configuration(Result<ServerConfig, RefusedHello>),
    /// To [`Request::VerifyPeer`].
    PeerVerdict(Result<AcceptedPeer, RejectedPeer>),
    /// To [`Request::Sign`]: the signature as it stands on the wire, or why there is none.
    Signature(Result<Vec<u8>, String>),
}

impl Answer {
    /// Its kind.
    pub fn kind(&self) -> AnswerKind {
        match self {
            Self::Configuration(_) => AnswerKind::Configuration,
            Self::PeerVerdict(_) => AnswerKind::PeerVerdict,
            Self::Signature(_) => AnswerKind::Signature,
        }
    }
}

/// The kinds of answer: inputs of the machine, with rows in the table of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnswerKind {
    /// [`Answer::Configuration`].
    Configuration,
    /// [`Answer::PeerVerdict`].
    PeerVerdict,
    /// [`Answer::Signature`].
    Signature,
}

impl fmt::Display for AnswerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Configuration => "Configuration",
            Self::PeerVerdict => "PeerVerdict",
            Self::Signature => "Signature",
        })
    }
}
