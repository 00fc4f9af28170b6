//! The observer of one connection: bytes of both directions in, what they mean out.
//!
//! ```text
//! bytes → search (is it TLS?) → record → stream (decrypt) → join → order → handshake
//!       → observations
//! ```

mod agreed;
mod handshake;
mod later;
mod proofs;
mod psk13;
mod receive;
mod stream;
mod tls12;
mod tls13;
mod transcript;

use alloc::collections::VecDeque;

use bytes::BytesMut;
use countersign::{Role, crypto::Provider};

use self::{handshake::Handshake, receive::Meeting, stream::Framing};
use crate::{
    event::{Missing, Observation, SealedWhy},
    keys::Keys,
    order::Follower,
};
use stream::Stream;

/// Reads along with one connection.
///
/// What it holds is bounded: less than a record and one handshake message of each direction, the
/// messages of a handshake until it is complete (512 KiB at most), both sides' own certificates and
/// what a hello names, and the observations that were not yet taken, which are no more than the
/// last bytes have caused.
pub struct Observer {
    provider: Provider,
    client: Stream,
    server: Stream,
    handshake: Handshake,
    follower: Follower,
    observations: VecDeque<Observation>,
}

impl Observer {
    /// Of a connection of which nothing has been seen. The provider computes what there are keys
    /// for; what it lacks is told as unknown.
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            client: Stream::default(),
            server: Stream::default(),
            handshake: Handshake::default(),
            follower: Follower::new(),
            observations: VecDeque::new(),
        }
    }

    /// Takes bytes that one side has sent, in the order in which they went over; `keys` serves all
    /// connections of a capture.
    pub fn feed(&mut self, from: Role, bytes: &[u8], keys: &mut Keys) {
        self.feed_owned(from, BytesMut::from(bytes), keys);
    }

    /// The same without a copy.
    pub fn feed_owned(&mut self, from: Role, bytes: BytesMut, keys: &mut Keys) {
        let stream = self.stream(from);
        if stream.input.is_empty() {
            stream.input = bytes;
        } else {
            stream.input.extend_from_slice(&bytes);
        }
        self.meeting(keys).receive(from);
    }

    /// Bytes of one side that were not caught; how many, where that is known. What is encrypted
    /// behind them cannot be read, since its keys count records.
    pub fn lost(&mut self, from: Role, bytes: Option<u64>) {
        let stream = self.stream(from);
        let held = stream.input.len();
        stream.input.clear();
        stream.join.clear();
        stream.alert = None;
        stream.protection.seal(SealedWhy::CountLost);
        if stream.framing == Framing::Records {
            stream.framing = Framing::Lost;
        }
        let what = Missing::Bytes(bytes);
        self.handshake.gap();
        self.observations.push_back(Observation::Missing { from, what });
        if held > 0 {
            let what = Missing::NoRecord(held);
            self.observations.push_back(Observation::Missing { from, what });
        }
    }

    /// The next observation, in the order in which they were made.
    pub fn next_observation(&mut self) -> Option<Observation> {
        self.observations.pop_front()
    }

    /// True once TLS or SSL was found in it.
    pub fn is_tls(&self) -> bool {
        [&self.client, &self.server].iter().any(|stream| stream.framing != Framing::Searching)
    }

    /// Bytes of `from` that are held and were not yet understood: at the end of a connection, what
    /// was cut short.
    pub fn held(&self, from: Role) -> usize {
        match from {
            Role::Client => self.client.input.len(),
            Role::Server => self.server.input.len(),
        }
    }

    fn stream(&mut self, from: Role) -> &mut Stream {
        match from {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }

    fn meeting<'a>(&'a mut self, keys: &'a mut Keys) -> Meeting<'a> {
        Meeting {
            provider: &self.provider,
            client: &mut self.client,
            server: &mut self.server,
            handshake: &mut self.handshake,
            follower: &mut self.follower,
            observations: &mut self.observations,
            keys,
        }
    }
}
