//! Keepers of sessions for countersign, so that a second handshake with the same peer costs no
//! public-key operation and one round trip less.
//!
//! | who | keeps sessions | with |
//! | --- | --- | --- |
//! | server | in its own memory, under ids (RFC 5246 §7.3) | [`SessionStore`] |
//! | server | at its clients, in tickets (RFC 5077) | [`TicketSealer`] |
//! | server | in both ways, as each client can | [`ServerSessions`] |
//! | server | a note of each hello with early data (RFC 8446 §8.2) | [`StrikeRegister`] |
//! | client | by the server's name | [`ClientCache`] |
//!
//! Each answers the questions of [`countersign::Sessions`], is shared by threads, takes the time
//! and the randomness that come with a question, and is bounded: in memory or in number, and in
//! time. A session is the secret of the connections that it resumes; it is wiped as soon as it is
//! no longer kept, and no `Debug` shows it.
//!
//! # A server
//!
//! ```
//! use countersign::{Answers, ServerConfig};
//! use countersign_rustcrypto::provider;
//! use countersign_sessions::{ServerSessions, SessionStore, TicketPolicy, TicketSealer};
//!
//! # let scene = countersign_testkit::Scene::fake();
//! # let (credential, signer) = (scene.keys[0].credential().clone(), &scene.keys);
//! // Once: 16 MiB for some 135,000 sessions, and tickets under keys that change by themselves.
//! let sessions = ServerSessions {
//!     store: Some(SessionStore::new(16 << 20)),
//!     tickets: Some(TicketSealer::new(&provider(), TicketPolicy::default())?),
//!     early_data: None,
//! };
//! let config = ServerConfig::builder(provider())
//!     .credential(credential)
//!     .session_ids(true)
//!     .tickets(true)
//!     .build()?;
//!
//! // For each connection:
//! let answers = Answers { sessions: &sessions, ..Answers::server(&config, signer) };
//! # let _ = answers;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Tickets cost the server no memory, and work across a fleet; a store can forget a session, and
//! serves clients without tickets. Servers that are to open each other's tickets share their keys:
//!
//! ```
//! # use countersign::{crypto::Random, pki_types::UnixTime};
//! # use countersign_sessions::{TicketKey, TicketPolicy, TicketSealer, UnfitCipher};
//! # fn rotate(now: UnixTime, random: &mut dyn Random) -> Result<(), Box<dyn std::error::Error>> {
//! # let provider = countersign_rustcrypto::provider();
//! let policy = TicketPolicy { rotate_every: None, ..TicketPolicy::default() };
//! let here = TicketSealer::new(&provider, policy.clone())?;
//! let there = TicketSealer::new(&provider, policy)?;
//!
//! let key = TicketKey::generate(random)?;
//! let bytes = key.to_bytes(); // 48 of them, as secret as the key, to be sent to all
//! let same = TicketKey::from_bytes(bytes.expose().try_into()?);
//!
//! // First all learn to open what any of them may seal soon, then they seal.
//! here.accept(now, key.clone())?;
//! there.accept(now, same.clone())?;
//! here.rotate(now, key)?;
//! there.rotate(now, same)?;
//! # Ok(())
//! # }
//! # let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_700_000_000));
//! # rotate(now, &mut countersign_testkit::SeededRandom::new(1)).unwrap();
//! ```
//!
//! # Early data
//!
//! A server of TLS 1.3 that lets clients send data before the handshake is complete must not take
//! the same twice. Its configuration says how much, and the register which:
//!
//! ```
//! # use countersign::ServerConfig;
//! # use countersign_rustcrypto::provider;
//! # use countersign_sessions::{ServerSessions, SessionStore, TicketPolicy, TicketSealer};
//! use std::sync::Arc;
//! use countersign_sessions::StrikeRegister;
//!
//! # let scene = countersign_testkit::Scene::fake();
//! # let credential = scene.keys[0].credential().clone();
//! // The sealer makes its keys itself, so that no ticket is older than the register.
//! let sessions = ServerSessions {
//!     store: None::<SessionStore>,
//!     tickets: Some(TicketSealer::new(&provider(), TicketPolicy::default())?),
//!     early_data: Some(Arc::new(StrikeRegister::with_fresh_keys(100_000))),
//! };
//! let config = ServerConfig::builder(provider())
//!     .credential(credential)
//!     .tickets(true)
//!     .max_early_data(16_384)
//!     .build()?;
//! # let _ = (sessions, config);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A client
//!
//! ```
//! use countersign::{Answers, ClientConfig, Event, Sessions, VerifyPeer};
//! use countersign_rustcrypto::provider;
//! use countersign_sessions::ClientCache;
//!
//! // Once: for up to a hundred servers.
//! let cache = ClientCache::new(100);
//! let config = ClientConfig::builder(provider()).resumption(true).build()?;
//!
//! // For each connection:
//! fn answers<'a>(cache: &'a ClientCache, verifier: &'a dyn VerifyPeer) -> Answers<'a> {
//!     Answers { sessions: cache, ..Answers::client(verifier) }
//! }
//!
//! // For each event, where no driver does it:
//! fn on_event(cache: &ClientCache, event: &Event) {
//!     match event {
//!         Event::Session(session) => cache.store(session),
//!         Event::SessionLost(key) => cache.forget(key),
//!         _ => {}
//!     }
//! }
//! # Ok::<(), countersign::ConfigError>(())
//! ```
//!
//! # What it costs
//!
//! | | bytes for a session of 75, as a server's is without a client's certificate |
//! | --- | --- |
//! | [`SessionStore`] | 124 with its id of 32 and its part of the index: 8,400 to the MiB |
//! | [`TicketSealer`] | none; the ticket has 127 |
//!
//! A session of TLS 1.3 has some 35 bytes more. [`StrikeRegister`] takes up to 80 for each hello
//! with early data, for some 20 seconds.
//!
//! # Clocks
//!
//! Times are those of the questions. What lies in the future, since a clock went back, is not
//! resumed until the clock has caught up; then a handshake is made in full, and nothing fails.

#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

mod client;
mod server;
mod span;
mod store;
mod strikes;
mod ticket;

pub use client::ClientCache;
pub use server::ServerSessions;
pub use store::SessionStore;
pub use strikes::StrikeRegister;
pub use ticket::{TicketKey, TicketPolicy, TicketSealer, UnfitCipher};
