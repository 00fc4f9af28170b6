//! What a client offers to servers of TLS 1.3: RFC 8446 §4.2.

use alloc::vec::Vec;

use pki_types::UnixTime;

use super::{
    binders,
    offer::Offer,
    offered::{EarlyOffer, GreasePlace, Offered, OfferedKey, OwnShare},
};
use crate::{
    action::Actions,
    config::{ClientConfig, Compressions, Policy},
    crypto::NamedGroup,
    fault::{Fault, FaultKind},
    request::PreSharedKey,
    resume::{ClientSession, Session},
    schedule::PskKind,
    wire::{
        ProtocolVersion, Writer,
        extension::{
            compress_certificate::{self, CertificateCompressionAlgorithm},
            cookie, early_data as early_data_extension, encrypted_client_hello,
            key_share::{self, KeyShare},
            post_handshake_auth,
            pre_shared_key::{self, PskIdentity},
            psk_key_exchange_modes::{self, PskKeyExchangeMode},
            quic_transport_parameters,
        },
    },
};

/// Header of an extension, bytes: type and length.
const EXTENSION_HEADER: usize = 4;

/// Everything but the pre-shared keys, which stand last.
pub(super) fn write_extensions(writer: &mut Writer<'_>, offer: &Offer<'_>) {
    let (config, offered) = (offer.config(), offer.offered);
    let grease = offer.grease(GreasePlace::Group);
    let nothing = grease.map(|group| KeyShare { group: NamedGroup(group), key_exchange: &[0] });
    let own = offered
        .shares
        .iter()
        .map(|OwnShare { group, key }| KeyShare { group: *group, key_exchange: key.public_key() });
    let shares: Vec<KeyShare<'_>> = nothing.into_iter().chain(own).collect();
    key_share::encode_offer(writer, &shares);
    // RFC 8446 §4.2.9: whoever takes tickets says how they may be used.
    if config.resumes() || !offered.keys.is_empty() {
        psk_key_exchange_modes::encode_offer(writer, modes(config));
    }
    if !offer.cookie.is_empty() {
        cookie::encode_cookie(writer, offer.cookie);
    }
    if offered.early_data.is_some() {
        early_data_extension::encode_empty(writer);
    }
    if let Some(parameters) = config.transport().parameters() {
        quic_transport_parameters::encode_parameters(writer, parameters);
    }
    if !config.certificate_compressions().is_empty() {
        compress_certificate::encode_offer(writer, &algorithms(config.certificate_compressions()));
    }
    if config.may_be_asked_later() {
        post_handshake_auth::encode_empty(writer);
    }
    if let Some(content) = &offered.encrypted_hello {
        encrypted_client_hello::encode_data(writer, content);
    }
}

/// What we can undo.
pub(crate) fn algorithms(ways: Compressions) -> Vec<CertificateCompressionAlgorithm> {
    ways.iter().map(|way| way.algorithm()).collect()
}

/// The ways in which we use a pre-shared key, the better one first.
fn modes(config: &ClientConfig) -> &'static [PskKeyExchangeMode] {
    if config.policy().psk_without_key_exchange {
        &[PskKeyExchangeMode::PSK_DHE_KE, PskKeyExchangeMode::PSK_KE]
    } else {
        &[PskKeyExchangeMode::PSK_DHE_KE]
    }
}

/// Writes the keys, with zeros in the place of their binders.
pub(super) fn write_keys(writer: &mut Writer<'_>, keys: &[OfferedKey]) {
    if keys.is_empty() {
        return;
    }
    let identities: Vec<PskIdentity<'_>> = keys
        .iter()
        .map(|key| PskIdentity {
            identity: &key.identity,
            obfuscated_ticket_age: key.obfuscated_age,
        })
        .collect();
    let zeros = |key: &OfferedKey| alloc::vec![0; key.hash.output_len()];
    let binders: Vec<Vec<u8>> = keys.iter().map(zeros).collect();
    pre_shared_key::encode_offer(writer, &identities, &binders);
}

/// How many bytes the keys take.
pub(super) fn keys_len(keys: &[OfferedKey]) -> usize {
    if keys.is_empty() {
        return 0;
    }
    let identities: usize = keys.iter().map(|key| 2 + key.identity.len() + 4).sum();
    EXTENSION_HEADER + 2 + identities + binders::list_len(keys)
}

