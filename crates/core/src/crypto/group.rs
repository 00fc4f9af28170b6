//! Named groups: RFC 8422 §5.1.1, RFC 8446 §4.2.7, RFC 7919 §2.

use core::fmt;

use crate::wire::is_grease;

/// A number of the registry "TLS Supported Groups". Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedGroup(pub u16);

/// The registry's rows that have a name here.
const NAMES: &[(NamedGroup, &str)] = &[
    (NamedGroup(0x0015), "secp224r1"),
    (NamedGroup(0x0016), "secp256k1"),
    (NamedGroup::SECP256R1, "secp256r1"),
    (NamedGroup::SECP384R1, "secp384r1"),
    (NamedGroup(0x0019), "secp521r1"),
    (NamedGroup(0x001a), "brainpoolP256r1"),
    (NamedGroup(0x001b), "brainpoolP384r1"),
    (NamedGroup(0x001c), "brainpoolP512r1"),
    (NamedGroup::X25519, "x25519"),
    (NamedGroup(0x001e), "x448"),
    (NamedGroup::FFDHE2048, "ffdhe2048"),
    (NamedGroup::FFDHE3072, "ffdhe3072"),
    (NamedGroup::FFDHE4096, "ffdhe4096"),
    (NamedGroup(0x0103), "ffdhe6144"),
    (NamedGroup(0x0104), "ffdhe8192"),
    (NamedGroup(0x11eb), "SecP256r1MLKEM768"),
    (NamedGroup::X25519MLKEM768, "X25519MLKEM768"),
    (NamedGroup(0x11ed), "SecP384r1MLKEM1024"),
];

impl NamedGroup {
    /// NIST P-256; public values are uncompressed points of 65 bytes.
    pub const SECP256R1: Self = Self(0x0017);
    /// NIST P-384; public values are uncompressed points of 97 bytes.
    pub const SECP384R1: Self = Self(0x0018);
    /// Curve25519; public values are 32 bytes.
    pub const X25519: Self = Self(0x001d);

    /// The prime field of 2048 bits of RFC 7919; public values are 256 bytes.
    pub const FFDHE2048: Self = Self(0x0100);
    /// The prime field of 3072 bits of RFC 7919; public values are 384 bytes.
    pub const FFDHE3072: Self = Self(0x0101);
    /// The prime field of 4096 bits of RFC 7919; public values are 512 bytes.
    pub const FFDHE4096: Self = Self(0x0102);

    /// X25519 together with ML-KEM-768, of TLS 1.3 alone (draft-ietf-tls-ecdhe-mlkem): a client's
    /// public values are 1216 bytes (the key of ML-KEM first), a server's 1120.
    pub const X25519MLKEM768: Self = Self(0x11ec);

    /// True for the prime fields of RFC 7919, whose numbers start with 1 (§2).
    pub const fn is_finite_field(self) -> bool {
        self.0 >> 8 == 1
    }

    /// True for the groups of elliptic curves that every version can use.
    pub const fn is_curve(self) -> bool {
        !self.is_finite_field() && !self.is_hybrid()
    }

    /// True for a group that TLS 1.3 uses here: a prime field costs more than it is worth there,
    /// where every peer has a curve (RFC 8446 §9.1).
    pub const fn is_for_tls13(self) -> bool {
        !self.is_finite_field()
    }

    /// True for a group that joins elliptic curves with a key encapsulation against quantum
    /// computers. TLS 1.2 cannot use it.
    pub const fn is_hybrid(self) -> bool {
        matches!(self.0, 0x11eb..=0x11ed)
    }

    /// The registry's name, where this library knows one.
    pub fn name(self) -> Option<&'static str> {
        NAMES.iter().find(|(group, _)| *group == self).map(|(_, name)| *name)
    }
}

impl fmt::Display for NamedGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "group({:#06x})", self.0),
        }
    }
}

impl fmt::Debug for NamedGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
