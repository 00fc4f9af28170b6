//! `padding`: RFC 7685 §3. Zero bytes that make a `ClientHello` longer. A server may check that
//! they are zero; we do not, since they mean nothing.

use super::{ExtensionType, encode};
use crate::wire::Writer;

/// Bytes of an extension's type and length.
const HEADER: usize = 4;

/// Adds an extension that takes `total` bytes with its header, or 4 where `total` is less.
pub fn encode_zeros(writer: &mut Writer<'_>, total: usize) {
    encode(writer, ExtensionType::PADDING, |writer| {
        for _ in HEADER..total {
            writer.u8(0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_length_that_is_asked_for() {
        for (total, want) in [(0, 4), (4, 4), (5, 5), (300, 300)] {
            let mut out = std::vec::Vec::new();
            encode_zeros(&mut Writer::new(&mut out), total);
            assert_eq!(out.len(), want);
        }
    }
}
