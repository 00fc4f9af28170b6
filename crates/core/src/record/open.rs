//! Opens records that come in: checks and decrypts in place (RFC 5246 §6.2.3).

use bytes::{Buf, BytesMut};

use super::{deframe::Record, padding::Padding, protection::Protection};
use crate::{
    crypto::{TAG_LEN, TrafficKeys},
    fault::{Fault, FaultKind},
    limits::{MAX_EXPANSION, MAX_EXPANSION_TLS13, MAX_PLAINTEXT},
    wire::ContentType,
};

/// What a record held.
pub(crate) enum Opened {
    /// Its content, which may have come unprotected.
    Content { content_type: ContentType, content: BytesMut, protected: bool },
    /// Early data that nobody here can read (RFC 8446 §4.2.10).
    Skipped,
}

/// The reading direction: plain until keys are set.
pub(crate) struct ReadSide {
    protection: Option<Protection>,
    max_plaintext: usize,
    /// How much early data may still be passed over, in bytes.
    skip: usize,
    /// A protected record was opened, under these keys or earlier ones: the peer has keys.
    opened: bool,
}

impl Default for ReadSide {
    fn default() -> Self {
        Self { protection: None, max_plaintext: MAX_PLAINTEXT, skip: 0, opened: false }
    }
}

impl ReadSide {
    /// From here on no longer plaintext is taken, protected or not: what we told the peer, by
    /// `max_fragment_length` from the hellos on (RFC 6066 §4), by `record_size_limit` from the
    /// keys on (RFC 8449 §4). Above [`MAX_PLAINTEXT`] it changes nothing.
    pub(crate) fn set_max_plaintext(&mut self, max_plaintext: usize) {
        self.max_plaintext = max_plaintext.min(MAX_PLAINTEXT);
    }

    /// The longest fragment that can hold an allowed plaintext. Longer ones are refused without
    /// a look at their content, as RFC 6066 §4 has it.
    pub(crate) fn max_fragment(&self) -> usize {
        let expansion = match &self.protection {
            None if self.skip > 0 => MAX_EXPANSION_TLS13,
            None => 0,
            Some(protection) if self.max_plaintext < MAX_PLAINTEXT => protection.max_expansion(),
            Some(protection) if protection.is_tls13() => MAX_EXPANSION_TLS13,
            Some(_) => MAX_EXPANSION,
        };
        self.max_plaintext + expansion
    }

    /// What comes from here on is under these keys, counted from zero.
    pub(crate) fn set_keys(&mut self, keys: TrafficKeys) {
        self.protection = Some(Protection::new(keys, Padding::default()));
        self.skip = 0;
    }

    /// Records that cannot be opened are passed over, up to so many bytes, until one can be:
    /// early data that was not accepted (RFC 8446 §4.2.10).
    #[cfg(feature = "tls13")]
    pub(crate) fn skip_early_data(&mut self, max: usize) {
        self.skip = max;
    }

    pub(crate) fn is_protected(&self) -> bool {
        self.protection.is_some()
    }

    /// The content of a record. Every way to fail is one fault, for records of one length with
    /// one text: nothing tells which byte it was.
    pub(crate) fn open(&mut self, record: Record) -> Result<Opened, Fault> {
        let Record { content_type, version, mut fragment } = record;
        let Some(protection) = &mut self.protection else {
            if self.skip > 0 && content_type == ContentType::APPLICATION_DATA {
                return self.pass_over(fragment.len(), FaultKind::BadRecordMac.into());
            }
            return Ok(Opened::Content { content_type, content: fragment, protected: false });
        };
        if protection.is_tls13() && content_type != ContentType::APPLICATION_DATA {
            check_plain(content_type, self.opened)?;
            return Ok(Opened::Content { content_type, content: fragment, protected: false });
        }
        if fragment.len() < protection.prefix_len() + protection.suffix_len(0) {
            let fault = Fault::new(FaultKind::BadRecordMac).came("a record shorter than its tag");
            return self.pass_over(fragment.len(), fault);
        }
        let is_tls13 = protection.is_tls13();
        let Ok((content_type, content)) = protection.open(content_type, version, &mut fragment)
        else {
            return self.pass_over(fragment.len(), FaultKind::BadRecordMac.into());
        };
        self.skip = 0;
        self.opened = true;
        // The limit of TLS 1.3 is one on the content with type and padding (RFC 8446 §5.4).
        let padded = if is_tls13 { fragment.len() - TAG_LEN - 1 } else { content.len() };
        if padded > self.max_plaintext {
            return Err(Fault::new(FaultKind::RecordTooLong)
                .came(alloc::format!("{padded} bytes of plaintext"))
                .expected(alloc::format!("at most {}", self.max_plaintext)));
        }
        let content_type = content_type.ok_or(FaultKind::NoContentType)?;
        fragment.truncate(content.end);
        fragment.advance(content.start);
        Ok(Opened::Content { content_type, content: fragment, protected: true })
    }

    /// A record that could not be opened: early data, as long as it may be such.
    fn pass_over(&mut self, fragment_len: usize, fault: Fault) -> Result<Opened, Fault> {
        let plaintext = fragment_len.saturating_sub(TAG_LEN + 1).max(1);
        match self.skip.checked_sub(plaintext) {
            Some(left) => {
                self.skip = left;
                Ok(Opened::Skipped)
            }
            _ => Err(fault),
        }
    }
}

