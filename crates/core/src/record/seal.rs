//! Seals what goes out into records: copied once into the output, and encrypted there.

use bytes::{BufMut, BytesMut};

use super::protection::Protection;
use crate::{
    crypto::TrafficKeys,
    fault::{Fault, FaultKind},
    limits::{MAX_PLAINTEXT, RECORD_HEADER},
    wire::{ContentType, ProtocolVersion},
};

/// The writing direction: plain until keys are set.
pub(crate) struct WriteSide {
    version: ProtocolVersion,
    protection: Option<Protection>,
}

impl WriteSide {
    /// `version` stands in the records until another is agreed on.
    pub(crate) fn new(version: ProtocolVersion) -> Self {
        Self { version, protection: None }
    }

    /// The version that is agreed on.
    pub(crate) fn set_version(&mut self, version: ProtocolVersion) {
        self.version = version;
    }

    /// What goes out from here on is under these keys, counted from zero.
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

    /// Appends `content` in as many records as it takes; none where it is empty.
    pub(crate) fn seal(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        output: &mut BytesMut,
    ) -> Result<(), Fault> {
        let overhead = self.protection.as_ref().map_or(0, Protection::overhead) + RECORD_HEADER;
        output.reserve(content.len() + content.len().div_ceil(MAX_PLAINTEXT) * overhead);
        content
            .chunks(MAX_PLAINTEXT)
            .try_for_each(|fragment| self.record(content_type, fragment, output))
    }

    fn record(
        &mut self,
        content_type: ContentType,
        fragment: &[u8],
        output: &mut BytesMut,
    ) -> Result<(), Fault> {
        // The alert that says so is let through.
        if content_type != ContentType::ALERT
            && self.protection.as_ref().is_some_and(Protection::is_used_up)
        {
            return Err(Fault::new(FaultKind::KeysUsedUp).expected("a new connection"));
        }
        let overhead = self.protection.as_ref().map_or(0, Protection::overhead);
        // A fragment has at most 2^14 bytes, so that this fits.
        let len = u16::try_from(fragment.len() + overhead).unwrap_or(u16::MAX);
        output.put_u8(content_type.0);
        output.put_u16(self.version.0);
        output.put_u16(len);
        let Some(protection) = &mut self.protection else {
            output.put_slice(fragment);
            return Ok(());
        };
        if protection.explicit_len() > 0 {
            output.put_slice(&protection.explicit_nonce());
        }
        let start = output.len();
        output.put_slice(fragment);
        let text = output.get_mut(start..).unwrap_or_default();
        let tag = protection.seal(content_type, self.version, text)?;
        output.put_slice(&tag);
        Ok(())
    }
}
