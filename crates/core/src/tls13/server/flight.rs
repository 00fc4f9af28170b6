//! The server's flight up to what keys protect: `ServerHello`, and the keys of the handshake
//! (RFC 8446 §4.1.3, §7.1).

use alloc::boxed::Box;

use super::{
    State, choose, early, encrypted_extensions,
    greeted::Greeted,
    prove,
    retry::skipped,
    selected::{Origin, Selected},
    serving::Serving,
};
use crate::{
    action::Actions,
    config::Credential,
    crypto::{CryptoError, NamedGroup, Response, SignatureScheme},
    event::{EarlyData, Event},
    fault::{Fault, FaultKind},
    handshake::{Agreed, CertificateTypes, RecordLimits, Role, Transcript},
    hello::{certificate_types, server_binding},
    schedule::{EarlySecret, HandshakeSecret, Hkdf, TrafficSecret},
    wire::{
        ClientHello, HandshakeType, ProtocolVersion, RANDOM_LEN, ServerHello,
        extension::{
            key_share::{self, KeyShare},
            pre_shared_key,
            psk_key_exchange_modes::PskKeyExchangeMode,
            supported_versions,
        },
    },
};

/// What protects the handshake.
pub(super) struct HandshakeKeys {
    pub(super) secret: HandshakeSecret,
    pub(super) client: TrafficSecret,
    pub(super) server: TrafficSecret,
}

/// What proves the server, and the group of the key exchange beside it.
enum Proof {
    Certificate(NamedGroup, Credential, SignatureScheme),
    Key(Option<NamedGroup>, Selected),
}

impl Proof {
    fn group(&self) -> Option<NamedGroup> {
        match self {
            Self::Certificate(group, ..) => Some(*group),
            Self::Key(group, _) => *group,
        }
    }
}

/// A full handshake, proven by a certificate.
pub(super) fn in_full(greeted: Box<Greeted>, actions: &mut Actions<'_>) -> Result<State, Fault> {
    let hello = greeted.offered.decode()?;
    let early_data = early::refused(&greeted, &hello)?;
    let (credential, scheme) = choose::proof(&hello, &greeted.config)?;
    let group = greeted.group.clone()?;
    send(*greeted, Proof::Certificate(group, credential, scheme), early_data, actions)
}

/// A handshake that a pre-shared key proves.
pub(super) fn with_key(
    greeted: Box<Greeted>,
    key: Selected,
    early_data: EarlyData,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let group = match greeted.psk_mode {
        Some(PskKeyExchangeMode::PSK_DHE_KE) => Some(greeted.group.clone()?),
        _ => None,
    };
    send(*greeted, Proof::Key(group, key), early_data, actions)
}

fn send(
    greeted: Greeted,
    proof: Proof,
    early_data: EarlyData,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let offered = greeted.offered.clone();
    let hello = offered.decode()?;
    let mut random = [0; RANDOM_LEN];
    actions.random.fill(&mut random)?;
    let response =
        proof.group().map(|group| respond(&greeted, &hello, group, actions)).transpose()?;
    let limits = encrypted_extensions::limits(&hello, &greeted.config)?;
    let place = match &proof {
        Proof::Certificate(..) => None,
        Proof::Key(_, key) => Some(key.place),
    };
    let (mut serving, early) = decide(greeted, &hello, proof, random, limits.records, early_data)?;
    actions.emit(Event::Negotiated(serving.agreed.summary()));
    let early_traffic = (serving.early_data == EarlyData::Accepted)
        .then(|| early.traffic(serving.transcript.current().as_ref()));
    send_hello(&mut serving, &hello, response.as_ref(), place, actions);
    let shared = response.as_ref().map(|response| &response.secret);
    let secret = early.into_handshake(shared);
    let hash = serving.transcript.current();
    let keys = HandshakeKeys {
        client: secret.traffic(Role::Client, hash.as_ref()),
        server: secret.traffic(Role::Server, hash.as_ref()),
        secret,
    };
    change_keys(&serving, &keys, early_traffic.as_ref(), actions)?;
    encrypted_extensions::send(&mut serving, &limits, actions);
    prove::go_on(serving, &hello, keys, actions)
}

/// Answers the client's share.
fn respond(
    greeted: &Greeted,
    hello: &ClientHello<'_>,
    group: NamedGroup,
    actions: &mut Actions<'_>,
) -> Result<Response, Fault> {
    let share = hello.key_shares()?.and_then(|shares| shares.get(group)).unwrap_or_default();
    // The group is in the policy, and the configuration was refused if the provider lacked it.
    let found = greeted.config.provider().group(group).ok_or(FaultKind::ProviderFailed)?;
    found.respond(share, actions.random).map_err(|error| match error {
        CryptoError::Invalid => {
            Fault::new(FaultKind::BadKeyShare).came(alloc::format!("for {group}"))
        }
        error => error.into(),
    })
}

