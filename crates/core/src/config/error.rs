//! Why a configuration is refused; each sentence says what to do.

use alloc::string::String;
use core::fmt;

use crate::{limits, wire::ProtocolVersion};

/// A configuration that cannot work.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// A credential without certificates.
    EmptyChain {
        /// The credential's label.
        label: String,
    },
    /// A credential whose raw public key is none.
    NotAPublicKey {
        /// The credential's label.
        label: String,
    },
    /// A credential whose certificates do not fit a Certificate message.
    ChainTooLong {
        /// The credential's label.
        label: String,
        /// Its size in bytes.
        bytes: usize,
    },
    /// A credential whose key cannot sign with any known scheme.
    NoScheme {
        /// The credential's label.
        label: String,
    },
    /// A private key that is not the one of the certificate.
    KeyMismatch {
        /// The credential's label.
        label: String,
    },
    /// A policy with an empty list.
    EmptyList {
        /// Which list.
        list: &'static str,
    },
    /// A policy with too long a list.
    LongList {
        /// Which list.
        list: &'static str,
        /// How long it is.
        len: usize,
    },
    /// A policy that names what this library cannot use, or the provider does not compute.
    NotProvided {
        /// Which list.
        list: &'static str,
        /// The entry's name.
        name: String,
    },
    /// A policy that names a version which this build leaves out.
    VersionNotBuiltIn {
        /// The version.
        version: ProtocolVersion,
        /// The cargo feature of this crate that brings it.
        feature: &'static str,
    },
    /// The provider lacks a hash or MAC that a suite needs.
    MissingPrimitive {
        /// Of which suite.
        suite: &'static str,
        /// What is missing.
        part: &'static str,
    },
    /// A suite that no version or group of the policy can lead to.
    UnreachableSuite {
        /// The suite.
        suite: &'static str,
        /// What is missing.
        part: &'static str,
    },
    /// A record size limit outside of what RFC 8449 §4 allows.
    RecordSizeLimit,
    /// Names of authorities that are empty or do not fit a CertificateRequest.
    Authorities {
        /// Their size in bytes.
        bytes: usize,
    },
    /// A hint to a pre-shared key that is too long.
    PskIdentityHint {
        /// Its size in bytes.
        bytes: usize,
    },
    /// A server without a credential that fits any of its suites.
    NoCredential,
    /// A configuration that cannot be used over QUIC.
    NotForQuic {
        /// What it should have.
        part: &'static str,
    },
    /// Transport parameters that do not fit a hello.
    TransportParameters {
        /// Their size in bytes.
        bytes: usize,
    },
    /// An application protocol name of no or more than 255 bytes.
    ProtocolName {
        /// Its length in bytes.
        len: usize,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyChain { label } => {
                write!(f, "credential \"{label}\" has no certificate: give at least its own")
            }
            Self::NotAPublicKey { label } => not_a_public_key(label, f),
            Self::ChainTooLong { label, bytes } => write!(
                f,
                "the certificates of credential \"{label}\" take {bytes} bytes; a Certificate \
                 message has room for {} bytes and {} certificates: leave out those that the peer \
                 knows",
                limits::MAX_CERTIFICATE_MESSAGE,
                limits::MAX_CERTIFICATES
            ),
            Self::NoScheme { label } => write!(
                f,
                "the key of credential \"{label}\" signs with no scheme known here: use an RSA, \
                 ECDSA P-256, ECDSA P-384 or Ed25519 key"
            ),
            Self::KeyMismatch { label } => write!(
                f,
                "the private key of credential \"{label}\" is not that of its first certificate or \
                 public key: put the key's own first, or give the other key"
            ),
            Self::EmptyList { list } => {
                write!(f, "the policy allows no {list}: name one or start from Policy::modern()")
            }
            Self::LongList { list, len } => write!(
                f,
                "the policy names {len} {list}, more than {}: leave out those of no use",
                limits::MAX_CONFIGURED
            ),
            Self::NotProvided { list, name } => write!(
                f,
                "the policy names {name} among its {list}, which the provider does not compute: \
                 take it out or use another provider"
            ),
            Self::VersionNotBuiltIn { version, feature } => not_built_in(*version, feature, f),
            Self::MissingPrimitive { suite, part } => write!(
                f,
                "{suite} needs {part}, which the provider does not compute: take the suite out \
                 or use another provider"
            ),
            Self::UnreachableSuite { suite, part } => write!(
                f,
                "the policy names {suite}, and no {part} that leads to it: add one, or take the \
                 suite out"
            ),
            Self::RecordSizeLimit => {
                let (least, most) = (limits::MIN_RECORD_SIZE_LIMIT, limits::MAX_PLAINTEXT);
                write!(f, "the record size limit must be between {least} and {most}")
            }
            Self::Authorities { bytes } => write!(
                f,
                "the names of the clients' authorities take {bytes} bytes, or one is empty; a \
                 CertificateRequest has room for {}: leave some out, or all",
                limits::MAX_AUTHORITIES
            ),
            Self::PskIdentityHint { bytes } => psk_identity_hint(*bytes, f),
            Self::NoCredential => f.write_str(
                "no credential can sign for any suite and scheme of the policy: add one, or \
                 allow suites and schemes of its kind",
            ),
            Self::NotForQuic { part } => write!(f, "a configuration for QUIC has {part}"),
            Self::TransportParameters { bytes } => transport_parameters(*bytes, f),
            Self::ProtocolName { len } => write!(
                f,
                "an application protocol name has {len} bytes: it must have between 1 and 255"
            ),
        }
    }
}

fn not_a_public_key(label: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(
        f,
        "the raw public key of credential \"{label}\" is no SubjectPublicKeyInfo in DER: give what \
         `openssl pkey -pubout -outform DER` writes"
    )
}

fn psk_identity_hint(bytes: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let most = limits::MAX_PSK_IDENTITY;
    write!(f, "the hint to a pre-shared key has {bytes} bytes: it may have {most}")
}

fn not_built_in(
    version: ProtocolVersion,
    feature: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(
        f,
        "the policy names {version}, which is not built in: enable the feature {feature} of \
         countersign, or leave the version out (Policy::with_versions)"
    )
}

fn transport_parameters(bytes: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let most = limits::MAX_TRANSPORT_PARAMETERS;
    write!(f, "the transport parameters have {bytes} bytes: they may have {most}")
}

impl core::error::Error for ConfigError {}
