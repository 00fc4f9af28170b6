//! Extensions: the list that hellos and messages of TLS 1.3 carry, and one file for each kind
//! (RFC 5246 §7.4.1.4, RFC 8446 §4.2).
//!
//! ```text
//! struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension;
//! ```

pub mod allowed;
pub mod alpn;
mod carrier;
pub mod certificate_authorities;
pub mod certificate_type;
pub mod compress_certificate;
pub mod cookie;
pub mod early_data;
pub mod ec_point_formats;
pub mod encrypt_then_mac;
pub mod encrypted_client_hello;
pub mod extended_master_secret;
mod extension_type;
pub mod key_share;
pub mod max_fragment_length;
pub mod oid_filters;
pub mod padding;
pub mod post_handshake_auth;
pub mod pre_shared_key;
pub mod psk_key_exchange_modes;
pub mod quic_transport_parameters;
pub mod record_size_limit;
pub mod renegotiation_info;
pub mod server_name;
pub mod session_ticket;
pub mod signature_algorithms;
pub mod signature_algorithms_cert;
pub mod signed_certificate_timestamp;
pub mod status_request;
pub mod supported_groups;
pub mod supported_versions;

pub use carrier::Carrier;
pub use extension_type::ExtensionType;

use super::{DecodeError, Reader, Writer};
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
    pub fn decode(reader: Reader<'a>, carrier: Carrier) -> Result<Self, Fault> {
        let extensions = Self::again(reader)?;
        extensions.check(carrier)?;
        Ok(extensions)
    }

    /// Takes a list with its length off the front.
    pub fn read(reader: &mut Reader<'a>, carrier: Carrier) -> Result<Self, Fault> {
        let extensions = Self::read_again(reader)?;
        extensions.check(carrier)?;
        Ok(extensions)
    }

    /// The rest of a hello without a look into the list, which was checked before or will be.
    pub(crate) fn again(mut reader: Reader<'a>) -> Result<Self, DecodeError> {
        if reader.is_empty() {
            return Ok(Self { bytes: &[] });
        }
        let extensions = Self::read_again(&mut reader)?;
        reader.finish()?;
        Ok(extensions)
    }

    /// A list off the front without a look into it: it was checked before.
    pub(super) fn read_again(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        Ok(Self { bytes: reader.vec16("extensions")? })
    }

    /// Refuses a list that is not well formed, or breaks a rule of the message that carries it.
    pub(super) fn check(self, carrier: Carrier) -> Result<(), Fault> {
        let mut reader = Reader::new("Extension", self.bytes);
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
                    .came(alloc::format!("{kind} in {carrier}")));
            }
            check_place(kind, carrier, reader.is_empty())?;
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

    /// What one extension says, as its own file decodes it; `None` if it is not there.
    pub fn decoded<T>(
        self,
        kind: ExtensionType,
        decode: impl FnOnce(&'a [u8]) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        self.get(kind).map(decode).transpose()
    }
}

/// The table of what may stand where; and pre-shared keys stand last in a `ClientHello`, since
/// their binders cover all that is before them (RFC 8446 §4.2.11).
fn check_place(kind: ExtensionType, carrier: Carrier, last: bool) -> Result<(), Fault> {
    let misplaced =
        || Fault::new(FaultKind::MisplacedExtension).came(alloc::format!("{kind} in {carrier}"));
    if !allowed::may_stand(kind, carrier) {
        return Err(misplaced());
    }
    if (kind, carrier, last) == (ExtensionType::PRE_SHARED_KEY, Carrier::ClientHello, false) {
        return Err(misplaced().expected("it behind all others"));
    }
    Ok(())
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
        Extensions::decode(Reader::new("Test", bytes), Carrier::ClientHello)
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
    fn pre_shared_keys_stand_last_in_a_client_hello_and_anywhere_in_a_server_hello() {
        let bytes = [0, 8, 0, 41, 0, 0, 0, 51, 0, 0];
        let fault = Extensions::decode(Reader::new("Test", &bytes), Carrier::ClientHello);
        let text = std::format!("{}", fault.unwrap_err());
        assert!(text.ends_with(": pre_shared_key in ClientHello; expected it behind all others"));
        assert!(Extensions::decode(Reader::new("Test", &bytes), Carrier::ServerHello13).is_ok());
        assert!(decode(&[0, 8, 0, 51, 0, 0, 0, 41, 0, 0]).is_ok());
    }

    #[test]
    fn a_list_off_the_front_is_there_with_its_length() {
        let bytes = [0, 4, 0x0a, 0x0a, 0, 0, 7];
        let mut reader = Reader::new("Test", &bytes);
        let extensions = Extensions::read(&mut reader, Carrier::CertificateEntry).unwrap();
        assert_eq!((extensions.iter().count(), reader.remaining()), (1, 1));
        let mut empty = Reader::new("Test", &[]);
        assert!(Extensions::read(&mut empty, Carrier::EncryptedExtensions).is_err());
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
