//! Carries out what a state wants, in order.

use alloc::vec::Vec;

use bytes::Bytes;

use super::{Connection, Surroundings, closing::Stop};
use crate::{
    action::Action,
    crypto::{CipherSuite, RecordCipher},
    event::{Direction, Event, KeyChange, MessageContent, MessageSummary},
    fault::FaultKind,
    handshake::Role,
    limits::HANDSHAKE_HEADER,
    request::Request,
    wire::{Alert, ChangeCipherSpec, ContentType, HandshakeType, ProtocolVersion, Reader},
};

pub(super) fn perform(
    connection: &mut Connection,
    surroundings: &mut Surroundings<'_>,
) -> Result<(), Stop> {
    if connection.actions.is_empty() {
        return Ok(());
    }
    let mut actions = core::mem::take(&mut connection.actions);
    let flight = core::mem::take(&mut connection.flight);
    let mut unsent = &flight[..];
    let result = actions
        .drain(..)
        .try_for_each(|action| connection.perform_one(action, &mut unsent, surroundings));
    connection.keep_scratch(actions, flight);
    result
}

impl Connection {
    /// `unsent` is what is left of the flight.
    fn perform_one(
        &mut self,
        action: Action,
        unsent: &mut &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        match action {
            Action::SendHandshake { len } => {
                let messages = unsent.split_off(..len).unwrap_or_default();
                self.send_handshake(messages, surroundings)?;
            }
            Action::SendChangeCipherSpec => {
                self.note_change_cipher_spec(Direction::Sent);
                if self.known.version.is_none() {
                    // Before early data: the first hello alone says less (RFC 8446 §5.1).
                    self.write.set_version(ProtocolVersion::TLS13);
                }
                let content = &ChangeCipherSpec::BYTES;
                let Surroundings { random, output, .. } = surroundings;
                self.write.seal(ContentType::CHANGE_CIPHER_SPEC, content, *random, output)?;
            }
            Action::Count(what) => self.count(what)?,
            #[cfg(feature = "tls13")]
            Action::Agree(version, suite) => self.agree(version, suite),
            // Behind our close_notify nothing more is sent (RFC 5246 §7.2.1).
            #[cfg(feature = "tls12")]
            Action::Warn(_) if self.close_sent => {}
            #[cfg(feature = "tls12")]
            Action::Warn(description) => {
                self.send_alert(super::closing::warning(description), surroundings)?;
            }
            Action::WriteKeys(keys) => {
                self.note_keys(Direction::Sent, keys.cipher());
                self.write.set_keys(keys);
            }
            #[cfg(feature = "tls13")]
            Action::GiveSecret(secret) => self.give_secret(secret)?,
            #[cfg(feature = "tls13")]
            Action::DropWriteKeys => self.write.drop_keys(),
            #[cfg(feature = "tls13")]
            Action::SkipEarlyData(bytes) => self.read.skip_early_data(bytes),
            // Over QUIC the stack sends them.
            #[cfg(feature = "tls13")]
            Action::AllowEarlyData(_) if self.seam.is_some() => {}
            #[cfg(feature = "tls13")]
            Action::AllowEarlyData(bytes) => self.early_data_left = bytes,
            #[cfg(feature = "tls13")]
            Action::PadRecords(multiple) => self.write.set_padding(usize::from(multiple)),
            Action::ReadKeys(keys) => {
                // RFC 8446 §5.1: no message spans a change of keys. Up to TLS 1.2 the
                // ChangeCipherSpec was looked at for that.
                if keys.is_tls13() && !self.join.is_empty() {
                    return Err(FaultKind::MessageAcrossKeyChange.into());
                }
                self.note_keys(Direction::Received, keys.cipher());
                self.read.set_keys(keys);
            }
            Action::LimitRecords { send, receive } => {
                if let Some(send) = send {
                    self.write.set_max_plaintext(send);
                }
                if let Some(receive) = receive {
                    self.read.set_max_plaintext(receive);
                }
            }
            Action::Emit(event) => self.emit(event),
            Action::Ask(request) => {
                if let (Role::Client, Request::FindSession(find)) = (self.role, &request) {
                    self.known.session = Some(find.key.clone());
                }
                let event = self.dialogue.ask(request);
                self.events.push_back(event);
            }
        }
        Ok(())
    }

