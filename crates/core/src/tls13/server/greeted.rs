//! A hello that is about to be answered (RFC 8446 §4.1.1).

use alloc::boxed::Box;

use super::{
    State, check,
    choose::{self, Exchange},
    retry, search,
};
use crate::{
    OfferedHello,
    action::Actions,
    config::{ProtocolName, ServerConfig},
    crypto::{Digest, NamedGroup, SuiteFacts},
    fault::Fault,
    handshake::Transcript,
    hello::server_protocol,
    wire::{ClientHello, ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

/// The hello, and what is chosen before a key is.
pub(super) struct Greeted {
    pub(super) config: ServerConfig,
    pub(super) offered: OfferedHello,
    /// The group of the key exchange; where there is none, what is wrong if no pre-shared key
    /// stands alone.
    pub(super) group: Result<NamedGroup, Fault>,
    /// How a pre-shared key would be used, if it can be.
    pub(super) psk_mode: Option<PskKeyExchangeMode>,
    pub(super) protocol: Option<ProtocolName>,
    /// Where this is the second hello.
    pub(super) retried: Option<Retried>,
}

/// What the first hello has left.
pub(super) struct Retried {
    /// Of the first hello and of our answer.
    pub(super) transcript: Transcript,
    /// The suite of our answer, which stays (RFC 8446 §4.1.4).
    pub(super) suite: &'static SuiteFacts,
    /// Early data were announced.
    pub(super) early_data: bool,
}

/// Looks at a first hello.
pub(super) fn start(
    config: ServerConfig,
    offered: OfferedHello,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let hello = offered.decode()?;
    check::hello(&hello)?;
    let protocol = server_protocol(&hello, &config)?;
    let group = match choose::exchange(&hello, &config)? {
        Exchange::Share(group) => Ok(group),
        Exchange::Retry(group) => return retry::ask(config, offered, group, actions),
        Exchange::Alone(fault) => Err(fault),
    };
    let psk_mode = choose::psk_mode(&hello, &config, group.is_ok())?;
    let greeted = Greeted { config, offered, group, psk_mode, protocol, retried: None };
    search::begin(Box::new(greeted), actions)
}

impl Greeted {
    /// The suites that may be chosen, in our order.
    pub(super) fn suites(
        &self,
        hello: &ClientHello<'_>,
    ) -> impl Iterator<Item = &'static SuiteFacts> {
        let before = self.retried.as_ref().map(|retried| retried.suite.suite);
        choose::common_suites(hello, &self.config)
            .filter(move |facts| before.is_none_or(|suite| facts.suite == suite))
    }

    /// The suite where no key decides.
    pub(super) fn suite(&self, hello: &ClientHello<'_>) -> Result<&'static SuiteFacts, Fault> {
        match &self.retried {
            Some(retried) => Ok(retried.suite),
            None => choose::suite(hello, &self.config),
        }
    }

    /// True where the client takes tickets that we would resume, and we give some.
    pub(super) fn gives_tickets(&self, hello: &ClientHello<'_>) -> Result<bool, Fault> {
        let config = &self.config;
        let gives =
            config.policy().tickets > 0 && (config.gives_tickets() || config.keeps_sessions());
        // A later hello may have a key exchange where this one has none.
        Ok(gives && choose::psk_mode(hello, config, true)?.is_some())
    }

    /// The hash of the messages up to this hello, of which only so much counts.
    pub(super) fn hash(&self, hello: &[u8], suite: &SuiteFacts) -> Result<Digest, Fault> {
        if let Some(retried) = &self.retried {
            return Ok(retried.transcript.with(hello));
        }
        let (provider, version) = (self.config.provider(), ProtocolVersion::TLS13);
        Ok(Transcript::start(provider, version, suite, hello, false)?.current())
    }
}
