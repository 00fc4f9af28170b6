//! The peers: how each is started, and in which words it says what it did.

mod botan;
mod catalogue;
pub(super) mod curl;
pub(super) mod gnutls;
mod lighttpd;
pub(super) mod nginx;
mod nss;
pub(super) mod openssl;
mod refusals;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use countersign::{ClientAuthentication, crypto::NamedGroup};

use super::{
    check::Wanted,
    matrix::{Offer, Way},
    plan::Try,
    refusal::Row,
    world::{Anchor, Identity, World},
};
use crate::{
    Failure,
    process::{Ended, Running},
};

/// What a peer's server is, and can do.
#[derive(Clone)]
pub(super) struct ServerSetup<'a> {
    pub(super) identity: &'a Identity,
    pub(super) offer: Offer,
    /// Its prime field, where it has but one; without, OpenSSL takes one of RFC 3526.
    pub(super) field: Option<NamedGroup>,
    pub(super) protocols: &'a [&'a str],
    /// Whether it asks clients for a certificate.
    pub(super) clients: ClientAuthentication,
    /// Which sessions it resumes.
    pub(super) way: Way,
    /// Leaves the extended master secret out.
    pub(super) without_ems: bool,
    /// Where it writes the secrets of its connections.
    pub(super) key_log: Option<&'a Path>,
    /// Options of this peer alone.
    pub(super) options: &'a [&'a str],
}

impl<'a> ServerSetup<'a> {
    /// A server that can do everything, and resumes nothing.
    pub(super) fn new(identity: &'a Identity) -> Self {
        Self {
            identity,
            offer: Offer::modern(),
            field: Some(NamedGroup::FFDHE2048),
            protocols: &[],
            clients: ClientAuthentication::None,
            way: Way::Full,
            without_ems: false,
            key_log: None,
            options: &[],
        }
    }
}

/// A peer's server at work.
pub(super) struct PeerServer {
    pub(super) running: Running,
    pub(super) port: u16,
    /// Where it writes besides its standard channels.
    log: Option<PathBuf>,
}

impl PeerServer {
    /// All that it has said so far.
    pub(super) fn said(&self) -> String {
        let log = self.log.as_ref().and_then(|path| fs::read_to_string(path).ok());
        format!("{}\n{}", self.running.said(), log.unwrap_or_default())
    }
}

/// A program that serves.
pub(super) trait Server: Sync {
    /// What it needs besides its program and is not here.
    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// Starts it, and waits until it accepts connections. It answers a GET with a page.
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure>;

    /// Checks that its page says what was negotiated.
    fn confirm(&self, page: &str, wanted: &Wanted) -> Result<(), Failure>;

    /// Why this is not tried with it, where it is not.
    fn lacks(&self, tried: &Try) -> Option<&'static str>;

    /// Whether it can do without the extended master secret.
    fn can_leave_ems_out(&self) -> bool {
        true
    }

    /// Gives back what it gets, instead of a page, and leaves it to us to close; besides suites and
    /// sessions nothing is tried with such a server.
    fn echoes(&self) -> bool {
        false
    }

    /// How it refuses, and how it hears that it is refused.
    fn refusals(&self) -> &'static [Row];
}

/// Whom a peer's client wants to reach, and what it can do.
#[derive(Clone)]
pub(super) struct ClientSetup<'a> {
    pub(super) world: &'a World,
    pub(super) port: u16,
    pub(super) trusted: &'a Anchor,
    pub(super) name: &'a str,
    pub(super) offer: Offer,
    pub(super) protocols: &'a [&'a str],
    /// What it proves itself with where it is asked.
    pub(super) identity: Option<&'a Identity>,
    /// Whether it knows tickets.
    pub(super) tickets: bool,
    /// Leaves the extended master secret out.
    pub(super) without_ems: bool,
    /// Where it writes the secrets of its connections.
    pub(super) key_log: Option<&'a Path>,
    /// Options of this peer alone.
    pub(super) options: &'a [&'a str],
}

impl<'a> ClientSetup<'a> {
    /// What a peer's client wants if nothing else is said.
    pub(super) fn new(world: &'a World, port: u16, offer: Offer) -> Self {
        Self {
            world,
            port,
            trusted: &world.trusted,
            name: "localhost",
            offer,
            protocols: &[],
            identity: None,
            tickets: true,
            without_ems: false,
            key_log: None,
            options: &[],
        }
    }
}

