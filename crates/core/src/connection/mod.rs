//! The machine: bytes and answers in, bytes and events out.

mod app_data;
mod closing;
mod counters;
mod dialogue;
mod export;
#[cfg(feature = "tls13")]
mod key_update;
#[cfg(not(feature = "tls13"))]
mod no_seam;
mod perform;
mod receive;
#[cfg(feature = "tls13")]
mod seam;
mod step;

pub use export::ChannelBinding;

use alloc::{collections::VecDeque, vec::Vec};

use bytes::{Buf as _, BytesMut};
use pki_types::{ServerName, UnixTime};

#[cfg(not(feature = "tls13"))]
use self::no_seam::Seam;
#[cfg(feature = "tls13")]
use self::seam::Seam;
use self::{closing::Stop, counters::Counters, dialogue::Dialogue, step::Phase};
use crate::{
    action::Action,
    config::{ClientConfig, Policy, ServerConfig, Transport},
    crypto::{CipherSuite, Random},
    error::Error,
    event::{Direction, Event},
    handshake::{Cursor, Join, Role},
    hello,
    record::{ReadSide, WriteSide},
    request::SessionKey,
    wire::{HandshakeType, ProtocolVersion},
};

/// What the driver lends to a call: the machine has no clock, no randomness and no output of
/// its own.
pub struct Surroundings<'a> {
    /// The time, for judging certificates and the age of sessions.
    pub now: UnixTime,
    /// Cryptographically secure randomness.
    pub random: &'a mut dyn Random,
    /// What is to be written to the wire is appended here.
    pub output: &'a mut BytesMut,
}

/// One end of a TLS connection.
///
/// There are four kinds of method:
/// - [`Connection::input`] and [`Connection::end_of_input`] bring bytes in;
/// - [`Connection::poll`] makes everything happen that can happen, one event at a time;
/// - [`Connection::answer`] answers a question;
/// - [`Connection::send`], [`Connection::send_with`], [`Connection::close`] and
///   [`Connection::cancel`] are the driver's own wishes.
///
/// They may be called in any order and at any time. Whatever a call appended to the output is to
/// be written to the wire before the driver waits for input. The full contract is in
/// `docs/DRIVING.md`.
pub struct Connection {
    role: Role,
    phase: Phase,
    input: BytesMut,
    input_ended: bool,
    read: ReadSide,
    join: Join,
    /// Where there are no records.
    seam: Option<Seam>,
    max_certificate_message: usize,
    counters: Counters,
    write: WriteSide,
    /// Plaintext sent before the handshake is complete: each call's bytes behind their length.
    queued: BytesMut,
    /// How many bytes of early data may still be sent.
    early_data_left: u32,
    /// The driver will send no more.
    close_wanted: bool,
    close_sent: bool,
    peer_closed: bool,
    dialogue: Dialogue,
    events: VecDeque<Event>,
    actions: Vec<Action>,
    flight: Vec<u8>,
    trace: bool,
    known: Known,
    failure: Option<Error>,
}

/// What is known of the connection, also after it has failed.
struct Known {
    /// Where the handshake stands, or stood when it failed.
    cursor: Cursor,
    version: Option<ProtocolVersion>,
    suite: Option<CipherSuite>,
    last_message: Option<(Direction, HandshakeType)>,
    connected: bool,
    /// Client: by what the session is kept that is offered, or was made.
    session: Option<SessionKey>,
}

impl Connection {
    /// A client that wants to reach `server_name`. Nothing is sent before the first
    /// [`Connection::poll`].
    pub fn client(config: &ClientConfig, server_name: ServerName<'static>) -> Self {
        let state = hello::client::State::new(config.clone(), server_name);
        // RFC 5246 appendix E.1: some old servers refuse a first record above TLS 1.0.
        let phase = Phase::ClientHello(state);
        Self::new(phase, ProtocolVersion::TLS10, config.policy(), config.traces())
    }

