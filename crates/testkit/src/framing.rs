//! Records cut out of a stream of bytes, and their content put into other records.

use countersign::{
    limits::{MAX_PLAINTEXT, RECORD_HEADER},
    wire::{ContentType, HandshakeType, ProtocolVersion, Reader, Writer},
};

use crate::fake::messages;

/// A record as it lies on the wire (RFC 5246 §6.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRecord {
    /// What it carries.
    pub content_type: ContentType,
    /// The version in its header.
    pub version: ProtocolVersion,
    /// What stands behind the header, protected or not.
    pub fragment: Vec<u8>,
}

impl RawRecord {
    /// A record of TLS 1.2.
    pub fn new(content_type: ContentType, fragment: impl Into<Vec<u8>>) -> Self {
        Self { content_type, version: ProtocolVersion::TLS12, fragment: fragment.into() }
    }

    /// A record with one handshake message.
    pub fn handshake(kind: HandshakeType, body: &[u8]) -> Self {
        let mut fragment = Vec::new();
        let mut writer = Writer::new(&mut fragment);
        writer.u8(kind.0);
        writer.vec24(|writer| writer.bytes(body));
        Self::new(ContentType::HANDSHAKE, fragment)
    }

    /// The bytes of the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(RECORD_HEADER + self.fragment.len());
        let mut writer = Writer::new(&mut bytes);
        writer.u8(self.content_type.0);
        writer.u16(self.version.0);
        writer.vec16(|writer| writer.bytes(&self.fragment));
        bytes
    }

    /// The handshake messages in it, with their headers, where it is a plain handshake record
    /// with whole messages.
    pub fn messages(&self) -> Vec<Vec<u8>> {
        split_messages(&self.fragment)
    }
}

/// The records at the front of a slice; ends where none is whole.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    bytes: &'a [u8],
}

impl<'a> Records<'a> {
    /// Cuts `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// What is not yet cut.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes
    }
}

impl Iterator for Records<'_> {
    type Item = RawRecord;

    fn next(&mut self) -> Option<RawRecord> {
        let mut reader = Reader::new("Record", self.bytes);
        let content_type = ContentType(reader.u8("type").ok()?);
        let version = ProtocolVersion(reader.u16("version").ok()?);
        let fragment = reader.vec16("fragment").ok()?.to_vec();
        self.bytes = reader.rest();
        Some(RawRecord { content_type, version, fragment })
    }
}

fn split_messages(content: &[u8]) -> Vec<Vec<u8>> {
    messages(content).into_iter().map(<[u8]>::to_vec).collect()
}

/// How plain handshake messages are laid into records. Protected records stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As they were sent.
    AsIs,
    /// Each message in a record of its own, as far as it fits.
    EachMessage,
    /// Each message in records of so many bytes, at least 1.
    Fragments(usize),
    /// All messages of a flight in as few records as can be.
    Coalesced,
    /// All messages of a flight in two records; the first has so many bytes.
    SplitAt(usize),
}

impl Framing {
    /// Lays the records of a flight anew. `protected` says whether keys were changed in this
    /// direction before, and is kept up to date.
    pub fn apply(self, records: Vec<RawRecord>, protected: &mut bool) -> Vec<RawRecord> {
        let mut out = Vec::new();
        let mut content = Vec::new();
        for record in records {
            if !*protected && record.content_type == ContentType::HANDSHAKE && self != Self::AsIs {
                content.extend(record.fragment);
                continue;
            }
            self.lay(&content, &mut out);
            content.clear();
            *protected |= record.content_type == ContentType::CHANGE_CIPHER_SPEC;
            out.push(record);
        }
        self.lay(&content, &mut out);
        out
    }

    fn lay(self, content: &[u8], out: &mut Vec<RawRecord>) {
        let mut push = |part: &[u8]| {
            for fragment in part.chunks(MAX_PLAINTEXT) {
                out.push(RawRecord::new(ContentType::HANDSHAKE, fragment));
            }
        };
        match self {
            Self::AsIs | Self::Coalesced => push(content),
            Self::EachMessage => {
                for message in split_messages(content) {
                    push(&message);
                }
            }
            Self::Fragments(len) => split_messages(content)
                .iter()
                .flat_map(|message| message.chunks(len.max(1)))
                .for_each(push),
            Self::SplitAt(at) => {
                let (front, back) = content.split_at(at.min(content.len()));
                push(front);
                push(back);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_there_and_back() {
        let record = RawRecord::handshake(HandshakeType::SERVER_HELLO_DONE, &[]);
        let bytes = [record.bytes(), record.bytes(), vec![22, 3]].concat();
        let mut records = Records::new(&bytes);
        assert_eq!(records.next(), Some(record.clone()));
        assert_eq!(records.next(), Some(record));
        assert_eq!(records.next(), None);
        assert_eq!(records.rest(), [22, 3]);
    }

    #[test]
    fn content_is_laid_anew_until_the_keys_change() {
        let two = RawRecord::new(ContentType::HANDSHAKE, [14, 0, 0, 0, 20, 0, 0, 1, 9]);
        let change = RawRecord::new(ContentType::CHANGE_CIPHER_SPEC, [1]);
        let flight = vec![two.clone(), change, two];
        let lens = |framing: Framing| -> Vec<usize> {
            let records = framing.apply(flight.clone(), &mut false);
            records.iter().map(|record| record.fragment.len()).collect()
        };
        assert_eq!(lens(Framing::AsIs), [9, 1, 9]);
        assert_eq!(lens(Framing::EachMessage), [4, 5, 1, 9]);
        assert_eq!(lens(Framing::Fragments(3)), [3, 1, 3, 2, 1, 9]);
        assert_eq!(lens(Framing::SplitAt(2)), [2, 7, 1, 9]);
        assert_eq!(lens(Framing::Coalesced), [9, 1, 9]);
    }
}
