//! Lists of byte strings, each behind its length in 16 bits and none empty: RFC 8446 §3.4.
//!
//! ```text
//! opaque Item<1..2^16-1>;
//! Item list<0..2^16-1>;
//! ```

use super::{DecodeError, Reader, Writer};

/// A list of byte strings, read where it lies. May be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpaqueList<'a> {
    bytes: &'a [u8],
}

impl<'a> OpaqueList<'a> {
    /// Takes the list `field` off the front; its members are called `item` in errors.
    pub(super) fn read(
        reader: &mut Reader<'a>,
        field: &'static str,
        item: &'static str,
    ) -> Result<Self, DecodeError> {
        let bytes = reader.vec16(field)?;
        let mut items = reader.part(bytes);
        while !items.is_empty() {
            if items.vec16(item)?.is_empty() {
                return Err(items.error(item, "is empty"));
            }
        }
        Ok(Self { bytes })
    }

    /// The same of a list that may not be empty.
    pub(super) fn read_some(
        reader: &mut Reader<'a>,
        field: &'static str,
        item: &'static str,
    ) -> Result<Self, DecodeError> {
        let list = Self::read(reader, field, item)?;
        if list.bytes.is_empty() { Err(reader.error(field, "is empty")) } else { Ok(list) }
    }

    /// The byte strings in order.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new("OpaqueList", self.bytes);
        core::iter::from_fn(move || reader.vec16("item").ok())
    }

    /// Writes a list with its length.
    pub(super) fn encode(writer: &mut Writer<'_>, items: &[impl AsRef<[u8]>]) {
        writer.vec16(|writer| {
            for item in items {
                writer.vec16(|writer| writer.bytes(item.as_ref()));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<OpaqueList<'_>, DecodeError> {
        OpaqueList::read(&mut Reader::new("Test", bytes), "list", "item")
    }

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        OpaqueList::encode(&mut Writer::new(&mut out), &[&b"one"[..], b"other"]);
        assert!(read(&out).unwrap().iter().eq([&b"one"[..], b"other"]));
        for len in 0..out.len() {
            assert!(read(&out[..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn an_empty_list_may_be_and_an_empty_item_may_not() {
        assert_eq!(read(&[0, 0]).unwrap().iter().count(), 0);
        assert_eq!(std::format!("{}", read(&[0, 2, 0, 0]).unwrap_err()), "Test.item is empty");
        let mut reader = Reader::new("Test", &[0, 0]);
        let error = OpaqueList::read_some(&mut reader, "list", "item").unwrap_err();
        assert_eq!(std::format!("{error}"), "Test.list is empty");
    }
}
