//! What the hellos say, as far as it decides about what follows.

use bytes::Bytes;
use countersign::{
    Resumption,
    crypto::CipherSuite,
    wire::{
        ClientHello, Message, Message13, ProtocolVersion, RANDOM_LEN, ServerHello,
        extension::{
            ExtensionType, Extensions, alpn,
            certificate_type::{self, Whose},
            pre_shared_key, session_ticket,
        },
    },
};

use super::{
    handshake::{Chosen, Offered},
    receive::Meeting,
};
use crate::{
    decode::{Decoded, Seen},
    event::{Negotiated, Observation},
    suite::SuiteParts,
};

impl Meeting<'_> {
    pub(super) fn client_hello(&mut self, seen: &Seen) {
        let hello = match seen.decode() {
            Ok(Decoded::Tls12(Message::ClientHello(hello))) => hello,
            Ok(_) => return,
            Err(fault) => return self.malformed(seen.from, fault),
        };
        self.handshake.offered = Some(self.offered(&hello, &seen.bytes));
        self.early_keys(&hello, &seen.bytes);
    }

    fn offered(&mut self, hello: &ClientHello<'_>, bytes: &Bytes) -> Offered {
        let ticket = hello.extensions.get(ExtensionType::SESSION_TICKET);
        let ticket = ticket.map(session_ticket::decode_offer).unwrap_or_default();
        let has = |kind| hello.extensions.get(kind).is_some();
        Offered {
            random: *hello.random,
            session_id: Bytes::copy_from_slice(hello.session_id),
            ticket: Bytes::copy_from_slice(ticket),
            early_data: has(ExtensionType::EARLY_DATA),
            extended_master_secret: has(ExtensionType::EXTENDED_MASTER_SECRET),
            keys: self.offered_keys(hello, bytes),
        }
    }

    pub(super) fn server_hello(&mut self, seen: &Seen) {
        let hello = match seen.decode() {
            Ok(Decoded::Tls12(Message::ServerHello(hello))) => hello,
            Ok(_) => return,
            Err(fault) => {
                self.handshake.transcript.break_off();
                return self.malformed(seen.from, fault);
            }
        };
        if hello.is_retry() {
            self.retry(&hello);
            return self.hash(seen);
        }
        let chosen = self.chosen(&hello, &seen.bytes);
        self.certificate_types(hello.extensions);
        let forms = &mut self.handshake.forms;
        forms.version = Some(chosen.version);
        forms.suite = SuiteParts::of(chosen.suite);
        let negotiated = self.negotiated(&hello, &chosen);
        self.handshake.protocol.clone_from(&negotiated.protocol);
        if negotiated.version >= ProtocolVersion::TLS13 {
            self.handshake.group = hello.key_share().ok().flatten().map(|share| share.group);
        }
        self.handshake.chosen = Some(chosen);
        self.tell(Observation::Negotiated(negotiated));
        self.hash(seen);
        if self.handshake.is_tls13() {
            self.handshake_keys();
        } else if self.handshake.chosen.as_ref().is_some_and(|it| it.resumption.is_some()) {
            self.find_master(None);
        }
    }

    /// In TLS 1.3 the protocol stands there.
    pub(super) fn encrypted_extensions(&mut self, seen: &Seen) {
        match seen.decode() {
            Ok(Decoded::Tls13(Message13::EncryptedExtensions(message))) => {
                self.handshake.protocol = protocol(message.extensions);
                self.handshake.early_accepted =
                    message.extensions.get(ExtensionType::EARLY_DATA).is_some();
                self.certificate_types(message.extensions);
            }
            Ok(_) => {}
            Err(fault) => self.malformed(seen.from, fault),
        }
    }

    /// RFC 7250 §4.2: what each side shows.
    fn certificate_types(&mut self, extensions: Extensions<'_>) {
        let answer = |whose: Whose| {
            let chosen = extensions.decoded(whose.extension(), certificate_type::decode_answer);
            chosen.ok().flatten().unwrap_or_default()
        };
        let forms = &mut self.handshake.forms;
        forms.server_certificate = answer(Whose::Server);
        forms.client_certificate = answer(Whose::Client);
    }

    fn chosen(&self, hello: &ServerHello<'_>, bytes: &Bytes) -> Chosen {
        let version = hello.selected_version().ok().flatten().unwrap_or(hello.legacy_version);
        let has = |kind| hello.extensions.get(kind).is_some();
        let mut chosen = Chosen {
            version,
            suite: hello.cipher_suite,
            random: *hello.random,
            session_id: bytes.slice_ref(hello.session_id),
            compression: hello.compression_method,
            extended_master_secret: has(ExtensionType::EXTENDED_MASTER_SECRET),
            encrypt_then_mac: has(ExtensionType::ENCRYPT_THEN_MAC),
            resumption: None,
            key: None,
            has_share: has(ExtensionType::KEY_SHARE),
        };
        if version >= ProtocolVersion::TLS13 {
            let kind = ExtensionType::PRE_SHARED_KEY;
            let key = hello.extensions.decoded(kind, pre_shared_key::decode_answer);
            chosen.key = key.ok().flatten();
        }
        if let Some(offered) = &self.handshake.offered {
            chosen.resumption = resumption(offered, &chosen, hello);
        }
        chosen
    }

    fn negotiated(&self, hello: &ServerHello<'_>, chosen: &Chosen) -> Negotiated {
        let offered = self.handshake.offered.as_ref();
        let extended = offered.is_none_or(|offered| offered.extended_master_secret);
        // What both extensions are for is always so in TLS 1.3 (RFC 8446 appendix D).
        let is_tls13 = chosen.version >= ProtocolVersion::TLS13;
        let has = |kind| hello.extensions.get(kind).is_some();
        Negotiated {
            version: chosen.version,
            suite: chosen.suite,
            compression: chosen.compression,
            client_random: offered.map_or([0; RANDOM_LEN], |offered| offered.random),
            server_random: chosen.random,
            protocol: protocol(hello.extensions),
            extended_master_secret: is_tls13 || chosen.extended_master_secret && extended,
            encrypt_then_mac: chosen.encrypt_then_mac,
            secure_renegotiation: is_tls13 || has(ExtensionType::RENEGOTIATION_INFO),
            resumption: chosen.resumption,
            psk: is_tls13 && has(ExtensionType::PRE_SHARED_KEY),
        }
    }

    /// The server wants another hello (RFC 8446 §4.1.4); the suite is chosen already.
    fn retry(&mut self, hello: &ServerHello<'_>) {
        self.handshake.retried = true;
        // The version cannot change any more.
        self.handshake.forms.version = Some(ProtocolVersion::TLS13);
        match suite_hash(hello.cipher_suite) {
            Some(hash) => self.handshake.transcript.retried(self.provider, hash),
            None => self.handshake.transcript.break_off(),
        }
    }
}

fn suite_hash(suite: CipherSuite) -> Option<countersign::crypto::HashAlgorithm> {
    SuiteParts::of(suite).map(|parts| parts.hash)
}

/// How the server takes up a session that the client offers.
fn resumption(offered: &Offered, chosen: &Chosen, hello: &ServerHello<'_>) -> Option<Resumption> {
    // In TLS 1.3 the id comes back whatever happens (RFC 8446 §4.1.3).
    if chosen.version >= ProtocolVersion::TLS13 {
        let key = offered.keys.get(usize::from(chosen.key?));
        return key.is_some_and(|key| key.aged).then_some(Resumption::Ticket);
    }
    let comes_back = !hello.session_id.is_empty() && offered.session_id == hello.session_id;
    // RFC 5077 §3.4: with a ticket the id is the client's own.
    let has = if offered.ticket.is_empty() { Resumption::SessionId } else { Resumption::Ticket };
    comes_back.then_some(has)
}

/// The protocol that a server has chosen.
pub(super) fn protocol(extensions: Extensions<'_>) -> Option<Bytes> {
    let protocol = extensions.decoded(ExtensionType::ALPN, alpn::decode_answer).ok().flatten()?;
    Some(Bytes::copy_from_slice(protocol))
}