/// The facts, and the first stage of the key schedule.
fn decide(
    greeted: Greeted,
    hello: &ClientHello<'_>,
    proof: Proof,
    random: [u8; RANDOM_LEN],
    record_limits: RecordLimits,
    early_data: EarlyData,
) -> Result<(Box<Serving>, EarlySecret), Fault> {
    let group = proof.group();
    let suite = match &proof {
        Proof::Certificate(..) => greeted.suite(hello)?,
        Proof::Key(_, key) => key.suite,
    };
    let binding = greeted
        .gives_tickets(hello)?
        .then(|| server_binding(hello, &greeted.config, suite, greeted.protocol.as_ref()))
        .transpose()?;
    let Greeted { config, offered, protocol, retried, .. } = greeted;
    let raw = offered.raw();
    let retry = retried.is_some();
    let transcript = match retried {
        Some(retried) => {
            let mut transcript = retried.transcript;
            transcript.add(raw);
            transcript
        }
        None => Transcript::start(config.provider(), ProtocolVersion::TLS13, suite, raw, false)?,
    };
    let agreed = Agreed {
        version: ProtocolVersion::TLS13,
        suite,
        client_random: *hello.random,
        server_random: random,
        // What these two were made for, TLS 1.3 has from the start.
        extended_master_secret: true,
        secure_renegotiation: true,
        encrypt_then_mac: false,
        protocol,
        resumption: None,
        record_limits,
        certificate_types: CertificateTypes { client: None, ..CertificateTypes::default() },
    };
    let server_name = hello.server_name()?.map(|name| raw.slice_ref(name.as_bytes()));
    let hkdf = Hkdf::new(config.provider(), suite.hash)?;
    let mut serving =
        Box::new(Serving::new(config, agreed, transcript, group, server_name, binding));
    serving.early_data = early_data;
    serving.retried = retry;
    let early = match proof {
        Proof::Certificate(_, credential, scheme) => {
            serving.agreed.certificate_types =
                certificate_types::decide(hello, &serving.config, &credential)?;
            serving.proof = Some((credential, scheme));
            EarlySecret::new(hkdf, None)
        }
        Proof::Key(_, key) => {
            match key.origin {
                Origin::Session(session, how) => serving.resume(*session, how),
                Origin::Given(identity) => serving.psk_identity = Some(identity),
            }
            key.secret
        }
    };
    Ok((serving, early))
}

/// The extensions stand as in the traces of RFC 8448, so that they can be compared byte by byte.
fn send_hello(
    serving: &mut Serving,
    hello: &ClientHello<'_>,
    response: Option<&Response>,
    place: Option<u16>,
    actions: &mut Actions<'_>,
) {
    let Serving { agreed, transcript, group, retried, .. } = serving;
    actions.send(HandshakeType::SERVER_HELLO, transcript, |writer| {
        let (version, random) = (ProtocolVersion::TLS12, &agreed.server_random);
        let suite = agreed.suite.suite;
        ServerHello::encode(writer, version, random, hello.session_id, suite, |writer| {
            if let Some(place) = place {
                pre_shared_key::encode_answer(writer, place);
            }
            if let (Some(group), Some(response)) = (*group, response) {
                let key_exchange = &response.public_key;
                key_share::encode_answer(writer, KeyShare { group, key_exchange });
            }
            supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
        });
    });
    // RFC 8446 appendix D.4: behind our first message, whichever that was.
    if !hello.session_id.is_empty() && !*retried {
        actions.send_change_cipher_spec();
    }
}

/// Changes our keys, and those by which we read: to those of early data where they are taken.
fn change_keys(
    serving: &Serving,
    keys: &HandshakeKeys,
    early: Option<&TrafficSecret>,
    actions: &mut Actions<'_>,
) -> Result<(), Fault> {
    let limits = &serving.agreed.record_limits;
    serving.log(&keys.client, actions);
    serving.log(&keys.server, actions);
    actions.pad_records(serving.config.policy().record_padding);
    actions.write_keys(serving.keys(&keys.server)?, limits);
    if let Some(early) = early {
        serving.log(early, actions);
        actions.change_read_keys(serving.keys(early)?);
        // RFC 9001 §4.1.4: over QUIC packets of both levels go side by side.
        if !serving.config.transport().is_quic() {
            return Ok(());
        }
    }
    let read = serving.keys(&keys.client)?;
    if serving.early_data == EarlyData::Rejected && !serving.retried {
        // Early data know no limit but that of all records, so ours is set later.
        actions.change_read_keys(read);
        actions.skip_early_data(skipped(&serving.config));
    } else {
        actions.read_keys(read, limits);
    }
    Ok(())
}
