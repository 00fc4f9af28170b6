//! `WaitClientHello` of TLS 1.3: the client says hello again, with a share for the group that it
//! was asked for (RFC 8446 §4.1.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{
    State, check, choose,
    greeted::{Greeted, Retried},
    retry, search,
};
use crate::{
    OfferedHello,
    action::Actions,
    config::ServerConfig,
    crypto::{NamedGroup, SuiteFacts},
    fault::Fault,
    handshake::Transcript,
    hello::server_protocol,
};

/// A server that has sent a `HelloRetryRequest`.
pub(crate) struct WaitClientHello {
    pub(super) config: ServerConfig,
    /// What must come again.
    pub(super) first: OfferedHello,
    pub(super) transcript: Transcript,
    pub(super) suite: &'static SuiteFacts,
    pub(super) group: NamedGroup,
    /// Early data were announced, and are lost.
    pub(super) early_data: bool,
}

impl WaitClientHello {
    pub(super) fn on_client_hello(
        self,
        raw: &Bytes,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { config, first, transcript, suite, group, early_data } = self;
        let offered = OfferedHello::new(raw.clone())?;
        let hello = offered.decode()?;
        retry::check_second(&first.decode()?, &hello, group)?;
        check::hello(&hello)?;
        let greeted = Greeted {
            psk_mode: choose::psk_mode(&hello, &config, true)?,
            protocol: server_protocol(&hello, &config)?,
            group: Ok(group),
            retried: Some(Retried { transcript, suite, early_data }),
            config,
            offered,
        };
        search::begin(Box::new(greeted), actions)
    }
}
