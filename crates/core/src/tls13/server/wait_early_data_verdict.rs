//! `WaitEarlyDataVerdict`: the driver takes a client's early data, or does not (RFC 8446 §8).

use alloc::boxed::Box;

use super::{State, flight, greeted::Greeted, selected::Selected};
use crate::{action::Actions, event::EarlyData, fault::Fault};

/// A server that has asked whether early data are to be taken.
pub(crate) struct WaitEarlyDataVerdict {
    pub(super) greeted: Box<Greeted>,
    pub(super) key: Selected,
}

impl WaitEarlyDataVerdict {
    pub(super) fn on_early_data_verdict(
        self,
        accepted: bool,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let early = if accepted { EarlyData::Accepted } else { EarlyData::Rejected };
        flight::with_key(self.greeted, self.key, early, actions)
    }
}
