//! THE PIPELINE IN, on one screen:
//! deframe → open → join → order (gate) → decode → step.

use bytes::{Bytes, BytesMut};

use super::{Connection, Surroundings, closing::Stop};
use crate::{
    action::Repeated,
    event::{Direction, Event},
    fault::{Fault, FaultKind},
    handshake::{
        Era, Input,
        order::{self, InputKind},
    },
    limits::{HANDSHAKE_HEADER, MAX_EMPTY_RECORDS},
    record::{
        Opened,
        deframe::{self, Deframed, Rules},
    },
    wire::{ChangeCipherSpec, ContentType, HandshakeType, Message, ProtocolVersion},
};

impl Connection {
    /// Takes one message or one record in; tells what is waited for where there is none.
    pub(super) fn receive(
        &mut self,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<Option<Event>, Stop> {
        if let Some((kind, message)) = self.next_message()? {
            return self.on_message(kind, &message, surroundings).map(|()| None);
        }
        if self.seam.is_some() {
            return self.await_messages().map(Some);
        }
        let rules = self.rules();
        let record = match deframe::next(&mut self.input, &rules)? {
            Deframed::Record(record) => record,
            Deframed::Wanted(_) if self.input_ended => return Err(Stop::InputEnded),
            Deframed::Wanted(hint) => return Ok(Some(Event::NeedInput { hint })),
        };
        self.counters.records = true;
        let Opened::Content { content_type, content, protected } = self.read.open(record)? else {
            return Ok(None);
        };
        self.check_empty(content_type, &content)?;
        self.check_interleaved(content_type)?;
        match content_type {
            ContentType::HANDSHAKE => self.join.add(content),
            // RFC 8446 §5: none is sent under protection.
            ContentType::CHANGE_CIPHER_SPEC if !(protected && self.is_tls13()) => {
                self.on_change_cipher_spec(&content, surroundings)?;
            }
            ContentType::ALERT => self.on_alert(&content)?,
            ContentType::APPLICATION_DATA => return self.on_data(content, surroundings),
            other => {
                let came = alloc::format!("a record of {other}");
                return Err(order::unexpected(self.known.cursor, came).into());
            }
        }
        Ok(None)
    }

    /// Without records there is nothing to look for but the rest of a message.
    fn await_messages(&self) -> Result<Event, Stop> {
        if self.input_ended {
            return Err(Stop::InputEnded);
        }
        Ok(Event::NeedInput { hint: self.join.wanted() })
    }

    fn rules(&self) -> Rules {
        Rules {
            first: !self.counters.records,
            // RFC 8446 §5.1: nobody looks at it any more.
            version: self.known.version.filter(|_| !self.is_tls13()),
            protected: self.read.is_protected(),
            max_fragment: self.read.max_fragment(),
        }
    }

    pub(super) fn is_tls13(&self) -> bool {
        cfg!(feature = "tls13") && self.known.version == Some(ProtocolVersion::TLS13)
    }

    /// RFC 8446 §5.1: nothing stands between the records of one message.
    fn check_interleaved(&self, content_type: ContentType) -> Result<(), Fault> {
        if self.is_tls13() && content_type != ContentType::HANDSHAKE && !self.join.is_empty() {
            let came = alloc::format!("a record of {content_type} within a handshake message");
            return Err(order::unexpected(self.known.cursor, came));
        }
        Ok(())
    }

    /// RFC 5246 §6.2.1: only application data may be empty; a run of such records is bounded.
    fn check_empty(&mut self, content_type: ContentType, content: &BytesMut) -> Result<(), Fault> {
        if !content.is_empty() {
            self.counters.empty_records = 0;
            return Ok(());
        }
        if content_type != ContentType::APPLICATION_DATA {
            return Err(Fault::new(FaultKind::EmptyRecord)
                .came(alloc::format!("an empty record of {content_type}")));
        }
        self.counters.empty_records += 1;
        if self.counters.empty_records > MAX_EMPTY_RECORDS {
            return Err(FaultKind::TooManyEmptyRecords.into());
        }
        Ok(())
    }

    /// A whole message that the order allows. The gate looks at the first four bytes, so that
    /// nothing more is held of a message that is not wanted.
    fn next_message(&mut self) -> Result<Option<(HandshakeType, Bytes)>, Fault> {
        let Some(kind) = self.join.kind() else { return Ok(None) };
        self.check_for_quic(kind)?;
        order::gate(self.known.cursor, InputKind::Message(kind))?;
        let Some(header) = self.join.header(self.max_certificate_message)? else { return Ok(None) };
        Ok(self.join.take(&header).map(|message| (kind, message)))
    }

    fn on_message(
        &mut self,
        kind: HandshakeType,
        raw: &Bytes,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        self.counters.warnings = 0;
        self.note_message(Direction::Received, raw);
        let body = raw.get(HANDSHAKE_HEADER..).unwrap_or_default();
        #[cfg(feature = "tls13")]
        if self.known.cursor.era == Era::Tls13 {
            let message = crate::wire::Message13::decode(kind, body)?;
            return self.step(Input::Message13(raw, message), surroundings);
        }
        let message = Message::decode(kind, body)?;
        if let (Message::ClientHello(hello), Era::Hello) = (&message, self.known.cursor.era) {
            self.dialogue.bind(hello.random);
        }
        self.step(Input::Message(raw, message), surroundings)
    }

    /// RFC 5246 §7.1: allowed where the order says, and between whole messages only.
    fn on_change_cipher_spec(
        &mut self,
        content: &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        if self.is_tls13() {
            return self.on_ignored_change_cipher_spec(content);
        }
        ChangeCipherSpec::decode(content).map_err(|_| FaultKind::MalformedChangeCipherSpec)?;
        order::gate(self.known.cursor, InputKind::ChangeCipherSpec)?;
        if !self.join.is_empty() {
            return Err(Fault::from(FaultKind::MessageAcrossKeyChange).into());
        }
        self.counters.warnings = 0;
        self.note_change_cipher_spec(Direction::Received);
        self.step(Input::ChangeCipherSpec, surroundings)
    }

    /// RFC 8446 §5: what is there for middleboxes is dropped, where it may be at all.
    fn on_ignored_change_cipher_spec(&mut self, content: &[u8]) -> Result<(), Stop> {
        order::gate(self.known.cursor, InputKind::ChangeCipherSpec)?;
        if ChangeCipherSpec::decode(content).is_err() {
            let came = "a ChangeCipherSpec that is not the one byte 1";
            return Err(order::unexpected(self.known.cursor, came).into());
        }
        self.count(Repeated::ChangeCipherSpec)?;
        self.note_change_cipher_spec(Direction::Received);
        Ok(())
    }
}