/// What may come unprotected where the rest is protected: a ChangeCipherSpec, which means nothing
/// (RFC 8446 §5), and the alert of a peer that has not come as far as to have keys.
fn check_plain(content_type: ContentType, opened: bool) -> Result<(), Fault> {
    match content_type {
        ContentType::CHANGE_CIPHER_SPEC => Ok(()),
        ContentType::ALERT if !opened => Ok(()),
        other => {
            Err(Fault::new(FaultKind::UnprotectedRecord)
                .came(alloc::format!("a record of {other}")))
        }
    }
}

#[cfg(feature = "tls12")]
#[cfg(test)]
mod tests {
    use std::{vec, vec::Vec};

    use super::{
        super::{
            WriteSide,
            toy::{Counting, Layout},
        },
        *,
    };
    use crate::{crypto::HashAlgorithm, limits::RECORD_HEADER, wire::ProtocolVersion};

    fn content(opened: Opened) -> BytesMut {
        match opened {
            Opened::Content { content, protected: true, .. } => content,
            _ => panic!("not opened"),
        }
    }

    /// RFC 6066 §4: 512 bytes with all that SHA-256 and padding may add, and the limit itself.
    #[test]
    fn plaintext_above_the_limit_is_too_long() {
        for (encrypt_then_mac, max_fragment) in [(false, 16 + 512 + 32 + 256), (true, 816)] {
            let layout = Layout { hash: HashAlgorithm::Sha256, tls10: false, encrypt_then_mac };
            let (mut writer, mut reader) =
                (WriteSide::new(ProtocolVersion::TLS12), ReadSide::default());
            assert_eq!(reader.max_fragment(), MAX_PLAINTEXT);
            reader.set_max_plaintext(512);
            assert_eq!(reader.max_fragment(), 512);
            reader.set_keys(TrafficKeys::Cbc(layout.keys()));
            writer.set_keys(TrafficKeys::Cbc(layout.keys()));
            assert_eq!(reader.max_fragment(), max_fragment);
            let mut open = |len| {
                let mut output = BytesMut::new();
                let random = &mut Counting::default();
                let content_type = ContentType::APPLICATION_DATA;
                writer.seal(content_type, &vec![1; len], random, &mut output).unwrap();
                let fragment = output.split_off(RECORD_HEADER);
                reader.open(Record { content_type, version: ProtocolVersion::TLS12, fragment })
            };
            assert_eq!(content(open(512).unwrap()).len(), 512);
            let fault = open(513).err().unwrap();
            assert_eq!(fault.kind, FaultKind::RecordTooLong);
            assert_eq!(fault.expected, "at most 512");
        }
    }

    /// A peer may name more than a record may hold (RFC 8449 §4).
    #[test]
    fn no_limit_is_above_that_of_the_protocol() {
        let mut reader = ReadSide::default();
        reader.set_max_plaintext(usize::from(u16::MAX));
        assert_eq!(reader.max_fragment(), MAX_PLAINTEXT);
        reader.set_keys(TrafficKeys::Cbc(Layout::all().next().unwrap().keys()));
        assert_eq!(reader.max_fragment(), MAX_PLAINTEXT + MAX_EXPANSION);
    }

    fn fault(layout: Layout, fragment: &[u8]) -> Fault {
        let mut reader = ReadSide::default();
        reader.set_keys(TrafficKeys::Cbc(layout.keys()));
        let record = Record {
            content_type: ContentType::APPLICATION_DATA,
            version: ProtocolVersion::TLS12,
            fragment: fragment.into(),
        };
        reader.open(record).err().unwrap()
    }

    /// Padding oracles (POODLE, Lucky Thirteen): neither the alert nor the text of the error says
    /// what was wrong with a record.
    #[test]
    fn every_bad_record_is_the_same_fault() {
        for encrypt_then_mac in [false, true] {
            let layout = Layout { hash: HashAlgorithm::Sha1, tls10: false, encrypt_then_mac };
            let mut writer = WriteSide::new(ProtocolVersion::TLS12);
            writer.set_keys(TrafficKeys::Cbc(layout.keys()));
            let mut output = BytesMut::new();
            let data = ContentType::APPLICATION_DATA;
            writer.seal(data, &[1; 40], &mut Counting::default(), &mut output).unwrap();
            let good = &output[RECORD_HEADER..];
            let flipped = |place: usize| {
                let mut fragment = good.to_vec();
                fragment[place] ^= 1;
                fragment
            };
            let mut bad: Vec<Vec<u8>> = (0..good.len()).map(flipped).collect();
            bad.extend((52..good.len()).map(|len| good[..len].to_vec()));
            bad.extend([64, 80, 320, 321].map(|len| vec![0; len]));
            for fragment in bad {
                assert_eq!(fault(layout, &fragment), Fault::new(FaultKind::BadRecordMac));
            }
            for len in 0..52 {
                let kind = fault(layout, &vec![0; len]).kind;
                assert_eq!(kind, FaultKind::BadRecordMac);
            }
        }
    }
}
