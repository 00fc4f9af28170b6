//! What happened at a pair, in words, one fact a line: the text of snapshots.

use std::fmt::Write as _;

use countersign::{
    Cursor, Direction, Event, KeyChange, MessageContent, MessageSummary, Request, Role,
};

use crate::Side;

/// Holds the walk of a [`crate::Pair`] against a snapshot, with the crate `insta` of the test:
/// `assert_walk!(pair)`, or `assert_walk!("name", pair)`. `INSTA_UPDATE=always` writes it.
#[macro_export]
macro_rules! assert_walk {
    ($pair:expr) => {
        ::insta::assert_snapshot!($pair.walk())
    };
    ($name:expr, $pair:expr) => {
        ::insta::assert_snapshot!($name, $pair.walk())
    };
}

/// The lines of both sides in the order of what happened.
pub(crate) struct Walk {
    text: String,
    client: Place,
    server: Place,
}

/// How far a side is told.
struct Place {
    at: Cursor,
    events: usize,
    failed: bool,
}

impl Walk {
    pub(crate) fn new(client: Cursor, server: Cursor) -> Self {
        let place = |at| Place { at, events: 0, failed: false };
        Self { text: String::new(), client: place(client), server: place(server) }
    }

    /// Adds what a side has told since the last time.
    pub(crate) fn note(&mut self, role: Role, side: &Side<'_>) {
        let place = match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        };
        let mut line = |text: &str| {
            // Writing to a String cannot fail.
            let _ = writeln!(self.text, "{role} {text}");
        };
        for noted in side.noted().iter().skip(place.events) {
            if let Some(text) = event(&noted.event) {
                line(&text);
            }
            if noted.at != place.at {
                place.at = noted.at;
                line(&format!("is now in {}", noted.at.state));
            }
        }
        place.events = side.noted().len();
        if let (false, Some(error)) = (place.failed, side.error()) {
            place.failed = true;
            line(&format!("failed: {error}"));
        }
    }

    pub(crate) fn text(&self) -> String {
        self.text.clone()
    }
}

/// An event in words; `None` for those that only say what is wanted.
pub fn event(event: &Event) -> Option<String> {
    Some(match event {
        Event::Ask(_, request) => question(request),
        Event::Message(summary) => message(summary),
        Event::KeysChanged(KeyChange { direction, cipher }) => match direction {
            Direction::Sent => format!("writes under {cipher}"),
            Direction::Received => format!("reads under {cipher}"),
        },
        Event::Negotiated(summary) => {
            let mut text = format!("agreed on {}, {}", summary.version, summary.suite);
            if let Some(protocol) = &summary.protocol {
                let _ = write!(text, ", protocol {protocol}");
            }
            if summary.extended_master_secret {
                text.push_str(", extended master secret");
            }
            if summary.encrypt_then_mac {
                text.push_str(", encrypt-then-MAC");
            }
            if summary.secure_renegotiation {
                text.push_str(", secure renegotiation");
            }
            if let Some(how) = summary.resumption {
                let _ = write!(text, ", resumed by {how:?}");
            }
            text
        }
        Event::Connected(summary) => {
            let mut parts = Vec::new();
            parts.extend(summary.group.map(|group| group.to_string()));
            parts.extend(summary.scheme.map(|scheme| format!("signed with {scheme}")));
            parts
                .extend(summary.client_scheme.map(|scheme| format!("client signed with {scheme}")));
            parts.extend(summary.psk_identity.as_ref().map(|_| "pre-shared key".to_owned()));
            if parts.is_empty() {
                "connected".to_owned()
            } else {
                format!("connected: {}", parts.join(", "))
            }
        }
        Event::Session(_) => "has a session to keep".to_owned(),
        Event::SessionLost(_) => "has a session to forget".to_owned(),
        Event::KeyLog(line) => format!("logs {}", line.label),
        Event::Data(bytes) => format!("received {} bytes of data", bytes.len()),
        _ => return None,
    })
}

/// A question in words.
pub fn question(request: &Request) -> String {
    match request {
        Request::ClientHello(hello) => format!(
            "asks which configuration serves {}",
            hello.server_name().unwrap_or("a client that names no server")
        ),
        Request::VerifyPeer(request) => {
            format!("asks for a verdict on {} certificates", request.chain.len())
        }
        Request::Sign(request) => {
            format!("asks for a signature with {}", request.scheme)
        }
        other => format!("asks {}", other.name()),
    }
}

/// A message in words.
pub fn message(summary: &MessageSummary) -> String {
    let way = match summary.direction {
        Direction::Sent => "sent",
        Direction::Received => "received",
    };
    let content = match &summary.content {
        MessageContent::Handshake(bytes) => {
            let kind = summary.content.handshake_type();
            let name = kind.map_or_else(|| "nothing".to_owned(), |kind| kind.to_string());
            format!("{name}, {} bytes", bytes.len())
        }
        MessageContent::ChangeCipherSpec => "ChangeCipherSpec".to_owned(),
        MessageContent::Alert(alert) => format!("alert {} {}", alert.level, alert.description),
        _ => "something new".to_owned(),
    };
    let how = if summary.protected { ", protected" } else { "" };
    format!("{way} {content}{how}")
}
