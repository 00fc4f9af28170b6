//! What is tried with every peer: versions, suites, groups, certificates and schemes that fit
//! together.

mod course;
mod leaf;
mod offer;
mod tls13;

use countersign::{
    crypto::{
        Authentication, KeyExchange, NamedGroup, RecordCipher, SUITES, SignatureScheme, SuiteFacts,
    },
    wire::ProtocolVersion,
};

pub(super) use course::{Clients, Course, Way};
pub(super) use leaf::Leaf;
pub(super) use offer::Offer;

/// One combination: just this is to be negotiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Combination {
    pub(super) version: ProtocolVersion,
    pub(super) suite: &'static SuiteFacts,
    /// Where the key exchange has one.
    pub(super) group: Option<NamedGroup>,
    /// Where the server shows a certificate.
    pub(super) leaf: Option<Leaf>,
    /// Where the server signs.
    pub(super) scheme: Option<SignatureScheme>,
    /// Suites with CBC only.
    pub(super) encrypt_then_mac: bool,
}

/// A group of each kind is tried with every suite that has curves.
const CURVES: &[NamedGroup] = &[NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];
/// The same for prime fields.
pub(super) const FIELDS: &[NamedGroup] =
    &[NamedGroup::FFDHE2048, NamedGroup::FFDHE3072, NamedGroup::FFDHE4096];

/// The groups that a suite may have; the last two columns of the matrix.
fn groups(exchange: KeyExchange) -> Vec<Option<NamedGroup>> {
    let groups = match exchange {
        KeyExchange::Ecdhe | KeyExchange::EcdhePsk | KeyExchange::Any => CURVES,
        KeyExchange::Dhe => FIELDS,
        KeyExchange::Rsa | KeyExchange::Psk => return vec![None],
    };
    groups.iter().copied().map(Some).collect()
}

/// The certificates that a suite may have.
fn leaves(suite: &SuiteFacts, version: ProtocolVersion) -> Vec<Option<Leaf>> {
    // The suites of TLS 1.3 do not say.
    let any = suite.key_exchange == KeyExchange::Any;
    let fits = |leaf: &Leaf| any || Some(leaf.authentication()) == suite.authentication;
    if suite.authentication.is_none() && !any {
        return vec![None];
    }
    let leaves = Leaf::ALL.into_iter().filter(fits);
    leaves.filter(|leaf| leaf.is_for(version)).map(Some).collect()
}

impl Combination {
    /// This suite with its first group and its first certificate.
    pub(super) fn first(suite: &'static SuiteFacts, version: ProtocolVersion) -> Self {
        let leaf = leaves(suite, version).first().copied().flatten();
        Self {
            version,
            suite,
            group: groups(suite.key_exchange).first().copied().flatten(),
            leaf,
            scheme: leaf
                .filter(|_| suite.key_exchange.is_signed())
                .map(|leaf| leaf.main_scheme(version)),
            encrypt_then_mac: matches!(suite.cipher, RecordCipher::Cbc(..)),
        }
    }

    /// The suite that OpenSSL calls so, in TLS 1.3 where it is one of its suites, else in TLS 1.2.
    pub(super) fn named(openssl_name: &str) -> Option<Self> {
        let suite = SUITES.iter().find(|row| row.openssl_name == openssl_name)?;
        Some(Self::first(suite, ProtocolVersion::TLS12.max(suite.since)))
    }

    /// The first of each kind of certificate: for what is not about suites.
    pub(super) fn plain(leaf: Leaf) -> Self {
        let kind = Some(leaf.authentication());
        let suite = SUITES.iter().find(|row| row.authentication == kind).unwrap_or(&SUITES[0]);
        let version = ProtocolVersion::TLS12;
        let scheme = Some(leaf.main_scheme(version));
        Self { leaf: Some(leaf), scheme, ..Self::first(suite, version) }
    }

    /// TLS 1.2: every suite with every group and every kind of certificate that fits it, those
    /// with CBC in both orders of MAC and encryption; then the other schemes, with the first
    /// suite of each way to exchange keys.
    pub(super) fn all() -> Vec<Self> {
        let version = ProtocolVersion::TLS12;
        let mut all = Vec::new();
        for suite in SUITES.iter().filter(|row| row.is_for(version)) {
            for leaf in leaves(suite, version) {
                for group in groups(suite.key_exchange) {
                    let first = Self::first(suite, version);
                    let scheme = leaf.map(|leaf| leaf.main_scheme(version));
                    let scheme = first.scheme.and(scheme);
                    all.extend(Self { group, leaf, scheme, ..first }.both_orders());
                }
            }
        }
        for leaf in Leaf::ALL {
            for &scheme in leaf.other_schemes() {
                for name in ["ECDHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256"] {
                    let first = Self::named(name);
                    all.extend(first.map(|first| Self { scheme: Some(scheme), ..first }));
                }
            }
        }
        all
    }

    /// TLS 1.0 and 1.1: every suite with its first group, and the kinds of certificate.
    pub(super) fn all_before_tls12() -> Vec<Self> {
        let mut all = Vec::new();
        for version in [ProtocolVersion::TLS10, ProtocolVersion::TLS11] {
            for suite in SUITES.iter().filter(|row| row.is_for(version)) {
                for leaf in leaves(suite, version) {
                    let first = Self::first(suite, version);
                    all.extend(Self { leaf, ..first }.both_orders());
                }
            }
        }
        all
    }

    /// With encrypt-then-MAC and without, where that makes a difference.
    fn both_orders(self) -> impl Iterator<Item = Self> {
        let other = self.encrypt_then_mac.then_some(Self { encrypt_then_mac: false, ..self });
        [self].into_iter().chain(other)
    }

    /// What a side offers so that just this is negotiated. The schemes are those of a client's
    /// certificate too, so that there are some where the server does not sign.
    pub(super) fn offer(self) -> Offer {
        if self.version >= ProtocolVersion::TLS13 {
            return self.offer13();
        }
        let curve = self.leaf.and_then(Leaf::curve).filter(|curve| Some(*curve) != self.group);
        let modern = Offer::modern();
        Offer {
            version: self.version,
            suites: vec![self.suite.suite],
            groups: self.group.into_iter().chain(curve).collect(),
            schemes: self
                .scheme
                .filter(|scheme| !scheme.is_before_tls12())
                .map_or(modern.schemes, |scheme| vec![scheme]),
            encrypt_then_mac: self.encrypt_then_mac,
            psk: None,
        }
    }

    /// True where the server's key is one of elliptic curves.
    pub(super) fn is_ecdsa(self) -> bool {
        self.suite.authentication == Some(Authentication::Ecdsa)
    }
}
