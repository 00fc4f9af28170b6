//! THE LABELS of traffic secrets: RFC 8446 §7.1, and what a key log calls them (RFC 9850 §2.1).

use crate::handshake::Role;

/// Which traffic a secret protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrafficLabel {
    /// The client's data before the server's answer.
    ClientEarly,
    /// The client's part of the handshake.
    ClientHandshake,
    /// The server's part of the handshake.
    ServerHandshake,
    /// What the client sends afterwards.
    ClientApplication,
    /// What the server sends afterwards.
    ServerApplication,
}

/// One row: label, its name in the key schedule, its name in a key log, the side that sends.
type Row = (TrafficLabel, &'static str, &'static str, Role);

static FIRST: Row =
    (TrafficLabel::ClientEarly, "c e traffic", "CLIENT_EARLY_TRAFFIC_SECRET", Role::Client);

/// In the order of the labels.
#[rustfmt::skip]
static TABLE: &[Row] = &[
    FIRST,
    (TrafficLabel::ClientHandshake, "c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET", Role::Client),
    (TrafficLabel::ServerHandshake, "s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET", Role::Server),
    (TrafficLabel::ClientApplication, "c ap traffic", "CLIENT_TRAFFIC_SECRET_0", Role::Client),
    (TrafficLabel::ServerApplication, "s ap traffic", "SERVER_TRAFFIC_SECRET_0", Role::Server),
];

impl TrafficLabel {
    /// Every label.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// The label of a side's part of the handshake.
    pub const fn handshake(sender: Role) -> Self {
        match sender {
            Role::Client => Self::ClientHandshake,
            Role::Server => Self::ServerHandshake,
        }
    }

    /// The label of what a side sends after the handshake.
    pub const fn application(sender: Role) -> Self {
        match sender {
            Role::Client => Self::ClientApplication,
            Role::Server => Self::ServerApplication,
        }
    }

    /// Its name in the key schedule.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Its name in a key log.
    pub fn key_log(self) -> &'static str {
        self.row().2
    }

    /// Who sends under it.
    pub fn sender(self) -> Role {
        self.row().3
    }

    fn row(self) -> &'static Row {
        // Each label has its place, as the test below has it.
        TABLE.get(self as usize).unwrap_or(&FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_finds_its_row() {
        for label in TrafficLabel::all() {
            assert_eq!(label.row().0, label);
            let client = label.name().starts_with("c ");
            assert_eq!(client, label.sender() == Role::Client);
            assert_eq!(client, label.key_log().starts_with("CLIENT_"));
        }
    }
}
