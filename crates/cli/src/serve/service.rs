//! What all clients of a server share: configuration, keys, sessions.

use std::{path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use countersign::{
    CertificateType, ClientAuthentication, Policy, ProtocolName, ServerConfig, crypto::Provider,
};
use countersign_sessions::{
    ServerSessions, SessionStore, StrikeRegister, TicketPolicy, TicketSealer,
};
use countersign_std::{Answerers, certified_key_with, pem, roots, verifier_with};
use countersign_verify::PinnedPublicKeys;
use x509_cert::{
    Certificate,
    der::{Decode as _, Encode as _},
};

use crate::{
    advice,
    arguments::{Serve, VerifyClient},
    capturing::Capture,
    disclosure::Exporter,
    failure::Failure,
    known_keys::known_keys,
    output::Output,
    psk::CommandLineKeys,
    starttls::StartTls,
};

/// Memory for sessions that are kept under ids, in bytes: some 30,000 of them.
const STORE: usize = 4 << 20;

/// Clients with early data that are remembered at once: within some 20 seconds. They take some
/// 5 MB where there are so many.
const EARLY_CLIENTS: usize = 1 << 16;

/// What all clients share.
pub(crate) struct Service {
    pub(crate) config: ServerConfig,
    pub(crate) answerers: Answerers,
    pub(crate) capture: Option<Capture>,
    pub(crate) exporter: Option<Exporter>,
    pub(crate) starttls: Option<StartTls>,
    pub(crate) www: bool,
    pub(crate) quiet: bool,
    pub(crate) timeout: Duration,
    pub(crate) output: Output,
}

impl Service {
    pub(super) fn new(options: &Serve, output: Output) -> Result<Self, Failure> {
        let cryptography = options.provider.cryptography()?;
        let mut protocols = options.offer.protocols()?;
        if options.www && protocols.is_empty() {
            protocols.push(ProtocolName::new("http/1.1")?);
        }
        let keys = options.client_ca.as_deref().map(known_keys).transpose()?.flatten();
        let mut answerers = Answerers::none();
        let mut config = ServerConfig::builder(cryptography.provider)
            .psk_identity_hint(options.psk_hint.clone().unwrap_or_default())
            .policy(policy(options, keys.is_some())?)
            .protocols(protocols)
            .pre_shared_keys(!options.psk.is_empty())
            .max_early_data(options.sessions.max_early_data.unwrap_or_default())
            .tickets(options.sessions.tickets.is_some())
            .session_ids(options.sessions.session_ids)
            .key_log(options.disclosure.keylog.is_some() || options.capturing.is_wanted())
            .trace(true);
        if let (Some(certificate), Some(key)) = (&options.cert, &options.key) {
            let mut key = certified_key_with(certificate, key, cryptography.read_key)?;
            if let Some(path) = &options.ocsp {
                if key.credential().certificate_type() != CertificateType::X509 {
                    let message = format!("{} has no certificate", certificate.display());
                    let advice = "an OCSP response is about a certificate: leave --ocsp out";
                    return Err(Failure::usage(message, advice));
                }
                key = key.with_ocsp_response(ocsp_response(path)?);
            }
            config = config.credential(key.credential().clone());
            answerers.signer = Arc::new(key);
        }
        if let Some(keys) = keys {
            answerers.verifier = Arc::new(PinnedPublicKeys::new(keys)?);
            config = config.client_authentication(asked(options.verify_client));
        } else if let Some(path) = &options.client_ca {
            answerers.verifier =
                Arc::new(verifier_with(roots::from_pem(path)?, cryptography.algorithms)?);
            config = config
                .client_authentication(asked(options.verify_client))
                .client_authorities(authorities(path)?);
        }
        let config = config.build()?;
        answerers.configurations = Arc::new(config.clone());
        answerers.pre_shared_keys = Arc::new(CommandLineKeys(options.psk.clone()));
        answerers.sessions = Arc::new(sessions(options, &cryptography.provider)?);
        answerers.key_log = options.disclosure.key_log()?;
        answerers.tapes = options.taping.tapes(options.provider, output)?;
        Ok(Self {
            config,
            answerers,
            capture: options.capturing.begin(None, output)?,
            exporter: options.disclosure.exporter.clone(),
            starttls: options.starttls,
            www: options.www,
            quiet: options.telling.quiet,
            timeout: options.timeout,
            output,
        })
    }
}

/// `keys`: clients are known by them.
fn policy(options: &Serve, keys: bool) -> Result<Policy, Failure> {
    let mut policy = options.offer.policy(!options.psk.is_empty())?;
    if keys {
        options.offer.take_keys_too(&mut policy);
    }
    policy.tickets = options.sessions.tickets.unwrap_or(policy.tickets);
    Ok(policy)
}

/// What keeps sessions, in the ways that were asked for.
fn sessions(options: &Serve, provider: &Provider) -> Result<ServerSessions, Failure> {
    let sealer = || TicketSealer::new(provider, TicketPolicy::default());
    let tickets = options.sessions.tickets.map(|_| sealer()).transpose();
    Ok(ServerSessions {
        store: options.sessions.session_ids.then(|| SessionStore::new(STORE)),
        tickets: tickets.map_err(|error| Failure::usage(error, ""))?,
        // Keys and store are as new as it is: no ticket of before is good here.
        early_data: Some(Arc::new(StrikeRegister::with_fresh_keys(EARLY_CLIENTS))),
    })
}

/// Who names authorities wants to see certificates.
fn asked(verify: Option<VerifyClient>) -> ClientAuthentication {
    match verify {
        None | Some(VerifyClient::Required) => ClientAuthentication::Required,
        Some(VerifyClient::Optional) => ClientAuthentication::Optional,
        Some(VerifyClient::None) => ClientAuthentication::None,
    }
}

/// The names of the authorities, for clients with several certificates.
fn authorities(path: &Path) -> Result<Vec<Bytes>, Failure> {
    let name = |der: &Bytes| {
        let certificate = Certificate::from_der(der)?;
        certificate.tbs_certificate().subject().to_der().map(Bytes::from)
    };
    pem::certificates(path)?
        .iter()
        .map(|der| {
            name(der).map_err(|error| {
                Failure::usage(format!("{}: {error}", path.display()), advice::PEM)
            })
        })
        .collect()
}

fn ocsp_response(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::file(path, "read", &error))
}
