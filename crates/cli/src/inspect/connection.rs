//! One connection: its observer, and who tells of it.

use bytes::BytesMut;
use countersign::Role;
use countersign_capture::{Flow, Side};
use countersign_observe::{Keys, Observer, sender_of};

use super::{sink::Sink, teller::Teller};

pub(super) struct Connection {
    observer: Observer,
    teller: Teller,
    /// Who opened it is the TLS server: a hello said so.
    swapped: bool,
}

impl Connection {
    pub(super) fn new(flow: Flow) -> Self {
        let observer = Observer::new(countersign_rustcrypto::provider());
        Self { observer, teller: Teller::new(flow), swapped: false }
    }

    pub(super) fn data(&mut self, from: Side, bytes: BytesMut, keys: &mut Keys, sink: &mut Sink) {
        if !self.observer.is_tls()
            && let Some(sender) = sender_of(&bytes)
            && sender != self.role(from)
        {
            self.swapped = !self.swapped;
            self.teller.swap();
        }
        self.observer.feed_owned(self.role(from), bytes, keys);
        self.tell(sink);
    }

    pub(super) fn lost(&mut self, from: Side, bytes: u64, sink: &mut Sink) {
        self.observer.lost(self.role(from), Some(bytes));
        self.tell(sink);
    }

    pub(super) fn end(mut self, sink: &mut Sink) {
        let cut = [Role::Client, Role::Server].map(|role| (role, self.observer.held(role)));
        self.teller.end(cut, sink);
    }

    fn role(&self, side: Side) -> Role {
        if (side == Side::Client) == self.swapped { Role::Server } else { Role::Client }
    }

    fn tell(&mut self, sink: &mut Sink) {
        while let Some(observation) = self.observer.next_observation() {
            self.teller.observation(observation, self.observer.is_tls(), sink);
        }
    }
}
