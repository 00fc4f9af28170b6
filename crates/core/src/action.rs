//! What a state wants done, as an ordered list that `connection/perform` carries out.

#[cfg(feature = "tls13")]
use alloc::boxed::Box;
use alloc::vec::Vec;

use pki_types::UnixTime;

#[cfg(not(feature = "tls13"))]
use crate::crypto::TrafficKeys as Keys;
#[cfg(feature = "tls12")]
use crate::wire::AlertDescription;
#[cfg(feature = "tls13")]
use crate::{
    crypto::CipherSuite,
    quic::{Keys, LevelSecret},
    wire::ProtocolVersion,
};
use crate::{
    crypto::{Random, TrafficKeys},
    event::Event,
    handshake::{RecordLimits, Transcript},
    request::Request,
    wire::{HandshakeType, Writer},
};

/// One thing to do.
pub(crate) enum Action {
    /// Send the flight's next `len` bytes, whole messages, under the keys in force.
    SendHandshake { len: usize },
    /// Send a ChangeCipherSpec.
    SendChangeCipherSpec,
    /// The peer did what it could do for ever: count it, and refuse too much of it.
    Count(Repeated),
    /// The version and the suite are known, before the rest is.
    #[cfg(feature = "tls13")]
    Agree(ProtocolVersion, CipherSuite),
    /// Send a warning alert.
    #[cfg(feature = "tls12")]
    Warn(AlertDescription),
    /// What is sent from here on is protected so.
    WriteKeys(TrafficKeys),
    /// What comes from here on is protected so.
    ReadKeys(TrafficKeys),
    /// Packets are protected so from here on.
    #[cfg(feature = "tls13")]
    GiveSecret(Box<LevelSecret>),
    /// What is sent from here on is plain again.
    #[cfg(feature = "tls13")]
    DropWriteKeys,
    /// Records that cannot be opened are early data: pass over so many bytes of them.
    #[cfg(feature = "tls13")]
    SkipEarlyData(usize),
    /// Early data may be sent, so many bytes; with 0 none any more.
    #[cfg(feature = "tls13")]
    AllowEarlyData(u32),
    /// Fill records up to a multiple of so many bytes, from the next keys on.
    #[cfg(feature = "tls13")]
    PadRecords(u16),
    /// The plaintext of the records that we send and take, in bytes, at most.
    LimitRecords { send: Option<usize>, receive: Option<usize> },
    /// Tell the driver.
    Emit(Event),
    /// Ask the driver.
    Ask(Request),
}

/// What a peer can repeat without getting anywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeated {
    /// A request for a new handshake.
    Renegotiation,
    /// RFC 8446 §4.6.3.
    #[cfg(feature = "tls13")]
    KeyUpdate,
    /// RFC 8446 §4.6.1.
    #[cfg(feature = "tls13")]
    Ticket,
    /// RFC 8446 §4.6.2.
    #[cfg(feature = "tls13")]
    CertificateRequest,
    /// A ChangeCipherSpec that means nothing (RFC 8446 §5).
    ChangeCipherSpec,
}

/// The list, and what a handler may draw on while it writes it.
pub(crate) struct Actions<'a> {
    /// Randomness lent by the driver.
    pub(crate) random: &'a mut dyn Random,
    /// The time lent by the driver.
    pub(crate) now: UnixTime,
    list: &'a mut Vec<Action>,
    flight: &'a mut Vec<u8>,
}

impl<'a> Actions<'a> {
    pub(crate) fn new(
        random: &'a mut dyn Random,
        now: UnixTime,
        list: &'a mut Vec<Action>,
        flight: &'a mut Vec<u8>,
    ) -> Self {
        if list.capacity() == 0 {
            // One allocation for what any state wants.
            list.reserve(6);
        }
        Self { random, now, list, flight }
    }

