//! What a client offers: the content of its `ClientHello`. The order of the extensions is fixed,
//! so that the same configuration and randomness give the same bytes.

use alloc::vec::Vec;

use pki_types::ServerName;

#[cfg(feature = "tls13")]
use super::offer13;
use super::{
    certificate_types,
    offered::{Grease, GreasePlace, Offered},
};
use crate::{
    config::{ClientConfig, PadClientHello, Policy},
    crypto::{CipherSuite, NamedGroup, RecordCipher, SignatureScheme},
    limits::HANDSHAKE_HEADER,
    wire::{
        ClientHello, HandshakeType, ProtocolVersion, Writer,
        extension::{
            self, ExtensionType, alpn, ec_point_formats, encrypt_then_mac, extended_master_secret,
            max_fragment_length, padding, record_size_limit, renegotiation_info, server_name,
            session_ticket, signature_algorithms, status_request, supported_groups,
            supported_versions,
        },
    },
};

/// The sizes, header included, that some old load balancers hang on (RFC 7685 §4).
const HANGING: core::ops::Range<usize> = 256..512;

/// What goes into the hello.
pub(super) struct Offer<'a> {
    pub(super) offered: &'a Offered,
    /// What a retry wants to have sent back; empty where there is nothing.
    #[cfg_attr(not(feature = "tls13"), expect(dead_code, reason = "a retry is of TLS 1.3"))]
    pub(super) cookie: &'a [u8],
}

impl Offer<'_> {
    pub(super) fn config(&self) -> &ClientConfig {
        &self.offered.config
    }

    pub(super) fn offers(&self, version: ProtocolVersion) -> bool {
        self.config().policy().versions.contains(&version)
    }

    /// True where a version before TLS 1.3 may be chosen.
    fn offers_older(&self) -> bool {
        self.config().policy().versions.iter().any(|version| *version < ProtocolVersion::TLS13)
    }

    /// A value that does not exist, where such are offered.
    pub(super) fn grease(&self, place: GreasePlace) -> Option<u16> {
        self.offered.grease.map(|grease: Grease| grease.value(place))
    }
}

/// The version in the hello's field: the highest, but none beyond TLS 1.2 (RFC 8446 §4.1.2).
pub(super) fn offered_version(policy: &Policy) -> ProtocolVersion {
    policy
        .versions
        .iter()
        .copied()
        .max()
        .unwrap_or(ProtocolVersion::TLS12)
        .min(ProtocolVersion::TLS12)
}

/// Writes the message, header and all, with zeros in the place of binders.
pub(super) fn client_hello(out: &mut Vec<u8>, offer: &Offer<'_>) {
    let policy = offer.config().policy();
    let mut suites: Vec<CipherSuite> =
        offer.grease(GreasePlace::Suite).map(CipherSuite).into_iter().collect();
    suites.extend_from_slice(&policy.suites);
    if offer.config().is_fallback() {
        suites.push(CipherSuite::FALLBACK_SCSV);
    }
    let mut writer = Writer::new(out);
    writer.u8(HandshakeType::CLIENT_HELLO.0);
    writer.vec24(|writer| {
        let Offered { random, session_id, .. } = offer.offered;
        let version = offered_version(policy);
        ClientHello::encode(writer, version, random, session_id, &suites, |writer| {
            write_extensions(writer, offer);
            #[cfg(not(feature = "tls13"))]
            pad(writer, policy, 0);
            #[cfg(feature = "tls13")]
            {
                let keys = &offer.offered.keys;
                pad(writer, policy, offer13::keys_len(keys));
                // RFC 8446 §4.2.11: behind all others.
                offer13::write_keys(writer, keys);
            }
        });
    });
}

