//! Seals what goes out into records: copied once into the output, or written there in the first
//! place, and encrypted where it lies.

use bytes::{BufMut, BytesMut};
use zeroize::Zeroize;

use super::{draft::Draft, padding::Padding, protection::Protection};
use crate::{
    crypto::{CryptoError, Random, TrafficKeys},
    fault::{Fault, FaultKind},
    limits::{MAX_PLAINTEXT, RECORD_HEADER},
    wire::{ContentType, ProtocolVersion},
};

/// The writing direction: plain until keys are set.
pub(crate) struct WriteSide {
    version: ProtocolVersion,
    protection: Option<Protection>,
    max_plaintext: usize,
    padding: Padding,
}

impl WriteSide {
    /// `version` stands in the records until another is agreed on.
    pub(crate) fn new(version: ProtocolVersion) -> Self {
        Self {
            version,
            protection: None,
            max_plaintext: MAX_PLAINTEXT,
            padding: Padding::default(),
        }
    }

    /// The version that is agreed on; records of TLS 1.3 say TLS 1.2 (RFC 8446 §5.1).
    pub(crate) fn set_version(&mut self, version: ProtocolVersion) {
        self.version = version.min(ProtocolVersion::TLS12);
    }

    /// TLS 1.3: what goes out under later keys is filled up to a multiple of so many bytes, its
    /// type counted (RFC 8446 §5.4); 0 and 1 add nothing.
    #[cfg(feature = "tls13")]
    pub(crate) fn set_padding(&mut self, multiple: usize) {
        self.padding.multiple = multiple;
    }

    /// From here on longer content is cut into records of so many bytes, protected or not: what
    /// the peer told us, by `max_fragment_length` from the hellos on (RFC 6066 §4), by
    /// `record_size_limit` from the keys on (RFC 8449 §4). Above [`MAX_PLAINTEXT`] it changes
    /// nothing; 0 counts as 1.
    pub(crate) fn set_max_plaintext(&mut self, max_plaintext: usize) {
        self.max_plaintext = max_plaintext.clamp(1, MAX_PLAINTEXT);
        self.padding.max_inner = self.max_plaintext + 1;
        if let Some(protection) = &mut self.protection {
            protection.set_padding(self.padding);
        }
    }

    /// What goes out from here on is under these keys, counted from zero.
    pub(crate) fn set_keys(&mut self, keys: TrafficKeys) {
        if keys.is_tls13() {
            // Early data go out before a version is agreed on (RFC 8446 §5.2).
            self.version = ProtocolVersion::TLS12;
        }
        self.protection = Some(Protection::new(keys, self.padding));
    }

    /// What goes out from here on is plain: early data was refused with a retry, after which
    /// the hello comes again (RFC 8446 §4.1.2).
    #[cfg(feature = "tls13")]
    pub(crate) fn drop_keys(&mut self) {
        self.protection = None;
    }

    /// The most plaintext that one record holds.
    pub(crate) fn max_plaintext(&self) -> usize {
        self.max_plaintext
    }

    /// TLS 1.3: true where the keys are to be changed before so much more is sent.
    pub(crate) fn wants_new_keys(&self, content_len: usize) -> bool {
        let protection = self.protection.as_ref();
        protection.is_some_and(|protection| protection.is_nearly_used_up(content_len))
    }

    pub(crate) fn is_protected(&self) -> bool {
        self.protection.is_some()
    }

    /// Appends `content` in as many records as it takes; none where it is empty. `random` is for
    /// the IVs of the CBC suites.
    pub(crate) fn seal(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        random: &mut dyn Random,
        output: &mut BytesMut,
    ) -> Result<(), Fault> {
        let (first, rest) = content.split_at(self.split_off(content_type, content.len()));
        let max_plaintext = self.max_plaintext;
        let records = first.len() + rest.len().div_ceil(max_plaintext);
        let overhead = self.protection.as_ref().map_or(0, Protection::overhead) + RECORD_HEADER;
        output.reserve(content.len() + records * overhead);
        first
            .chunks(max_plaintext)
            .chain(rest.chunks(max_plaintext))
            .try_for_each(|fragment| self.record(content_type, fragment, random, output))
    }

