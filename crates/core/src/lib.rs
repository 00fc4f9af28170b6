//! **countersign**: a TLS handshake state machine without I/O.
//!
//! Bytes and answers go in, bytes and events come out. The machine opens no socket, reads no
//! clock, draws no randomness and calls nothing back: the driver lends it what it needs, and
//! answers its questions now or later. With the same inputs it produces the same bytes.
//!
//! - [`Connection`]: the machine, client or server.
//! - [`Event`], [`Request`], [`Answer`]: what it tells, what it asks, what it is told.
//! - [`ClientConfig`], [`ServerConfig`], [`Policy`]: what it may negotiate.
//! - [`Answers`]: a blocking convenience that answers every question in place.
//! - [`crypto`]: the traits that a cryptography provider fills.
//! - [`wire`], [`order`], [`fault`], [`limits`]: the codec and the tables.
//! - [`observing`]: what `countersign-observe` takes from here, who reads along.
//!
//! The features `tls12` and `tls13`, both default, bring the versions; one alone leaves the other
//! out of the build. The crates that work with either have the same features: leave out their
//! defaults too.
//!
//! The crates beside it: `countersign-rustcrypto` computes, `countersign-verify` judges
//! certificates, `countersign-std` drives a connection over `Read + Write`.
#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

#[cfg(not(any(feature = "tls12", feature = "tls13")))]
compile_error!("countersign speaks no version: enable its feature `tls12`, `tls13`, or both");

extern crate alloc;
#[cfg(test)]
extern crate std;

mod action;
mod answers;
mod config;
mod connection;
pub mod crypto;
mod error;
mod event;
pub mod fault;
mod handshake;
mod hello;
mod key_log;
pub mod limits;
pub mod observing;
mod offered_hello;
#[cfg(feature = "tls13")]
mod quic;
mod record;
mod request;
mod resume;
#[cfg(feature = "tls13")]
pub mod schedule;
mod server_end_point;
mod shared;
#[cfg(feature = "tls12")]
mod tls12;
#[cfg(feature = "tls13")]
mod tls13;
pub mod wire;

pub use answers::{
    Answers, CertifiedKey, ChooseConfiguration, FirstFitting, Nobody, PreSharedKeys,
    SelectCredential, Sessions, Sign, VerifyPeer,
};
pub use config::{
    ClientAuthentication, ClientConfig, ClientConfigBuilder, ConfigError, Credential,
    PadClientHello, Policy, PolicyTextError, ProtocolName, ServerConfig, ServerConfigBuilder,
};
pub use connection::{ChannelBinding, Connection, Surroundings};
pub use error::{CallError, Error, ExportError, Misuse};
pub use event::{
    ConnectionSummary, Direction, EarlyData, Event, HelloSummary, KeyChange, MessageContent,
    MessageSummary, Resumption,
};
pub use handshake::{Cursor, Era, Role, StateName, order};
pub use key_log::KeyLog;
pub use offered_hello::OfferedHello;
#[cfg(feature = "tls13")]
pub use quic::{EncryptionLevel, HandshakeBytes, LevelSecret};
pub use server_end_point::tls_server_end_point;
pub use wire::extension::certificate_type::CertificateType;
// Their types are part of the contract.
pub use bytes;
pub use pki_types;
pub use request::{
    AcceptedPeer, Answer, AnswerKind, CertificateFault, DecryptPremasterRequest, EarlyDataRequest,
    FindSessionRequest, OpenTicketRequest, OpenedTicket, PeerKeyUsage, PreSharedKey,
    PreSharedKeyRequest, QuestionId, RefuseHello, RefusedHello, RejectedPeer, Request,
    SealTicketRequest, SealedTicket, SelectCredentialRequest, SessionKey, SignRequest,
    StoreSession, VerifyPeerRequest,
};
