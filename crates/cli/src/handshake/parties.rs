//! The two who meet: their configurations, and who answers for them.

use std::sync::Arc;

use countersign::{
    Answers, CertifiedKey, ClientAuthentication, ClientConfig, ServerConfig, Sign,
    crypto::{NamedGroup, Random},
    pki_types::UnixTime,
};
use countersign_capture::{Side, documentation_endpoints};
use countersign_sessions::{
    ClientCache, ServerSessions, SessionStore, StrikeRegister, TicketPolicy, TicketSealer,
};
use countersign_std::{server_name, verifier_with};
use countersign_tape::{Recorder, Tapes};
use countersign_verify::Verifier;

use super::{
    SERVER,
    certificate::{self, ThrowAway},
    end::End,
    meeting::Meeting,
};
use crate::{
    arguments::{CertificateKind, Handshake, Resume},
    capturing::{Capture, Tap},
    failure::Failure,
    output::Output,
    provider::Cryptography,
    psk::CommandLineKeys,
    timeline::Timeline,
};

/// Bytes that the server takes before the handshake is complete.
const EARLY: u32 = 1024;

/// Where the server would listen, for the capture.
const PORT: u16 = 443;

/// Memory for the session that is kept, in bytes.
const STORE: usize = 1 << 16;

/// Both ends, as often as they meet.
pub(super) struct Parties {
    client_config: ClientConfig,
    server_config: ServerConfig,
    made: ThrowAway,
    /// Empty unless the server asks for it.
    client_keys: Vec<CertifiedKey>,
    verifier: Verifier,
    cache: ClientCache,
    kept: ServerSessions,
    pre_shared_keys: CommandLineKeys,
    tapes: Option<Arc<dyn Tapes>>,
    capture: Option<Capture>,
}

impl Parties {
    pub(super) fn new(
        options: &Handshake,
        kind: CertificateKind,
        now: UnixTime,
        random: &mut dyn Random,
        output: Output,
    ) -> Result<Self, Failure> {
        let cryptography = options.provider.cryptography()?;
        let read = cryptography.read_key;
        let unmade = |error| Failure::usage(format!("no certificate could be made: {error}"), "");
        let made = certificate::make(kind, SERVER, now, random, read).map_err(unmade)?;
        let client_keys = if options.client_auth {
            vec![made.client(now, random, read).map_err(unmade)?]
        } else {
            Vec::new()
        };
        let tickets = match options.keeper() {
            Some(Resume::Tickets) => {
                let sealer = TicketSealer::new(&cryptography.provider, TicketPolicy::default());
                Some(sealer.map_err(|error| Failure::usage(error, ""))?)
            }
            _ => None,
        };
        Ok(Self {
            client_config: client_config(options, kind, &client_keys, cryptography)?,
            server_config: server_config(options, &made, cryptography)?,
            verifier: verifier_with(made.roots()?, cryptography.algorithms)?,
            made,
            client_keys,
            cache: ClientCache::new(1),
            kept: ServerSessions {
                store: Some(SessionStore::new(STORE)),
                tickets,
                // The keys of its tickets are as new as it is.
                early_data: Some(Arc::new(StrikeRegister::with_fresh_keys(1))),
            },
            pre_shared_keys: CommandLineKeys(options.psk.iter().cloned().collect()),
            tapes: options.taping.tapes(options.provider, output)?,
            capture: options.capturing.begin(Some(now), output)?,
        })
    }

    /// One handshake, a little data, and the end. `number` counts their meetings.
    pub(super) fn meet(
        &self,
        number: u16,
        now: UnixTime,
        random: &mut dyn Random,
        output: Output,
    ) -> Result<(), Failure> {
        let of_client = Answers {
            signer: &self.client_keys as &dyn Sign,
            sessions: &self.cache,
            pre_shared_keys: &self.pre_shared_keys,
            ..Answers::client(&self.verifier)
        };
        let of_server = Answers {
            verifier: &self.verifier,
            sessions: &self.kept,
            pre_shared_keys: &self.pre_shared_keys,
            ..Answers::server(&self.server_config, &self.made.key)
        };
        let recording = || self.tapes.as_ref().and_then(|tapes| tapes.next());
        let client = Recorder::client(&self.client_config, server_name(SERVER)?, recording());
        let server = Recorder::server(&self.server_config, recording());
        let (client, server) = (End::new(client, of_client), End::new(server, of_server));
        let timeline = Timeline::new(output.format);
        let ends = documentation_endpoints(number, PORT);
        let tap = self.capture.as_ref().map(|capture| Tap::new(capture, Side::Client, ends));
        Meeting { client, server, now, random, tap, timeline, output }.run()
    }
}

fn server_config(
    options: &Handshake,
    made: &ThrowAway,
    cryptography: Cryptography,
) -> Result<ServerConfig, Failure> {
    let asked = if options.client_auth {
        ClientAuthentication::Required
    } else {
        ClientAuthentication::None
    };
    let mut policy = options.offer.policy(options.psk.is_some())?;
    if options.retry {
        forget_first(&mut policy.groups)?;
    }
    Ok(ServerConfig::builder(cryptography.provider)
        .policy(policy)
        .pre_shared_keys(options.psk.is_some())
        .max_early_data(if options.early_data { EARLY } else { 0 })
        .credential(made.key.credential().clone())
        .client_authentication(asked)
        .tickets(options.keeper() == Some(Resume::Tickets))
        .session_ids(options.keeper() == Some(Resume::SessionIds))
        .protocols(options.offer.protocols()?)
        .trace(true)
        .build()?)
}

/// What the client makes key pairs for before it has heard of any: the first group, and where that
/// is a hybrid one the first curve.
fn forget_first(groups: &mut Vec<NamedGroup>) -> Result<(), Failure> {
    let mut usable = groups.iter().copied().filter(|group| group.is_for_tls13());
    let first = usable.next();
    let curve = match first {
        Some(group) if group.is_hybrid() => usable.find(|group| group.is_curve()),
        _ => None,
    };
    groups.retain(|group| ![first, curve].contains(&Some(*group)));
    if groups.iter().any(|group| group.is_for_tls13()) {
        return Ok(());
    }
    Err(Failure::usage(
        "a retry wants a group of TLS 1.3 that the client does not guess at first",
        "name one more with --group, or leave it out",
    ))
}

fn client_config(
    options: &Handshake,
    kind: CertificateKind,
    keys: &[CertifiedKey],
    cryptography: Cryptography,
) -> Result<ClientConfig, Failure> {
    let mut policy = options.offer.policy(options.psk.is_some())?;
    // RFC 8422 §5.1: the groups of the offer are also the curves that a certificate may be on.
    if kind == CertificateKind::Ecdsa && !policy.groups.contains(&NamedGroup::SECP256R1) {
        policy.groups.push(NamedGroup::SECP256R1);
    }
    let builder = ClientConfig::builder(cryptography.provider).policy(policy);
    let with_key = |builder: countersign::ClientConfigBuilder, key: &CertifiedKey| {
        builder.credential(key.credential().clone())
    };
    Ok(keys
        .iter()
        .fold(builder, with_key)
        .resumption(options.keeper().is_some())
        .early_data(options.early_data)
        .key_log(options.capturing.is_wanted())
        .pre_shared_keys(options.psk.is_some())
        .protocols(options.offer.protocols()?)
        .trace(true)
        .build()?)
}
