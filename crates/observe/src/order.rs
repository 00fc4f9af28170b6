//! Follows the order table of the machine for both sides at once.
//!
//! An endpoint knows in which state it is. Who reads along does not know what was answered to the
//! endpoint's questions, so that he keeps every state in which it may be: those behind all answers.

use alloc::{string::String, vec::Vec};
use core::fmt::Write as _;

use countersign::{
    Cursor, Era, Role, StateName,
    order::{self, InputKind, Place, Row},
    wire::HandshakeType,
};

/// Every place in which each side may be.
pub(crate) struct Follower {
    client: Vec<Place>,
    server: Vec<Place>,
    /// Requests for a certificate behind the handshake that are not answered yet: other messages
    /// may come between (RFC 8446 §4.6.2).
    asked: usize,
}

impl Follower {
    pub(crate) fn new() -> Self {
        let at = |role, state| behind_answers(role, Vec::from([(Era::Hello, state)]));
        Self {
            client: at(Role::Client, StateName::Start),
            server: at(Role::Server, StateName::WaitClientHello),
            asked: 0,
        }
    }

    /// What `from` sends; `Err` with what the order has in its place. Then it is taken for a
    /// message that came where it may come, so that one fault is told once.
    pub(crate) fn take(&mut self, from: Role, input: InputKind) -> Result<(), String> {
        let receiver = from.peer();
        let is_connected =
            |places: &[Place]| places.iter().any(|(_, state)| *state == StateName::Connected);
        // Our server never asks later; those that are observed may.
        if receiver == Role::Server && self.asked > 0 && is_connected(&self.server) {
            add(&mut self.server, Vec::from([(Era::Tls13, StateName::WaitCertificate)]));
            let certificates = [HandshakeType::CERTIFICATE, HandshakeType::COMPRESSED_CERTIFICATE];
            if certificates.iter().any(|kind| input == InputKind::Message(*kind)) {
                self.asked -= 1;
            }
        }
        let places = self.places(receiver);
        let steps = |place: &Place| rows(receiver, *place).find(|row| row.input == input);
        let next: Vec<Place> = places.iter().filter_map(steps).flat_map(leads_to).collect();
        if next.is_empty() {
            let expected = expected(receiver, places);
            let anywhere = order::all().filter(|row| (row.role, row.input) == (receiver, input));
            let next: Vec<Place> = anywhere.flat_map(leads_to).collect();
            if !next.is_empty() {
                *self.places(receiver) = behind_answers(receiver, next);
            }
            return Err(expected);
        }
        let was_connected = is_connected(places);
        *places = behind_answers(receiver, next);
        if was_connected && input == InputKind::Message(HandshakeType::CLIENT_HELLO) {
            self.renegotiation();
        }
        if was_connected && input == InputKind::Message(HandshakeType::CERTIFICATE_REQUEST) {
            self.asked = self.asked.saturating_add(1);
        }
        Ok(())
    }

    /// The machine never renegotiates, and its table says so; those that are observed may. Whether
    /// they do shows in the answer.
    fn renegotiation(&mut self) {
        let begun =
            behind_answers(Role::Server, Vec::from([(Era::Hello, StateName::WaitConfiguration)]));
        add(&mut self.server, begun);
        add(&mut self.client, Vec::from([(Era::Hello, StateName::WaitServerHello)]));
    }

    fn places(&mut self, role: Role) -> &mut Vec<Place> {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }
}

fn rows(role: Role, (era, state): Place) -> impl Iterator<Item = &'static Row> {
    order::rows(Cursor { role, era, state })
}

fn leads_to(row: &'static Row) -> impl Iterator<Item = Place> {
    row.next.iter().copied()
}

/// With all places that answers lead to.
fn behind_answers(role: Role, mut places: Vec<Place>) -> Vec<Place> {
    let mut index = 0;
    while let Some(place) = places.get(index).copied() {
        let unseen = |row: &&Row| matches!(row.input, InputKind::Begin | InputKind::Answer(_));
        let more: Vec<Place> = rows(role, place).filter(unseen).flat_map(leads_to).collect();
        add(&mut places, more);
        index += 1;
    }
    places.dedup();
    places
}

