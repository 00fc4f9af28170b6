//! Opens records that come in: checks and decrypts in place (RFC 5246 §6.2.3.3).

use bytes::{Buf, BytesMut};

use super::{deframe::Record, protection::Protection};
use crate::{
    crypto::{TAG_LEN, TrafficKeys},
    fault::{Fault, FaultKind},
    limits::MAX_PLAINTEXT,
};

/// The reading direction: plain until keys are set.
#[derive(Default)]
pub(crate) struct ReadSide {
    protection: Option<Protection>,
}

impl ReadSide {
    /// What comes from here on is under these keys, counted from zero.
    pub(crate) fn set_keys(&mut self, keys: TrafficKeys) {
        if let TrafficKeys::Aead(keys) = keys {
            self.protection = Some(Protection::new(keys));
        }
    }

    /// XXX record
    pub(crate) fn set_max_plaintext(&mut self, _: usize) {}

    pub(crate) fn is_protected(&self) -> bool {
        self.protection.is_some()
    }

    /// The content of a record. Every way to fail is one fault: nothing tells which byte it was.
    pub(crate) fn open(&mut self, record: Record) -> Result<BytesMut, Fault> {
        let Record { content_type, version, mut fragment } = record;
        let Some(protection) = &mut self.protection else { return Ok(fragment) };
        let text_len = fragment.len().checked_sub(protection.overhead()).ok_or_else(|| {
            Fault::new(FaultKind::BadRecordMac).came("a record shorter than its tag")
        })?;
        let explicit_len = protection.explicit_len();
        let mut explicit = [0; 8];
        if let Some(explicit) = explicit.get_mut(..explicit_len) {
            fragment.copy_to_slice(explicit);
        }
        let (text, tag) = fragment.split_at_mut(text_len);
        let tag: &[u8; TAG_LEN] = tag.first_chunk().ok_or(FaultKind::BadRecordMac)?;
        protection
            .open(content_type, version, &explicit, text, tag)
            .map_err(|_| FaultKind::BadRecordMac)?;
        if text_len > MAX_PLAINTEXT {
            return Err(Fault::new(FaultKind::RecordTooLong)
                .came(alloc::format!("{text_len} bytes of plaintext"))
                .expected(alloc::format!("at most {MAX_PLAINTEXT}")));
        }
        fragment.truncate(text_len);
        Ok(fragment)
    }
}