/// Connects with the given options, asks for a page, and waits for the end.
pub(super) type Visit<'a> = &'a dyn Fn(&ClientSetup<'_>) -> Result<Ended, Failure>;

/// A program that connects.
pub(super) trait Client: Sync {
    /// Starts it.
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure>;

    /// Connects twice by `visit`, the second time with what it kept of the first.
    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure>;

    /// What it says where the second connection resumed the first, if it says so.
    fn resumed_words(&self) -> Option<&'static str>;

    /// Whether it says so of this; some count pre-shared keys of TLS 1.3 among sessions, since the
    /// extension is the same.
    fn calls_resumed(&self, wanted: &Wanted) -> bool {
        wanted.resumption.is_some()
    }

    /// Checks that it says what was negotiated, and that it trusts the server.
    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure>;

    /// Why this is not tried with it, where it is not.
    fn lacks(&self, tried: &Try) -> Option<&'static str>;

    /// Whether its command line says all that is tried besides suites and sessions.
    fn is_tunable(&self) -> bool {
        true
    }

    /// Does it say `close_notify` when the server has?
    fn closes_in_turn(&self) -> bool;

    /// How it says which application protocol was agreed on.
    fn protocol_words(&self, protocol: &str) -> String;

    /// How it refuses, and how it hears that it is refused.
    fn refusals(&self) -> &'static [Row];
}

/// What a peer does.
pub(super) enum Trade {
    Serves(&'static dyn Server),
    Connects(&'static dyn Client),
}

/// One peer.
pub(super) struct Peer {
    pub(super) name: &'static str,
    pub(super) program: &'static str,
    /// Makes the program say its version; NSS's programs know none, and say how they are used.
    version: &'static str,
    pub(super) trade: Trade,
}

/// Every peer.
pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: "openssl s_server",
        program: "openssl",
        version: "version",
        trade: Trade::Serves(&openssl::SServer),
    },
    Peer {
        name: "gnutls-serv",
        program: "gnutls-serv",
        version: "--version",
        trade: Trade::Serves(&gnutls::Serv),
    },
    Peer { name: "nginx", program: "nginx", version: "-v", trade: Trade::Serves(&nginx::Nginx) },
    Peer {
        name: "openssl s_client",
        program: "openssl",
        version: "version",
        trade: Trade::Connects(&openssl::SClient),
    },
    Peer {
        name: "gnutls-cli",
        program: "gnutls-cli",
        version: "--version",
        trade: Trade::Connects(&gnutls::Cli),
    },
    Peer {
        name: "curl",
        program: "curl",
        version: "--version",
        trade: Trade::Connects(&curl::Curl),
    },
    Peer {
        name: "nss selfserv",
        program: "selfserv",
        version: "",
        trade: Trade::Serves(&nss::SelfServ),
    },
    Peer {
        name: "nss tstclnt",
        program: "tstclnt",
        version: "",
        trade: Trade::Connects(&nss::TstClnt),
    },
    Peer {
        name: "botan tls_server",
        program: "botan",
        version: "version",
        trade: Trade::Serves(&botan::TlsServer),
    },
    Peer {
        name: "lighttpd mbedtls",
        program: "lighttpd",
        version: "-v",
        trade: Trade::Serves(&lighttpd::MBEDTLS),
    },
    Peer {
        name: "lighttpd wolfssl",
        program: "lighttpd",
        version: "-v",
        trade: Trade::Serves(&lighttpd::WOLFSSL),
    },
    Peer {
        name: "botan tls_client",
        program: "botan",
        version: "version",
        trade: Trade::Connects(&botan::TlsClient),
    },
];

impl Peer {
    fn missing(&self) -> Option<&'static str> {
        match self.trade {
            Trade::Serves(server) => server.missing(),
            Trade::Connects(_) => None,
        }
    }

    /// What is to be installed where there is no version.
    pub(super) fn needs(&self) -> &'static str {
        self.missing().unwrap_or(self.program)
    }

    /// The first line of what it says about itself; nothing where it is not installed.
    pub(super) fn version(&self) -> Option<String> {
        if self.missing().is_some() {
            return None;
        }
        let output = Command::new(self.program).arg(self.version).output().ok()?;
        // nginx says it on the other channel.
        let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
        let said = String::from_utf8_lossy(&said);
        said.lines().next().map(|line| line.trim().to_owned())
    }
}

/// What is said where a suite is missing.
const NO_SUITE: &str = "the peer has no such suite";
/// What is said where certificates are all that a peer takes.
const NO_PSK: &str = "no pre-shared keys with this program";

/// Checks that all of this was said.
fn says(said: &str, wanted: &[&str]) -> Result<(), Failure> {
    match wanted.iter().find(|text| !said.contains(**text)) {
        Some(text) => Err(format!("the peer does not say `{text}`, but: {said}").into()),
        None => Ok(()),
    }
}