    /// All messages of the flight share records as far as they fit.
    fn send_handshake(
        &mut self,
        messages: &[u8],
        Surroundings { random, output, .. }: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        // Behind our close_notify nothing more is sent, not even what a peer asks for after the
        // handshake (RFC 8446 §6.1).
        if self.close_sent {
            return Ok(());
        }
        let mut reader = Reader::new("Flight", messages);
        while let Some(message) = split_message(&mut reader) {
            if self.trace {
                self.note_message(Direction::Sent, &Bytes::copy_from_slice(message));
            } else if let Some(kind) = message.first() {
                self.known.last_message = Some((Direction::Sent, HandshakeType(*kind)));
            }
        }
        if let Some(seam) = self.seam {
            self.give_handshake(seam, messages);
            return Ok(());
        }
        Ok(self.write.seal(ContentType::HANDSHAKE, messages, *random, output)?)
    }

    fn agree(&mut self, version: ProtocolVersion, suite: CipherSuite) {
        self.known.version = Some(version);
        self.known.suite = Some(suite);
        self.write.set_version(version);
    }

    fn emit(&mut self, event: Event) {
        match &event {
            Event::Negotiated(summary) => {
                self.agree(summary.version, summary.suite);
                // A server is bound to the client's random value since the ClientHello came.
                if self.role == Role::Client {
                    self.dialogue.bind(&summary.client_random);
                }
                self.dialogue.bind(&summary.server_random);
            }
            Event::Connected(_) => self.known.connected = true,
            Event::Session(session) => self.known.session = Some(session.key.clone()),
            _ => {}
        }
        self.events.push_back(event);
    }

    /// The lists are used again during the handshake, and given back after it.
    fn keep_scratch(&mut self, actions: Vec<Action>, flight: Vec<u8>) {
        if !self.known.connected {
            self.actions = actions;
            self.flight = flight;
        }
    }

    pub(super) fn note_message(&mut self, direction: Direction, raw: &Bytes) {
        if let Some(kind) = raw.first() {
            self.known.last_message = Some((direction, HandshakeType(*kind)));
        }
        self.note(direction, || MessageContent::Handshake(raw.clone()));
    }

    pub(super) fn note_change_cipher_spec(&mut self, direction: Direction) {
        self.note(direction, || MessageContent::ChangeCipherSpec);
    }

    pub(super) fn note_alert(&mut self, direction: Direction, alert: Alert) {
        self.note(direction, || MessageContent::Alert(alert));
    }

    fn note(&mut self, direction: Direction, content: impl FnOnce() -> MessageContent) {
        if self.trace {
            let protected = match (direction, self.seam) {
                (Direction::Sent, None) => self.write.is_protected(),
                (Direction::Received, None) => self.read.is_protected(),
                (_, Some(seam)) => seam.protects(direction),
            };
            let summary = MessageSummary { direction, protected, content: content() };
            self.events.push_back(Event::Message(summary));
        }
    }

    pub(super) fn note_keys(&mut self, direction: Direction, cipher: RecordCipher) {
        if self.trace {
            self.events.push_back(Event::KeysChanged(KeyChange { direction, cipher }));
        }
    }
}

/// The next message of a flight, with its header.
fn split_message<'a>(flight: &mut Reader<'a>) -> Option<&'a [u8]> {
    let mut header = *flight;
    header.u8("msg_type").ok()?;
    let len = header.u24("length").ok()?;
    flight.take("message", HANDSHAKE_HEADER + len).ok()
}
