//! What is known of the handshake that goes on, and the way of each message through it.

use alloc::vec::Vec;

use bytes::Bytes;
use countersign::{
    Resumption, Role,
    crypto::{CipherSuite, NamedGroup, Secret, SignatureScheme},
    observing::Randoms,
    order::InputKind,
    schedule::TrafficSecret,
    wire::{HandshakeType, ProtocolVersion, RANDOM_LEN},
};

use super::{later::Later, psk13::Derived, receive::Meeting, transcript::Transcript};
use crate::{
    cipher::BlockKeys,
    decode::{Forms, Seen},
    event::{Missing, Observation},
    ssl2::Ssl2ClientHello,
};

/// What a `ClientHello` has said.
#[derive(Default)]
pub(super) struct Offered {
    pub(super) random: [u8; RANDOM_LEN],
    pub(super) session_id: Bytes,
    pub(super) ticket: Bytes,
    pub(super) early_data: bool,
    pub(super) extended_master_secret: bool,
    /// TLS 1.3: the pre-shared keys, in their order.
    pub(super) keys: Vec<OfferedKey>,
}

/// A pre-shared key of TLS 1.3 (RFC 8446 §4.2.11).
pub(super) struct OfferedKey {
    /// It has an age, which tickets alone have: for others it should be 0.
    pub(super) aged: bool,
    /// Itself, where it was given or seen before.
    pub(super) secret: Option<Secret>,
}

/// What a `ServerHello` has said.
pub(super) struct Chosen {
    pub(super) version: ProtocolVersion,
    pub(super) suite: CipherSuite,
    pub(super) random: [u8; RANDOM_LEN],
    pub(super) session_id: Bytes,
    pub(super) compression: u8,
    pub(super) extended_master_secret: bool,
    pub(super) encrypt_then_mac: bool,
    pub(super) resumption: Option<Resumption>,
    /// TLS 1.3: the place of the pre-shared key among those that were offered.
    pub(super) key: Option<u16>,
    /// TLS 1.3: a key exchange stands beside it.
    pub(super) has_share: bool,
}

/// The handshake that goes on, or was the last.
#[derive(Default)]
pub(super) struct Handshake {
    pub(super) offered: Option<Offered>,
    pub(super) chosen: Option<Chosen>,
    pub(super) forms: Forms,
    pub(super) transcript: Transcript,
    /// DER of each side's own certificate.
    pub(super) server_certificate: Bytes,
    pub(super) client_certificate: Bytes,
    /// It was compressed.
    pub(super) server_compressed: bool,
    pub(super) client_compressed: bool,
    pub(super) master: Option<Secret>,
    /// SSL 3.0 to TLS 1.2: the keys of both directions.
    pub(super) block: Option<BlockKeys>,
    /// The client has sent its half of the key exchange.
    pub(super) exchanged: bool,
    pub(super) ticket: Bytes,
    pub(super) group: Option<NamedGroup>,
    pub(super) protocol: Option<Bytes>,
    pub(super) scheme: Option<SignatureScheme>,
    pub(super) client_scheme: Option<SignatureScheme>,
    /// Before TLS 1.3: there was a `CertificateVerify`.
    pub(super) client_verified: bool,
    /// TLS 1.3: the secrets of each side's part of the handshake.
    pub(super) client_traffic: Option<TrafficSecret>,
    pub(super) server_traffic: Option<TrafficSecret>,
    /// TLS 1.3: what was derived from a pre-shared key.
    pub(super) derived: Derived,
    /// TLS 1.3: the server takes early data, and the client has said that they end.
    pub(super) early_accepted: bool,
    pub(super) early_ended: bool,
    /// TLS 1.3: the client writes under the keys of the handshake, or those behind it.
    pub(super) client_has_keys: bool,
    /// TLS 1.3: a `HelloRetryRequest` was sent.
    pub(super) retried: bool,
    /// How many `Finished` were read and are right.
    pub(super) good_finished: u8,
    pub(super) complete: bool,
    /// TLS 1.3: what is proved behind it.
    pub(super) later: Later,
    gap: bool,
}

impl Handshake {
    pub(super) fn version(&self) -> Option<ProtocolVersion> {
        self.forms.version
    }

    pub(super) fn is_tls13(&self) -> bool {
        self.forms.is_tls13()
    }

    /// Both randoms; `None` where a hello was not seen.
    pub(super) fn randoms(&self) -> Option<Randoms> {
        let (offered, chosen) = (self.offered.as_ref()?, self.chosen.as_ref()?);
        Some(Randoms { client: offered.random, server: chosen.random })
    }

    /// Something is missing: nothing is said about the order from here on, nor about proofs.
    pub(super) fn gap(&mut self) {
        self.gap = true;
        self.transcript.break_off();
    }

    pub(super) fn has_gap(&self) -> bool {
        self.gap
    }

    /// A hello in the form of SSL 2.0, which hashes without its length (RFC 5246 appendix E.2).
    pub(super) fn ssl2_hello(&mut self, hello: &Ssl2ClientHello) {
        *self = Self::default();
        let _ = self.transcript.add(&hello.bytes);
        self.offered = Some(Offered {
            random: hello.random(),
            session_id: hello.session_id.clone(),
            ..Offered::default()
        });
    }

