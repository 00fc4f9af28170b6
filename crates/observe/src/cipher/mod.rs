//! Opens records: the machine's ciphers with the machine's code, the others here.

mod aead;
mod body;
mod mac;
mod older;
mod tls12;
mod tls13;

use bytes::BytesMut;
use countersign::{
    crypto::CryptoError,
    observing::{ObservedRecord, RecordOpener},
    wire::ContentType,
};

use self::{aead::AeadOpener, older::OlderOpener};
pub(crate) use self::{
    mac::pad_len,
    tls12::{BlockKeys, Protected},
    tls13::tls13_opener,
};

/// Opens the records of one direction.
pub(crate) enum Opener {
    /// With the machine's own code.
    Machine(RecordOpener),
    /// A stream or block cipher with a MAC that the machine does not have.
    Older(OlderOpener),
    /// An authenticated cipher that the machine does not have.
    Aead(AeadOpener),
}

impl Opener {
    /// The content and its type. `Err` where the record is not authentic under these keys.
    pub(crate) fn open(
        &mut self,
        record: ObservedRecord,
    ) -> Result<(ContentType, BytesMut), CryptoError> {
        match self {
            Self::Machine(opener) => opener.open(record).map_err(|_| CryptoError::Invalid),
            Self::Older(opener) => {
                let content_type = record.content_type;
                opener.open(record).map(|content| (content_type, content))
            }
            Self::Aead(opener) => opener.open(record),
        }
    }
}

/// `seq_num + type + version + length`: what is authenticated before a content (RFC 5246
/// §6.2.3.1). SSL 3.0 leaves the version out (RFC 6101 §5.2.3.1).
fn head(sequence: u64, record: &ObservedRecord, len: u16) -> [u8; 13] {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sequence.to_be_bytes();
    let [major, minor] = record.version.0.to_be_bytes();
    let [high, low] = len.to_be_bytes();
    [s0, s1, s2, s3, s4, s5, s6, s7, record.content_type.0, major, minor, high, low]
}

fn len(content: &[u8]) -> Result<u16, CryptoError> {
    u16::try_from(content.len()).map_err(|_| CryptoError::Invalid)
}
