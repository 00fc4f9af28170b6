//! `Finished`: RFC 5246 §7.4.9, RFC 8446 §4.4.4.
//!
//! ```text
//! struct { opaque verify_data[verify_data_length]; } Finished;
//! 12 bytes before TLS 1.3, from then on a hash
//! ```

/// The proof over the whole handshake, read where it lies. Its length is checked where its
/// content is: in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished<'a> {
    /// What the sender computed.
    pub verify_data: &'a [u8],
}

impl<'a> Finished<'a> {
    /// The body is the verify data.
    pub fn decode(body: &'a [u8]) -> Self {
        Self { verify_data: body }
    }
}
