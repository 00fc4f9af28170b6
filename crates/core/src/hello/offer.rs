//! What a client offers: the content of its `ClientHello`. The order of the extensions is fixed,
//! so that the same configuration and randomness give the same bytes.

use alloc::{borrow::Cow, vec::Vec};

use pki_types::ServerName;

use crate::{
    config::{ClientConfig, PadClientHello, Policy},
    crypto::{CipherSuite, RecordCipher, SignatureScheme},
    wire::{
        ClientHello, ProtocolVersion, RANDOM_LEN, Writer,
        extension::{
            alpn, ec_point_formats, encrypt_then_mac, extended_master_secret, max_fragment_length,
            padding, record_size_limit, renegotiation_info, server_name, session_ticket,
            signature_algorithms, status_request, supported_groups, supported_versions,
        },
    },
};

/// The sizes, header included, that some old load balancers hang on (RFC 7685 §4).
const HANGING: core::ops::Range<usize> = 256..512;

/// What goes into the hello.
pub(super) struct Offer<'a> {
    pub(super) config: &'a ClientConfig,
    pub(super) server_name: &'a ServerName<'a>,
    pub(super) random: &'a [u8; RANDOM_LEN],
    pub(super) session_id: &'a [u8],
    /// Empty: a new one is welcome, where sessions are resumed at all.
    pub(super) ticket: &'a [u8],
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

/// Writes the body.
pub(super) fn client_hello(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let policy = offer.config.policy();
    // The message began with its header just before this body.
    let start = writer.len() - crate::limits::HANDSHAKE_HEADER;
    let version = offered_version(policy);
    let mut suites = Cow::Borrowed(&policy.suites[..]);
    if offer.config.is_fallback() {
        suites.to_mut().push(CipherSuite::FALLBACK_SCSV);
    }
    ClientHello::encode(writer, version, offer.random, offer.session_id, &suites, |writer| {
        write_extensions(writer, offer);
        let len = writer.len() - start;
        if policy.pad_client_hello == PadClientHello::AvoidOldBalancers && HANGING.contains(&len) {
            // At least one byte: some of those balancers refuse an empty last extension too.
            padding::encode_zeros(writer, (HANGING.end - len).max(5));
        }
    });
}

fn write_extensions(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let (config, policy) = (offer.config, offer.config.policy());
    if let (true, ServerName::DnsName(name)) = (config.sends_server_name(), offer.server_name) {
        server_name::encode_offer(writer, name.as_ref());
    }
    extended_master_secret::encode_empty(writer);
    // RFC 5746 §3.4 offers this or the signalling suite; the extension is the plainer.
    renegotiation_info::encode_initial(writer);
    if !policy.groups.is_empty() {
        supported_groups::encode_offer(writer, &policy.groups);
        if policy.groups.iter().any(|group| !group.is_finite_field()) {
            ec_point_formats::encode_uncompressed(writer);
        }
    }
    write_limits(writer, policy);
    write_requests(writer, config, offer.ticket);
    if !policy.schemes.is_empty() && policy.versions.contains(&ProtocolVersion::TLS12) {
        let mut schemes: Vec<SignatureScheme> = Vec::with_capacity(policy.schemes.len());
        schemes.extend(policy.schemes.iter().filter(|scheme| scheme.is_registered()));
        signature_algorithms::encode_offer(writer, &schemes);
    }
    if !config.protocols().is_empty() {
        alpn::encode_offer(writer, config.protocols());
    }
    supported_versions::encode_offer(writer, &policy.versions);
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
fn write_requests(writer: &mut Writer<'_>, config: &ClientConfig, ticket: &[u8]) {
    if config.resumes() {
        session_ticket::encode_offer(writer, ticket);
    }
    if config.requests_ocsp() {
        status_request::encode_offer(writer);
    }
}
