//! What a pre-shared key opens in TLS 1.3 without anybody's log: early data, and where it stands
//! alone (`psk_ke`, RFC 8446 §4.2.9) the whole connection, and those that its tickets resume.

use alloc::vec::Vec;

use countersign::{
    Role,
    crypto::{HashAlgorithm, Secret},
    schedule::{EarlySecret, HandshakeSecret, Hkdf, MasterSecret, ResumptionSecret, TrafficSecret},
    wire::Message13,
};

use super::receive::Meeting;
use crate::{
    decode::{Decoded, Seen},
    keys::Label,
};

/// What was derived so far.
#[derive(Default)]
pub(super) struct Derived {
    stage: Stage,
    secrets: Vec<(Label, Secret)>,
}

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
    /// The secret of early data, which is under the first key that is offered.
    pub(super) fn early_secret(&self, hash: HashAlgorithm, hello: &[u8]) -> Option<Secret> {
        let key = self.handshake.offered.as_ref()?.keys.first()?.secret.as_ref()?;
        let hkdf = Hkdf::new(self.provider, hash).ok()?;
        let early = EarlySecret::new(hkdf, Some(key));
        Some(early.traffic(hkdf.hash(hello).as_ref()).to_secret())
    }

    /// Behind the `ServerHello`: where the key stands alone, nothing else is wanted.
    pub(super) fn derive_handshake(&mut self) {
        let handshake = &self.handshake;
        let alone = handshake.group.is_none();
        let place = handshake.chosen.as_ref().and_then(|chosen| chosen.key).filter(|_| alone);
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
            Stage::Master(master) => Stage::Resumption(master.resumption(hash.as_ref())),
            other => other,
        };
    }

    /// A ticket's key (RFC 8446 §4.6.1), under whose name it may come again.
    pub(super) fn ticket13(&mut self, seen: &Seen) {
        let Stage::Resumption(secret) = &self.handshake.derived.stage else { return };
        if let Ok(Decoded::Tls13(Message13::NewSessionTicket(ticket))) = seen.decode() {
            self.keys.remember(ticket.ticket, &secret.psk(ticket.nonce));
        }
    }
}
