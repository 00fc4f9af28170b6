//! `ClientKeyExchange`: RFC 5246 §7.4.7; with ECDHE: RFC 8422 §5.7; with PSK: RFC 4279 §2; with
//! both: RFC 5489 §2.
//!
//! ```text
//! RSA:        opaque pre_master_secret<0..2^16-1>;    encrypted (RFC 5246 §7.4.7.1)
//! DHE:        opaque dh_Yc<1..2^16-1>;                RFC 5246 §7.4.7.2
//! ECDHE:      opaque point<1..2^8-1>;
//! PSK:        opaque psk_identity<0..2^16-1>;
//! ECDHE_PSK:  opaque psk_identity<0..2^16-1>; opaque point<1..2^8-1>;
//! ```

use super::{DecodeError, Reader, Writer, server_params::dh_number};

/// The message as it lies; its form depends on the suite, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientKeyExchange<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

/// What the ECDHE_PSK form holds, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcdhePsk<'a> {
    /// The name of the key; may be empty.
    pub identity: &'a [u8],
    /// The client's public value.
    pub public_key: &'a [u8],
}

impl<'a> ClientKeyExchange<'a> {
    /// The encrypted secret in the RSA form. Its length is not checked: one that does not fit
    /// the key must end as a wrong secret does (RFC 5246 §7.4.7.1).
    pub fn encrypted_pre_master(self) -> Result<&'a [u8], DecodeError> {
        self.whole(|reader| reader.vec16("pre_master_secret"))
    }

    /// The client's public value in the DHE form, perhaps with leading zeros.
    pub fn dhe(self) -> Result<&'a [u8], DecodeError> {
        self.whole(|reader| dh_number(reader, "dh_Yc"))
    }

    /// The client's public value in the ECDHE form.
    pub fn ecdhe(self) -> Result<&'a [u8], DecodeError> {
        self.whole(point)
    }

    /// The name of the key in the PSK form; may be empty.
    pub fn psk(self) -> Result<&'a [u8], DecodeError> {
        self.whole(identity)
    }

    /// Both parts of the ECDHE_PSK form.
    pub fn ecdhe_psk(self) -> Result<EcdhePsk<'a>, DecodeError> {
        self.whole(|reader| {
            Ok(EcdhePsk { identity: identity(reader)?, public_key: point(reader)? })
        })
    }

    /// Reads the whole body.
    fn whole<T>(
        self,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut reader = Reader::new("ClientKeyExchange", self.body);
        let read = read(&mut reader)?;
        reader.finish()?;
        Ok(read)
    }

    /// Writes the body in the RSA form.
    pub fn encode_encrypted_pre_master(writer: &mut Writer<'_>, encrypted: &[u8]) {
        writer.vec16(|writer| writer.bytes(encrypted));
    }

    /// Writes the body in the DHE form.
    pub fn encode_dhe(writer: &mut Writer<'_>, public_key: &[u8]) {
        writer.vec16(|writer| writer.bytes(public_key));
    }

    /// Writes the body in the ECDHE form.
    pub fn encode_ecdhe(writer: &mut Writer<'_>, public_key: &[u8]) {
        writer.vec8(|writer| writer.bytes(public_key));
    }

    /// Writes the body in the PSK form.
    pub fn encode_psk(writer: &mut Writer<'_>, identity: &[u8]) {
        writer.vec16(|writer| writer.bytes(identity));
    }

    /// Writes the body in the ECDHE_PSK form.
    pub fn encode_ecdhe_psk(writer: &mut Writer<'_>, identity: &[u8], public_key: &[u8]) {
        Self::encode_psk(writer, identity);
        Self::encode_ecdhe(writer, public_key);
    }
}

fn identity<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    reader.vec16("psk_identity")
}

fn point<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let public_key = reader.vec8("point")?;
    if public_key.is_empty() {
        return Err(reader.error("point", "is empty"));
    }
    Ok(public_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_DH_NUMBER;

    type Encode = fn(&mut Writer<'_>, &[u8]);
    type Decode = fn(&[u8]) -> Result<&[u8], DecodeError>;

    const FORMS: [(Encode, Decode); 4] = [
        (ClientKeyExchange::encode_encrypted_pre_master, |body| {
            ClientKeyExchange { body }.encrypted_pre_master()
        }),
        (ClientKeyExchange::encode_dhe, |body| ClientKeyExchange { body }.dhe()),
        (ClientKeyExchange::encode_ecdhe, |body| ClientKeyExchange { body }.ecdhe()),
        (ClientKeyExchange::encode_psk, |body| ClientKeyExchange { body }.psk()),
    ];

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        for (encode, decode) in FORMS {
            let mut body = std::vec::Vec::new();
            encode(&mut Writer::new(&mut body), &[4; 65]);
            assert_eq!(decode(&body), Ok(&[4; 65][..]));
            for len in 0..body.len() {
                assert!(decode(&body[..len]).is_err(), "{len}");
            }
            body.push(0);
            assert!(decode(&body).is_err());
        }
    }

    #[test]
    fn both_parts_of_ecdhe_psk() {
        let mut body = std::vec::Vec::new();
        ClientKeyExchange::encode_ecdhe_psk(&mut Writer::new(&mut body), b"me", &[4; 65]);
        let both = EcdhePsk { identity: b"me", public_key: &[4; 65] };
        assert_eq!(ClientKeyExchange { body: &body }.ecdhe_psk(), Ok(both));
        for len in 0..body.len() {
            assert!(ClientKeyExchange { body: &body[..len] }.ecdhe_psk().is_err(), "{len}");
        }
    }

    #[test]
    fn public_values_are_not_empty_and_those_of_dhe_within_the_limit() {
        assert!(ClientKeyExchange { body: &[0] }.ecdhe().is_err());
        assert!(ClientKeyExchange { body: &[0, 0, 0] }.ecdhe_psk().is_err());
        assert!(ClientKeyExchange { body: &[0, 0] }.dhe().is_err());
        assert_eq!(ClientKeyExchange { body: &[0, 0] }.psk(), Ok(&[][..]));
        for (len, refused) in [(MAX_DH_NUMBER, false), (MAX_DH_NUMBER + 1, true)] {
            let mut body = std::vec::Vec::new();
            ClientKeyExchange::encode_dhe(&mut Writer::new(&mut body), &std::vec![1; len]);
            assert_eq!(ClientKeyExchange { body: &body }.dhe().is_err(), refused, "{len}");
        }
    }
}
