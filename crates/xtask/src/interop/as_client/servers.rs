//! The processes of a peer's server: one for each way to set it up, for many connections.

use countersign::{
    ClientAuthentication,
    crypto::NamedGroup,
    wire::{ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

use crate::{
    Failure,
    interop::{
        matrix::{Combination, Course, Leaf, Offer, Way},
        peers::{PeerServer, Server, ServerSetup},
        world::World,
    },
};

/// One way to set it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    version: ProtocolVersion,
    leaf: Leaf,
    ecdsa: bool,
    field: NamedGroup,
    encrypt_then_mac: bool,
    clients: ClientAuthentication,
    ids: bool,
    tickets: bool,
    /// How it takes the pre-shared key in TLS 1.3.
    psk: Option<PskKeyExchangeMode>,
    /// The only group that it has, where it must not have all.
    group: Option<NamedGroup>,
    /// Another process that knows nothing of what the first one keeps.
    forgetful: bool,
}

impl Key {
    /// What serves this combination, among others.
    pub(super) fn of(combination: Combination) -> Self {
        let Combination { version, group, leaf, encrypt_then_mac, .. } = combination;
        let is_cbc = combination.suite.name.contains("_CBC_");
        Self {
            version,
            leaf: leaf.unwrap_or(Leaf::Rsa),
            ecdsa: combination.is_ecdsa(),
            field: group.filter(|group| group.is_finite_field()).unwrap_or(NamedGroup::FFDHE2048),
            encrypt_then_mac: encrypt_then_mac || !is_cbc,
            clients: ClientAuthentication::None,
            ids: false,
            tickets: false,
            psk: combination.offer().psk,
            group: combination.only_group(false),
            forgetful: false,
        }
    }

    /// The same, for the first connection of a course or for its second.
    pub(super) fn on(self, combination: Combination, course: Course, second: bool) -> Self {
        Self {
            group: combination.only_group(course.way.retries()),
            clients: course.clients.authentication(),
            ids: course.way.ids(),
            tickets: course.way.tickets(),
            forgetful: second && course.way.forgets(),
            ..self
        }
    }

    fn way(self) -> Way {
        match (self.ids, self.tickets) {
            (false, false) => Way::Full,
            (true, false) => Way::IdHit,
            (false, true) => Way::TicketHit,
            (true, true) => Way::Both,
        }
    }
}

/// The processes, started where they are needed first; they end together.
pub(super) struct Servers<'a> {
    pub(super) server: &'a dyn Server,
    pub(super) world: &'a World,
    running: Vec<(Key, PeerServer)>,
}

impl<'a> Servers<'a> {
    pub(super) fn new(server: &'a dyn Server, world: &'a World) -> Self {
        Self { server, world, running: Vec::new() }
    }

    /// Where the one with this key listens.
    pub(super) fn port(&mut self, key: Key) -> Result<u16, Failure> {
        if let Some((_, running)) = self.running.iter().find(|(other, _)| *other == key) {
            return Ok(running.port);
        }
        let mut offer = Offer::everything(key.version);
        offer.encrypt_then_mac = key.encrypt_then_mac;
        offer.psk = key.psk;
        if let Some(group) = key.group {
            offer.groups = vec![group];
        }
        let setup = ServerSetup {
            offer,
            field: Some(key.field),
            clients: key.clients,
            way: key.way(),
            ..ServerSetup::new(self.world.identity(key.leaf)?)
        };
        let running = self.server.start(self.world, &setup)?;
        let port = running.port;
        self.running.push((key, running));
        Ok(port)
    }
}
