//! `KeyUpdate`: RFC 8446 §4.6.3.
//!
//! ```text
//! enum { update_not_requested(0), update_requested(1), (255) } KeyUpdateRequest;
//! struct { KeyUpdateRequest request_update; } KeyUpdate;
//! ```

use core::fmt;

use super::{DecodeError, Reader, Writer};

/// Whether the receiver should change its keys too. Unknown numbers are kept: whoever acts on one
/// refuses it as an illegal parameter, not as a message that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUpdateRequest(pub u8);

impl KeyUpdateRequest {
    /// It need not.
    pub const UPDATE_NOT_REQUESTED: Self = Self(0);
    /// It should.
    pub const UPDATE_REQUESTED: Self = Self(1);
}

impl fmt::Display for KeyUpdateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UPDATE_NOT_REQUESTED => f.write_str("update_not_requested"),
            Self::UPDATE_REQUESTED => f.write_str("update_requested"),
            Self(number) => write!(f, "request {number}"),
        }
    }
}

impl fmt::Debug for KeyUpdateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The sender's next record is under new keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUpdate {
    /// What the receiver should do.
    pub request: KeyUpdateRequest,
}

impl KeyUpdate {
    /// Reads the body of the message.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("KeyUpdate", body);
        let request = KeyUpdateRequest(reader.u8("request_update")?);
        reader.finish()?;
        Ok(Self { request })
    }

    /// Writes the body of the message.
    pub fn encode(self, writer: &mut Writer<'_>) {
        writer.u8(self.request.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_other_length_refused() {
        for (number, shown) in [(0, "update_not_requested"), (1, "update_requested")] {
            let update = KeyUpdate { request: KeyUpdateRequest(number) };
            let mut body = std::vec::Vec::new();
            update.encode(&mut Writer::new(&mut body));
            assert_eq!(body, [number]);
            assert_eq!(KeyUpdate::decode(&body), Ok(update));
            assert_eq!(std::format!("{}", update.request), shown);
        }
        assert!(KeyUpdate::decode(&[]).is_err() && KeyUpdate::decode(&[0, 0]).is_err());
    }

    #[test]
    fn unknown_requests_are_kept() {
        let update = KeyUpdate::decode(&[7]).unwrap();
        assert_eq!(std::format!("{}", update.request), "request 7");
    }
}
