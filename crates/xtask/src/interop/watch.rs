//! The messages of a connection, as they went by.

use std::sync::{Arc, Mutex, PoisonError};

use countersign::{Direction, Event, MessageContent};

use super::our_client::Stream;

/// What went by, in words.
pub(super) struct Watch(Arc<Mutex<Vec<String>>>);

impl Watch {
    /// True if a message of this kind went by.
    pub(super) fn has_seen(&self, message: &str) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().any(|one| one == message)
    }

    /// How many messages of this kind went by.
    pub(super) fn count(&self, message: &str) -> usize {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().filter(|one| *one == message).count()
    }

    /// Every line of a file of keys.
    pub(super) fn key_lines(&self) -> Vec<String> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().filter_map(|line| line.strip_prefix(KEY)).map(str::to_owned).collect()
    }
}

/// Before what is a line of a file of keys.
const KEY: &str = "key ";

/// Watches the messages, as in "received CertificateRequest" and "sent no_renegotiation", and the
/// lines for a file of keys.
pub(super) fn watch(stream: &mut Stream) -> Watch {
    let watch = Watch(Arc::default());
    let seen = Arc::clone(&watch.0);
    stream.observe(move |event| {
        let words = match event {
            Event::Message(message) => {
                let what = match &message.content {
                    MessageContent::Alert(alert) => alert.description.to_string(),
                    content => {
                        content.handshake_type().map(|kind| kind.to_string()).unwrap_or_default()
                    }
                };
                let way = match message.direction {
                    Direction::Sent => "sent",
                    Direction::Received => "received",
                };
                format!("{way} {what}")
            }
            Event::KeyLog(log) => format!("{KEY}{}", log.line().trim_end()),
            _ => return,
        };
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(words);
    });
    watch
}
