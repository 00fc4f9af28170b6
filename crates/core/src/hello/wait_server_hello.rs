//! `WaitServerHello`: the client sees what the server chose (RFC 5246 §7.4.1.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{client::Next, offered::Offered};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind, list},
    wire::{ProtocolVersion, ServerHello},
};

/// A client that has sent its `ClientHello`.
pub(crate) struct WaitServerHello {
    pub(super) offered: Box<Offered>,
}

impl WaitServerHello {
    #[cfg_attr(
        not(feature = "tls12"),
        expect(unused_variables, reason = "only an older version goes on at once")
    )]
    pub(super) fn on_server_hello(
        self,
        raw: &Bytes,
        message: &ServerHello<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let version = self.version(message)?;
        match version {
            #[cfg(feature = "tls13")]
            ProtocolVersion::TLS13 => Ok(Next::Tls13(self.offered, raw.clone())),
            #[cfg(feature = "tls12")]
            older => self.agree(older, raw, message, actions),
            // No configuration has one that is not built in.
            #[cfg(not(feature = "tls12"))]
            other => Err(Fault::new(FaultKind::VersionNotOffered).came(alloc::format!("{other}"))),
        }
    }

    /// A version that was offered, in the field that is for it: the extension is for TLS 1.3
    /// and later only (RFC 8446 §4.2.1).
    fn version(&self, message: &ServerHello<'_>) -> Result<ProtocolVersion, Fault> {
        let offered = &self.offered.config.policy().versions;
        let listed = message.selected_version()?;
        if let Some(version) = listed.filter(|version| *version < ProtocolVersion::TLS13) {
            return Err(
                Fault::new(FaultKind::VersionInWrongField).came(alloc::format!("{version}"))
            );
        }
        let chosen = listed.unwrap_or(message.legacy_version);
        // What the field says cannot be TLS 1.3 or later.
        let not_offered = match listed {
            Some(_) => FaultKind::SelectedVersionNotOffered,
            None => FaultKind::VersionNotOffered,
        };
        let in_its_field = listed.is_some() == (chosen >= ProtocolVersion::TLS13);
        if !(offered.contains(&chosen) && in_its_field) {
            return Err(Fault::new(not_offered)
                .came(alloc::format!("{chosen}"))
                .expected(list(offered)));
        }
        if message.is_retry() && chosen < ProtocolVersion::TLS13 {
            return Err(Fault::new(FaultKind::MissingExtension)
                .came("a HelloRetryRequest without supported_versions"));
        }
        #[cfg(feature = "tls13")]
        if self.offered.early_data.is_some() && chosen < ProtocolVersion::TLS13 {
            return Err(Fault::new(FaultKind::EarlyDataToOlder).came(alloc::format!("{chosen}")));
        }
        // RFC 8446 §4.1.3: somebody between us has spoilt the better offer.
        let could_more = offered.iter().any(|version| *version > chosen);
        let marks = [ServerHello::DOWNGRADED_BELOW_TLS12, ServerHello::DOWNGRADED_TO_TLS12];
        if could_more && marks.iter().any(|mark| message.random.ends_with(&mark[..])) {
            return Err(Fault::new(FaultKind::Downgraded)
                .came(alloc::format!("{chosen}"))
                .expected(list(offered)));
        }
        Ok(chosen)
    }
}
