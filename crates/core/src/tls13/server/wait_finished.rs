//! `WaitFinished` of a TLS 1.3 server: the client proves the handshake, and changes its keys
//! (RFC 8446 §4.4.4).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, finishing::Finishing, tickets::Tickets};
use crate::{action::Actions, fault::Fault, tls13::finished, wire::Finished};

/// A server that waits for the client's proof.
pub(crate) struct WaitFinished {
    pub(super) finishing: Box<Finishing>,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        raw: &Bytes,
        message: Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Finishing { mut serving, client, master, kept } = *self.finishing;
        finished::check(&message, &client, &serving.transcript)?;
        serving.transcript.add(raw);
        actions.read_keys(kept.traffic.read_keys()?, &serving.agreed.record_limits);
        let resumption = master.resumption(serving.transcript.current().as_ref());
        Tickets::new(serving, kept, resumption).give(actions)
    }
}
