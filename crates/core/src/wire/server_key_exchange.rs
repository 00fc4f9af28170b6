//! `ServerKeyExchange`: RFC 5246 §7.4.3, RFC 4346 §7.4.3; with ECDHE: RFC 8422 §5.4; with PSK:
//! RFC 4279 §2 and §3, RFC 5489 §2.
//!
//! ```text
//! struct {
//!     opaque psk_identity_hint<0..2^16-1>;            PSK suites only
//!     ServerECDHParams or ServerDHParams params;      not with PSK alone
//!     DigitallySigned signed_params;                  where a certificate authenticates
//! } ServerKeyExchange;
//! ```

use super::{DecodeError, DigitallySigned, ParamsForm, Reader, ServerParams, Writer};
use crate::crypto::{NamedGroup, SignatureScheme};

/// The message as it lies; its form depends on the suite and the version, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerKeyExchange<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

/// What the body holds; the suite and the version say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerKeyExchangeForm {
    /// Whether it begins with a hint (RFC 4279 §2).
    pub psk_identity_hint: bool,
    /// The parameters of the key exchange.
    pub params: ParamsForm,
    /// The signature over them.
    pub signature: SignatureForm,
}

/// The form of the signature in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureForm {
    /// None: a PSK authenticates, or nothing does.
    None,
    /// With its scheme: TLS 1.2.
    WithScheme,
    /// Alone: TLS 1.0 and 1.1.
    Bare,
}

/// The parts of the body, read where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerKeyExchangeParts<'a> {
    /// Which key the server wants to be named, where the form has a hint; may be empty.
    pub psk_identity_hint: Option<&'a [u8]>,
    /// The parameters.
    pub params: ServerParams<'a>,
    /// The parameters as they lie: what was signed, behind both randoms.
    pub signed: &'a [u8],
    /// How it was signed, where the form says so.
    pub scheme: Option<SignatureScheme>,
    /// The signature; empty where the form has none.
    pub signature: &'a [u8],
}

