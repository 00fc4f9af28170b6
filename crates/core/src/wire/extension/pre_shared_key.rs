//! `pre_shared_key`: RFC 8446 §4.2.11. In a `ClientHello` it is the last extension.
//!
//! ```text
//! struct { opaque identity<1..2^16-1>; uint32 obfuscated_ticket_age; } PskIdentity;
//! opaque PskBinderEntry<32..255>;
//! ClientHello: PskIdentity identities<7..2^16-1>; PskBinderEntry binders<33..2^16-1>;
//! ServerHello: uint16 selected_identity;
//! ```

use super::{ExtensionType, encode};
use crate::{
    limits::MAX_OFFERED_PSKS,
    wire::{DecodeError, Reader, Writer},
};

/// The shortest binder, bytes: HMAC with SHA-256.
const MIN_BINDER: usize = 32;

/// The name of a key, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PskIdentity<'a> {
    /// A ticket, or the name of a key that both sides were given. Not empty.
    pub identity: &'a [u8],
    /// Milliseconds since the ticket came, plus its `ticket_age_add`, modulo 2^32 (RFC 8446
    /// §4.2.11.1); 0 for a key that is no ticket's.
    pub obfuscated_ticket_age: u32,
}

impl<'a> PskIdentity<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let identity = reader.vec16("identity")?;
        if identity.is_empty() {
            return Err(reader.error("identity", "is empty"));
        }
        Ok(Self { identity, obfuscated_ticket_age: reader.u32("obfuscated_ticket_age")? })
    }
}

/// The keys that a client offers, read where they lie: one at least, each with its binder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferedPsks<'a> {
    identities: &'a [u8],
    binders: &'a [u8],
}

impl<'a> OfferedPsks<'a> {
    /// The names of the keys, preferred first.
    pub fn identities(self) -> impl Iterator<Item = PskIdentity<'a>> {
        let mut reader = Reader::new("pre_shared_key", self.identities);
        core::iter::from_fn(move || PskIdentity::read(&mut reader).ok())
    }

    /// The proofs that the client knows the keys, in the order of their names.
    pub fn binders(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new("pre_shared_key", self.binders);
        core::iter::from_fn(move || reader.vec8("PskBinderEntry").ok())
    }

    /// Length of the list of binders with its own length: the end of the `ClientHello`, which no
    /// binder covers.
    pub fn binders_len(self) -> usize {
        2 + self.binders.len()
    }

    /// What the binders cover of the `ClientHello` that offers these keys: all but their list
    /// (RFC 8446 §4.2.11.2). The message has its header, and its lengths are those of the whole.
    pub fn truncated(self, hello: &[u8]) -> &[u8] {
        let len = hello.len().saturating_sub(self.binders_len());
        hello.get(..len).unwrap_or_default()
    }
}

/// The keys that a client offers.
pub fn decode_offer(data: &[u8]) -> Result<OfferedPsks<'_>, DecodeError> {
    let mut reader = Reader::new("pre_shared_key", data);
    let identities = reader.vec16("identities")?;
    let binders = reader.vec16("binders")?;
    let (mut names, mut proofs) = (reader.part(identities), reader.part(binders));
    reader.finish()?;
    if names.is_empty() {
        return Err(names.error("identities", "is empty"));
    }
    let mut count = 0;
    while !names.is_empty() {
        PskIdentity::read(&mut names)?;
        if proofs.is_empty() {
            return Err(proofs.error("binders", "has fewer members than there are identities"));
        }
        if proofs.vec8("PskBinderEntry")?.len() < MIN_BINDER {
            return Err(proofs.error("PskBinderEntry", "is shorter than 32 bytes"));
        }
        count += 1;
        if count > MAX_OFFERED_PSKS {
            return Err(names.error("identities", "has more members than allowed"));
        }
    }
    if !proofs.is_empty() {
        return Err(proofs.error("binders", "has more members than there are identities"));
    }
    Ok(OfferedPsks { identities, binders })
}

/// The place of the key that the server chose, counted from 0.
pub fn decode_answer(data: &[u8]) -> Result<u16, DecodeError> {
    let mut reader = Reader::new("pre_shared_key", data);
    let selected = reader.u16("selected_identity")?;
    reader.finish()?;
    Ok(selected)
}