    /// Sends a message and adds it to the transcript.
    pub(crate) fn send(
        &mut self,
        kind: HandshakeType,
        transcript: &mut Transcript,
        body: impl FnOnce(&mut Writer<'_>),
    ) {
        transcript.add(self.send_first(kind, body));
    }

    /// Sends a message that is whole, header and all.
    pub(crate) fn send_whole(&mut self, message: &[u8]) {
        self.flight.extend_from_slice(message);
        self.close_message(message.len());
    }

    /// Sends a message for which there is no transcript yet; returns it with its header.
    pub(crate) fn send_first(
        &mut self,
        kind: HandshakeType,
        body: impl FnOnce(&mut Writer<'_>),
    ) -> &[u8] {
        if self.flight.capacity() == 0 {
            // One allocation for most flights without certificates.
            self.flight.reserve(512);
        }
        let start = self.flight.len();
        let mut writer = Writer::new(self.flight);
        writer.u8(kind.0);
        writer.vec24(body);
        let added = self.flight.len() - start;
        self.close_message(added);
        self.flight.get(start..).unwrap_or_default()
    }

    /// The flight's last bytes are to be sent.
    fn close_message(&mut self, added: usize) {
        match self.list.last_mut() {
            Some(Action::SendHandshake { len }) => *len += added,
            _ => self.list.push(Action::SendHandshake { len: added }),
        }
    }

    pub(crate) fn send_change_cipher_spec(&mut self) {
        self.list.push(Action::SendChangeCipherSpec);
    }

    #[cfg(feature = "tls12")]
    pub(crate) fn warn(&mut self, description: AlertDescription) {
        self.list.push(Action::Warn(description));
    }

    pub(crate) fn count(&mut self, what: Repeated) {
        self.list.push(Action::Count(what));
    }

    #[cfg(feature = "tls13")]
    pub(crate) fn agree(&mut self, version: ProtocolVersion, suite: CipherSuite) {
        self.list.push(Action::Agree(version, suite));
    }

    #[cfg(feature = "tls13")]
    pub(crate) fn drop_write_keys(&mut self) {
        self.list.push(Action::DropWriteKeys);
    }

    #[cfg(feature = "tls13")]
    pub(crate) fn skip_early_data(&mut self, bytes: usize) {
        self.list.push(Action::SkipEarlyData(bytes));
    }

    #[cfg(feature = "tls13")]
    pub(crate) fn allow_early_data(&mut self, bytes: u32) {
        self.list.push(Action::AllowEarlyData(bytes));
    }

    #[cfg(feature = "tls13")]
    pub(crate) fn pad_records(&mut self, multiple: u16) {
        self.list.push(Action::PadRecords(multiple));
    }

    /// Keys without a change of what a record may hold.
    pub(crate) fn change_write_keys(&mut self, keys: impl Into<Keys>) {
        self.list.push(match keys.into() {
            #[cfg(not(feature = "tls13"))]
            keys => Action::WriteKeys(keys),
            #[cfg(feature = "tls13")]
            Keys::Records(keys) => Action::WriteKeys(keys),
            #[cfg(feature = "tls13")]
            Keys::Secret(secret) => Action::GiveSecret(secret),
        });
    }

    /// Keys without a change of what a record may hold.
    pub(crate) fn change_read_keys(&mut self, keys: impl Into<Keys>) {
        self.list.push(match keys.into() {
            #[cfg(not(feature = "tls13"))]
            keys => Action::ReadKeys(keys),
            #[cfg(feature = "tls13")]
            Keys::Records(keys) => Action::ReadKeys(keys),
            #[cfg(feature = "tls13")]
            Keys::Secret(secret) => Action::GiveSecret(secret),
        });
    }

    pub(crate) fn write_keys(&mut self, keys: impl Into<Keys>, limits: &RecordLimits) {
        self.change_write_keys(keys);
        self.limit_records(limits.send, None);
    }

    pub(crate) fn read_keys(&mut self, keys: impl Into<Keys>, limits: &RecordLimits) {
        self.change_read_keys(keys);
        self.limit_records(None, limits.receive);
    }

    /// What holds for the keys that are in force (RFC 8449 §4).
    #[cfg(feature = "tls13")]
    pub(crate) fn limit_protected(&mut self, limits: &RecordLimits) {
        self.limit_records(limits.send, limits.receive);
    }

    /// What holds from the hellos on, protected or not (RFC 6066 §4).
    pub(crate) fn limit_fragments(&mut self, limits: &RecordLimits) {
        self.limit_records(limits.fragment, limits.fragment);
    }

    fn limit_records(&mut self, send: Option<usize>, receive: Option<usize>) {
        if send.is_some() || receive.is_some() {
            self.list.push(Action::LimitRecords { send, receive });
        }
    }

    pub(crate) fn emit(&mut self, event: Event) {
        self.list.push(Action::Emit(event));
    }

    pub(crate) fn ask(&mut self, request: Request) {
        self.list.push(Action::Ask(request));
    }
}
