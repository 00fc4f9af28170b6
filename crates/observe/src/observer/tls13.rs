//! The keys of TLS 1.3: traffic secrets out of a key log, and when they come into force (RFC 8446
//! §7.1, appendix A).

use alloc::vec::Vec;

use countersign::{
    KeyLog, Role,
    crypto::{CipherSuite, CryptoError, Secret},
    order::InputKind,
    schedule::{Hkdf, TrafficLabel, TrafficSecret},
    wire::{ClientHello, HandshakeType, RANDOM_LEN},
};

use super::{receive::Meeting, stream::Waiting};
use crate::{
    cipher::{Opener, tls13_opener},
    event::{KeyLevel, Observation, SealedWhy},
    keys::Label,
    suite::{Cipher, SuiteParts},
};

/// All of an `EndOfEarlyData` (RFC 8446 §4.5).
const END_OF_EARLY_DATA: [u8; 4] = [5, 0, 0, 0];

impl Meeting<'_> {
    /// Early data is under the suite of an earlier session, which the hello does not name: the keys
    /// of each that is offered are tried.
    pub(super) fn early_keys(&mut self, hello: &ClientHello<'_>, message: &[u8]) {
        let early = self.handshake.offered.as_ref().is_some_and(|offered| offered.early_data);
        if !early {
            return;
        }
        let mut of_key = None;
        if self.logged_secret(Label::ClientEarlyTraffic).is_none() {
            of_key = self.early_hash(hello);
            if let Some(hash) = of_key {
                self.derive_early(hash, message);
            }
        }
        let secret = self.logged_secret(Label::ClientEarlyTraffic);
        // Each once, however often a hello names it.
        let mut suites: Vec<SuiteParts> = Vec::new();
        for suite in hello.cipher_suites.iter().filter_map(|it| SuiteParts::of(CipherSuite(it))) {
            let fits = suite.exchange.is_none() && of_key.is_none_or(|hash| hash == suite.hash);
            if fits && !suites.contains(&suite) {
                suites.push(suite);
            }
        }
        let opener = |suite: SuiteParts| {
            let cipher = suite.cipher?;
            let hkdf = Hkdf::new(self.provider, suite.hash).ok()?;
            let bytes = secret.as_ref()?.expose();
            let secret = TrafficSecret::known(hkdf, TrafficLabel::ClientEarly, bytes).ok()?;
            let opener = tls13_opener(self.provider, cipher, &secret).ok()?;
            Some(Waiting { level: KeyLevel::EarlyData, cipher, opener })
        };
        let openers: Vec<_> = suites.into_iter().filter_map(opener).collect();
        let unknown = openers.is_empty();
        self.client.protection.set_tls13(Err(SealedWhy::NoKeys));
        self.client.protection.set_next(openers);
        self.tell_logged(Label::ClientEarlyTraffic);
        if unknown {
            let (from, level) = (Role::Client, Some(KeyLevel::EarlyData));
            self.tell(Observation::KeysChanged { from, cipher: None, known: false, level });
        }
    }

    /// Both sides' keys change behind the `ServerHello`.
    pub(super) fn handshake_keys(&mut self) {
        self.derive_handshake();
        for role in [Role::Server, Role::Client] {
            let secret = self.traffic_secret(TrafficLabel::handshake(role));
            self.handshake_traffic(role).clone_from(&secret);
            self.tell_logged(label(TrafficLabel::handshake(role)));
            let opener = self.opener(secret.as_ref());
            let early = self.handshake.offered.as_ref().is_some_and(|offered| offered.early_data);
            if role == Role::Client && early && !self.handshake.retried {
                // What is on its way is early data still, whether it is accepted or not.
                let next = self.waiting(KeyLevel::Handshake, opener);
                self.client.protection.add_next(next);
                continue;
            }
            self.put_into_force(role, opener, KeyLevel::Handshake);
            if secret.is_none() {
                self.wait_for_application_keys(role);
            }
        }
    }

    /// The client's keys change behind it (RFC 8446 §4.5).
    pub(super) fn early_data_ends(&mut self, from: Role) {
        self.handshake.early_ended = true;
        let secret = self.handshake_traffic(from).clone();
        let opener = self.opener(secret.as_ref());
        self.put_into_force(from, opener, KeyLevel::Handshake);
    }

    /// The client writes under the keys of the handshake, and where its early data were taken it
    /// has said before that they end: in a message that is always the same.
    fn early_data_ended_unseen(&mut self) {
        if self.handshake.early_accepted && !self.handshake.early_ended {
            self.handshake.early_ended = true;
            let end = InputKind::Message(HandshakeType::END_OF_EARLY_DATA);
            let _ = self.follower.take(Role::Client, end);
            let _ = self.handshake.transcript.add(&END_OF_EARLY_DATA);
        }
    }

    /// A record that cannot be read hides messages, so that nothing is said of their order and what
    /// is proved over them; unless it is of early data, which have none but the one at their end.
    pub(super) fn sealed13(&mut self, from: Role) {
        let early = self.handshake.offered.as_ref().is_some_and(|offered| offered.early_data);
        let is_early = from == Role::Client && early && !self.handshake.client_has_keys;
        if !is_early && !self.stream(from).finished {
            self.handshake.gap();
        }
    }

    /// The sender's keys change behind its `Finished`.
    pub(super) fn finished13(&mut self, from: Role) {
        self.derive_further();
        let secret = self.traffic_secret(TrafficLabel::application(from));
        self.tell_logged(label(TrafficLabel::application(from)));
        if from == Role::Server {
            self.tell_logged(Label::Exporter);
        }
        let opener = self.opener(secret.as_ref());
        self.stream(from).traffic = secret;
        self.put_into_force(from, opener, KeyLevel::ApplicationData);
    }

    /// RFC 8446 §4.6.3: the sender's next keys.
    pub(super) fn key_update(&mut self, from: Role) {
        let next = self.stream(from).traffic.take().map(|secret| secret.next());
        let opener = self.opener(next.as_ref());
        self.stream(from).traffic = next;
        self.put_into_force(from, opener, KeyLevel::Updated);
    }

    /// Without the keys of the handshake nobody sees where it ends: those behind it are tried.
    fn wait_for_application_keys(&mut self, from: Role) {
        let secret = self.traffic_secret(TrafficLabel::application(from));
        let opener = self.opener(secret.as_ref());
        let next = self.waiting(KeyLevel::ApplicationData, opener);
        self.stream(from).traffic = secret;
        self.stream(from).protection.set_next(next.into_iter().collect());
    }

    fn waiting(&self, level: KeyLevel, opener: Result<Opener, SealedWhy>) -> Option<Waiting> {
        let cipher = self.handshake.forms.suite.and_then(|suite| suite.cipher)?;
        Some(Waiting { level, cipher, opener: opener.ok()? })
    }

    /// Keys that waited have opened a record.
    pub(super) fn keys_in_force(&mut self, from: Role, cipher: Cipher, level: KeyLevel) {
        let (cipher, level) = (Some(cipher), Some(level));
        self.tell(Observation::KeysChanged { from, cipher, known: true, level });
        if level == Some(KeyLevel::Handshake) {
            self.handshake.client_has_keys = true;
            self.early_data_ended_unseen();
        }
        let is_handshake =
            self.handshake_traffic(from).is_some() || self.handshake.chosen.is_none();
        if !is_handshake && !self.stream(from).finished {
            self.tell_logged(label(TrafficLabel::application(from)));
            self.finished_unseen(from);
        }
    }

    pub(super) fn verify_data13(&mut self, from: Role) -> Option<Vec<u8>> {
        if self.handshake.complete {
            // RFC 8446 §4.4: the secret of the data that it stands among.
            let hash = self.handshake.later.current()?;
            let secret = self.stream(from).traffic.as_ref()?;
            return Some(secret.verify_data(hash.as_ref()).as_ref().to_vec());
        }
        let hash = self.handshake_hash().ok().flatten()?;
        let secret = match from {
            Role::Client => self.handshake.client_traffic.as_ref()?,
            Role::Server => self.handshake.server_traffic.as_ref()?,
        };
        Some(secret.verify_data(hash.as_ref()).as_ref().to_vec())
    }

    fn put_into_force(&mut self, from: Role, opener: Result<Opener, SealedWhy>, level: KeyLevel) {
        let known = opener.is_ok();
        let cipher = self.handshake.forms.suite.and_then(|suite| suite.cipher);
        self.handshake.client_has_keys |= from == Role::Client;
        let stream = self.stream(from);
        stream.join.clear();
        stream.protection.set_tls13(opener);
        self.tell(Observation::KeysChanged { from, cipher, known, level: Some(level) });
    }

    fn opener(&self, secret: Option<&TrafficSecret>) -> Result<Opener, SealedWhy> {
        let suite = self.handshake.forms.suite.ok_or(SealedWhy::UnknownCipher)?;
        let cipher = suite.cipher.ok_or(SealedWhy::UnknownCipher)?;
        let secret = secret.ok_or(SealedWhy::NoKeys)?;
        tls13_opener(self.provider, cipher, secret).map_err(|_| SealedWhy::UnknownCipher)
    }

    fn traffic_secret(&self, label: TrafficLabel) -> Option<TrafficSecret> {
        let secret = self.logged_secret(self::label(label))?;
        let known = |hkdf| TrafficSecret::known(hkdf, label, secret.expose());
        let hkdf: Result<Hkdf, CryptoError> =
            Hkdf::new(self.provider, self.handshake.forms.suite?.hash);
        hkdf.and_then(known).ok()
    }

    fn client_random(&self) -> Option<[u8; RANDOM_LEN]> {
        self.handshake.offered.as_ref().map(|offered| offered.random)
    }

    /// A secret that was given, or was found out.
    fn logged_secret(&self, label: Label) -> Option<Secret> {
        let given = self.keys.logged(label, &self.client_random()?);
        given.or_else(|| self.handshake.derived.secret(label))
    }

    /// Tells a secret that is known.
    fn tell_logged(&mut self, label: Label) {
        let Some((client_random, secret)) = self.client_random().zip(self.logged_secret(label))
        else {
            return;
        };
        let label = label.name();
        self.tell(Observation::Secret(KeyLog { label, client_random, secret }));
    }

    fn handshake_traffic(&mut self, role: Role) -> &mut Option<TrafficSecret> {
        match role {
            Role::Client => &mut self.handshake.client_traffic,
            Role::Server => &mut self.handshake.server_traffic,
        }
    }
}

/// What a key log calls it.
fn label(label: TrafficLabel) -> Label {
    match label {
        TrafficLabel::ClientEarly => Label::ClientEarlyTraffic,
        TrafficLabel::ClientHandshake => Label::ClientHandshakeTraffic,
        TrafficLabel::ServerHandshake => Label::ServerHandshakeTraffic,
        TrafficLabel::ClientApplication => Label::ClientTraffic0,
        TrafficLabel::ServerApplication => Label::ServerTraffic0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_log_calls_them_as_the_machine_does() {
        for kind in TrafficLabel::all() {
            assert_eq!(label(kind).name(), kind.key_log());
        }
    }
}
