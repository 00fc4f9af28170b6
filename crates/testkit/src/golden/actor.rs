//! Our side of a recording: all that decides about its bytes, besides the peer's.

use std::{
    io::{Read, Write},
    path::Path,
    sync::Arc,
    time::Duration,
};

use countersign::{
    Answers, ClientConfig, PreSharedKey, PreSharedKeyRequest, PreSharedKeys, Role, ServerConfig,
    Sessions, VerifyPeer,
    crypto::Secret,
    pki_types::{ServerName, UnixTime},
};
use countersign_rustcrypto::provider;
use countersign_sessions::{
    ClientCache, ServerSessions, SessionStore, StrikeRegister, TicketPolicy, TicketSealer,
};
use countersign_std::{Answerers, Tapes, certified_key, pem, roots, starttls, verifier};
use countersign_tape::Recorder;
use countersign_verify::PinnedPublicKeys;

use super::{Failure, GivenKey, Mail, Manifest};
use crate::SeededRandom;

/// Room for the sessions of one recording, bytes.
const STORE: usize = 64 * 1024;
/// The hellos with early data of one recording.
const STRIKES: usize = 8;
/// What our sides call themselves in SMTP.
const CLIENT_NAME: &str = "client.example";
const MAIL_SERVER_NAME: &str = "mail.example";

/// Our side. Its configuration traces, and logs keys.
pub struct Actor {
    config: Config,
    answerers: Answerers,
    starttls: Option<Mail>,
    takes_early_data: bool,
    seed: u64,
    now: UnixTime,
}

enum Config {
    Client(ClientConfig, ServerName<'static>),
    Server(ServerConfig),
}

impl Actor {
    /// As the manifest has it; `vectors` is where its paths begin.
    pub fn new(manifest: &Manifest, vectors: &Path) -> Result<Self, Failure> {
        let key = match (&manifest.certificate, &manifest.key) {
            (Some(certificate), Some(key)) => {
                Some(certified_key(&vectors.join(certificate), &vectors.join(key))?)
            }
            _ => None,
        };
        let credential = key.as_ref().map(|key| key.credential().clone());
        let mut answerers = Answerers {
            sessions: keeper(manifest.role, !manifest.refuses_early_data)?,
            ..Answerers::client(judge(manifest, vectors)?)
        };
        if let Some(key) = key {
            answerers.signer = Arc::new(key);
        }
        if let Some(key) = &manifest.given_key {
            answerers.pre_shared_keys = Arc::new(key.clone());
        }
        let config = match manifest.role {
            Role::Client => {
                let mut builder = ClientConfig::builder(provider())
                    .policy(manifest.policy.clone())
                    .resumption(manifest.resumption)
                    .early_data(!manifest.early.is_empty())
                    .pre_shared_keys(manifest.given_key.is_some())
                    .post_handshake_auth(manifest.post_handshake_auth)
                    .key_log(true)
                    .trace(true);
                if let Some(credential) = credential {
                    builder = builder.credential(credential);
                }
                let name = ServerName::try_from(manifest.server_name.clone())?;
                Config::Client(builder.build()?, name)
            }
            Role::Server => {
                let mut builder = ServerConfig::builder(provider())
                    .policy(manifest.policy.clone())
                    .client_authentication(manifest.client_authentication)
                    .session_ids(manifest.session_ids)
                    .tickets(manifest.tickets)
                    .max_early_data(manifest.max_early_data)
                    .pre_shared_keys(manifest.given_key.is_some())
                    .key_log(true)
                    .trace(true);
                if let Some(credential) = credential {
                    builder = builder.credential(credential);
                }
                let config = builder.build()?;
                answerers.configurations = Arc::new(config.clone());
                Config::Server(config)
            }
        };
        let now = UnixTime::since_unix_epoch(Duration::from_secs(manifest.time));
        Ok(Self {
            config,
            answerers,
            starttls: manifest.starttls,
            takes_early_data: !manifest.refuses_early_data,
            seed: manifest.seed,
            now,
        })
    }

    /// Has its streams recorded.
    pub fn record(&mut self, tapes: Arc<dyn Tapes>) {
        self.answerers.tapes = Some(tapes);
    }

    fn role(&self) -> Role {
        match self.config {
            Config::Client(..) => Role::Client,
            Config::Server(_) => Role::Server,
        }
    }

    /// Forgets all sessions and the keys of tickets, as a restart does.
    pub fn forget(&mut self) -> Result<(), Failure> {
        self.answerers.sessions = keeper(self.role(), self.takes_early_data)?;
        Ok(())
    }

    /// Goes through the plaintext before TLS, where there is any.
    pub fn plain<T: Read + Write>(&self, transport: T) -> Result<T, Failure> {
        let Some(mail) = self.starttls else { return Ok(transport) };
        let name = match self.role() {
            Role::Client => CLIENT_NAME,
            Role::Server => MAIL_SERVER_NAME,
        };
        let protocol = match mail {
            Mail::Smtp => starttls::Smtp { name },
            Mail::Imap => starttls::Imap,
            Mail::Pop3 => starttls::Pop3,
        };
        Ok(match self.role() {
            Role::Client => starttls::client(protocol, transport)?,
            Role::Server => starttls::server(protocol, transport)?,
        })
    }

    /// A connection, nothing done yet, and taken down where that is wanted.
    pub fn connection(&self) -> Recorder {
        let recording = self.answerers.tapes.as_ref().and_then(|tapes| tapes.next());
        match &self.config {
            Config::Client(config, name) => Recorder::client(config, name.clone(), recording),
            Config::Server(config) => Recorder::server(config, recording),
        }
    }

    /// Who answers its questions.
    pub fn answers(&self) -> Answers<'_> {
        self.answerers.answers()
    }

    /// The randomness of the connection of this number, from 0 on.
    pub fn random(&self, number: usize) -> SeededRandom {
        SeededRandom::new(self.seed + number as u64)
    }

    /// What its clock shows.
    pub fn now(&self) -> UnixTime {
        self.now
    }
}

/// Judges the peer by its key where that is known, else by the authority.
fn judge(manifest: &Manifest, vectors: &Path) -> Result<Arc<dyn VerifyPeer>, Failure> {
    Ok(match &manifest.peer_key {
        Some(key) => Arc::new(PinnedPublicKeys::new(pem::public_keys(&*vectors.join(key))?)?),
        None => Arc::new(verifier(roots::from_pem(&vectors.join(&manifest.authority))?)?),
    })
}

fn keeper(role: Role, takes_early_data: bool) -> Result<Arc<dyn Sessions>, Failure> {
    Ok(match role {
        Role::Client => Arc::new(ClientCache::new(1)),
        Role::Server => Arc::new(ServerSessions {
            store: Some(SessionStore::new(STORE)),
            tickets: Some(TicketSealer::new(&provider(), TicketPolicy::default())?),
            early_data: takes_early_data
                .then(|| Arc::new(StrikeRegister::with_fresh_keys(STRIKES))),
        }),
    })
}

impl PreSharedKeys for GivenKey {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let known = match request {
            PreSharedKeyRequest::ForServer { .. } => true,
            PreSharedKeyRequest::OfIdentity { identity } => *identity == self.identity,
        };
        let secret = || Secret::new(self.key.as_bytes());
        known.then(|| PreSharedKey::new(self.identity.clone(), secret()))
    }
}
