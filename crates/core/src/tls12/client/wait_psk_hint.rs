//! `WaitPskHint`: with a pre-shared key alone the server's message holds a hint, or is left out
//! (RFC 4279 §2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State, WaitServerHelloDone, wait_server_key_exchange};
use crate::{fault::Fault, wire::ServerKeyExchange};

/// A client that has agreed on a pre-shared key.
pub(crate) struct WaitPskHint {
    pub(super) flight: Box<Flight>,
}

impl WaitPskHint {
    /// The server gives a hint.
    pub(super) fn on_server_key_exchange(
        self,
        raw: &Bytes,
        message: ServerKeyExchange<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        flight.half = wait_server_key_exchange::read(&flight, raw, message)?;
        flight.agreed.transcript.add(raw);
        Ok(State::WaitServerHelloDone(WaitServerHelloDone { flight }))
    }

    /// The server gives none.
    pub(super) fn no_hint(self) -> WaitServerHelloDone {
        WaitServerHelloDone { flight: self.flight }
    }
}
