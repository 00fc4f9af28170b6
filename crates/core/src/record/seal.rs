//! Seals what goes out into records: copied once into the output, and encrypted there.

use bytes::{BufMut, BytesMut};

use super::protection::Protection;
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
}

impl WriteSide {
    /// `version` stands in the records until another is agreed on.
    pub(crate) fn new(version: ProtocolVersion) -> Self {
        Self { version, protection: None, max_plaintext: MAX_PLAINTEXT }
    }

    /// The version that is agreed on.
    pub(crate) fn set_version(&mut self, version: ProtocolVersion) {
        self.version = version;
    }

    /// From here on longer content is cut into records of so many bytes, protected or not: what
    /// the peer told us, by `max_fragment_length` from the hellos on (RFC 6066 §4), by
    /// `record_size_limit` from the keys on (RFC 8449 §4). Above [`MAX_PLAINTEXT`] it changes
    /// nothing; 0 counts as 1.
    pub(crate) fn set_max_plaintext(&mut self, max_plaintext: usize) {
        self.max_plaintext = max_plaintext.clamp(1, MAX_PLAINTEXT);
    }

    /// What goes out from here on is under these keys, counted from zero.
    pub(crate) fn set_keys(&mut self, keys: TrafficKeys) {
        self.protection = Some(Protection::new(keys));
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

    fn record(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        random: &mut dyn Random,
        output: &mut BytesMut,
    ) -> Result<(), Fault> {
        // The alert that says so is let through.
        if content_type != ContentType::ALERT
            && self.protection.as_ref().is_some_and(Protection::is_used_up)
        {
            return Err(Fault::new(FaultKind::KeysUsedUp).expected("a new connection"));
        }
        let start = output.len();
        let sealed = self.append(content_type, content, random, output);
        if sealed.is_err() {
            // No half record: an alert may follow.
            output.truncate(start);
        }
        Ok(sealed?)
    }

    fn append(
        &mut self,
        content_type: ContentType,
        content: &[u8],
        random: &mut dyn Random,
        output: &mut BytesMut,
    ) -> Result<(), CryptoError> {
        let (prefix_len, suffix_len) = self.protection.as_ref().map_or((0, 0), |protection| {
            (protection.prefix_len(), protection.suffix_len(content.len()))
        });
        let len = u16::try_from(prefix_len + content.len() + suffix_len)
            .map_err(|_| CryptoError::Invalid)?;
        output.put_u8(content_type.0);
        output.put_u16(self.version.0);
        output.put_u16(len);
        let start = output.len();
        output.put_bytes(0, prefix_len);
        output.put_slice(content);
        output.put_bytes(0, suffix_len);
        let Some(protection) = &mut self.protection else { return Ok(()) };
        let fragment = output.get_mut(start..).unwrap_or_default();
        protection.seal(content_type, self.version, random, fragment, content.len())
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{
        super::{
            ReadSide,
            deframe::{self, Deframed, Rules},
            toy::{Counting, Layout},
        },
        *,
    };
    use crate::crypto::{BLOCK_LEN, HashAlgorithm, RandomFailed};

    const DATA: ContentType = ContentType::APPLICATION_DATA;

    fn layout(tls10: bool, encrypt_then_mac: bool) -> Layout {
        Layout { hash: HashAlgorithm::Sha1, tls10, encrypt_then_mac }
    }

    fn version(layout: Layout) -> ProtocolVersion {
        if layout.tls10 { ProtocolVersion::TLS10 } else { ProtocolVersion::TLS12 }
    }

    fn writer(layout: Layout) -> WriteSide {
        let mut writer = WriteSide::new(version(layout));
        writer.set_keys(TrafficKeys::Cbc(layout.keys()));
        writer
    }

    /// The fragments as they lie on the wire.
    fn fragments(layout: Layout, mut output: BytesMut) -> Vec<deframe::Record> {
        let version = Some(version(layout));
        let rules = Rules { first: false, version, protected: true, max_fragment: 1 << 15 };
        let mut records = Vec::new();
        while let Ok(Deframed::Record(record)) = deframe::next(&mut output, &rules) {
            records.push(record);
        }
        assert!(output.is_empty());
        records
    }

    fn contents(layout: Layout, output: BytesMut) -> Vec<Vec<u8>> {
        let mut reader = ReadSide::default();
        reader.set_keys(TrafficKeys::Cbc(layout.keys()));
        let records = fragments(layout, output).into_iter();
        records.map(|record| reader.open(record).unwrap().to_vec()).collect()
    }

    fn lens(layout: Layout, content_type: ContentType, calls: &[&[u8]]) -> Vec<usize> {
        let (mut writer, mut output) = (writer(layout), BytesMut::new());
        for content in calls {
            writer.seal(content_type, content, &mut Counting::default(), &mut output).unwrap();
        }
        let contents = contents(layout, output);
        assert_eq!(contents.concat(), calls.concat());
        contents.iter().map(Vec::len).collect()
    }

    /// BEAST: where the next IV is on the wire already, one byte of data goes before the rest.
    #[test]
    fn data_of_tls_1_0_is_split_behind_its_first_byte() {
        let long = std::vec![1; MAX_PLAINTEXT + 2];
        let calls: &[&[u8]] = &[b"", b"1", b"12", b"1234567", &long];
        for encrypt_then_mac in [false, true] {
            let split = lens(layout(true, encrypt_then_mac), DATA, calls);
            assert_eq!(split, [1, 1, 1, 1, 6, 1, MAX_PLAINTEXT, 1]);
            let whole = lens(layout(true, encrypt_then_mac), ContentType::HANDSHAKE, calls);
            assert_eq!(whole, [1, 2, 7, MAX_PLAINTEXT, 2]);
            let later = lens(layout(false, encrypt_then_mac), DATA, calls);
            assert_eq!(later, [1, 2, 7, MAX_PLAINTEXT, 2]);
        }
    }

    #[test]
    fn content_is_cut_at_the_limit() {
        let plain = |limit: usize| {
            let (mut writer, mut output) =
                (WriteSide::new(ProtocolVersion::TLS12), BytesMut::new());
            writer.set_max_plaintext(limit);
            let content = std::vec![1; 40_000];
            writer.seal(DATA, &content, &mut Counting::default(), &mut output).unwrap();
            let records = fragments(layout(false, false), output);
            let lens: Vec<usize> = records.iter().map(|record| record.fragment.len()).collect();
            assert_eq!(lens.iter().sum::<usize>(), 40_000);
            (lens.len(), lens[0])
        };
        assert_eq!(plain(512), (79, 512));
        assert_eq!(plain(MAX_PLAINTEXT), (3, MAX_PLAINTEXT));
        assert_eq!(plain(65_535), (3, MAX_PLAINTEXT), "more than a record may hold");
        assert_eq!(plain(0), (40_000, 1));
    }

    /// BEAST: since TLS 1.1 each record begins with an IV that was drawn for it.
    #[test]
    fn each_record_has_an_iv_of_its_own() {
        for encrypt_then_mac in [false, true] {
            let layout = layout(false, encrypt_then_mac);
            let (mut writer, mut output) = (writer(layout), BytesMut::new());
            let mut random = Counting::default();
            for _ in 0..3 {
                writer.seal(DATA, b"the same", &mut random, &mut output).unwrap();
            }
            for (record, first) in fragments(layout, output).iter().zip([1, 17, 33]) {
                let drawn: Vec<u8> = (first..).take(BLOCK_LEN).collect();
                assert_eq!(record.fragment[..BLOCK_LEN], drawn);
            }
        }
    }

    /// The alert behind a failure is not to stand behind half a record.
    #[test]
    fn a_record_that_cannot_be_sealed_leaves_nothing() {
        struct Nothing;
        impl Random for Nothing {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomFailed> {
                Err(RandomFailed)
            }
        }
        let mut output = BytesMut::from(&b"before"[..]);
        let sealed = writer(layout(false, false)).seal(DATA, b"lost", &mut Nothing, &mut output);
        assert_eq!(sealed.unwrap_err().kind, FaultKind::RandomnessFailed);
        assert_eq!(output[..], *b"before");
        // TLS 1.0 has its IV from the record before, and draws nothing.
        let sealed = writer(layout(true, false)).seal(DATA, b"kept", &mut Nothing, &mut output);
        assert_eq!(sealed, Ok(()));
    }
}