/// The content of an encrypted hello that holds nothing (RFC 9849 §6.2): it looks like one for
/// HKDF-SHA256 and AES-128-GCM, whose key is a public value of X25519.
pub(super) fn encrypted_hello(
    config: &ClientConfig,
    actions: &mut Actions<'_>,
) -> Result<Option<Vec<u8>>, Fault> {
    const OUTER: u8 = 0;
    const HKDF_SHA256: u16 = 1;
    const AES_128_GCM: u16 = 1;
    const ENC: usize = 32;
    /// The lengths that hellos are padded to, and the tag.
    const PAYLOAD: usize = 128 + 16;
    if !config.policy().grease_encrypted_client_hello {
        return Ok(None);
    }
    let mut draws = [0; 2 + ENC + PAYLOAD + 96];
    actions.random.fill(&mut draws)?;
    let [config_id, length, rest @ ..] = &draws;
    let (enc, payload) = rest.split_at(ENC);
    let payload_len = PAYLOAD + 32 * usize::from(length & 3);
    let mut content = Vec::new();
    let mut writer = Writer::new(&mut content);
    writer.u8(OUTER);
    writer.u16(HKDF_SHA256);
    writer.u16(AES_128_GCM);
    writer.u8(*config_id);
    writer.vec16(|writer| writer.bytes(enc));
    writer.vec16(|writer| writer.bytes(payload.get(..payload_len).unwrap_or(payload)));
    Ok(Some(content))
}

/// The groups that a key pair is made for before the server has said which it wants: the first,
/// and where few servers know that one yet, the first curve.
fn first_groups(policy: &Policy) -> Vec<NamedGroup> {
    let mut usable = policy.groups.iter().copied().filter(|group| group.is_for_tls13());
    let first = usable.next();
    let curve = match first {
        Some(group) if group.is_hybrid() => usable.find(|group| group.is_curve()),
        _ => None,
    };
    first.into_iter().chain(curve).collect()
}

/// Key pairs, one for each group.
pub(crate) fn own_shares(
    config: &ClientConfig,
    groups: &[NamedGroup],
    actions: &mut Actions<'_>,
) -> Result<Vec<OwnShare>, Fault> {
    let start = |group: &NamedGroup| {
        // The configuration was refused if the provider lacked one.
        let found = config.provider().group(*group).ok_or(FaultKind::ProviderFailed)?;
        Ok(OwnShare { group: *group, key: found.start(actions.random)? })
    };
    groups.iter().map(start).collect()
}

/// Key pairs for the first hello.
pub(super) fn first_shares(
    config: &ClientConfig,
    actions: &mut Actions<'_>,
) -> Result<Vec<OwnShare>, Fault> {
    own_shares(config, &first_groups(config.policy()), actions)
}

/// RFC 8446 §4.2.11.1: the age in milliseconds, hidden by what the server has added. A clock of
/// seconds may count nearly one too many; it is left out, since some servers refuse early data
/// where the age is longer than by their own clock.
fn obfuscated_age(session: &Session, now: UnixTime) -> u32 {
    session.ticket_age(now).saturating_sub(1000).wrapping_add(session.tls13.age_add)
}

/// RFC 8446 §4.1.2: the hello after a retry has the ticket's age as it is then.
pub(crate) fn tell_age_again(offered: &mut Offered, now: UnixTime) {
    let Some(session) = &offered.session else { return };
    let of_session = |key: &&mut OfferedKey| key.kind == PskKind::Resumption;
    for key in offered.keys.iter_mut().filter(of_session) {
        key.obfuscated_age = obfuscated_age(&session.session, now);
    }
}

/// The session's key before the one that we were given.
pub(super) fn keys(
    session: Option<&ClientSession>,
    given: Option<PreSharedKey>,
    now: UnixTime,
) -> Vec<OfferedKey> {
    let of_session = session.and_then(|session| {
        let inner = &session.session;
        let hash = inner.suite.facts().filter(|facts| facts.is_for(ProtocolVersion::TLS13))?.hash;
        (inner.version == ProtocolVersion::TLS13).then(|| OfferedKey {
            identity: session.ticket.clone(),
            obfuscated_age: obfuscated_age(inner, now),
            secret: inner.master_secret.clone(),
            kind: PskKind::Resumption,
            hash,
        })
    });
    let given = given.map(|key| OfferedKey {
        kind: if key.imported { PskKind::Imported } else { PskKind::External },
        identity: key.identity,
        obfuscated_age: 0,
        secret: key.key,
        hash: key.hash,
    });
    of_session.into_iter().chain(given).collect()
}

/// RFC 8446 §4.2.10: with the first key, and with the application protocol that goes with it.
pub(super) fn early_data(
    config: &ClientConfig,
    session: Option<&ClientSession>,
) -> Option<EarlyOffer> {
    let session = session.filter(|_| config.sends_early_data())?;
    let facts = &session.session.tls13;
    let is_offered = match &facts.protocol {
        Some(name) => config.protocols().contains(name),
        None => config.protocols().is_empty(),
    };
    // RFC 9001 §4.6.1: over QUIC a session with another number is not one of QUIC.
    let least = if config.transport().is_quic() { u32::MAX } else { 1 };
    let allowed =
        session.session.version == ProtocolVersion::TLS13 && facts.max_early_data >= least;
    (is_offered && allowed).then(|| EarlyOffer { protocol: facts.protocol.clone() })
}
