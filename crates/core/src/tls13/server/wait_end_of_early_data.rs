//! `WaitEndOfEarlyData`: the client sends data before its part of the handshake
//! (RFC 8446 §4.2.10, §4.5).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitFinished, finishing::Finishing};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
};

/// A server that reads early data.
pub(crate) struct WaitEndOfEarlyData {
    pub(super) finishing: Box<Finishing>,
    /// How many bytes may still come.
    pub(super) left: usize,
}

impl WaitEndOfEarlyData {
    /// Counts what came; it is told elsewhere.
    pub(super) fn on_early_data(self, len: usize) -> Result<State, Fault> {
        let Self { finishing, left } = self;
        let Some(left) = left.checked_sub(len) else {
            return Err(Fault::new(FaultKind::TooMuchEarlyData)
                .came(alloc::format!("{len} bytes"))
                .expected(alloc::format!("at most {left} more")));
        };
        Ok(State::WaitEndOfEarlyData(Self { finishing, left }))
    }

    /// The client's keys change. With a session no certificate is asked for.
    pub(super) fn on_end_of_early_data(
        self,
        raw: &Bytes,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut finishing, .. } = self;
        let Finishing { serving, client, .. } = &mut *finishing;
        serving.transcript.add(raw);
        actions.read_keys(serving.keys(client)?, &serving.agreed.record_limits);
        Ok(State::WaitFinished(WaitFinished { finishing }))
    }
}
