//! What a pre-shared key opens in TLS 1.3 without anybody's log: early data, and where it stands
//! alone (`psk_ke`, RFC 8446 §4.2.9) the whole connection, and those that its tickets resume.

use alloc::vec::Vec;

use countersign::{
    Role,
    crypto::{HashAlgorithm, Secret},
    schedule::{
        EarlySecret, HandshakeSecret, Hkdf, MasterSecret, PskKind, ResumptionSecret, TrafficSecret,
    },
    wire::{ClientHello, Message13},
};

use super::{handshake::OfferedKey, receive::Meeting};
use crate::{
    decode::{Decoded, Seen},
    keys::Label,
};

/// What was derived so far.
#[derive(Default)]
pub(super) struct Derived {
    stage: Stage,
    secrets: Vec<(Label, Secret)>,
    /// Tickets and their nonces that came before their secret was known: a server need not wait for
    /// the client's `Finished` (RFC 8446 §4.6.1).
    tickets: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Tickets that wait at once, of usual servers two.
const MAX_TICKETS: usize = 16;

#[derive(Default)]
enum Stage {
    #[default]
    Nothing,
    Handshake(HandshakeSecret),
    Master(MasterSecret),
    Resumption(ResumptionSecret),
}

impl Derived {
    pub(super) fn secret(&self, label: Label) -> Option<Secret> {
        self.secrets.iter().find(|(kind, _)| *kind == label).map(|(_, secret)| secret.clone())
    }

    fn traffic(&mut self, label: Label, secret: &TrafficSecret) {
        self.secrets.push((label, secret.to_secret()));
    }
}

impl Meeting<'_> {
    /// The keys that a client offers, and of those that are known whether it has proved that it
    /// knows them too: a name may be right and the key another (RFC 8446 §4.2.11.2).
    pub(super) fn offered_keys(
        &mut self,
        hello: &ClientHello<'_>,
        message: &[u8],
    ) -> Vec<OfferedKey> {
        let Ok(Some(psks)) = hello.psk() else { return Vec::new() };
        let truncated = psks.truncated(message);
        let mut keys = Vec::new();
        for (psk, binder) in psks.identities().zip(psks.binders()) {
            let given = self.keys.pre_shared_key(psk.identity).map(|key| (key, PskKind::External));
            let seen = || Some((self.keys.remembered(psk.identity)?, PskKind::Resumption));
            let known = given.or_else(seen);
            let proved = known.filter(|(key, kind)| self.proves(key, *kind, truncated, binder));
            let aged = psk.obfuscated_ticket_age != 0;
            keys.push(OfferedKey { aged, secret: proved.map(|(key, _)| key) });
        }
        keys
    }

    fn proves(&mut self, key: &Secret, kind: PskKind, truncated: &[u8], binder: &[u8]) -> bool {
        let Some(hash) = hash_of(binder) else { return false };
        let provider = self.provider;
        let Ok(hkdf) = Hkdf::new(provider, hash) else { return false };
        // Behind a retry the messages before count too.
        let Ok(messages) = self.handshake.transcript.running(provider, hash) else { return false };
        let mut messages = messages.fork();
        messages.update(truncated);
        let binder_key = EarlySecret::new(hkdf, Some(key)).binder_key(kind);
        binder_key.binder(messages.current().as_ref()).as_ref() == binder
    }

    /// The hash of the first key that is offered: the length of its binder tells it.
    pub(super) fn early_hash(&self, hello: &ClientHello<'_>) -> Option<HashAlgorithm> {
        let psks = hello.psk().ok().flatten()?;
        hash_of(psks.binders().next()?)
    }

    /// The secret of early data, which is under the first key that is offered.
    pub(super) fn derive_early(&mut self, hash: HashAlgorithm, hello: &[u8]) {
        let keys = self.handshake.offered.as_ref().map_or(&[][..], |offered| &offered.keys);
        let Some(key) = keys.first().and_then(|key| key.secret.as_ref()) else { return };
        let Ok(hkdf) = Hkdf::new(self.provider, hash) else { return };
        let early = EarlySecret::new(hkdf, Some(key)).traffic(hkdf.hash(hello).as_ref());
        self.handshake.derived.traffic(Label::ClientEarlyTraffic, &early);
    }

    /// Behind the `ServerHello`: where the key stands alone, nothing else is wanted.
    pub(super) fn derive_handshake(&mut self) {
        let handshake = &self.handshake;
        let chosen = handshake.chosen.as_ref().filter(|chosen| !chosen.has_share);
        let place = chosen.and_then(|chosen| chosen.key);
        let Some((place, suite)) = place.zip(handshake.forms.suite) else { return };
        let offered = handshake.offered.as_ref();
        let key = offered.and_then(|it| it.keys.get(usize::from(place))?.secret.clone());
        let Some((key, hash)) = key.zip(self.handshake_hash().ok().flatten()) else { return };
        let Ok(hkdf) = Hkdf::new(self.provider, suite.hash) else { return };
        let secret = EarlySecret::new(hkdf, Some(&key)).into_handshake(None);
        let derived = &mut self.handshake.derived;
        let [client, server] =
            [Role::Client, Role::Server].map(|role| secret.traffic(role, hash.as_ref()));
        derived.traffic(Label::ClientHandshakeTraffic, &client);
        derived.traffic(Label::ServerHandshakeTraffic, &server);
        derived.stage = Stage::Handshake(secret);
    }

    /// Behind a `Finished`: the server's leads to the keys of the data, the client's to tickets.
    pub(super) fn derive_further(&mut self) {
        let Some(hash) = self.handshake_hash().ok().flatten() else { return };
        let derived = &mut self.handshake.derived;
        derived.stage = match core::mem::take(&mut derived.stage) {
            Stage::Handshake(secret) => {
                let master = secret.into_master();
                let [client, server] =
                    [Role::Client, Role::Server].map(|role| master.traffic(role, hash.as_ref()));
                derived.traffic(Label::ClientTraffic0, &client);
                derived.traffic(Label::ServerTraffic0, &server);
                let exporter = master.exporter(hash.as_ref()).to_secret();
                derived.secrets.push((Label::Exporter, exporter));
                Stage::Master(master)
            }
            Stage::Master(master) => {
                let secret = master.resumption(hash.as_ref());
                for (ticket, nonce) in core::mem::take(&mut derived.tickets) {
                    self.keys.remember(&ticket, &secret.psk(&nonce));
                }
                Stage::Resumption(secret)
            }
            other => other,
        };
    }

    /// A ticket's key (RFC 8446 §4.6.1), under whose name it may come again.
    pub(super) fn ticket13(&mut self, seen: &Seen) {
        let ticket = match seen.decode() {
            Ok(Decoded::Tls13(Message13::NewSessionTicket(ticket))) => ticket,
            Ok(_) => return,
            Err(fault) => return self.malformed(seen.from, fault),
        };
        let derived = &mut self.handshake.derived;
        match &derived.stage {
            Stage::Resumption(secret) => {
                self.keys.remember(ticket.ticket, &secret.psk(ticket.nonce));
            }
            Stage::Master(_) if derived.tickets.len() < MAX_TICKETS => {
                derived.tickets.push((ticket.ticket.to_vec(), ticket.nonce.to_vec()));
            }
            _ => {}
        }
    }
}

fn hash_of(binder: &[u8]) -> Option<HashAlgorithm> {
    let hashes = [HashAlgorithm::Sha256, HashAlgorithm::Sha384];
    hashes.into_iter().find(|hash| hash.output_len() == binder.len())
}