impl<'a> ServerKeyExchange<'a> {
    /// Reads the body, which has this form.
    pub fn decode(
        self,
        form: ServerKeyExchangeForm,
    ) -> Result<ServerKeyExchangeParts<'a>, DecodeError> {
        let mut reader = Reader::new("ServerKeyExchange", self.body);
        let psk_identity_hint =
            if form.psk_identity_hint { Some(reader.vec16("psk_identity_hint")?) } else { None };
        let mut before = reader;
        let params = ServerParams::read(&mut reader, form.params)?;
        let signed = before.take("params", before.remaining() - reader.remaining())?;
        let DigitallySigned { scheme, signature } = match form.signature {
            SignatureForm::None => DigitallySigned { scheme: None, signature: &[] },
            SignatureForm::WithScheme => DigitallySigned::read(&mut reader, true)?,
            SignatureForm::Bare => DigitallySigned::read(&mut reader, false)?,
        };
        reader.finish()?;
        Ok(ServerKeyExchangeParts { psk_identity_hint, params, signed, scheme, signature })
    }

    /// Writes the hint, which stands first.
    pub fn encode_psk_identity_hint(writer: &mut Writer<'_>, hint: &[u8]) {
        writer.vec16(|writer| writer.bytes(hint));
    }

    /// Writes `ServerECDHParams`: the part that is signed.
    pub fn encode_ecdhe_params(writer: &mut Writer<'_>, group: NamedGroup, public_key: &[u8]) {
        ServerParams::Ecdhe { group, public_key }.encode(writer);
    }

    /// Writes `ServerDHParams`: the part that is signed.
    pub fn encode_dhe_params(writer: &mut Writer<'_>, p: &[u8], g: &[u8], public_key: &[u8]) {
        ServerParams::Dhe { p, g, public_key }.encode(writer);
    }

    /// Writes the signature, which stands last; with a scheme in TLS 1.2 only.
    pub fn encode_signature(
        writer: &mut Writer<'_>,
        scheme: Option<SignatureScheme>,
        signature: &[u8],
    ) {
        DigitallySigned { scheme, signature }.encode(writer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ECDHE: ServerKeyExchangeForm = ServerKeyExchangeForm {
        psk_identity_hint: false,
        params: ParamsForm::Ecdhe,
        signature: SignatureForm::WithScheme,
    };

    fn written(write: impl FnOnce(&mut Writer<'_>)) -> std::vec::Vec<u8> {
        let mut body = std::vec::Vec::new();
        write(&mut Writer::new(&mut body));
        body
    }

    /// Every prefix is refused; hands back the whole.
    fn decoded(body: &[u8], form: ServerKeyExchangeForm) -> ServerKeyExchangeParts<'_> {
        for len in 0..body.len() {
            assert!(ServerKeyExchange { body: &body[..len] }.decode(form).is_err(), "{len}");
        }
        ServerKeyExchange { body }.decode(form).unwrap()
    }

    #[test]
    fn ecdhe_with_a_signature_and_its_scheme() {
        let scheme = Some(SignatureScheme::ED25519);
        let body = written(|writer| {
            ServerKeyExchange::encode_ecdhe_params(writer, NamedGroup::X25519, &[5; 32]);
            ServerKeyExchange::encode_signature(writer, scheme, b"signature");
        });
        let parts = decoded(&body, ECDHE);
        let params = ServerParams::Ecdhe { group: NamedGroup::X25519, public_key: &[5; 32] };
        assert_eq!((parts.psk_identity_hint, parts.params), (None, params));
        assert_eq!(parts.signed, &body[..36]);
        assert_eq!((parts.scheme, parts.signature), (scheme, &b"signature"[..]));
    }

    #[test]
    fn dhe_with_a_bare_signature() {
        let body = written(|writer| {
            ServerKeyExchange::encode_dhe_params(writer, &[23], &[5], &[8]);
            ServerKeyExchange::encode_signature(writer, None, b"signature");
        });
        let (params, signature) = (ParamsForm::Dhe, SignatureForm::Bare);
        let parts = decoded(&body, ServerKeyExchangeForm { params, signature, ..ECDHE });
        assert_eq!(parts.params, ServerParams::Dhe { p: &[23], g: &[5], public_key: &[8] });
        assert_eq!(parts.signed, [0, 1, 23, 0, 1, 5, 0, 1, 8]);
        assert_eq!((parts.scheme, parts.signature), (None, &b"signature"[..]));
    }

    #[test]
    fn psk_alone_and_with_parameters_that_are_not_signed() {
        let form = ServerKeyExchangeForm {
            psk_identity_hint: true,
            params: ParamsForm::None,
            signature: SignatureForm::None,
        };
        let mut body = written(|writer| {
            ServerKeyExchange::encode_psk_identity_hint(writer, b"hint");
        });
        let parts = decoded(&body, form);
        assert_eq!(
            (parts.psk_identity_hint, parts.params),
            (Some(&b"hint"[..]), ServerParams::None)
        );
        assert!(parts.signed.is_empty() && parts.signature.is_empty());
        let mut writer = Writer::new(&mut body);
        ServerKeyExchange::encode_ecdhe_params(&mut writer, NamedGroup::X25519, &[5; 32]);
        let parts = decoded(&body, ServerKeyExchangeForm { params: ParamsForm::Ecdhe, ..form });
        assert_eq!(parts.psk_identity_hint, Some(&b"hint"[..]));
        assert_eq!(parts.signed, &body[6..]);
        let none = ServerKeyExchange { body: &[0, 0] }.decode(form).unwrap();
        assert_eq!(none.psk_identity_hint, Some(&[][..]), "a hint may be empty");
    }

    #[test]
    fn bytes_behind_the_end_are_refused() {
        let form = ServerKeyExchangeForm {
            psk_identity_hint: false,
            params: ParamsForm::None,
            signature: SignatureForm::None,
        };
        assert!(ServerKeyExchange { body: &[] }.decode(form).is_ok());
        assert!(ServerKeyExchange { body: &[0] }.decode(form).is_err());
    }
}