/// Fills up a message of a size that some hang on, with what is still to come.
fn pad(writer: &mut Writer<'_>, policy: &Policy, to_come: usize) {
    let len = writer.len() + to_come;
    if policy.pad_client_hello == PadClientHello::AvoidOldBalancers && HANGING.contains(&len) {
        // At least one byte: some of those balancers refuse an empty last extension too.
        padding::encode_zeros(writer, (HANGING.end - len).max(HANDSHAKE_HEADER + 1));
    }
}

fn write_extensions(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let (config, policy) = (offer.config(), offer.config().policy());
    if let Some(kind) = offer.grease(GreasePlace::Extension) {
        extension::encode(writer, ExtensionType(kind), |_| {});
    }
    if let (true, ServerName::DnsName(name)) =
        (config.sends_server_name(), &offer.offered.server_name)
    {
        server_name::encode_offer(writer, name.as_ref());
    }
    if offer.offers_older() {
        extended_master_secret::encode_empty(writer);
        // RFC 5746 §3.4 offers this or the signalling suite; the extension is the plainer.
        renegotiation_info::encode_initial(writer);
    }
    write_groups(writer, offer);
    write_limits(writer, policy);
    write_requests(writer, offer);
    if !policy.schemes.is_empty()
        && (offer.offers(ProtocolVersion::TLS12) || offer.offers(ProtocolVersion::TLS13))
    {
        let mut schemes: Vec<SignatureScheme> = Vec::with_capacity(policy.schemes.len());
        schemes.extend(policy.schemes.iter().filter(|scheme| scheme.is_registered()));
        signature_algorithms::encode_offer(writer, &schemes);
    }
    if !config.protocols().is_empty() {
        alpn::encode_offer(writer, config.protocols());
    }
    certificate_types::offer(writer, config);
    write_versions(writer, offer);
    #[cfg(feature = "tls13")]
    if offer.offers(ProtocolVersion::TLS13) {
        offer13::write_extensions(writer, offer);
    }
    if let Some(kind) = offer.grease(GreasePlace::LastExtension) {
        extension::encode(writer, ExtensionType(kind), |writer| writer.u8(0));
    }
}

fn write_versions(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let mut versions: Vec<ProtocolVersion> =
        offer.grease(GreasePlace::Version).map(ProtocolVersion).into_iter().collect();
    versions.extend_from_slice(&offer.config().policy().versions);
    supported_versions::encode_offer(writer, &versions);
}

fn write_groups(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let policy = offer.config().policy();
    if policy.groups.is_empty() {
        return;
    }
    let mut groups: Vec<NamedGroup> =
        offer.grease(GreasePlace::Group).map(NamedGroup).into_iter().collect();
    groups.extend_from_slice(&policy.groups);
    supported_groups::encode_offer(writer, &groups);
    if offer.offers_older() && policy.groups.iter().any(|group| group.is_curve()) {
        ec_point_formats::encode_uncompressed(writer);
    }
}

/// What records shall hold, and how they are to be protected.
fn write_limits(writer: &mut Writer<'_>, policy: &Policy) {
    let is_cbc = |suite: &CipherSuite| {
        suite.facts().is_some_and(|facts| matches!(facts.cipher, RecordCipher::Cbc(..)))
    };
    if policy.encrypt_then_mac && policy.suites.iter().any(is_cbc) {
        encrypt_then_mac::encode_empty(writer);
    }
    if let Some(length) = policy.max_fragment_length {
        max_fragment_length::encode_length(writer, length);
    }
    if let Some(limit) = policy.record_size_limit {
        record_size_limit::encode_limit(writer, record_size_limit::RecordSizeLimit(limit));
    }
}

/// What the server shall send along.
fn write_requests(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let config = offer.config();
    if config.resumes() && offer.offers_older() {
        // Empty: a new one is welcome. A ticket of TLS 1.3 goes elsewhere.
        let older = offer.offered.session.as_ref().filter(|session| session.is_before_tls13());
        session_ticket::encode_offer(writer, older.map_or(&[], |session| &session.ticket));
    }
    if config.requests_ocsp() {
        status_request::encode_offer(writer);
    }
}
