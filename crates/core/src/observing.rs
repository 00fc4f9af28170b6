//! What an observer needs of the machine: records off a stream, records opened with keys, whole
//! messages, and what secrets are derived into. `countersign-observe` is built on it.
//!
//! Who makes connections does not need it: nothing here knows an order or refuses anything.

use bytes::{Bytes, BytesMut};

#[cfg(feature = "tls12")]
pub use crate::tls12::{MASTER_SECRET_LEN, Randoms, Tls12Derivation, psk_pre_master};
#[cfg(feature = "tls13")]
pub use crate::tls13::signed_content;
use crate::{
    crypto::TrafficKeys,
    fault::{Fault, FaultKind},
    handshake::Join,
    limits::{MAX_EXPANSION, MAX_PLAINTEXT},
    record::{
        Opened, ReadSide,
        deframe::{self, Deframed, Rules},
    },
    wire::{ContentType, HandshakeType, ProtocolVersion},
};

/// A record as it stands on the wire (RFC 5246 §6.2.1); the fragment may be protected.
pub struct ObservedRecord {
    /// The protocol above.
    pub content_type: ContentType,
    /// As it stands in the header; it says little before the version is agreed on.
    pub version: ProtocolVersion,
    /// At most [`MAX_PLAINTEXT`] + [`MAX_EXPANSION`] bytes.
    pub fragment: BytesMut,
}

/// The next record, split off the front without a copy; `None` where more bytes are wanted.
/// `Err` where no record of SSL 3.0 or TLS begins there; nothing is taken then.
pub fn next_record(input: &mut BytesMut) -> Result<Option<ObservedRecord>, Fault> {
    let max_fragment = MAX_PLAINTEXT + MAX_EXPANSION;
    let rules = Rules { first: false, version: None, protected: false, max_fragment };
    Ok(match deframe::next(input, &rules)? {
        Deframed::Wanted(_) => None,
        Deframed::Record(record) => Some(ObservedRecord {
            content_type: record.content_type,
            version: record.version,
            fragment: record.fragment,
        }),
    })
}

/// Opens the records of one direction, from the first under these keys on.
pub struct RecordOpener {
    read: ReadSide,
}

impl RecordOpener {
    /// Begins to count from zero.
    pub fn new(keys: TrafficKeys) -> Self {
        let mut read = ReadSide::default();
        read.set_keys(keys);
        Self { read }
    }

    /// The content, decrypted in place, and its type, which TLS 1.3 hides in the content. `Err`
    /// where the record is not authentic, or too long; the record then is not counted.
    pub fn open(&mut self, record: ObservedRecord) -> Result<(ContentType, BytesMut), Fault> {
        let ObservedRecord { content_type, version, fragment } = record;
        match self.read.open(deframe::Record { content_type, version, fragment })? {
            Opened::Content { content_type, content, .. } => Ok((content_type, content)),
            // Nothing was told to be skipped.
            Opened::Skipped => Err(FaultKind::BadRecordMac.into()),
        }
    }
}

/// Joins the content of handshake records into whole messages.
///
/// Bound: one message up to [`crate::limits::handshake_message`], and the record that completes
/// it.
#[derive(Default)]
pub struct MessageJoin {
    join: Join,
    /// Bytes of a message that was too long, still to be passed over.
    skip: usize,
}

impl MessageJoin {
    /// Takes the content of a record; without a copy where nothing is held.
    pub fn add(&mut self, mut content: BytesMut) {
        let skipped = self.skip.min(content.len());
        self.skip -= skipped;
        drop(content.split_to(skipped));
        if !content.is_empty() {
            self.join.add(content);
        }
    }

    /// The next whole message, with its header of 4 bytes. `Err` where its length is above the
    /// limit of its kind: it is passed over then.
    pub fn next_message(&mut self) -> Result<Option<(HandshakeType, Bytes)>, Fault> {
        let Some(kind) = self.join.kind() else { return Ok(None) };
        match self.join.header(usize::MAX) {
            Ok(Some(header)) => Ok(self.join.take(&header).map(|message| (kind, message))),
            Ok(None) => Ok(None),
            Err(fault) => {
                self.skip = self.join.skip();
                Err(fault)
            }
        }
    }

    /// True where no part of a message is held.
    pub fn is_empty(&self) -> bool {
        self.skip == 0 && self.join.is_empty()
    }

    /// Lets go of what is held.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
