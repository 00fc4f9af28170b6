//! The keys of SSL 3.0 to TLS 1.2: where the master secret comes from, and when they change.

use countersign::{
    KeyLog, Resumption, Role,
    crypto::{CryptoError, Secret},
    observing::{Randoms, Tls12Derivation, psk_pre_master},
    wire::{ClientKeyExchange, Message, NULL_COMPRESSION, ParamsForm, ProtocolVersion},
};

use super::receive::Meeting;
use crate::{
    cipher::{BlockKeys, Opener, Protected},
    decode::{Decoded, Seen},
    event::{Observation, SealedWhy},
    keys::{Label, decrypted_pre_master},
    ssl3::Ssl3Derivation,
    suite::SuiteParts,
};

/// The derivations of a version.
pub(super) enum Derivation {
    Ssl3(Ssl3Derivation),
    Tls(Tls12Derivation),
}

impl Meeting<'_> {
    /// The client's half of the key exchange; the transcript ends with it (RFC 7627 §3).
    pub(super) fn client_key_exchange(&mut self, seen: &Seen) {
        self.handshake.exchanged = true;
        let exchange = match seen.decode() {
            Ok(Decoded::Tls12(Message::ClientKeyExchange(exchange))) => exchange,
            Ok(_) => return,
            Err(fault) => return self.malformed(seen.from, fault),
        };
        self.find_master(Some(exchange));
    }

    /// Looks for the master secret in all places, best known first.
    pub(super) fn find_master(&mut self, exchange: Option<ClientKeyExchange<'_>>) {
        if self.handshake.master.is_some() {
            return;
        }
        let Some(randoms) = self.handshake.randoms() else { return };
        let Some(chosen) = &self.handshake.chosen else { return };
        let mut master = self.keys.logged(Label::ClientRandom, &randoms.client);
        if master.is_none() {
            master = self.keys.master_of_session(&chosen.session_id);
        }
        // RFC 5077 §3.4: a server may resume by ticket without giving the id back.
        let may_be_resumed = chosen.resumption.is_some() || !self.handshake.exchanged;
        if master.is_none() && may_be_resumed && exchange.is_none() {
            master = self.remembered();
        }
        if master.is_none()
            && let Some(pre_master) = self.pre_master(exchange, &randoms)
        {
            master = self.derived(&pre_master, &randoms);
        }
        if let Some(master) = master {
            self.handshake.master = Some(master.clone());
            let (label, client_random) = (Label::ClientRandom.name(), randoms.client);
            self.tell(Observation::Secret(KeyLog { label, client_random, secret: master }));
        }
    }

    /// The session that is resumed, seen before.
    fn remembered(&self) -> Option<Secret> {
        let offered = self.handshake.offered.as_ref()?;
        let by_ticket = self.keys.remembered(&offered.ticket);
        by_ticket.or_else(|| self.keys.remembered(&offered.session_id))
    }

    fn pre_master(
        &self,
        exchange: Option<ClientKeyExchange<'_>>,
        randoms: &Randoms,
    ) -> Option<Secret> {
        if let Some(logged) = self.keys.logged(Label::PmsClientRandom, &randoms.client) {
            return Some(logged);
        }
        let (exchange, form) = (exchange?, self.handshake.forms.exchange()?);
        if form.psk {
            // With a public value the private one would be wanted too.
            let alone = form.params == ParamsForm::None && !form.rsa;
            let identity = exchange.psk().ok().filter(|_| alone)?;
            return self.keys.pre_shared_key(identity).map(|key| psk_pre_master(&key));
        }
        if !form.rsa {
            return None;
        }
        // SSL 3.0 leaves the length out (RFC 6101 §5.6.7).
        let encrypted = match self.handshake.version() {
            Some(ProtocolVersion::SSL3) => exchange.body,
            _ => exchange.encrypted_pre_master().ok()?,
        };
        let logged = self.keys.pre_master_of(encrypted);
        logged.or_else(|| self.keys.rsa_keys().find_map(|key| decrypted_pre_master(key, encrypted)))
    }

    fn derived(&mut self, pre_master: &Secret, randoms: &Randoms) -> Option<Secret> {
        let extended = self.handshake.chosen.as_ref()?.extended_master_secret;
        Some(match self.derivation().ok()? {
            Derivation::Ssl3(derivation) => derivation.master_secret(pre_master, randoms),
            Derivation::Tls(derivation) if extended => {
                let hash = self.handshake_hash().ok()??;
                derivation.extended_master_secret(pre_master, hash.as_ref())
            }
            Derivation::Tls(derivation) => derivation.master_secret(pre_master, randoms),
        })
    }

    pub(super) fn derivation(&self) -> Result<Derivation, CryptoError> {
        let forms = &self.handshake.forms;
        let (Some(version), Some(suite)) = (forms.version, forms.suite) else {
            return Err(CryptoError::Unsupported);
        };
        if version == ProtocolVersion::SSL3 {
            return Ssl3Derivation::new(self.provider).map(Derivation::Ssl3);
        }
        Tls12Derivation::new(self.provider, version, suite.hash).map(Derivation::Tls)
    }

    /// One side's keys come into force.
    pub(super) fn keys_change(&mut self, from: Role) {
        let handshake = &mut *self.handshake;
        let ticket = handshake.offered.as_ref().is_some_and(|offered| !offered.ticket.is_empty());
        if let Some(chosen) = &mut handshake.chosen
            && !handshake.exchanged
            && ticket
        {
            chosen.resumption.get_or_insert(Resumption::Ticket);
        }
        self.find_master(None);
        let opener = self.block_opener(from).or_else(|why| self.null_opener().ok_or(why));
        let known = opener.is_ok();
        let opener = match self.handshake.chosen.as_ref().map(|chosen| chosen.compression) {
            Some(NULL_COMPRESSION) | None => opener,
            Some(_) => Err(SealedWhy::Compressed),
        };
        let cipher = self.handshake.forms.suite.and_then(|suite| suite.cipher);
        let stream = self.stream(from);
        stream.join.clear();
        stream.protection.set(opener);
        self.tell(Observation::KeysChanged { from, cipher, known, level: None });
    }

    /// Suites without encryption can be read by everybody.
    fn null_opener(&self) -> Option<Opener> {
        let chosen = self.handshake.chosen.as_ref()?;
        let suite = self.handshake.forms.suite.as_ref()?;
        Protected::of(suite, chosen.version, chosen.encrypt_then_mac)?.without_keys()
    }

    fn block_opener(&mut self, from: Role) -> Result<Opener, SealedWhy> {
        let unknown = |_| SealedWhy::UnknownCipher;
        let handshake = &mut *self.handshake;
        let chosen = handshake.chosen.as_ref().ok_or(SealedWhy::NoKeys)?;
        let suite = SuiteParts::of(chosen.suite).ok_or(SealedWhy::UnknownCipher)?;
        let protected = Protected::of(&suite, chosen.version, chosen.encrypt_then_mac);
        let protected = protected.ok_or(SealedWhy::UnknownCipher)?;
        let (master, randoms) = (handshake.master.clone(), handshake.randoms());
        let (master, randoms) = master.zip(randoms).ok_or(SealedWhy::NoKeys)?;
        if self.handshake.block.is_none() {
            let len = protected.block_len();
            let block = match self.derivation().map_err(unknown)? {
                Derivation::Ssl3(derivation) => derivation.key_block(&master, &randoms, len),
                Derivation::Tls(derivation) => derivation.key_block(&master, &randoms, len),
            };
            self.handshake.block = Some(BlockKeys::new(block));
        }
        let block = self.handshake.block.as_ref().ok_or(SealedWhy::NoKeys)?;
        block.opener(self.provider, protected, from).map_err(unknown)
    }
}
