//! Elements of DER, as RFC 5280 §4.1 uses it: a tag, a length, the content.
//!
//! Lengths have up to three bytes, since a certificate message holds nothing longer. That they
//! are the shortest possible is for whoever judges the certificate to see.

use super::{DecodeError, Reader};

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0] EXPLICIT`.
pub(super) const CONTEXT_0: u8 = 0xa0;

/// Takes an element with the tag `wanted` off the front: its content.
pub(super) fn element<'a>(reader: &mut Reader<'a>, wanted: u8) -> Result<&'a [u8], DecodeError> {
    if reader.u8("tag")? != wanted {
        return Err(reader.error("tag", "is not the expected one"));
    }
    let len = match reader.u8("length")? {
        short @ 0..=0x7f => usize::from(short),
        0x81 => usize::from(reader.u8("length")?),
        0x82 => usize::from(reader.u16("length")?),
        0x83 => reader.u24("length")?,
        _ => return Err(reader.error("length", "is longer than three bytes")),
    };
    reader.take("content", len)
}

/// The same with tag and length: the whole element.
pub(super) fn whole<'a>(reader: &mut Reader<'a>, wanted: u8) -> Result<&'a [u8], DecodeError> {
    let mut before = *reader;
    element(reader, wanted)?;
    before.take("element", before.remaining() - reader.remaining())
}

/// Takes an element off the front where its tag is `wanted`; else nothing.
pub(super) fn optional<'a>(
    reader: &mut Reader<'a>,
    wanted: u8,
) -> Result<Option<&'a [u8]>, DecodeError> {
    let mut ahead = *reader;
    if ahead.u8("tag") == Ok(wanted) { element(reader, wanted).map(Some) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_every_form() {
        for (head, len) in [
            (&[0x30, 2][..], 2),
            (&[0x30, 0x81, 200], 200),
            (&[0x30, 0x82, 1, 0], 256),
            (&[0x30, 0x83, 1, 0, 0], 65536),
        ] {
            let bytes = [head, &std::vec![7; len], &[9]].concat();
            let mut reader = Reader::new("Test", &bytes);
            assert_eq!(element(&mut reader, SEQUENCE).unwrap().len(), len);
            assert_eq!(reader.rest(), [9]);
            let mut reader = Reader::new("Test", &bytes);
            assert_eq!(whole(&mut reader, SEQUENCE).unwrap(), &bytes[..bytes.len() - 1]);
            assert_eq!(reader.rest(), [9]);
            for cut in 0..head.len() {
                assert!(element(&mut Reader::new("Test", &bytes[..cut]), SEQUENCE).is_err());
            }
        }
    }

    #[test]
    fn other_tags_and_longer_lengths_are_refused() {
        let problem =
            |bytes| element(&mut Reader::new("Test", bytes), SEQUENCE).unwrap_err().problem;
        assert_eq!(problem(&[0x31, 0]), "is not the expected one");
        assert_eq!(problem(&[0x30, 0x80]), "is longer than three bytes");
        assert_eq!(problem(&[0x30, 0x84, 0, 0, 0, 0]), "is longer than three bytes");
    }

    #[test]
    fn what_is_optional_is_taken_only_where_it_stands() {
        let mut reader = Reader::new("Test", &[0xa0, 1, 7, 2, 0]);
        assert_eq!(optional(&mut reader, CONTEXT_0), Ok(Some(&[7][..])));
        assert_eq!(optional(&mut reader, CONTEXT_0), Ok(None));
        assert_eq!(reader.rest(), [2, 0]);
        assert_eq!(optional(&mut reader, CONTEXT_0), Ok(None));
        assert!(optional(&mut Reader::new("Test", &[0xa0, 1]), CONTEXT_0).is_err());
    }
}
