//! `WaitServerHello` of TLS 1.3: the answer to the second hello (RFC 8446 §4.1.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, start};
use crate::{
    action::Actions,
    crypto::{NamedGroup, SuiteFacts},
    event::EarlyData,
    fault::{Fault, FaultKind},
    handshake::Transcript,
    hello::Offered,
    wire::{ProtocolVersion, ServerHello},
};

/// A client that has said hello once more.
pub(crate) struct WaitServerHello {
    pub(super) offered: Box<Offered>,
    /// What the server has announced.
    pub(super) suite: &'static SuiteFacts,
    /// The group that it asked for, where it did.
    pub(super) group: Option<NamedGroup>,
    pub(super) transcript: Transcript,
    /// Early data went out, and were lost.
    pub(super) early: bool,
}

impl WaitServerHello {
    pub(super) fn on_server_hello(
        self,
        raw: &Bytes,
        message: &ServerHello<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { offered, suite, group, transcript, early } = self;
        let changed = |came| Err(Fault::new(FaultKind::RetryChanged).came(came));
        // RFC 8446 §4.1.4: version and suite are those of the HelloRetryRequest.
        if message.selected_version()? != Some(ProtocolVersion::TLS13) {
            return changed(alloc::format!("not {}", ProtocolVersion::TLS13));
        }
        if start::check(&offered, message)?.suite != suite.suite {
            return changed(alloc::format!("{}", message.cipher_suite));
        }
        let share = message.key_share()?;
        if let (Some(asked), Some(share)) = (group, share)
            && share.group != asked
        {
            return changed(alloc::format!("{}", share.group));
        }
        let mut next = start::accept(offered, suite, transcript, raw, message, true, actions)?;
        if let (State::WaitEncryptedExtensions(state), true) = (&mut next, early) {
            state.course.early_data = EarlyData::Rejected;
        }
        Ok(next)
    }
}
