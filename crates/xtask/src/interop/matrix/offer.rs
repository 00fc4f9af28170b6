//! What a side can do, for the command line of a peer or our own policy.

use countersign::{
    Policy,
    crypto::{CipherSuite, NamedGroup, SUITES, SignatureScheme},
    wire::{ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

/// What a side can do.
#[derive(Clone, Debug)]
pub(in crate::interop) struct Offer {
    /// The only version.
    pub(in crate::interop) version: ProtocolVersion,
    pub(in crate::interop) suites: Vec<CipherSuite>,
    pub(in crate::interop) groups: Vec<NamedGroup>,
    pub(in crate::interop) schemes: Vec<SignatureScheme>,
    pub(in crate::interop) encrypt_then_mac: bool,
    /// TLS 1.3: how it uses the key that both sides have beforehand, if it does; up to TLS 1.2
    /// the suites say so.
    pub(in crate::interop) psk: Option<PskKeyExchangeMode>,
}

impl Offer {
    /// What is offered if nothing else is said.
    pub(in crate::interop) fn modern() -> Self {
        let Policy { suites, groups, schemes, .. } = countersign_testkit::tls12();
        let version = ProtocolVersion::TLS12;
        Self { version, suites, groups, schemes, encrypt_then_mac: true, psk: None }
    }

    /// Every suite of this version, and every group.
    pub(in crate::interop) fn everything(version: ProtocolVersion) -> Self {
        let rows = SUITES.iter().filter(|row| row.is_for(version));
        let fields = [NamedGroup::FFDHE2048, NamedGroup::FFDHE3072, NamedGroup::FFDHE4096];
        // Neither has a place in TLS 1.3.
        let is_new = version >= ProtocolVersion::TLS13;
        let fields = fields.into_iter().filter(|_| !is_new);
        let modern = Self::modern();
        Self {
            version,
            suites: rows.map(|row| row.suite).collect(),
            groups: modern.groups.iter().copied().chain(fields).collect(),
            schemes: modern
                .schemes
                .iter()
                .copied()
                .filter(|scheme| !is_new || scheme.is_for_tls13())
                .collect(),
            ..modern
        }
    }

    /// The policy of our own side.
    pub(in crate::interop) fn policy(&self) -> Policy {
        Policy {
            versions: vec![self.version],
            suites: self.suites.clone(),
            groups: self.groups.clone(),
            schemes: self.schemes.clone(),
            encrypt_then_mac: self.encrypt_then_mac,
            psk_without_key_exchange: self.psk == Some(PskKeyExchangeMode::PSK_KE),
            ..countersign_testkit::tls12()
        }
    }
}
