//! Lays protected handshake messages of TLS 1.3 anew, under the fake provider.

use countersign::wire::{ContentType, Reader};

use super::Forger13;
use crate::RawRecord;

/// The same record with another content; one that is not protected stays as it is.
pub fn reseal(
    record: RawRecord,
    change: impl FnOnce(ContentType, Vec<u8>) -> (ContentType, Vec<u8>),
) -> RawRecord {
    if record.content_type != ContentType::APPLICATION_DATA {
        return record;
    }
    match (Forger13::open(&record), Forger13::learn(&record, 0)) {
        (Some((content_type, content)), Some(mut forger)) => {
            let (content_type, content) = change(content_type, content.to_vec());
            forger.seal(content_type, &content)
        }
        _ => record,
    }
}

/// One direction, each of whose protected messages gets a record of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unpacking {
    /// The key in force, and the first four bytes of its IV.
    forger: Option<([u8; 4], Forger13)>,
}

impl Unpacking {
    pub(crate) fn unpack(&mut self, record: RawRecord) -> Vec<RawRecord> {
        if record.content_type != ContentType::APPLICATION_DATA {
            return vec![record];
        }
        let (Some((content_type, content)), Some(new), Some(tag)) = (
            Forger13::open(&record),
            Forger13::learn(&record, 0),
            record.fragment.last_chunk::<16>(),
        ) else {
            return vec![record];
        };
        // The sequence number touches the last eight bytes of the nonce alone: other bytes before
        // are another key, and this is its first record.
        let [a, b, c, d, ..] = *tag;
        let front = [a, b, c, d];
        if self.forger.as_ref().is_none_or(|(known, _)| *known != front) {
            self.forger = Some((front, new));
        }
        let Some((_, forger)) = &mut self.forger else { return vec![record.clone()] };
        if content_type != ContentType::HANDSHAKE {
            return vec![forger.seal(content_type, content)];
        }
        messages(content).into_iter().map(|message| forger.seal(content_type, message)).collect()
    }
}

/// The messages of a content, with their headers; what is cut short counts as one, so that no
/// byte is lost.
pub fn messages(mut content: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    while !content.is_empty() {
        let mut reader = Reader::new("Message", content);
        let whole = reader.u8("type").and_then(|_| reader.vec24("body"));
        let len = if whole.is_ok() { content.len() - reader.remaining() } else { content.len() };
        let (message, rest) = content.split_at(len);
        messages.push(message);
        content = rest;
    }
    messages
}
