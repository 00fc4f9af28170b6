//! What is tried with every peer: suites, groups, certificates and schemes that fit together.

use countersign::crypto::{
    Authentication, CipherSuite, KeyExchange, NamedGroup, RecordCipher, SUITES, SignatureScheme,
};
use countersign_rustcrypto::KeyKind;

/// The kinds of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Leaf {
    pub(super) const ALL: [Self; 4] = [Self::Rsa, Self::P256, Self::P384, Self::Ed25519];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA-2048",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Ed25519 => "Ed25519",
        }
    }

    pub(super) fn key_kind(self) -> KeyKind {
        match self {
            Self::Rsa => KeyKind::Rsa2048,
            Self::P256 => KeyKind::P256,
            Self::P384 => KeyKind::P384,
            Self::Ed25519 => KeyKind::Ed25519,
        }
    }

    fn authentication(self) -> Authentication {
        match self {
            Self::Rsa => Authentication::Rsa,
            Self::P256 | Self::P384 | Self::Ed25519 => Authentication::Ecdsa,
        }
    }

    /// A client must name the curve of the certificate too (RFC 8422 §5.1).
    pub(super) fn curve(self) -> Option<NamedGroup> {
        match self {
            Self::P256 => Some(NamedGroup::SECP256R1),
            Self::P384 => Some(NamedGroup::SECP384R1),
            Self::Rsa | Self::Ed25519 => None,
        }
    }

    /// The schemes tried with every suite and group.
    fn main_schemes(self) -> &'static [SignatureScheme] {
        match self {
            Self::Rsa => &[SignatureScheme::RSA_PSS_RSAE_SHA256, SignatureScheme::RSA_PKCS1_SHA256],
            Self::P256 => &[SignatureScheme::ECDSA_SECP256R1_SHA256],
            Self::P384 => &[SignatureScheme::ECDSA_SECP384R1_SHA384],
            Self::Ed25519 => &[],
        }
    }

    /// The schemes tried once.
    fn other_schemes(self) -> &'static [SignatureScheme] {
        match self {
            Self::Rsa => &[
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
            ],
            Self::Ed25519 => &[SignatureScheme::ED25519],
            Self::P256 | Self::P384 => &[],
        }
    }
}

/// One combination.
#[derive(Clone, Copy, Debug)]
pub(super) struct Combination {
    pub(super) suite: CipherSuite,
    pub(super) group: NamedGroup,
    pub(super) leaf: Leaf,
    pub(super) scheme: SignatureScheme,
}

const GROUPS: [NamedGroup; 3] = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];

impl Combination {
    /// The first of each kind of certificate: for what is not about suites.
    pub(super) fn plain(leaf: Leaf) -> Option<Self> {
        Self::all().into_iter().find(|combination| combination.leaf == leaf)
    }

    /// Every suite with every group and every kind of certificate that fits it, with the schemes
    /// of most use; then the other schemes, once each.
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for leaf in Leaf::ALL {
            let suites: Vec<CipherSuite> = SUITES
                .iter()
                .filter(|row| {
                    row.authentication == Some(leaf.authentication())
                        && row.key_exchange == KeyExchange::Ecdhe
                        && matches!(row.cipher, RecordCipher::Aead(_))
                })
                .map(|row| row.suite)
                .collect();
            for &scheme in leaf.main_schemes() {
                for &suite in &suites {
                    all.extend(GROUPS.map(|group| Self { suite, group, leaf, scheme }));
                }
            }
            let once = suites.first().map(|&suite| {
                let group = NamedGroup::X25519;
                leaf.other_schemes().iter().map(move |&scheme| Self { suite, group, leaf, scheme })
            });
            all.extend(once.into_iter().flatten());
        }
        all
    }

    /// What a client offers so that just this is negotiated.
    pub(super) fn offer(self) -> Offer {
        let curve = self.leaf.curve().filter(|curve| *curve != self.group);
        Offer {
            version: Version::Tls12,
            suites: vec![self.suite],
            groups: [self.group].into_iter().chain(curve).collect(),
            schemes: vec![self.scheme],
        }
    }
}

/// What a side can do, for the command line of a peer or our own policy.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) version: Version,
    pub(super) suites: Vec<CipherSuite>,
    pub(super) groups: Vec<NamedGroup>,
    pub(super) schemes: Vec<SignatureScheme>,
}

/// The only version of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Tls11,
    Tls12,
    Tls13,
}

impl Offer {
    /// All that the matrix has.
    pub(super) fn everything() -> Self {
        let policy = countersign::Policy::modern();
        Self {
            version: Version::Tls12,
            suites: policy.suites,
            groups: policy.groups,
            schemes: policy.schemes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign::crypto::SuiteFacts;

    #[test]
    fn the_matrix_is_whole() {
        let all = Combination::all();
        // 3 suites × 3 groups × 4 pairs of certificate and scheme, and 5 schemes once.
        assert_eq!(all.len(), 3 * 3 * 4 + 5);
        let ephemeral = |row: &&SuiteFacts| all.iter().any(|one| one.suite == row.suite);
        for row in SUITES.iter().filter(ephemeral) {
            let groups = GROUPS.iter().filter(|&&group| {
                all.iter().any(|one| (one.suite, one.group) == (row.suite, group))
            });
            assert_eq!(groups.count(), 3, "{}", row.name);
        }
    }

    #[test]
    fn the_curve_of_the_certificate_is_offered() {
        let of = |leaf, group| {
            let all = Combination::all();
            let found = all.iter().find(|one| (one.leaf, one.group) == (leaf, group));
            found.map(|one| one.offer().groups).unwrap_or_default()
        };
        let (x25519, p384) = (NamedGroup::X25519, NamedGroup::SECP384R1);
        assert_eq!(of(Leaf::P384, x25519), [x25519, p384]);
        assert_eq!(of(Leaf::P384, p384), [p384]);
        assert_eq!(of(Leaf::Rsa, x25519), [x25519]);
    }
}
