//! The parameters in a `ServerKeyExchange`: `ServerECDHParams` of RFC 8422 §5.4 and
//! `ServerDHParams` of RFC 5246 §7.4.3.
//!
//! ```text
//! struct {
//!     ECCurveType curve_type;                         3, named_curve
//!     NamedCurve namedcurve;
//!     opaque point<1..2^8-1>;
//! } ServerECDHParams;
//! struct {
//!     opaque dh_p<1..2^16-1>; opaque dh_g<1..2^16-1>; opaque dh_Ys<1..2^16-1>;
//! } ServerDHParams;
//! ```

use super::{DecodeError, Reader, Writer};
use crate::{crypto::NamedGroup, limits::MAX_DH_NUMBER};

const NAMED_CURVE: u8 = 3;

/// The kind of parameters; the suite says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamsForm {
    /// None: PSK alone.
    None,
    /// `ServerECDHParams`.
    Ecdhe,
    /// `ServerDHParams`.
    Dhe,
}

/// The server's half of the key exchange, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerParams<'a> {
    /// None: PSK alone.
    None,
    /// On an elliptic curve.
    Ecdhe {
        /// The group that the server chose.
        group: NamedGroup,
        /// The server's public value.
        public_key: &'a [u8],
    },
    /// In a finite field. Each number is as it came: not empty, perhaps with leading zeros.
    Dhe {
        /// The prime.
        p: &'a [u8],
        /// The generator.
        g: &'a [u8],
        /// The server's public value.
        public_key: &'a [u8],
    },
}

impl<'a> ServerParams<'a> {
    /// Takes parameters of this form off the front.
    pub(super) fn read(reader: &mut Reader<'a>, form: ParamsForm) -> Result<Self, DecodeError> {
        match form {
            ParamsForm::None => Ok(Self::None),
            ParamsForm::Ecdhe => Self::read_ecdhe(reader),
            ParamsForm::Dhe => Ok(Self::Dhe {
                p: dh_number(reader, "dh_p")?,
                g: dh_number(reader, "dh_g")?,
                public_key: dh_number(reader, "dh_Ys")?,
            }),
        }
    }

    fn read_ecdhe(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        if reader.u8("curve_type")? != NAMED_CURVE {
            return Err(reader.error("curve_type", "is not named_curve (RFC 8422 §5.4)"));
        }
        let group = NamedGroup(reader.u16("namedcurve")?);
        let public_key = reader.vec8("point")?;
        if public_key.is_empty() {
            return Err(reader.error("point", "is empty"));
        }
        Ok(Self::Ecdhe { group, public_key })
    }

    /// Writes them.
    pub(super) fn encode(self, writer: &mut Writer<'_>) {
        match self {
            Self::None => {}
            Self::Ecdhe { group, public_key } => {
                writer.u8(NAMED_CURVE);
                writer.u16(group.0);
                writer.vec8(|writer| writer.bytes(public_key));
            }
            Self::Dhe { p, g, public_key } => {
                for number in [p, g, public_key] {
                    writer.vec16(|writer| writer.bytes(number));
                }
            }
        }
    }
}

/// A number of a finite field, of either side: not empty, and within the limit.
pub(super) fn dh_number<'a>(
    reader: &mut Reader<'a>,
    field: &'static str,
) -> Result<&'a [u8], DecodeError> {
    let number = reader.vec16(field)?;
    match number.len() {
        0 => Err(reader.error(field, "is empty")),
        1..=MAX_DH_NUMBER => Ok(number),
        _ => Err(reader.error(field, "is longer than 8192 bits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(params: ServerParams<'_>) -> std::vec::Vec<u8> {
        let mut out = std::vec::Vec::new();
        params.encode(&mut Writer::new(&mut out));
        out
    }

    fn read(bytes: &[u8], form: ParamsForm) -> Result<ServerParams<'_>, DecodeError> {
        ServerParams::read(&mut Reader::new("Test", bytes), form)
    }

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let ecdhe = ServerParams::Ecdhe { group: NamedGroup::X25519, public_key: &[5; 32] };
        let dhe = ServerParams::Dhe { p: &[0, 23], g: &[5], public_key: &[8] };
        for (params, form) in [(ecdhe, ParamsForm::Ecdhe), (dhe, ParamsForm::Dhe)] {
            let bytes = encoded(params);
            assert_eq!(read(&bytes, form), Ok(params));
            for len in 0..bytes.len() {
                assert!(read(&bytes[..len], form).is_err(), "{len}");
            }
        }
        assert!(encoded(ServerParams::None).is_empty());
        assert_eq!(read(&[], ParamsForm::None), Ok(ServerParams::None));
    }

    #[test]
    fn explicit_curves_and_empty_points_are_refused() {
        let error = read(&[1, 0, 29, 1, 9], ParamsForm::Ecdhe).unwrap_err();
        assert_eq!(error.field, "curve_type");
        let error = read(&[3, 0, 29, 0], ParamsForm::Ecdhe).unwrap_err();
        assert_eq!((error.field, error.problem), ("point", "is empty"));
    }

    #[test]
    fn numbers_are_neither_empty_nor_beyond_the_limit() {
        let (longest, beyond) = ([1; MAX_DH_NUMBER], [1; MAX_DH_NUMBER + 1]);
        for (place, field) in ["dh_p", "dh_g", "dh_Ys"].into_iter().enumerate() {
            for (number, refused) in [(&[][..], true), (&longest, false), (&beyond, true)] {
                let mut numbers = [&[1][..]; 3];
                numbers[place] = number;
                let [p, g, public_key] = numbers;
                let bytes = encoded(ServerParams::Dhe { p, g, public_key });
                let error = read(&bytes, ParamsForm::Dhe).err();
                assert_eq!(error.map(|error| error.field), refused.then_some(field));
            }
        }
    }
}
