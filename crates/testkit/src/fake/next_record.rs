//! What the next record of a peer is under, as its receiver knows it.

use countersign::{
    Direction, Event, MessageContent,
    crypto::{RecordCipher, TrafficKeys},
    schedule::{Hkdf, TrafficLabel, TrafficSecret},
};

use super::{Forger13, provider};
use crate::Side;

impl Forger13 {
    /// Seals what `side` would receive next. `None` where its peer's records are not protected
    /// yet. The side traces and logs its keys, no `KeyUpdate` has come, and each message had a
    /// record of its own.
    pub fn next_for(side: &Side<'_>) -> Option<Self> {
        let is_change = |event: &Event| match event {
            Event::KeysChanged(change) => change.direction == Direction::Received,
            _ => false,
        };
        let noted = side.noted();
        let changes = noted.iter().filter(|noted| is_change(&noted.event)).count();
        let last = noted.iter().rposition(|noted| is_change(&noted.event))?;
        let received = noted.iter().skip(last).filter(|noted| is_received(&noted.event)).count();
        let secret = secrets(side).nth(changes.checked_sub(1)?)?;
        let suite = side.connection.suite()?.facts()?;
        let RecordCipher::Aead(algorithm) = suite.cipher else { return None };
        match secret.keys(&provider(), algorithm).ok()? {
            TrafficKeys::Tls13(keys) => Some(Self::with_iv(keys.nonce(0), received as u64)),
            #[cfg(feature = "tls12")]
            _ => None,
        }
    }
}

fn is_received(event: &Event) -> bool {
    matches!(event, Event::Message(message) if message.direction == Direction::Received
        && matches!(message.content, MessageContent::Handshake(_)))
}

/// The peer's secrets, in the order in which they come into force.
fn secrets<'a>(side: &'a Side<'_>) -> impl Iterator<Item = TrafficSecret> + 'a {
    let peer = side.connection.role().peer();
    let labels = TrafficLabel::all().filter(move |label| label.sender() == peer);
    labels.filter_map(|label| {
        side.noted().iter().find_map(|noted| match &noted.event {
            Event::KeyLog(log) if log.label == label.key_log() => {
                let hash = side.connection.suite()?.facts()?.hash;
                let hkdf = Hkdf::new(&provider(), hash).ok()?;
                TrafficSecret::known(hkdf, label, log.secret.expose()).ok()
            }
            _ => None,
        })
    })
}