    /// A server. `config` says whether to trace, and how much to hold; with which configuration a
    /// client is served is asked when its `ClientHello` has come, and may well be this one.
    pub fn server(config: &ServerConfig) -> Self {
        let state = hello::server::State::new(Transport::Records);
        let phase = Phase::ServerHello(state);
        Self::new(phase, ProtocolVersion::TLS12, config.policy(), config.traces())
    }

    fn new(phase: Phase, version: ProtocolVersion, policy: &Policy, trace: bool) -> Self {
        let cursor = phase.cursor();
        Self {
            role: cursor.role,
            phase,
            input: BytesMut::new(),
            input_ended: false,
            read: ReadSide::default(),
            join: Join::default(),
            seam: None,
            max_certificate_message: policy.max_certificate_message,
            counters: Counters::default(),
            write: WriteSide::new(version),
            queued: BytesMut::new(),
            early_data_left: 0,
            close_wanted: false,
            close_sent: false,
            peer_closed: false,
            dialogue: Dialogue::default(),
            events: VecDeque::new(),
            actions: Vec::new(),
            flight: Vec::new(),
            trace,
            known: Known {
                cursor,
                version: None,
                suite: None,
                last_message: None,
                connected: false,
                session: None,
            },
            failure: None,
        }
    }

    /// Where bytes from the wire are appended. Records are taken off its front and decrypted in
    /// place; what stands behind the peer's `close_notify` is left there.
    pub fn input(&mut self) -> &mut BytesMut {
        &mut self.input
    }

    /// The transport will deliver no more. Where the peer has not said `close_notify`, the next
    /// poll that finds nothing left to read ends with [`Error::Truncated`].
    pub fn end_of_input(&mut self) {
        self.input_ended = true;
    }

    /// Does what can be done and tells the next event. Call it until it wants something:
    /// [`Event::NeedInput`], [`Event::AwaitAnswer`], [`Event::PeerClosed`] or [`Event::Closed`].
    ///
    /// Events from before a failure are told before the failure is.
    pub fn poll(&mut self, surroundings: &mut Surroundings<'_>) -> Result<Event, Error> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(event);
            }
            if let Some(error) = &self.failure {
                return Err(error.clone());
            }
            if self.known.connected && self.events.capacity() > 0 {
                // What is told from here on is told at once.
                self.events = VecDeque::new();
            }
            match self.advance(surroundings) {
                Ok(Some(event)) => return Ok(event),
                Ok(None) => {}
                Err(stop) => self.fail(stop, surroundings),
            }
        }
    }

    /// One step, if one can be made; else what is waited for.
    fn advance(&mut self, surroundings: &mut Surroundings<'_>) -> Result<Option<Event>, Stop> {
        self.check_levels()?;
        if let Some(answer) = self.dialogue.take_answer() {
            return self.on_answer(answer, surroundings).map(|()| None);
        }
        if let Some(id) = self.dialogue.open() {
            return Ok(Some(Event::AwaitAnswer(id)));
        }
        if self.phase.wants_begin() {
            return self.on_begin(surroundings).map(|()| None);
        }
        self.flush(surroundings)?;
        if self.peer_closed {
            let event = if self.close_sent { Event::Closed } else { Event::PeerClosed };
            return Ok(Some(event));
        }
        self.receive(surroundings)
    }

    /// Our side.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Where the handshake stands; after a failure, where it stood.
    pub fn state(&self) -> Cursor {
        self.known.cursor
    }

    /// The version, once agreed on.
    pub fn version(&self) -> Option<ProtocolVersion> {
        self.known.version
    }

    /// The suite, once agreed on.
    pub fn suite(&self) -> Option<CipherSuite> {
        self.known.suite
    }

    /// The last handshake message that went by.
    pub fn last_message(&self) -> Option<(Direction, HandshakeType)> {
        self.known.last_message
    }

    /// True once the handshake is complete, and ever after.
    pub fn is_connected(&self) -> bool {
        self.known.connected
    }

    /// Bytes of input not yet taken.
    pub fn input_len(&self) -> usize {
        self.input.remaining()
    }
}

impl core::fmt::Debug for Connection {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Connection")
            .field("state", &self.known.cursor)
            .field("version", &self.known.version)
            .field("suite", &self.known.suite)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}
