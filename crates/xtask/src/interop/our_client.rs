//! Our client, over a socket of this machine.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use countersign::{
    ClientConfig, Direction, Event, MessageContent, Policy, ProtocolName, pki_types::ServerName,
};
use countersign_std::{TlsStream, verifier};
use countersign_verify::Roots;

use super::matrix::Offer;
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
}

/// Our policy for this offer.
pub(super) fn policy(offer: &Offer) -> Policy {
    Policy {
        suites: offer.suites.clone(),
        groups: offer.groups.clone(),
        schemes: offer.schemes.clone(),
        ..Policy::modern()
    }
}

/// The names as our configurations take them.
pub(super) fn protocol_names(names: &[&str]) -> Result<Vec<ProtocolName>, Failure> {
    let names = names.iter().map(|name| ProtocolName::new(name.as_bytes().to_vec()));
    Ok(names.collect::<Result<_, _>>()?)
}

/// Opens the socket; the handshake comes with its first use.
pub(super) fn dial(wish: &Wish<'_>) -> Result<Stream, Failure> {
    let config = ClientConfig::builder(countersign_rustcrypto::provider())
        .policy(policy(&wish.offer))
        .protocols(protocol_names(wish.protocols)?)
        .trace(true)
        .build()?;
    let mut roots = Roots::new();
    roots.add_der(wish.trusted)?;
    let name = ServerName::try_from(wish.name.to_owned())?;
    let socket = TcpStream::connect(("127.0.0.1", wish.port))?;
    set_patience(&socket)?;
    Ok(TlsStream::client(&config, name, Arc::new(verifier(roots)?), socket))
}

/// The messages that have gone by, in words.
pub(super) struct Watch(Arc<Mutex<Vec<String>>>);

impl Watch {
    /// True if a message of this kind went by.
    pub(super) fn has_seen(&self, message: &str) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().any(|one| one == message)
    }
}

/// Watches the messages, as in "received CertificateRequest" and "sent no_renegotiation".
pub(super) fn watch(stream: &mut Stream) -> Watch {
    let watch = Watch(Arc::default());
    let seen = Arc::clone(&watch.0);
    stream.observe(move |event| {
        let Event::Message(message) = event else { return };
        let what = match &message.content {
            MessageContent::Alert(alert) => alert.description.to_string(),
            content => content.handshake_type().map(|kind| kind.to_string()).unwrap_or_default(),
        };
        let way = match message.direction {
            Direction::Sent => "sent",
            Direction::Received => "received",
        };
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{way} {what}"));
    });
    watch
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
