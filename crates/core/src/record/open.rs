//! Opens records that come in: checks and decrypts in place (RFC 5246 §6.2.3).

use bytes::{Buf, BytesMut};

use super::{deframe::Record, protection::Protection};
use crate::{
    crypto::TrafficKeys,
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
        self.protection = Some(Protection::new(keys));
    }

    pub(crate) fn is_protected(&self) -> bool {
        self.protection.is_some()
    }

    /// The content of a record. Every way to fail is one fault, for records of one length with
    /// one text: nothing tells which byte it was.
    pub(crate) fn open(&mut self, record: Record) -> Result<BytesMut, Fault> {
        let Record { content_type, version, mut fragment } = record;
        let Some(protection) = &mut self.protection else { return Ok(fragment) };
        if fragment.len() < protection.prefix_len() + protection.suffix_len(0) {
            let fault = Fault::new(FaultKind::BadRecordMac);
            return Err(fault.came("a record shorter than its tag"));
        }
        let content = protection
            .open(content_type, version, &mut fragment)
            .map_err(|_| FaultKind::BadRecordMac)?;
        if content.len() > MAX_PLAINTEXT {
            return Err(Fault::new(FaultKind::RecordTooLong)
                .came(alloc::format!("{} bytes of plaintext", content.len()))
                .expected(alloc::format!("at most {MAX_PLAINTEXT}")));
        }
        fragment.truncate(content.end);
        fragment.advance(content.start);
        Ok(fragment)
    }
}

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
    use crate::{
        crypto::HashAlgorithm,
        limits::RECORD_HEADER,
        wire::{ContentType, ProtocolVersion},
    };

    fn fault(layout: Layout, fragment: &[u8]) -> Fault {
        let mut reader = ReadSide::default();
        reader.set_keys(TrafficKeys::Cbc(layout.keys()));
        let record = Record {
            content_type: ContentType::APPLICATION_DATA,
            version: ProtocolVersion::TLS12,
            fragment: fragment.into(),
        };
        reader.open(record).unwrap_err()
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