fn add(places: &mut Vec<Place>, more: Vec<Place>) {
    for place in more {
        if !places.contains(&place) {
            places.push(place);
        }
    }
}

/// What could have come, in words.
fn expected(role: Role, places: &[Place]) -> String {
    let mut inputs: Vec<InputKind> = Vec::new();
    for row in places.iter().flat_map(|place| rows(role, *place)) {
        let comes = !matches!(row.input, InputKind::Begin | InputKind::Answer(_));
        if comes && !inputs.contains(&row.input) {
            inputs.push(row.input);
        }
    }
    let mut text = String::new();
    for input in inputs {
        if !text.is_empty() {
            text.push_str(", ");
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{input}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: HandshakeType) -> InputKind {
        InputKind::Message(kind)
    }

    #[test]
    fn a_whole_handshake_and_a_renegotiation() {
        use HandshakeType as H;
        use Role::{Client, Server};
        let ccs = InputKind::ChangeCipherSpec;
        let full = [
            (Client, message(H::CLIENT_HELLO)),
            (Server, message(H::SERVER_HELLO)),
            (Server, message(H::CERTIFICATE)),
            (Server, message(H::SERVER_KEY_EXCHANGE)),
            (Server, message(H::SERVER_HELLO_DONE)),
            (Client, message(H::CLIENT_KEY_EXCHANGE)),
            (Client, ccs),
            (Client, message(H::FINISHED)),
            (Server, message(H::NEW_SESSION_TICKET)),
            (Server, ccs),
            (Server, message(H::FINISHED)),
            (Client, InputKind::ApplicationData),
        ];
        let mut follower = Follower::new();
        for (from, input) in full.iter().chain(&full) {
            assert_eq!(follower.take(*from, *input), Ok(()), "{from} {input}");
        }
    }

    #[test]
    fn an_early_change_cipher_spec_is_the_servers_fault() {
        let mut follower = Follower::new();
        assert_eq!(follower.take(Role::Client, message(HandshakeType::CLIENT_HELLO)), Ok(()));
        assert_eq!(follower.take(Role::Server, message(HandshakeType::SERVER_HELLO)), Ok(()));
        assert_eq!(follower.take(Role::Server, message(HandshakeType::CERTIFICATE)), Ok(()));
        let expected = follower.take(Role::Server, InputKind::ChangeCipherSpec).unwrap_err();
        assert!(expected.contains("ServerKeyExchange"), "{expected}");
        let done = message(HandshakeType::FINISHED);
        assert_eq!(follower.take(Role::Server, done), Ok(()), "it is told once");
    }

    /// RFC 8446 §4.6.2: other messages may come before the answer, and several requests be open.
    #[test]
    fn who_is_asked_behind_the_handshake_answers_when_it_will() {
        use HandshakeType as H;
        use Role::{Client, Server};
        let answer = [H::CERTIFICATE, H::CERTIFICATE_VERIFY, H::FINISHED];
        let full = [
            (Client, H::CLIENT_HELLO),
            (Server, H::SERVER_HELLO),
            (Server, H::ENCRYPTED_EXTENSIONS),
            (Server, H::CERTIFICATE),
            (Server, H::CERTIFICATE_VERIFY),
            (Server, H::FINISHED),
            (Client, H::FINISHED),
        ];
        let mut follower = Follower::new();
        let mut takes = |from, kind| follower.take(from, message(kind));
        for (from, kind) in full {
            assert_eq!(takes(from, kind), Ok(()), "{from} {kind}");
        }
        for _ in 0..2 {
            assert_eq!(takes(Server, H::CERTIFICATE_REQUEST), Ok(()));
        }
        for _ in 0..2 {
            assert_eq!(takes(Client, H::KEY_UPDATE), Ok(()));
            for kind in answer {
                assert_eq!(takes(Client, kind), Ok(()), "{kind}");
            }
        }
        assert!(takes(Client, H::CERTIFICATE).is_err(), "nobody has asked a third time");
    }
}
