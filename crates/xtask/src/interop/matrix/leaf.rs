//! The kinds of certificate.

use countersign::{
    crypto::{Authentication, NamedGroup, SignatureScheme},
    wire::ProtocolVersion,
};
use countersign_rustcrypto::KeyKind;

/// The kinds of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::interop) enum Leaf {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Leaf {
    pub(in crate::interop) const ALL: [Self; 4] =
        [Self::Rsa, Self::P256, Self::P384, Self::Ed25519];

    pub(in crate::interop) fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA-2048",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Ed25519 => "Ed25519",
        }
    }

    pub(in crate::interop) fn key_kind(self) -> KeyKind {
        match self {
            Self::Rsa => KeyKind::Rsa2048,
            Self::P256 => KeyKind::P256,
            Self::P384 => KeyKind::P384,
            Self::Ed25519 => KeyKind::Ed25519,
        }
    }

    pub(super) fn authentication(self) -> Authentication {
        match self {
            Self::Rsa => Authentication::Rsa,
            Self::P256 | Self::P384 | Self::Ed25519 => Authentication::Ecdsa,
        }
    }

    /// A client must name the curve of the certificate too (RFC 8422 §5.1).
    pub(in crate::interop) fn curve(self) -> Option<NamedGroup> {
        match self {
            Self::P256 => Some(NamedGroup::SECP256R1),
            Self::P384 => Some(NamedGroup::SECP384R1),
            Self::Rsa | Self::Ed25519 => None,
        }
    }

    /// The scheme tried with every suite and group of this version.
    pub(in crate::interop) fn main_scheme(self, version: ProtocolVersion) -> SignatureScheme {
        match self {
            _ if version < ProtocolVersion::TLS12 => {
                SignatureScheme::before_tls12(self.authentication())
            }
            Self::Rsa => SignatureScheme::RSA_PSS_RSAE_SHA256,
            Self::P256 => SignatureScheme::ECDSA_SECP256R1_SHA256,
            Self::P384 => SignatureScheme::ECDSA_SECP384R1_SHA384,
            Self::Ed25519 => SignatureScheme::ED25519,
        }
    }

    /// The other schemes, tried with one suite of each way to exchange keys.
    pub(in crate::interop) fn other_schemes(self) -> &'static [SignatureScheme] {
        match self {
            Self::Rsa => &[
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
            ],
            Self::P256 | Self::P384 | Self::Ed25519 => &[],
        }
    }

    /// EdDSA keys came with TLS 1.2 (RFC 8422 §5.4).
    pub(in crate::interop) fn is_for(self, version: ProtocolVersion) -> bool {
        self != Self::Ed25519 || version >= ProtocolVersion::TLS12
    }
}
