//! Takes numbers and vectors off the front of a slice (RFC 5246 §4).

use core::fmt;

/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The message or extension being read.
    pub within: &'static str,
    /// The field that is wrong.
    pub field: &'static str,
    /// In what way.
    pub problem: &'static str,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} {}", self.within, self.field, self.problem)
    }
}

impl core::error::Error for DecodeError {}

/// Reads from the front; each failure names the message and the field.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    within: &'static str,
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, which hold a `within` (a name for errors).
    pub fn new(within: &'static str, bytes: &'a [u8]) -> Self {
        Self { within, bytes }
    }

    /// An error about `field`.
    pub fn error(&self, field: &'static str, problem: &'static str) -> DecodeError {
        DecodeError { within: self.within, field, problem }
    }

    /// Reads `bytes`, which are a part of the same message.
    #[must_use]
    pub fn part<'b>(&self, bytes: &'b [u8]) -> Reader<'b> {
        Reader::new(self.within, bytes)
    }

    /// True when all has been read.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes not yet read.
    pub fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// All that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        core::mem::take(&mut self.bytes)
    }

    /// Refuses bytes that are left over.
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.error("end", "has bytes behind it")) }
    }

    /// The next `len` bytes.
    pub fn take(&mut self, field: &'static str, len: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) =
            self.bytes.split_at_checked(len).ok_or(self.error(field, "is cut short"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(field, N)?);
        Ok(array)
    }

    /// A `uint8`.
    pub fn u8(&mut self, field: &'static str) -> Result<u8, DecodeError> {
        let [byte] = self.array(field)?;
        Ok(byte)
    }

    /// A `uint16`.
    pub fn u16(&mut self, field: &'static str) -> Result<u16, DecodeError> {
        Ok(u16::from_be_bytes(self.array(field)?))
    }

    /// A `uint24`.
    pub fn u24(&mut self, field: &'static str) -> Result<usize, DecodeError> {
        let [high, middle, low] = self.array(field)?;
        Ok(usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low))
    }

    /// A `uint32`.
    pub fn u32(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        Ok(u32::from_be_bytes(self.array(field)?))
    }

    /// `opaque field<0..2^8-1>`.
    pub fn vec8(&mut self, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let len = usize::from(self.u8(field)?);
        self.take(field, len)
    }

    /// `opaque field<0..2^16-1>`.
    pub fn vec16(&mut self, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let len = usize::from(self.u16(field)?);
        self.take(field, len)
    }

    /// `opaque field<0..2^24-1>`.
    pub fn vec24(&mut self, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let len = self.u24(field)?;
        self.take(field, len)
    }

    /// A non-empty list of 16-bit numbers under a 16-bit length in bytes.
    pub fn u16_list(&mut self, field: &'static str) -> Result<U16List<'a>, DecodeError> {
        let bytes = self.vec16(field)?;
        U16List::new(bytes).ok_or(self.error(field, "is not a list of 16-bit numbers"))
    }

    /// A non-empty list of 16-bit numbers under an 8-bit length in bytes.
    pub fn u16_list8(&mut self, field: &'static str) -> Result<U16List<'a>, DecodeError> {
        let bytes = self.vec8(field)?;
        U16List::new(bytes).ok_or(self.error(field, "is not a list of 16-bit numbers"))
    }
}

/// A list of 16-bit numbers, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct U16List<'a> {
    bytes: &'a [u8],
}

impl<'a> U16List<'a> {
    /// The list in `bytes`; `None` if they are empty or odd in number.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        (!bytes.is_empty() && bytes.len().is_multiple_of(2)).then_some(Self { bytes })
    }

    /// The numbers in order.
    pub fn iter(self) -> impl Iterator<Item = u16> + 'a {
        self.bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair))
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.bytes.len() / 2
    }

    /// True if `number` is among them.
    pub fn contains(self, number: u16) -> bool {
        self.iter().any(|each| each == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_vectors() {
        let bytes = [1, 0, 2, 0, 0, 3, 0, 0, 0, 4, 1, 9, 0, 1, 8, 0, 0, 1, 7, 0xff];
        let mut reader = Reader::new("Test", &bytes);
        assert_eq!(reader.u8("a"), Ok(1));
        assert_eq!(reader.u16("b"), Ok(2));
        assert_eq!(reader.u24("c"), Ok(3));
        assert_eq!(reader.u32("d"), Ok(4));
        assert_eq!(reader.vec8("e"), Ok(&[9][..]));
        assert_eq!(reader.vec16("f"), Ok(&[8][..]));
        assert_eq!(reader.vec24("g"), Ok(&[7][..]));
        assert_eq!(reader.remaining(), 1);
        assert_eq!(reader.finish().unwrap_err().problem, "has bytes behind it");
    }

    #[test]
    fn a_short_vector_names_its_field() {
        let error = Reader::new("Test", &[5, 1]).vec8("field").unwrap_err();
        assert_eq!(std::format!("{error}"), "Test.field is cut short");
    }

    #[test]
    fn lists_of_numbers_are_even_and_not_empty() {
        assert!(Reader::new("Test", &[0, 0]).u16_list("list").is_err());
        assert!(Reader::new("Test", &[0, 3, 1, 2, 3]).u16_list("list").is_err());
        let list = Reader::new("Test", &[0, 4, 0x13, 1, 0x13, 2]).u16_list("list").unwrap();
        assert_eq!(list.count(), 2);
        assert!(list.contains(0x1302) && !list.contains(0x1303));
    }
}