    /// Another handshake begins on the same connection; what `Finished` has shown of the last is
    /// kept no longer.
    pub(super) fn begin_again(&mut self) {
        let gap = self.gap;
        *self = Self { gap, forms: self.forms, ..Self::default() };
    }
}

impl Meeting<'_> {
    /// A message that is whole: told, read, hashed.
    pub(super) fn handshake_message(
        &mut self,
        from: Role,
        kind: HandshakeType,
        bytes: &Bytes,
        protected: bool,
    ) {
        let is_tls13 = self.handshake.is_tls13();
        if is_tls13 && !protected && self.is_forged(from, kind) {
            let seen =
                Seen { from, kind, bytes: bytes.clone(), protected, forms: Forms::default() };
            self.tell(Observation::Message(seen));
            let (came, expected) = (alloc::format!("{kind} in the clear"), "a protected record");
            return self.tell(Observation::OutOfOrder { from, came, expected: expected.into() });
        }
        let begins = kind == HandshakeType::CLIENT_HELLO && !self.expects_second_hello();
        if begins {
            // Keys stay in force until the new handshake changes them.
            self.handshake.begin_again();
            self.client.finished = false;
            self.server.finished = false;
        }
        let mut seen =
            Seen { from, kind, bytes: bytes.clone(), protected, forms: self.handshake.forms };
        if matches!(kind, HandshakeType::CLIENT_HELLO | HandshakeType::SERVER_HELLO) {
            // A hello has the same form in every version.
            seen.forms = Forms::default();
        }
        self.tell(Observation::Message(seen.clone()));
        match kind {
            HandshakeType::COMPRESSED_CERTIFICATE if is_tls13 => self.compressed_certificate(from),
            HandshakeType::CLIENT_HELLO => self.client_hello(&seen),
            HandshakeType::SERVER_HELLO => return self.server_hello(&seen),
            HandshakeType::HELLO_REQUEST => return,
            HandshakeType::ENCRYPTED_EXTENSIONS => self.encrypted_extensions(&seen),
            HandshakeType::CERTIFICATE_REQUEST => self.asked_later(&seen),
            HandshakeType::CERTIFICATE => self.certificate(&seen),
            HandshakeType::SERVER_KEY_EXCHANGE => self.server_key_exchange(&seen),
            HandshakeType::CERTIFICATE_VERIFY => self.certificate_verify(&seen),
            HandshakeType::FINISHED => return self.finished(from, Some(&seen)),
            HandshakeType::CLIENT_KEY_EXCHANGE => {
                self.hash(&seen);
                return self.client_key_exchange(&seen);
            }
            // A server may send it before the client's Finished, which does not cover it.
            HandshakeType::NEW_SESSION_TICKET if self.handshake.is_tls13() => {
                return self.ticket13(&seen);
            }
            HandshakeType::NEW_SESSION_TICKET => self.ticket(&seen),
            HandshakeType::END_OF_EARLY_DATA if is_tls13 && from == Role::Client => {
                self.early_data_ends(from);
            }
            HandshakeType::KEY_UPDATE if is_tls13 => return self.key_update(from),
            _ => {}
        }
        self.hash(&seen);
    }

    /// Behind keys no message goes in the clear (RFC 8446 §5.1): whoever has put it there, no
    /// endpoint takes it. But a client whose early data were refused says hello once more.
    fn is_forged(&mut self, from: Role, kind: HandshakeType) -> bool {
        let second = kind == HandshakeType::CLIENT_HELLO && self.expects_second_hello();
        !self.stream(from).protection.is_plain() && !second
    }

    /// A hello that answers a `HelloRetryRequest` begins nothing.
    fn expects_second_hello(&self) -> bool {
        self.handshake.retried && !self.handshake.complete
    }

    /// Adds a message to those that proofs are made over. What follows on `Finished` belongs to no
    /// handshake (RFC 8446 §4.4.1), but for what is proved later.
    pub(super) fn hash(&mut self, seen: &Seen) {
        if self.handshake.complete {
            if seen.from == Role::Client {
                self.handshake.later.hash(seen);
            }
            return;
        }
        if !self.handshake.transcript.add(&seen.bytes) {
            let what = Missing::Transcript;
            self.tell(Observation::Missing { from: seen.from, what });
        }
    }

    /// The keys of one side change (RFC 5246 §7.1). In TLS 1.3 it says nothing (RFC 8446 §5).
    pub(super) fn change_cipher_spec(&mut self, from: Role) {
        self.tell(Observation::ChangeCipherSpec { from });
        if self.handshake.is_tls13() || self.comes_with_early_data(from) {
            return;
        }
        self.in_order(from, InputKind::ChangeCipherSpec);
        self.keys_change(from);
    }

    /// A client may send one behind its first hello, before it knows the version (RFC 8446
    /// appendix D.4): with early data.
    fn comes_with_early_data(&self, from: Role) -> bool {
        let early = self.handshake.offered.as_ref().is_some_and(|offered| offered.early_data);
        from == Role::Client && early && self.handshake.chosen.is_none()
    }

    /// The names under which a session may come again.
    pub(super) fn remember_session(&mut self) {
        let handshake = &self.handshake;
        let (Some(master), Some(chosen)) = (&handshake.master, &handshake.chosen) else { return };
        let names: Vec<Bytes> = Vec::from([chosen.session_id.clone(), handshake.ticket.clone()]);
        for name in names {
            self.keys.remember(&name, master);
        }
    }
}
