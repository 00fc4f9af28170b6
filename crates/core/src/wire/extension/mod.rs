//! Extensions: the list that a hello carries, and one file for each kind (RFC 5246 §7.4.1.4).
//!
//! ```text
//! struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension;
//! ```

pub mod allowed;
pub mod alpn;
pub mod ec_point_formats;
pub mod encrypt_then_mac;
pub mod extended_master_secret;
mod extension_type;
pub mod max_fragment_length;
pub mod padding;
pub mod record_size_limit;
pub mod renegotiation_info;
pub mod server_name;
pub mod session_ticket;
pub mod signature_algorithms;
pub mod status_request;
pub mod supported_groups;
pub mod supported_versions;

pub use extension_type::ExtensionType;

use super::{HandshakeType, Reader, Writer};
use crate::{
    fault::{Fault, FaultKind},
    limits,
};

/// The extensions of one message, in the order of the wire, read where they lie. Well formed,
/// none twice, none where it may not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extensions<'a> {
    bytes: &'a [u8],
}

impl<'a> Extensions<'a> {
    /// Reads the rest of a hello: nothing at all, or a list with its length.
    pub fn decode(mut reader: Reader<'a>, message: HandshakeType) -> Result<Self, Fault> {
        if reader.is_empty() {
            return Ok(Self { bytes: &[] });
        }
        let bytes = reader.vec16("extensions")?;
        reader.finish()?;
        let extensions = Self { bytes };
        extensions.check(Reader::new("Extension", bytes), message)?;
        Ok(extensions)
    }

    /// The same of a list that was checked before.
    pub(crate) fn again(mut reader: Reader<'a>) -> Result<Self, Fault> {
        if reader.is_empty() {
            return Ok(Self { bytes: &[] });
        }
        Ok(Self { bytes: reader.vec16("extensions")? })
    }

    fn check(self, mut reader: Reader<'a>, message: HandshakeType) -> Result<(), Fault> {
        let mut count = 0;
        let mut seen = 0_u64;
        while !reader.is_empty() {
            let kind = ExtensionType(reader.u16("extension_type")?);
            reader.vec16("extension_data")?;
            // One bit for each number below 64; the few above are looked for among the others.
            let twice = match 1_u64.checked_shl(u32::from(kind.0)) {
                Some(bit) => {
                    let twice = seen & bit != 0;
                    seen |= bit;
                    twice
                }
                None => self.iter().take(count).any(|(earlier, _)| earlier == kind),
            };
            if twice {
                return Err(Fault::new(FaultKind::DuplicateExtension)
                    .came(alloc::format!("{kind} in {message}")));
            }
            if !allowed::may_stand(kind, message) {
                return Err(Fault::new(FaultKind::MisplacedExtension)
                    .came(alloc::format!("{kind} in {message}")));
            }
            count += 1;
            if count > limits::MAX_EXTENSIONS {
                return Err(reader.error("count", "is above the limit").into());
            }
        }
        Ok(())
    }

    /// Each extension with its data, in order.
    pub fn iter(self) -> impl Iterator<Item = (ExtensionType, &'a [u8])> {
        let mut reader = Reader::new("Extension", self.bytes);
        core::iter::from_fn(move || {
            let kind = reader.u16("extension_type").ok()?;
            let data = reader.vec16("extension_data").ok()?;
            Some((ExtensionType(kind), data))
        })
    }

    /// The data of one extension, if it is there.
    pub fn get(self, kind: ExtensionType) -> Option<&'a [u8]> {
        self.iter().find(|(each, _)| *each == kind).map(|(_, data)| data)
    }
}

/// Writes one extension: its type, its length, and what `body` writes.
pub fn encode(writer: &mut Writer<'_>, kind: ExtensionType, body: impl FnOnce(&mut Writer<'_>)) {
    writer.u16(kind.0);
    writer.vec16(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<Extensions<'_>, FaultKind> {
        Extensions::decode(Reader::new("Test", bytes), HandshakeType::CLIENT_HELLO)
            .map_err(|fault| fault.kind)
    }

    #[test]
    fn no_bytes_are_no_extensions() {
        assert_eq!(decode(&[]).unwrap().iter().count(), 0);
        assert_eq!(decode(&[0, 0]).unwrap().iter().count(), 0);
    }

    #[test]
    fn unknown_and_grease_are_kept_in_order() {
        let bytes = [0, 9, 0x0a, 0x0a, 0, 0, 0x12, 0x34, 0, 1, 7];
        let extensions = decode(&bytes).unwrap();
        let kinds: std::vec::Vec<_> = extensions.iter().map(|(kind, _)| kind.0).collect();
        assert_eq!(kinds, [0x0a0a, 0x1234]);
        assert_eq!(extensions.get(ExtensionType(0x1234)), Some(&[7][..]));
        assert_eq!(extensions.get(ExtensionType::ALPN), None);
        for len in 1..bytes.len() {
            assert_eq!(decode(&bytes[..len]), Err(FaultKind::Malformed), "{len}");
        }
    }

    #[test]
    fn twice_is_refused() {
        // A number that has a bit of its own, and one that is looked for among the others.
        for [high, low] in [[0, 23], [0x12, 0x34]] {
            let bytes = [0, 12, high, low, 0, 0, 0, 10, 0, 0, high, low, 0, 0];
            assert_eq!(decode(&bytes), Err(FaultKind::DuplicateExtension));
        }
    }

    #[test]
    fn too_many_are_refused() {
        let mut bytes = std::vec![0, 0];
        for kind in 0..=u16::try_from(limits::MAX_EXTENSIONS).unwrap() {
            bytes.extend((0x4000 + kind).to_be_bytes());
            bytes.extend([0, 0]);
        }
        let len = u16::try_from(bytes.len() - 2).unwrap().to_be_bytes();
        bytes[..2].copy_from_slice(&len);
        assert_eq!(decode(&bytes), Err(FaultKind::Malformed));
    }
}