/// Offers keys, preferred first, with a binder of 32 bytes or more for each. Where the binders
/// are still to be computed, zeros of their length hold the place: [`OfferedPsks::truncated`]
/// tells what they cover, and [`encode_binders`] writes the end of the hello anew.
pub fn encode_offer(
    writer: &mut Writer<'_>,
    identities: &[PskIdentity<'_>],
    binders: &[impl AsRef<[u8]>],
) {
    encode(writer, ExtensionType::PRE_SHARED_KEY, |writer| {
        writer.vec16(|writer| {
            for key in identities {
                writer.vec16(|writer| writer.bytes(key.identity));
                writer.u32(key.obfuscated_ticket_age);
            }
        });
        encode_binders(writer, binders);
    });
}

/// Writes the list of binders with its length: the end of a `ClientHello`.
pub fn encode_binders(writer: &mut Writer<'_>, binders: &[impl AsRef<[u8]>]) {
    writer.vec16(|writer| {
        for binder in binders {
            writer.vec8(|writer| writer.bytes(binder.as_ref()));
        }
    });
}

/// Names the place of the key that the server chose, counted from 0.
pub fn encode_answer(writer: &mut Writer<'_>, selected: u16) {
    encode(writer, ExtensionType::PRE_SHARED_KEY, |writer| writer.u16(selected));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKET: PskIdentity<'_> =
        PskIdentity { identity: b"ticket", obfuscated_ticket_age: 0x0102_0304 };
    const NAME: PskIdentity<'_> = PskIdentity { identity: b"name", obfuscated_ticket_age: 0 };

    fn offer(identities: &[PskIdentity<'_>], binders: &[std::vec::Vec<u8>]) -> std::vec::Vec<u8> {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), identities, binders);
        out
    }

    #[test]
    fn keys_there_and_back_and_every_prefix_refused() {
        let binders = [std::vec![7; 32], std::vec![8; 48]];
        let out = offer(&[TICKET, NAME], &binders);
        let keys = decode_offer(&out[4..]).unwrap();
        assert!(keys.identities().eq([TICKET, NAME]));
        assert!(keys.binders().eq(binders.iter().map(|binder| &binder[..])));
        for len in 4..out.len() {
            assert!(decode_offer(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn binders_can_be_written_once_it_is_known_what_they_cover() {
        let mut hello = offer(&[TICKET, NAME], &[std::vec![0; 32], std::vec![0; 48]]);
        let whole = offer(&[TICKET, NAME], &[std::vec![7; 32], std::vec![8; 48]]);
        let keys = decode_offer(&hello[4..]).unwrap();
        assert_eq!(keys.binders_len(), 2 + 33 + 49);
        let covered = keys.truncated(&hello).len();
        assert!(hello[..covered].ends_with(b"name\0\0\0\0"));
        hello.truncate(covered);
        encode_binders(&mut Writer::new(&mut hello), &[&[7; 32][..], &[8; 48]]);
        assert_eq!(hello, whole);
    }

    #[test]
    fn each_key_has_a_binder_of_32_bytes_or_more() {
        let problem = |binders: &[std::vec::Vec<u8>]| {
            decode_offer(&offer(&[TICKET, NAME], binders)[4..]).unwrap_err().problem
        };
        let binder = std::vec![7; 32];
        let few = std::slice::from_ref(&binder);
        assert_eq!(problem(few), "has fewer members than there are identities");
        assert_eq!(problem(&[]), "has fewer members than there are identities");
        let many = [binder.clone(), binder.clone(), binder.clone()];
        assert_eq!(problem(&many), "has more members than there are identities");
        assert_eq!(problem(&[binder, std::vec![7; 31]]), "is shorter than 32 bytes");
    }

    #[test]
    fn no_keys_and_empty_names_are_refused() {
        let problem = |data: &[u8]| decode_offer(data).unwrap_err().problem;
        assert_eq!(problem(&[0, 0, 0, 0]), "is empty");
        assert_eq!(problem(&[0, 6, 0, 0, 0, 0, 0, 0, 0, 0]), "is empty");
    }

    #[test]
    fn the_number_of_keys_is_bounded() {
        for (count, refused) in [(MAX_OFFERED_PSKS, false), (MAX_OFFERED_PSKS + 1, true)] {
            let out = offer(&std::vec![NAME; count], &std::vec![std::vec![7; 32]; count]);
            assert_eq!(decode_offer(&out[4..]).is_err(), refused, "{count}");
        }
    }

    #[test]
    fn the_choice_there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_answer(&mut Writer::new(&mut out), 1);
        assert_eq!(out, [0, 41, 0, 2, 0, 1]);
        assert_eq!(decode_answer(&out[4..]), Ok(1));
        assert!(decode_answer(&[0]).is_err() && decode_answer(&[0, 1, 0]).is_err());
    }
}
