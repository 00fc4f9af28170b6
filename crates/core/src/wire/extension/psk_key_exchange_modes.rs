//! `psk_key_exchange_modes`: RFC 8446 §4.2.9.
//!
//! ```text
//! enum { psk_ke(0), psk_dhe_ke(1), (255) } PskKeyExchangeMode;
//! PskKeyExchangeMode ke_modes<1..255>;
//! ```

use core::fmt;

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// What a pre-shared key is combined with. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PskKeyExchangeMode(pub u8);

impl PskKeyExchangeMode {
    /// With nothing: whoever learns the key later reads the connection.
    pub const PSK_KE: Self = Self(0);
    /// With a Diffie-Hellman key exchange.
    pub const PSK_DHE_KE: Self = Self(1);

    /// The RFC's name of the mode.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::PSK_KE => Some("psk_ke"),
            Self::PSK_DHE_KE => Some("psk_dhe_ke"),
            _ => None,
        }
    }
}

impl fmt::Display for PskKeyExchangeMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "mode {}", self.0),
        }
    }
}

impl fmt::Debug for PskKeyExchangeMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Numbers of the modes that the client supports; not empty.
pub fn decode(data: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new("psk_key_exchange_modes", data);
    let modes = reader.vec8("ke_modes")?;
    if modes.is_empty() {
        return Err(reader.error("ke_modes", "is empty"));
    }
    reader.finish()?;
    Ok(modes)
}

/// Tells which modes we support.
pub fn encode_offer(writer: &mut Writer<'_>, modes: &[PskKeyExchangeMode]) {
    encode(writer, ExtensionType::PSK_KEY_EXCHANGE_MODES, |writer| {
        writer.vec8(|writer| modes.iter().for_each(|mode| writer.u8(mode.0)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &[PskKeyExchangeMode::PSK_DHE_KE]);
        assert_eq!(out, [0, 45, 0, 2, 1, 1]);
        assert_eq!(decode(&out[4..]), Ok(&[1][..]));
        assert!(decode(&[]).is_err() && decode(&[1]).is_err());
        assert!(decode(&[0]).is_err() && decode(&[1, 1, 0]).is_err());
    }

    #[test]
    fn unknown_modes_are_kept_and_shown_by_number() {
        let modes = decode(&[3, 0, 1, 0x0b]).unwrap();
        let shown = modes.iter().map(|mode| std::format!("{}", PskKeyExchangeMode(*mode)));
        assert!(shown.eq(["psk_ke", "psk_dhe_ke", "mode 11"]));
    }
}
