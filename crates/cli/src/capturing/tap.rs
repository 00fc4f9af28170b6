//! One connection on its way into the capture.
//!
//! Who reads a capture looks for secrets when the first packet comes that they decrypt. Such a
//! packet may be here before the machine has made them of it; so bytes are held until it wants
//! more, and has told all that it knows. Once the handshake is complete there are no more secrets
//! to come, and nothing is held.

use std::{
    mem,
    net::{SocketAddr, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use countersign::Event;
use countersign_capture::{Conversation, Side, documentation_endpoints};

use super::Capture;

/// What goes over one wire; handles of it share one connection, which ends with the last.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Mutex<Tapped>>);

struct Tapped {
    capture: Capture,
    us: Side,
    conversation: Option<Conversation>,
    held: Vec<Chunk>,
    /// Lines of the key log that are not in the capture yet.
    secrets: String,
    /// The handshake is complete.
    connected: bool,
    /// The peer has closed before us.
    peer_ended: bool,
}

/// Bytes that went over at once.
struct Chunk {
    from: Side,
    /// Since 1970.
    time: Duration,
    bytes: Vec<u8>,
}

impl Tap {
    /// A connection begins, between a client and a server; one of them is `us`.
    pub(crate) fn new(capture: &Capture, us: Side, [client, server]: [SocketAddr; 2]) -> Self {
        let conversation = capture.write(|writer| {
            if !capture.0.made_up {
                writer.set_time(now());
            }
            writer.open(client, server)
        });
        Self(Arc::new(Mutex::new(Tapped {
            capture: capture.clone(),
            us,
            conversation,
            held: Vec::new(),
            secrets: String::new(),
            connected: false,
            peer_ended: false,
        })))
    }

    /// The same, with the addresses of a socket.
    pub(crate) fn of_socket(capture: &Capture, us: Side, socket: &TcpStream) -> Self {
        let ends = match (us, socket.local_addr(), socket.peer_addr()) {
            (Side::Client, Ok(local), Ok(peer)) => [local, peer],
            (Side::Server, Ok(local), Ok(peer)) => [peer, local],
            // It is gone already, and what it has left to say may still come.
            _ => documentation_endpoints(0, 443),
        };
        Self::new(capture, us, ends)
    }

    pub(crate) fn sent(&self, bytes: &[u8]) {
        let mut tapped = self.locked();
        let us = tapped.us;
        tapped.keep(us, bytes);
    }

    /// Nothing means that the peer has closed.
    pub(crate) fn received(&self, bytes: &[u8]) {
        let mut tapped = self.locked();
        let peer = tapped.us.other();
        tapped.peer_ended |= bytes.is_empty();
        tapped.keep(peer, bytes);
    }

    /// The machine wants more bytes: of those so far it has told all.
    pub(crate) fn waits(&self) {
        self.locked().settle();
    }

    /// Takes secrets out of the machine's events.
    pub(crate) fn event(&self, event: &Event) {
        match event {
            Event::KeyLog(secret) => self.locked().secrets.push_str(&secret.line()),
            Event::Connected(_) => self.locked().connected = true,
            _ => {}
        }
    }

    fn locked(&self) -> MutexGuard<'_, Tapped> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tapped {
    fn keep(&mut self, from: Side, bytes: &[u8]) {
        // Without one the capture has ended.
        if bytes.is_empty() || self.conversation.is_none() {
            return;
        }
        self.held.push(Chunk { from, time: now(), bytes: bytes.to_vec() });
        if self.connected {
            self.settle();
        }
    }

    /// Writes what is held, its secrets before it.
    fn settle(&mut self) {
        let (held, secrets) = (mem::take(&mut self.held), mem::take(&mut self.secrets));
        if held.is_empty() && secrets.is_empty() {
            return;
        }
        let Some(conversation) = &mut self.conversation else { return };
        let made_up = self.capture.0.made_up;
        let written = self.capture.write(|writer| {
            writer.key_log(secrets.as_bytes())?;
            held.iter().try_for_each(|chunk| {
                if !made_up {
                    writer.set_time(chunk.time);
                }
                writer.data(conversation, chunk.from, &chunk.bytes)
            })
        });
        if written.is_none() {
            self.conversation = None;
        }
    }
}

impl Drop for Tapped {
    fn drop(&mut self) {
        self.settle();
        let Some(conversation) = self.conversation.take() else { return };
        let first = if self.peer_ended { self.us.other() } else { self.us };
        let made_up = self.capture.0.made_up;
        self.capture.write(|writer| {
            if !made_up {
                writer.set_time(now());
            }
            writer.close(conversation, first)
        });
    }
}

/// Since 1970; a clock from before shows 1970.
fn now() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
