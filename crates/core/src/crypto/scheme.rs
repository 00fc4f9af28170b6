//! Signature schemes: RFC 8446 §4.2.3; in TLS 1.2 the same numbers are the pair of hash and
//! signature algorithm of RFC 5246 §7.4.1.4.1.

use core::fmt;

use super::NamedGroup;
use crate::wire::is_grease;

/// A number of the registry "TLS SignatureScheme". Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureScheme(pub u16);

/// The kind of key that a TLS 1.2 suite wants the server to sign with (RFC 5246 §7.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// An RSA key, PKCS#1 v1.5 or PSS.
    Rsa,
    /// An ECDSA key, or an `EdDSA` key (RFC 8422 §2.1).
    Ecdsa,
}

impl fmt::Display for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ecdsa => "ECDSA",
        })
    }
}

/// One row of the table of schemes.
struct SchemeFacts {
    scheme: SignatureScheme,
    name: &'static str,
    /// `None` where this library never uses the scheme.
    authentication: Option<Authentication>,
    /// The curve of a key that this library would sign with under this scheme.
    curve: Option<NamedGroup>,
}

const fn row(
    number: u16,
    name: &'static str,
    authentication: Option<Authentication>,
    curve: Option<NamedGroup>,
) -> SchemeFacts {
    SchemeFacts { scheme: SignatureScheme(number), name, authentication, curve }
}

const RSA: Option<Authentication> = Some(Authentication::Rsa);
const ECDSA: Option<Authentication> = Some(Authentication::Ecdsa);

#[rustfmt::skip]
const SCHEMES: &[SchemeFacts] = &[
    row(0x0401, "rsa_pkcs1_sha256", RSA, None),
    row(0x0501, "rsa_pkcs1_sha384", RSA, None),
    row(0x0601, "rsa_pkcs1_sha512", RSA, None),
    row(0x0403, "ecdsa_secp256r1_sha256", ECDSA, Some(NamedGroup::SECP256R1)),
    row(0x0503, "ecdsa_secp384r1_sha384", ECDSA, Some(NamedGroup::SECP384R1)),
    row(0x0603, "ecdsa_secp521r1_sha512", ECDSA, None),
    row(0x0804, "rsa_pss_rsae_sha256", RSA, None),
    row(0x0805, "rsa_pss_rsae_sha384", RSA, None),
    row(0x0806, "rsa_pss_rsae_sha512", RSA, None),
    row(0x0807, "ed25519", ECDSA, None),
    row(0x0808, "ed448", None, None),
    row(0x0809, "rsa_pss_pss_sha256", None, None),
    row(0x080a, "rsa_pss_pss_sha384", None, None),
    row(0x080b, "rsa_pss_pss_sha512", None, None),
    row(0xff01, "rsa_pkcs1_md5_sha1", RSA, None),
    row(0x0201, "rsa_pkcs1_sha1", RSA, None),
    row(0x0203, "ecdsa_sha1", ECDSA, None),
    row(0x0101, "rsa_pkcs1_md5", None, None),
    row(0x0202, "dsa_sha1", None, None),
    row(0x0301, "rsa_pkcs1_sha224", None, None),
    row(0x0302, "dsa_sha224", None, None),
    row(0x0303, "ecdsa_sha224", None, None),
    row(0x0402, "dsa_sha256", None, None),
    row(0x0502, "dsa_sha384", None, None),
    row(0x0602, "dsa_sha512", None, None),
];

impl SignatureScheme {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    pub const RSA_PKCS1_SHA256: Self = Self(0x0401);
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    pub const RSA_PKCS1_SHA384: Self = Self(0x0501);
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    pub const RSA_PKCS1_SHA512: Self = Self(0x0601);
    /// ECDSA with SHA-256; in TLS 1.3 with a P-256 key only.
    pub const ECDSA_SECP256R1_SHA256: Self = Self(0x0403);
    /// ECDSA with SHA-384; in TLS 1.3 with a P-384 key only.
    pub const ECDSA_SECP384R1_SHA384: Self = Self(0x0503);
    /// RSASSA-PSS with SHA-256 and a key of type rsaEncryption.
    pub const RSA_PSS_RSAE_SHA256: Self = Self(0x0804);
    /// RSASSA-PSS with SHA-384 and a key of type rsaEncryption.
    pub const RSA_PSS_RSAE_SHA384: Self = Self(0x0805);
    /// RSASSA-PSS with SHA-512 and a key of type rsaEncryption.
    pub const RSA_PSS_RSAE_SHA512: Self = Self(0x0806);
    /// Ed25519 (RFC 8032).
    pub const ED25519: Self = Self(0x0807);

    /// RSASSA-PKCS1-v1_5 with SHA-1, which is broken (RFC 9155): never part of a policy made here.
    pub const RSA_PKCS1_SHA1: Self = Self(0x0201);
    /// ECDSA with SHA-1, broken too: what TLS 1.0 and 1.1 sign with (RFC 8422 §5.4).
    pub const ECDSA_SHA1: Self = Self(0x0203);
    /// RSASSA-PKCS1-v1_5 over MD5 and SHA-1 one after the other, without their names: what TLS
    /// 1.0 and 1.1 sign with (RFC 4346 §7.4.3). The number is for private use and never stands
    /// on the wire.
    pub const RSA_PKCS1_MD5_SHA1: Self = Self(0xff01);

    /// True for what TLS 1.0 and 1.1 sign with: there the version fixes it, not a policy.
    pub fn is_before_tls12(self) -> bool {
        matches!(self, Self::RSA_PKCS1_MD5_SHA1 | Self::ECDSA_SHA1)
    }

    /// The scheme that a key of this kind signs with before TLS 1.2 (RFC 4346 §7.4.3, RFC 8422
    /// §5.4).
    pub fn before_tls12(kind: Authentication) -> Self {
        match kind {
            Authentication::Rsa => Self::RSA_PKCS1_MD5_SHA1,
            Authentication::Ecdsa => Self::ECDSA_SHA1,
        }
    }

    /// True where the number stands for something on the wire.
    pub fn is_registered(self) -> bool {
        self != Self::RSA_PKCS1_MD5_SHA1
    }

    fn facts(self) -> Option<&'static SchemeFacts> {
        SCHEMES.iter().find(|row| row.scheme == self)
    }

    /// The registry's name, where this library knows one.
    pub fn name(self) -> Option<&'static str> {
        self.facts().map(|row| row.name)
    }

    /// The kind of TLS 1.2 suite that this scheme can authenticate; `None` for a scheme that
    /// this library never uses.
    pub fn authentication(self) -> Option<Authentication> {
        self.facts().and_then(|row| row.authentication)
    }

    /// True where TLS 1.3 lets handshakes be signed so: neither PKCS#1 v1.5 nor SHA-1
    /// (RFC 8446 §4.2.3).
    pub fn is_for_tls13(self) -> bool {
        let pkcs1 = matches!(
            self,
            Self::RSA_PKCS1_SHA256 | Self::RSA_PKCS1_SHA384 | Self::RSA_PKCS1_SHA512
        );
        self.authentication().is_some() && !pkcs1 && !self.is_before_tls12()
    }

    /// The curve of the signing key, where the scheme is bound to one. A TLS 1.2 client must
    /// have named that curve too (RFC 8422 §5.1: the extension covers the certificate's key).
    pub fn curve(self) -> Option<NamedGroup> {
        self.facts().and_then(|row| row.curve)
    }
}

impl fmt::Display for SignatureScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "scheme({:#06x})", self.0),
        }
    }
}

impl fmt::Debug for SignatureScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
