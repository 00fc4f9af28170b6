//! A client with what all its connections share, and each connection of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use countersign::{
    ClientConfig, Nobody, Role, Sign, wire::extension::max_fragment_length::MaxFragmentLength,
};
use countersign_capture::Side;
use countersign_std::{Answerers, TlsStream, certified_key_with};
use serde::Serialize;

use super::{
    dial,
    early::{Early, update_keys},
    sessions::OneSession,
    target::Target,
    trust::Trust,
    tunnel,
};
use crate::{
    arguments::Connect,
    capturing::{Capture, Tap},
    failure::Failure,
    output::Output,
    provider::Cryptography,
    psk::CommandLineKeys,
    timeline::Timeline,
    told::told,
    wire::{Wire, deadline},
};

/// What all connections share.
pub(super) struct Client<'a> {
    options: &'a Connect,
    pub(super) target: Target,
    trusted: String,
    config: ClientConfig,
    answerers: Answerers,
    pub(super) sessions: Arc<OneSession>,
    early_data: Option<Early>,
    capture: Option<Capture>,
    output: Output,
}

/// One connection, after the handshake.
pub(super) struct Connection<'a> {
    client: &'a Client<'a>,
    stream: TlsStream<Wire>,
    timeline: Arc<Mutex<Timeline>>,
    /// Bytes sent before the tunnel.
    sent: u64,
}

impl<'a> Client<'a> {
    pub(super) fn new(
        options: &'a Connect,
        target: Target,
        trust: Trust,
        cryptography: Cryptography,
        output: Output,
    ) -> Result<Self, Failure> {
        let mut answerers = Answerers::client(trust.verifier);
        let mut config = ClientConfig::builder(cryptography.provider);
        let mut policy = options.offer.policy(options.psk.is_some())?;
        if trust.keys {
            options.offer.take_keys_too(&mut policy);
        }
        if let Some(length) = &options.max_fragment {
            policy.max_fragment_length = fragment_length(length);
        }
        if let (Some(certificate), Some(key)) = (&options.client_cert, &options.client_key) {
            let key = certified_key_with(certificate, key, cryptography.read_key)?;
            config = config.credential(key.credential().clone());
            answerers.signer = Arc::new(key) as Arc<dyn Sign>;
        }
        if let Some(key) = &options.psk {
            answerers.pre_shared_keys = Arc::new(CommandLineKeys(vec![key.clone()]));
        }
        let resumption = options.sessions.are_wanted();
        let sessions = Arc::new(match &options.sessions.session_in {
            Some(path) => OneSession::read(path, &target.name)?,
            None => OneSession::default(),
        });
        answerers.sessions = if resumption { Arc::clone(&sessions) as _ } else { Arc::new(Nobody) };
        let config = config
            .policy(policy)
            .protocols(options.offer.protocols()?)
            .resumption(resumption)
            .session_context(trust.context)
            .early_data(options.early_data.is_some())
            .pre_shared_keys(options.psk.is_some())
            .post_handshake_auth(options.post_handshake_auth)
            .request_ocsp(options.request_ocsp)
            .fallback(options.fallback_scsv)
            .key_log(options.disclosure.keylog.is_some() || options.capturing.is_wanted())
            .trace(!options.telling.quiet)
            .build()?;
        answerers.key_log = options.disclosure.key_log()?;
        answerers.tapes = options.taping.tapes(options.provider, output)?;
        let capture = options.capturing.begin(None, output)?;
        let trusted = trust.words;
        let early_data = options.early_data.as_deref().map(Early::read).transpose()?;
        Ok(Self {
            options,
            target,
            trusted,
            config,
            answerers,
            sessions,
            early_data,
            capture,
            output,
        })
    }

