//! Sessions that can be resumed: found, stored, sealed into tickets and opened again.
//!
//! A session is bytes that only the machine reads; for whoever keeps them they are as secret as
//! the connections that they resume.

use alloc::vec::Vec;

use bytes::Bytes;
use pki_types::{ServerName, UnixTime};

use crate::{config::ProtocolName, crypto::Secret};

/// By what a session is found again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SessionKey {
    /// Server: the id that the client sends (RFC 5246 §7.4.1.2), 1 to 32 bytes.
    Id(Bytes),
    /// Client: the server that it was made with.
    ServerName(ServerName<'static>),
}

/// Find a session.
#[derive(Clone, Debug)]
pub struct FindSessionRequest {
    /// By this.
    pub key: SessionKey,
    /// What has expired by now is not to be found.
    pub now: UnixTime,
}

/// Keep a session.
#[derive(Clone, Debug)]
pub struct StoreSession {
    /// By this it is found again.
    pub key: SessionKey,
    /// The session.
    pub session: Secret,
    /// How long it may be used, in seconds.
    pub lifetime: u32,
    /// From this time on.
    pub now: UnixTime,
}

/// Server: open a ticket that a client brought (RFC 5077 §3.4).
#[derive(Clone, Debug)]
pub struct OpenTicketRequest {
    /// The ticket, as the client sent it: nothing in it is to be trusted before it opens.
    pub ticket: Bytes,
    /// What has expired by now does not open.
    pub now: UnixTime,
}

/// A ticket that opened.
#[derive(Clone, Debug)]
pub struct OpenedTicket {
    /// The session that was sealed.
    pub session: Secret,
    /// Give the client a new one: the key that sealed it is on its way out.
    pub renew: bool,
}

/// Server: seal a session into a ticket (RFC 5077 §4).
#[derive(Clone, Debug)]
pub struct SealTicketRequest {
    /// The session.
    pub session: Secret,
    /// How long it may be used, in seconds.
    pub lifetime: u32,
    /// From this time on.
    pub now: UnixTime,
}

/// Take early data, or not (RFC 8446 §8). That the ticket is fresh, and that suite and
/// application protocol are those that it was made with, has been checked.
///
/// Whoever records early data can send them once more, to this server or to another one with
/// the same tickets, as long as the hello is fresh. A register of the binders seen, shared by
/// all of these servers, tells a second time from the first (§8.2).
#[derive(Clone, Debug)]
pub struct EarlyDataRequest {
    /// What only this hello has: its binder, 32 or 48 bytes. Another hello with the same is this
    /// one again.
    pub binder: Bytes,
    /// For how long it counts as fresh, in seconds: a binder may be forgotten afterwards, and a
    /// register that began later than that ago knows too little to say yes.
    pub window: u32,
    /// The name that the client wants to reach.
    pub server_name: Option<Bytes>,
    /// The application protocol that the data are of.
    pub protocol: Option<ProtocolName>,
    /// The time.
    pub now: UnixTime,
}

/// A ticket for a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedTicket {
    /// The ticket, 1 to 65535 bytes.
    pub ticket: Vec<u8>,
    /// The hint that goes with it (RFC 5077 §3.3): seconds that it will be of use.
    pub lifetime_hint: u32,
}
