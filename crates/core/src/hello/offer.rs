//! What a client offers: the content of its `ClientHello`. The order of the extensions is fixed,
//! so that the same configuration and randomness give the same bytes.

use pki_types::ServerName;

use crate::{
    config::{ClientConfig, PadClientHello},
    wire::{
        ClientHello, ProtocolVersion, RANDOM_LEN, Writer,
        extension::{
            alpn, ec_point_formats, extended_master_secret, padding, renegotiation_info,
            server_name, signature_algorithms, supported_groups, supported_versions,
        },
    },
};

/// The sizes, header included, that some old load balancers hang on (RFC 7685 §4).
const HANGING: core::ops::Range<usize> = 256..512;

/// Writes the body.
pub(super) fn client_hello(
    writer: &mut Writer<'_>,
    config: &ClientConfig,
    name: &ServerName<'_>,
    random: &[u8; RANDOM_LEN],
) {
    let policy = config.policy();
    // The message began with its header just before this body.
    let start = writer.len() - crate::limits::HANDSHAKE_HEADER;
    ClientHello::encode(writer, ProtocolVersion::TLS12, random, &[], &policy.suites, |writer| {
        if let (true, ServerName::DnsName(name)) = (config.sends_server_name(), name) {
            server_name::encode_offer(writer, name.as_ref());
        }
        extended_master_secret::encode_empty(writer);
        // RFC 5746 §3.4 offers this or the signalling suite; the extension is the plainer.
        renegotiation_info::encode_initial(writer);
        supported_groups::encode_offer(writer, &policy.groups);
        ec_point_formats::encode_uncompressed(writer);
        signature_algorithms::encode_offer(writer, &policy.schemes);
        if !config.protocols().is_empty() {
            alpn::encode_offer(writer, config.protocols());
        }
        supported_versions::encode_offer(writer, &policy.versions);
        let len = writer.len() - start;
        if policy.pad_client_hello == PadClientHello::AvoidOldBalancers && HANGING.contains(&len) {
            // At least one byte: some of those balancers refuse an empty last extension too.
            padding::encode_zeros(writer, (HANGING.end - len).max(5));
        }
    });
}