    /// Bytes of a content that stand in a record of their own before the rest.
    ///
    /// TLS 1.0 with CBC: whoever chooses part of the data knows the IV of the next record, and can
    /// try out a guess at a block sent before (BEAST, RFC 7457 §2.3). Behind a record of one byte
    /// the IV of the rest is a ciphertext that nobody has seen when the data was chosen. Once a
    /// call is enough: all of its data is there before any of its ciphertext.
    fn split_off(&self, content_type: ContentType, len: usize) -> usize {
        let splits = content_type == ContentType::APPLICATION_DATA
            && self.protection.as_ref().is_some_and(Protection::splits_data);
        usize::from(splits && len > 1)
    }

    /// Lends `fill` a place in the output, of `len_max` bytes or what one record may hold, and
    /// seals as many of them as it says it has written; none is no record. Where `fill` panics,
    /// the output is as it was before.
    pub(crate) fn seal_with(
        &mut self,
        content_type: ContentType,
        len_max: usize,
        fill: impl FnOnce(&mut [u8]) -> usize,
        random: &mut dyn Random,
        output: &mut BytesMut,
    ) -> Result<usize, Fault> {
        self.check_keys(content_type)?;
        let len_max = len_max.min(self.max_plaintext);
        if len_max == 0 {
            return Ok(0);
        }
        let mut draft = Draft::new(output, self.protection.as_ref(), len_max);
        draft.output.put_bytes(0, len_max);
        let taken = fill(draft.content()).min(len_max);
        draft.output.truncate(draft.content + taken);
        if taken == 0 {
            return Ok(0);
        }
        if self.split_off(content_type, taken) == 0 {
            self.protect(content_type, random, draft)?;
        } else {
            let mut content = draft.output.split_off(draft.content);
            drop(draft);
            let sealed = self.seal(content_type, &content, random, output);
            content.zeroize();
            sealed?;
        }
        Ok(taken)
    }

    fn record(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        random: &mut dyn Random,
        output: &mut BytesMut,
    ) -> Result<(), Fault> {
        self.check_keys(content_type)?;
        let draft = Draft::new(output, self.protection.as_ref(), content.len());
        draft.output.put_slice(content);
        Ok(self.protect(content_type, random, draft)?)
    }

    fn check_keys(&self, content_type: ContentType) -> Result<(), Fault> {
        // The alert that says so is let through.
        if content_type != ContentType::ALERT
            && self.protection.as_ref().is_some_and(Protection::is_used_up)
        {
            return Err(Fault::new(FaultKind::KeysUsedUp).expected("a new connection"));
        }
        Ok(())
    }

    /// Makes the draft a record.
    fn protect(
        &mut self,
        content_type: ContentType,
        random: &mut dyn Random,
        mut draft: Draft<'_>,
    ) -> Result<(), CryptoError> {
        let content_len = draft.content().len();
        if let Some(protection) = &mut self.protection {
            draft.output.put_bytes(0, protection.suffix_len(content_len));
            let fragment = draft.fragment();
            protection.seal(content_type, self.version, random, fragment, content_len)?;
        }
        // What it holds is hidden in it (RFC 8446 §5.2).
        let content_type = match &self.protection {
            Some(protection) if protection.is_tls13() => ContentType::APPLICATION_DATA,
            _ => content_type,
        };
        let len = u16::try_from(draft.fragment().len()).map_err(|_| CryptoError::Invalid)?;
        let ([major, minor], [high, low]) = (self.version.0.to_be_bytes(), len.to_be_bytes());
        draft.finish([content_type.0, major, minor, high, low]);
        Ok(())
    }
}
