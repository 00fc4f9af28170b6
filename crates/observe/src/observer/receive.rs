//! The way of the bytes: from a stream to records, their content, and messages.

use alloc::{collections::VecDeque, string::ToString};

use bytes::{Bytes, BytesMut};
use countersign::{
    Role,
    crypto::Provider,
    fault::Fault,
    observing::{ObservedRecord, next_record},
    order::InputKind,
    wire::{Alert, AlertDescription, AlertLevel, ContentType, HandshakeType},
};

use super::{
    handshake::Handshake,
    stream::{Framing, Opened, Stream},
};
use crate::{
    event::{Missing, Observation, RecordSeen, SealedWhy},
    keys::Keys,
    order::Follower,
    search::{self, Begin, Header},
    ssl2::{self, Ssl2Message},
};

/// A connection with the keys that it is read with.
pub(super) struct Meeting<'a> {
    pub(super) provider: &'a Provider,
    pub(super) client: &'a mut Stream,
    pub(super) server: &'a mut Stream,
    pub(super) handshake: &'a mut Handshake,
    pub(super) follower: &'a mut Follower,
    pub(super) observations: &'a mut VecDeque<Observation>,
    pub(super) keys: &'a mut Keys,
}

impl Meeting<'_> {
    pub(super) fn stream(&mut self, role: Role) -> &mut Stream {
        match role {
            Role::Client => self.client,
            Role::Server => self.server,
        }
    }

    pub(super) fn tell(&mut self, observation: Observation) {
        self.observations.push_back(observation);
    }

    pub(super) fn malformed(&mut self, from: Role, fault: impl Into<Fault>) {
        self.tell(Observation::Malformed { from, fault: fault.into() });
    }

    /// Takes all that can be taken.
    pub(super) fn receive(&mut self, from: Role) {
        loop {
            let goes_on = match self.stream(from).framing {
                Framing::Searching => self.search(from),
                Framing::Records => self.record(from),
                Framing::Ssl2 => self.ssl2(from),
                Framing::Lost => self.resynchronise(from),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Looks for the beginning of TLS; what stands before it is another protocol's.
    fn search(&mut self, from: Role) -> bool {
        let stream = self.stream(from);
        let (place, begin) = search::find(&stream.input, !stream.begun);
        let plain = stream.input.split_to(place).freeze();
        stream.begun |= begin != Begin::Unknown && !stream.input.is_empty() || !plain.is_empty();
        if !plain.is_empty() {
            self.tell(Observation::Plaintext { from, bytes: plain });
        }
        match begin {
            Begin::Nothing | Begin::Unknown => return false,
            Begin::Ssl2 => self.stream(from).framing = Framing::Ssl2,
            Begin::Hello => self.both_in_records(),
            Begin::Record => {
                // An alert may be the first that a server says.
                let peer = self.stream(from.peer());
                if peer.framing == Framing::Searching {
                    let what = Missing::Beginning;
                    self.tell(Observation::Missing { from, what });
                    self.handshake.gap();
                }
                self.both_in_records();
            }
        }
        true
    }

    fn both_in_records(&mut self) {
        for role in [Role::Client, Role::Server] {
            let stream = self.stream(role);
            if stream.framing == Framing::Searching {
                stream.framing = Framing::Records;
            }
        }
    }

    fn ssl2(&mut self, from: Role) -> bool {
        let input = &mut self.stream(from).input;
        // An answer in records: the server has chosen SSL 3.0 or TLS.
        if from == Role::Server && search::header(input) != Header::None && !input.is_empty() {
            self.stream(from).framing = Framing::Records;
            self.client.framing = Framing::Records;
            return true;
        }
        match ssl2::next(input) {
            None => false,
            Some(Ok(message)) => {
                self.ssl2_message(from, message);
                true
            }
            Some(Err((error, _))) => {
                self.malformed(from, error);
                true
            }
        }
    }

    fn ssl2_message(&mut self, from: Role, message: Ssl2Message) {
        if let Ssl2Message::ClientHello(hello) = &message {
            // Out of the table's order, which has no such message, and never out of place.
            let kind = InputKind::Message(HandshakeType::CLIENT_HELLO);
            let _ = self.follower.take(from, kind);
            self.handshake.ssl2_hello(hello);
            let stream = self.stream(from);
            stream.framing =
                if hello.version.major() == 3 { Framing::Records } else { Framing::Ssl2 };
            self.server.framing = Framing::Ssl2;
        }
        if let Ssl2Message::ServerHello { .. } = &message {
            self.client.framing = Framing::Ssl2;
        }
        self.tell(Observation::Ssl2 { from, message });
    }

    /// Looks for a record behind a gap.
    fn resynchronise(&mut self, from: Role) -> bool {
        let stream = self.stream(from);
        if stream.input.is_empty() {
            return false;
        }
        let passed = search::resynchronise(&stream.input);
        drop(stream.input.split_to(passed));
        let found = !stream.input.is_empty();
        if found {
            stream.framing = Framing::Records;
        }
        if passed > 0 {
            let what = Missing::NoRecord(passed);
            self.tell(Observation::Missing { from, what });
        }
        found
    }

    fn record(&mut self, from: Role) -> bool {
        let record = match next_record(&mut self.stream(from).input) {
            Ok(Some(record)) => record,
            Ok(None) => return false,
            Err(fault) => {
                self.malformed(from, fault);
                let stream = self.stream(from);
                stream.framing = Framing::Lost;
                stream.join.clear();
                stream.protection.seal(SealedWhy::CountLost);
                // What could not be read is no beginning.
                drop(stream.input.split_to(1));
                return true;
            }
        };
        let (content_type, len) = (record.content_type, record.fragment.len());
        let protected = !self.stream(from).protection.is_plain();
        let version = record.version;
        self.tell(Observation::Record(RecordSeen { from, content_type, version, len, protected }));
        self.opened(from, record);
        true
    }

    fn opened(&mut self, from: Role, record: ObservedRecord) {
        let (outer, len) = (record.content_type, record.fragment.len());
        match self.stream(from).protection.open(record) {
            Ok(Opened { content, content_type, changed, protected }) => {
                if let Some((cipher, level)) = changed {
                    self.keys_in_force(from, cipher, level);
                }
                self.content(from, content_type, content, protected);
            }
            Err(why) => {
                self.tell(Observation::Sealed { from, content_type: outer, len, why });
                self.sealed(from, outer);
            }
        }
    }

    /// A record that cannot be read tells by its place what it holds: the first handshake record
    /// under keys is `Finished`.
    fn sealed(&mut self, from: Role, content_type: ContentType) {
        let tls13 = self.handshake.is_tls13();
        if tls13 {
            return self.sealed13(from);
        }
        if content_type == ContentType::HANDSHAKE && !self.stream(from).finished {
            let finished = InputKind::Message(HandshakeType::FINISHED);
            // Nobody can say what it is, and so not that it is out of order.
            let _ = self.follower.take(from, finished);
            self.finished(from, None);
        }
    }

    fn content(
        &mut self,
        from: Role,
        content_type: ContentType,
        content: BytesMut,
        protected: bool,
    ) {
        match content_type {
            ContentType::HANDSHAKE => {
                self.stream(from).join.add(content);
                self.messages(from, protected);
            }
            ContentType::CHANGE_CIPHER_SPEC => self.change_cipher_spec(from),
            ContentType::ALERT => {
                for byte in content {
                    self.alert_byte(from, byte, protected);
                }
            }
            ContentType::APPLICATION_DATA => {
                let early = !self.handshake.complete;
                if !early {
                    self.in_order(from, InputKind::ApplicationData);
                }
                self.tell(Observation::Data { from, early, bytes: content.freeze() });
            }
            // Heartbeats and what is not known: the record itself was told.
            _ => {}
        }
    }

    fn messages(&mut self, from: Role, protected: bool) {
        loop {
            match self.stream(from).join.next_message() {
                Ok(Some((kind, bytes))) => self.message(from, kind, &bytes, protected),
                Ok(None) => return,
                Err(fault) => {
                    self.handshake.gap();
                    return self.malformed(from, fault);
                }
            }
        }
    }

    /// RFC 5246 §7.2: an alert has two bytes, which may come one by one.
    fn alert_byte(&mut self, from: Role, byte: u8, protected: bool) {
        let Some(level) = self.stream(from).alert.take() else {
            self.stream(from).alert = Some(byte);
            return;
        };
        let alert = Alert { level: AlertLevel(level), description: AlertDescription(byte) };
        // SSL 3.0: a client without a certificate says so by an alert (RFC 6101 §5.6.6).
        if alert.description == AlertDescription::NO_CERTIFICATE {
            let _ = self.follower.take(from, InputKind::Message(HandshakeType::CERTIFICATE));
        }
        self.tell(Observation::Alert { from, alert, protected });
    }

    /// Tells where a side breaks the order. Behind a gap nothing is said of it.
    pub(super) fn in_order(&mut self, from: Role, input: InputKind) {
        if self.handshake.has_gap() {
            return;
        }
        if let Err(expected) = self.follower.take(from, input) {
            self.tell(Observation::OutOfOrder { from, came: input.to_string(), expected });
        }
    }

    fn message(&mut self, from: Role, kind: HandshakeType, bytes: &Bytes, protected: bool) {
        self.in_order(from, InputKind::Message(kind));
        self.handshake_message(from, kind, bytes, protected);
    }
}
