//! The combinations of TLS 1.3: a suite says nothing of the key exchange and of the proof, so each
//! goes with every group and every kind of certificate, and with a pre-shared key instead
//! (RFC 8446 §2.2).

use countersign::{
    crypto::{HashAlgorithm, NamedGroup, SUITES, SuiteFacts},
    wire::{ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

use super::{CURVES, Combination, Leaf, Offer, Way};

/// The suites.
fn suites() -> impl Iterator<Item = &'static SuiteFacts> {
    SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS13))
}

/// What our side offers where no group is to be in common.
const OURS_ALONE: NamedGroup = NamedGroup::X25519;
/// What the peer has then.
const THEIRS_ALONE: NamedGroup = NamedGroup::SECP256R1;

impl Combination {
    /// Every suite with every group and every kind of certificate; then the other schemes of each
    /// kind, with the first suite.
    pub(in crate::interop) fn all_tls13() -> Vec<Self> {
        let version = ProtocolVersion::TLS13;
        let mut all = Vec::new();
        for suite in suites() {
            for leaf in Leaf::ALL {
                for &group in CURVES {
                    let first = Self::first(suite, version);
                    let (group, scheme) = (Some(group), Some(leaf.main_scheme(version)));
                    all.push(Self { group, leaf: Some(leaf), scheme, ..first });
                }
            }
        }
        let others = Leaf::ALL.into_iter().flat_map(|leaf| {
            let schemes = leaf.other_schemes().iter().filter(|scheme| scheme.is_for_tls13());
            schemes.map(move |&scheme| (Some(leaf), Some(scheme)))
        });
        let first = suites().next().map(|suite| Self::first(suite, version));
        let first = first.into_iter().cycle();
        all.extend(others.zip(first).map(|((leaf, scheme), one)| Self { leaf, scheme, ..one }));
        all
    }

    /// With a pre-shared key of SHA-256: every suite of that hash with every group, and with the
    /// key alone.
    pub(in crate::interop) fn all_with_psk() -> Vec<Self> {
        let exchanges = || CURVES.iter().copied().map(Some).chain([None]);
        let fits = |suite: &&SuiteFacts| suite.hash == HashAlgorithm::Sha256;
        let all = suites().filter(fits).flat_map(|suite| {
            let first = Self::first(suite, ProtocolVersion::TLS13);
            exchanges().map(move |group| Self { group, leaf: None, scheme: None, ..first })
        });
        all.collect()
    }

    /// Each suite with its first group and its first certificate.
    pub(in crate::interop) fn first_tls13() -> impl Iterator<Item = Self> {
        suites().map(|suite| Self::first(suite, ProtocolVersion::TLS13))
    }

    /// The same with this certificate.
    pub(in crate::interop) fn with(self, leaf: Leaf) -> Self {
        Self { leaf: Some(leaf), scheme: Some(leaf.main_scheme(self.version)), ..self }
    }

    /// The same with a group of which a client can know another of the same kind, where the
    /// client is to say hello twice.
    pub(in crate::interop) fn retriable(self, way: Way) -> Self {
        let group = if way.retries() { Some(NamedGroup::SECP256R1) } else { self.group };
        Self { group, ..self }
    }

    /// How a key that both sides have beforehand is used, where it is all of the proof.
    fn psk(self) -> Option<PskKeyExchangeMode> {
        match (self.leaf, self.group) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(PskKeyExchangeMode::PSK_DHE_KE),
            (None, None) => Some(PskKeyExchangeMode::PSK_KE),
        }
    }

    /// What our side offers so that just this is negotiated. Schemes are always there: a client
    /// may be asked for a certificate.
    pub(super) fn offer13(self) -> Offer {
        let Offer { schemes, .. } = Offer::everything(self.version);
        Offer {
            version: self.version,
            suites: vec![self.suite.suite],
            groups: vec![self.group.unwrap_or(OURS_ALONE)],
            schemes: self.scheme.map_or(schemes, |scheme| vec![scheme]),
            encrypt_then_mac: false,
            psk: self.psk(),
        }
    }

    /// The only group of the peer, where it must not have all of them: none of ours where the key
    /// stands alone, and the one that is agreed on where our client has to say hello twice.
    pub(in crate::interop) fn only_group(self, retries: bool) -> Option<NamedGroup> {
        match (self.version, self.group) {
            (ProtocolVersion::TLS13, None) => Some(THEIRS_ALONE),
            (ProtocolVersion::TLS13, group) if retries => group,
            _ => None,
        }
    }

    /// The groups of a client that has to say hello twice: the first is one that the server does
    /// not have. It is of the same kind, since some clients send a share of each kind.
    pub(in crate::interop) fn retried_groups(self) -> Vec<NamedGroup> {
        [NamedGroup::SECP384R1].into_iter().chain(self.group).collect()
    }
}
