//! `key_share`: RFC 8446 §4.2.8.
//!
//! ```text
//! struct { NamedGroup group; opaque key_exchange<1..2^16-1>; } KeyShareEntry;
//! ClientHello: KeyShareEntry client_shares<0..2^16-1>;
//! ServerHello: KeyShareEntry server_share;    HelloRetryRequest: NamedGroup selected_group;
//! ```

use super::{ExtensionType, encode};
use crate::{
    crypto::NamedGroup,
    limits::MAX_KEY_SHARES,
    wire::{DecodeError, Reader, Writer},
};

/// A public value and its group, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyShare<'a> {
    /// The group.
    pub group: NamedGroup,
    /// The public value. Not empty; whether it is one of the group is not checked.
    pub key_exchange: &'a [u8],
}

impl<'a> KeyShare<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let group = NamedGroup(reader.u16("group")?);
        let key_exchange = reader.vec16("key_exchange")?;
        if key_exchange.is_empty() {
            return Err(reader.error("key_exchange", "is empty"));
        }
        Ok(Self { group, key_exchange })
    }

    fn write(self, writer: &mut Writer<'_>) {
        writer.u16(self.group.0);
        writer.vec16(|writer| writer.bytes(self.key_exchange));
    }
}

/// A client's shares, read where they lie. May be empty: the client asks the server to choose a
/// group first. A group may stand twice; whoever acts on that refuses it as an illegal parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyShares<'a> {
    bytes: &'a [u8],
}

impl<'a> KeyShares<'a> {
    /// The shares, preferred first.
    pub fn iter(self) -> impl Iterator<Item = KeyShare<'a>> {
        let mut reader = Reader::new("key_share", self.bytes);
        core::iter::from_fn(move || KeyShare::read(&mut reader).ok())
    }

    /// The public value for a group, if the client sent one.
    pub fn get(self, group: NamedGroup) -> Option<&'a [u8]> {
        self.iter().find(|share| share.group == group).map(|share| share.key_exchange)
    }
}

/// The client's shares, preferred first.
pub fn decode_offer(data: &[u8]) -> Result<KeyShares<'_>, DecodeError> {
    let mut outer = Reader::new("key_share", data);
    let bytes = outer.vec16("client_shares")?;
    let mut shares = outer.part(bytes);
    outer.finish()?;
    let mut count = 0;
    while !shares.is_empty() {
        KeyShare::read(&mut shares)?;
        count += 1;
        if count > MAX_KEY_SHARES {
            return Err(shares.error("client_shares", "has more shares than allowed"));
        }
    }
    Ok(KeyShares { bytes })
}

/// The server's share in a `ServerHello`.
pub fn decode_answer(data: &[u8]) -> Result<KeyShare<'_>, DecodeError> {
    let mut reader = Reader::new("key_share", data);
    let share = KeyShare::read(&mut reader)?;
    reader.finish()?;
    Ok(share)
}

/// The group that a `HelloRetryRequest` asks for.
pub fn decode_retry(data: &[u8]) -> Result<NamedGroup, DecodeError> {
    let mut reader = Reader::new("key_share", data);
    let group = NamedGroup(reader.u16("selected_group")?);
    reader.finish()?;
    Ok(group)
}

/// Offers shares, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, shares: &[KeyShare<'_>]) {
    encode(writer, ExtensionType::KEY_SHARE, |writer| {
        writer.vec16(|writer| shares.iter().for_each(|share| share.write(writer)));
    });
}

/// Sends the server's share.
pub fn encode_answer(writer: &mut Writer<'_>, share: KeyShare<'_>) {
    encode(writer, ExtensionType::KEY_SHARE, |writer| share.write(writer));
}

/// Asks for a share of this group.
pub fn encode_retry(writer: &mut Writer<'_>, group: NamedGroup) {
    encode(writer, ExtensionType::KEY_SHARE, |writer| writer.u16(group.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    const X25519: KeyShare<'_> = KeyShare { group: NamedGroup::X25519, key_exchange: &[7; 32] };
    const P256: KeyShare<'_> = KeyShare { group: NamedGroup::SECP256R1, key_exchange: &[4; 65] };

    #[test]
    fn shares_there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &[P256, X25519]);
        let shares = decode_offer(&out[4..]).unwrap();
        assert!(shares.iter().eq([P256, X25519]));
        assert_eq!(shares.get(NamedGroup::X25519), Some(&[7; 32][..]));
        assert_eq!(shares.get(NamedGroup::SECP384R1), None);
        for len in 4..out.len() {
            assert!(decode_offer(&out[4..len]).is_err(), "{len}");
        }
        assert_eq!(decode_offer(&[0, 0]).unwrap().iter().count(), 0);
    }

    #[test]
    fn one_share_there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        encode_answer(&mut Writer::new(&mut out), X25519);
        assert_eq!(decode_answer(&out[4..]), Ok(X25519));
        for len in 4..out.len() {
            assert!(decode_answer(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn a_group_there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_retry(&mut Writer::new(&mut out), NamedGroup::SECP256R1);
        assert_eq!(out, [0, 51, 0, 2, 0, 23]);
        assert_eq!(decode_retry(&out[4..]), Ok(NamedGroup::SECP256R1));
        assert!(decode_retry(&[0]).is_err() && decode_retry(&[0, 23, 0]).is_err());
    }

    #[test]
    fn empty_values_and_bytes_behind_the_end_are_refused() {
        assert!(decode_answer(&[0, 29, 0, 0]).is_err());
        assert!(decode_answer(&[0, 29, 0, 1, 7, 7]).is_err());
        assert!(decode_offer(&[0, 4, 0, 29, 0, 0]).is_err());
        assert!(decode_offer(&[0, 0, 0]).is_err());
    }

    #[test]
    fn the_number_of_shares_is_bounded() {
        let share = KeyShare { group: NamedGroup::X25519, key_exchange: b"x" };
        for (count, refused) in [(MAX_KEY_SHARES, false), (MAX_KEY_SHARES + 1, true)] {
            let mut out = std::vec::Vec::new();
            encode_offer(&mut Writer::new(&mut out), &std::vec![share; count]);
            assert_eq!(decode_offer(&out[4..]).is_err(), refused, "{count}");
        }
    }
}
