//! `ServerKeyExchange`: RFC 5246 §7.4.3; its ECDHE form: RFC 8422 §5.4.
//!
//! ```text
//! struct {
//!     ECCurveType curve_type;      3, named_curve
//!     NamedCurve namedcurve;
//!     opaque point<1..2^8-1>;
//! } ServerECDHParams;
//! struct {
//!     ServerECDHParams params;
//!     SignatureAndHashAlgorithm algorithm; opaque signature<0..2^16-1>;
//! } ServerKeyExchange;
//! ```

use super::{DecodeError, Reader, Writer};
use crate::crypto::{NamedGroup, SignatureScheme};

const NAMED_CURVE: u8 = 3;

/// The message as it lies; its form depends on the suite, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerKeyExchange<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

/// The parameters and their signature in the ECDHE form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcdheParams<'a> {
    /// The group that the server chose.
    pub group: NamedGroup,
    /// The server's public value.
    pub public_key: &'a [u8],
    /// The parameters as they lie: what was signed, behind both randoms.
    pub signed: &'a [u8],
    /// How it was signed.
    pub scheme: SignatureScheme,
    /// The signature.
    pub signature: &'a [u8],
}

impl<'a> ServerKeyExchange<'a> {
    /// Reads the ECDHE form.
    pub fn ecdhe(self) -> Result<EcdheParams<'a>, DecodeError> {
        let mut reader = Reader::new("ServerKeyExchange", self.body);
        if reader.u8("curve_type")? != NAMED_CURVE {
            return Err(reader.error("curve_type", "is not named_curve (RFC 8422 §5.4)"));
        }
        let group = NamedGroup(reader.u16("namedcurve")?);
        let public_key = reader.vec8("point")?;
        if public_key.is_empty() {
            return Err(reader.error("point", "is empty"));
        }
        let (signed, _) = self
            .body
            .split_at_checked(self.body.len() - reader.remaining())
            .ok_or(reader.error("params", "is cut short"))?;
        let scheme = SignatureScheme(reader.u16("algorithm")?);
        let signature = reader.vec16("signature")?;
        reader.finish()?;
        Ok(EcdheParams { group, public_key, signed, scheme, signature })
    }

    /// Writes `ServerECDHParams`: the part that is signed.
    pub fn encode_ecdhe_params(writer: &mut Writer<'_>, group: NamedGroup, public_key: &[u8]) {
        writer.u8(NAMED_CURVE);
        writer.u16(group.0);
        writer.vec8(|writer| writer.bytes(public_key));
    }

    /// Writes the body from encoded parameters and their signature.
    pub fn encode(
        writer: &mut Writer<'_>,
        params: &[u8],
        scheme: SignatureScheme,
        signature: &[u8],
    ) {
        writer.bytes(params);
        writer.u16(scheme.0);
        writer.vec16(|writer| writer.bytes(signature));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut params = std::vec::Vec::new();
        let mut writer = Writer::new(&mut params);
        ServerKeyExchange::encode_ecdhe_params(&mut writer, NamedGroup::X25519, &[5; 32]);
        let mut body = std::vec::Vec::new();
        let mut writer = Writer::new(&mut body);
        ServerKeyExchange::encode(&mut writer, &params, SignatureScheme::ED25519, b"signature");
        let decoded = ServerKeyExchange { body: &body }.ecdhe().unwrap();
        assert_eq!(decoded.group, NamedGroup::X25519);
        assert_eq!(decoded.public_key, [5; 32]);
        assert_eq!(decoded.signed, params);
        assert_eq!(decoded.scheme, SignatureScheme::ED25519);
        assert_eq!(decoded.signature, b"signature");
        for len in 0..body.len() {
            assert!(ServerKeyExchange { body: &body[..len] }.ecdhe().is_err(), "{len}");
        }
    }

    #[test]
    fn explicit_curves_are_refused() {
        let error = ServerKeyExchange { body: &[1, 0, 29, 1, 9] }.ecdhe().unwrap_err();
        assert_eq!(error.field, "curve_type");
    }
}
