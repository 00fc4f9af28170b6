//! Our client, over a socket of this machine.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

use bytes::Bytes;
use countersign::{
    ClientConfig, ClientConfigBuilder, Credential, Policy, ProtocolName, SelectCredential,
    SelectCredentialRequest, VerifyPeer, pki_types::ServerName,
};
use countersign_sessions::ClientCache;
use countersign_std::{Answerers, TlsStream, verifier};
use countersign_verify::Roots;

use super::{
    matrix::Offer,
    psk::Psk,
    world::{Identity, World},
};
use crate::{Failure, process::PATIENCE};

/// A TLS connection over a socket.
pub(super) type Stream = TlsStream<TcpStream>;

/// Whom our client wants to reach, and what it can do.
#[derive(Clone)]
pub(super) struct Wish<'a> {
    pub(super) port: u16,
    pub(super) name: &'a str,
    pub(super) offer: Offer,
    pub(super) protocols: &'a [&'a str],
    /// The certificate of the authority that is trusted.
    pub(super) trusted: &'a Bytes,
    /// What it proves itself with where it is asked.
    pub(super) identity: Option<&'a Identity>,
    /// Shows it also where the server names other authorities.
    pub(super) insists: bool,
    /// Where it keeps sessions; without, it resumes none.
    pub(super) sessions: Option<&'a Arc<ClientCache>>,
    /// What else is configured.
    pub(super) tune: fn(ClientConfigBuilder) -> ClientConfigBuilder,
    pub(super) policy: fn(Policy) -> Policy,
}

impl<'a> Wish<'a> {
    /// What our client wants if nothing else is said.
    pub(super) fn new(world: &'a World, port: u16, offer: Offer) -> Self {
        Self {
            port,
            name: "localhost",
            offer,
            protocols: &[],
            trusted: &world.trusted.certificate,
            identity: None,
            insists: false,
            sessions: None,
            tune: |builder| builder,
            policy: |policy| policy,
        }
    }
}

/// The names as our configurations take them.
pub(super) fn protocol_names(names: &[&str]) -> Result<Vec<ProtocolName>, Failure> {
    let names = names.iter().map(|name| ProtocolName::new(name.as_bytes().to_vec()));
    Ok(names.collect::<Result<_, _>>()?)
}

/// Judges certificates by this authority alone.
pub(super) fn trusting(authority: &Bytes) -> Result<Arc<dyn VerifyPeer>, Failure> {
    let mut roots = Roots::new();
    roots.add_der(authority)?;
    Ok(Arc::new(verifier(roots)?))
}

/// Opens the socket; the handshake comes with its first use.
pub(super) fn dial(wish: &Wish<'_>) -> Result<Stream, Failure> {
    dial_with(wish, trusting(wish.trusted)?)
}

/// The same, with another judge of certificates.
pub(super) fn dial_with(wish: &Wish<'_>, verifier: Arc<dyn VerifyPeer>) -> Result<Stream, Failure> {
    let mut config = ClientConfig::builder(countersign_rustcrypto::provider())
        .policy((wish.policy)(wish.offer.policy()))
        .protocols(protocol_names(wish.protocols)?)
        .resumption(wish.sessions.is_some())
        .pre_shared_keys(wish.offer.psk.is_some())
        .trace(true);
    let mut answerers = Answerers { pre_shared_keys: Arc::new(Psk), ..Answerers::client(verifier) };
    if let Some(identity) = wish.identity {
        config = config.credential(identity.key.credential().clone());
        answerers.signer = identity.key.clone();
        if wish.insists {
            answerers.credentials = Arc::new(Insists(identity.key.credential().clone()));
        }
    }
    if let Some(sessions) = wish.sessions {
        answerers.sessions = sessions.clone();
    }
    let config = (wish.tune)(config).build()?;
    let name = ServerName::try_from(wish.name.to_owned())?;
    let socket = TcpStream::connect(("127.0.0.1", wish.port))?;
    set_patience(&socket)?;
    Ok(TlsStream::client_with(&config, name, answerers, socket))
}

/// Proves itself with this, whatever the server would accept.
struct Insists(Credential);

impl SelectCredential for Insists {
    fn select(&self, _: &SelectCredentialRequest) -> Option<Credential> {
        Some(self.0.clone())
    }
}

/// Nothing waits for ever.
pub(super) fn set_patience(socket: &TcpStream) -> Result<(), Failure> {
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    Ok(())
}

/// Asks for a page, reads it to the peer's `close_notify`, and closes in turn.
pub(super) fn get(stream: &mut Stream, path: &str) -> Result<Vec<u8>, Failure> {
    let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page)?;
    stream.shutdown()?;
    Ok(page)
}

/// Says something, hears it back, and closes.
pub(super) fn echo(stream: &mut Stream) -> Result<Vec<u8>, Failure> {
    let words = b"say this again\n";
    stream.write_all(words)?;
    let mut heard = vec![0; words.len()];
    stream.read_exact(&mut heard)?;
    stream.shutdown()?;
    if heard == words { Ok(heard) } else { Err("it says something else".into()) }
}