    /// Connects and shakes hands; `number` says which time of how many.
    pub(super) fn connect(&self, number: (u16, u16)) -> Result<Connection<'_>, Failure> {
        let deadline = deadline(self.options.timeout);
        let socket = dial::dial(&self.target, deadline)?;
        let quiet = self.options.telling.quiet;
        if !quiet {
            self.begin(&socket, number);
        }
        let timeline = Arc::new(Mutex::new(Timeline::new(self.output.format)));
        let output = self.output;
        let answerers = if quiet {
            self.answerers.clone()
        } else {
            let timeline = Arc::clone(&timeline);
            told(self.answerers.clone(), move |words| {
                output.print(&locked(&timeline).answered(words));
            })
        };
        let tap = |capture| Tap::of_socket(capture, Side::Client, &socket);
        let tap = self.capture.as_ref().map(tap);
        let mut wire = Wire::new(socket, deadline, tap.clone());
        if let Some(protocol) = self.options.starttls {
            protocol.ask(&mut wire)?;
        }
        let name = self.target.name.clone();
        let mut stream = TlsStream::client_with(&self.config, name, answerers, wire);
        let observed = Arc::clone(&timeline);
        stream.observe(move |event| {
            if let Some(tap) = &tap {
                tap.event(event);
            }
            if !quiet {
                output.print(&locked(&observed).event(Role::Client, event));
            }
        });
        let early = if number.0 == number.1 { self.early_data.as_ref() } else { None };
        let sent = match early.map(|early| early.send(&mut stream)).transpose() {
            Ok(sent) => stream.handshake().map(|_| sent),
            Err(error) => Err(error),
        };
        let sent = sent.map_err(|error| {
            let what = format!("the handshake with {} failed", self.target.address);
            Failure::stream(&what, &error, Some(stream.connection()))
        })?;
        let sent = match (early, sent) {
            (Some(early), Some(sent)) => {
                let outcome = early.finish(&mut stream, sent)?;
                if !quiet {
                    self.output.note(&outcome.words(), &outcome);
                }
                early.len()
            }
            _ => 0,
        };
        if self.options.key_update {
            update_keys(&mut stream)?;
        }
        if let Some(exporter) = &self.options.disclosure.exporter {
            let exported = exporter.export(stream.connection())?;
            self.output.note(&exported.words(), &exported);
        }
        Ok(Connection { client: self, stream, timeline, sent })
    }

    fn begin(&self, socket: &std::net::TcpStream, (number, times): (u16, u16)) {
        #[derive(Serialize)]
        #[serde(tag = "event", rename = "begin")]
        struct Begin<'a> {
            address: String,
            server_name: &'a str,
            trusted: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            connection: Option<u16>,
        }
        let address =
            socket.peer_addr().map_or_else(|_| self.target.address.clone(), |at| at.to_string());
        let (server_name, trusted) = (self.target.name.to_str(), &self.trusted);
        let many = times > 1;
        let which =
            if many { format!("── connection {number} of {times}\n") } else { String::new() };
        let text = format!("{which}{address}, wanted as \"{server_name}\"; trusted: {trusted}\n");
        let connection = many.then_some(number);
        let begin = Begin { address, server_name: &server_name, trusted, connection };
        self.output.note(&text, &begin);
    }
}

impl Connection<'_> {
    /// Closes it, for another.
    pub(super) fn leave(mut self) -> Result<(), Failure> {
        self.stream
            .shutdown()
            .map_err(|error| Failure::stream("the connection broke", &error, None))?;
        self.closed(0, 0);
        Ok(())
    }

    /// Standard input and output go through it.
    pub(super) fn tunnel(self) -> Result<(), Failure> {
        let Self { client, stream, timeline, sent } = self;
        let (more, received) = tunnel::run(stream, client.options.timeout)?;
        client.closed(&timeline, sent + more, received);
        Ok(())
    }

    fn closed(&self, sent: u64, received: u64) {
        self.client.closed(&self.timeline, sent, received);
    }
}

impl Client<'_> {
    fn closed(&self, timeline: &Mutex<Timeline>, sent: u64, received: u64) {
        if !self.options.telling.quiet {
            self.output.print(&locked(timeline).closed(sent, received));
        }
    }
}

fn locked(timeline: &Mutex<Timeline>) -> MutexGuard<'_, Timeline> {
    timeline.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The options have checked that it is one of these.
fn fragment_length(bytes: &str) -> Option<MaxFragmentLength> {
    (1..=4)
        .map(MaxFragmentLength)
        .find(|length| length.bytes().is_some_and(|known| known.to_string() == bytes))
}
