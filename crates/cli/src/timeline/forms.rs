//! Messages whose form the suite and the version decide (RFC 5246 §7.4.3, §7.4.4, §7.4.7, §7.4.8;
//! RFC 4279 §2): both stand in the `ServerHello`.

use countersign::{
    crypto::{NamedGroup, SignatureScheme},
    wire::{
        CertificateRequest, CertificateVerify, ClientKeyExchange, DecodeError, EcdhePsk,
        ParamsForm, ProtocolVersion, ServerHello, ServerKeyExchange, ServerParams,
        extension::{ExtensionType, supported_versions},
    },
};

use countersign_observe::{self as observed, Exchange, SuiteParts};

use super::entry::Facts;

/// What the `ServerHello` has said about the messages behind it. Without a suite that has a name
/// here, what most have is taken: ECDHE, signed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Forms(observed::Forms);

/// What most suites have.
const USUAL: Exchange =
    Exchange { params: ParamsForm::Ecdhe, rsa: false, psk: false, certificate: true, signed: true };

impl Forms {
    /// From the server's choice.
    pub(super) fn of(hello: &ServerHello<'_>) -> Self {
        let extension = hello.extensions.get(ExtensionType::SUPPORTED_VERSIONS);
        let version = extension.and_then(|data| supported_versions::decode_answer(data).ok());
        let version = version.or(Some(hello.legacy_version));
        let suite = SuiteParts::of(hello.cipher_suite);
        Self(observed::Forms { version, suite, ..observed::Forms::default() })
    }

    /// The messages from here on are those of TLS 1.3.
    pub(super) fn is_tls13(self) -> bool {
        self.0.version == Some(ProtocolVersion::TLS13)
    }

    /// Also before the server has chosen.
    pub(super) fn may_be_tls13(self) -> bool {
        self.0.version.is_none_or(|version| version == ProtocolVersion::TLS13)
    }

    /// What an observer has found out.
    pub(super) fn observed(forms: observed::Forms) -> Self {
        Self(forms)
    }

    fn exchange(self) -> Exchange {
        self.0.exchange().unwrap_or(USUAL)
    }

    pub(super) fn server_key_exchange(
        self,
        exchange: ServerKeyExchange<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let kind = self.exchange();
        let parts = exchange.decode(kind.server_key_exchange(self.0.has_schemes()))?;
        if let Some(hint) = parts.psk_identity_hint {
            name("psk_identity_hint", hint, facts);
        }
        match parts.params {
            ServerParams::None => {}
            ServerParams::Ecdhe { group, public_key } => {
                facts.text("group", &group);
                facts.size("public_value", public_key);
            }
            ServerParams::Dhe { p, public_key, .. } => {
                facts.text("group", &field(p));
                facts.size("public_value", public_key);
            }
        }
        if let Some(scheme) = parts.scheme {
            facts.text("signature_scheme", &scheme);
        }
        if kind.signed {
            facts.size("signature", parts.signature);
        }
        Ok(())
    }

    pub(super) fn client_key_exchange(
        self,
        exchange: ClientKeyExchange<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let kind = self.exchange();
        match (kind.psk, kind.params, kind.rsa) {
            (false, ParamsForm::Ecdhe, _) => facts.size("public_value", exchange.ecdhe()?),
            (false, ParamsForm::Dhe, _) => facts.size("public_value", exchange.dhe()?),
            // SSL 3.0 leaves the length out (RFC 6101 §5.6.7).
            (false, ParamsForm::None, true) if self.0.version == Some(ProtocolVersion::SSL3) => {
                facts.size("encrypted_secret", exchange.body);
            }
            (false, ParamsForm::None, true) => {
                facts.size("encrypted_secret", exchange.encrypted_pre_master()?);
            }
            (true, ParamsForm::None, false) => name("psk_identity", exchange.psk()?, facts),
            (true, ParamsForm::Ecdhe, _) => {
                let EcdhePsk { identity, public_key } = exchange.ecdhe_psk()?;
                name("psk_identity", identity, facts);
                facts.size("public_value", public_key);
            }
            // Static Diffie-Hellman, Kerberos, DHE_PSK and RSA_PSK: nobody here decodes them.
            (_, ParamsForm::None | ParamsForm::Dhe, _) => facts.size("content", exchange.body),
        }
        Ok(())
    }

    pub(super) fn certificate_verify(
        self,
        verify: CertificateVerify<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let signed = verify.decode(self.0.has_schemes())?;
        if let Some(scheme) = signed.scheme {
            facts.text("signature_scheme", &scheme);
        }
        facts.size("signature", signed.signature);
        Ok(())
    }

    pub(super) fn certificate_request(
        self,
        request: CertificateRequest<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let request = request.decode(self.0.has_schemes())?;
        let kind = |number: &u8| match number {
            1 => "RSA".to_owned(),
            2 => "DSA".to_owned(),
            64 => "ECDSA".to_owned(),
            other => format!("type {other}"),
        };
        facts.list("key_kinds", request.certificate_types.iter().map(kind));
        if let Some(schemes) = request.signature_algorithms {
            facts.list("signature_schemes", schemes.iter().map(SignatureScheme));
        }
        facts.number("authorities", request.authorities().count());
        Ok(())
    }
}

/// What a pre-shared key is called; UTF-8 by RFC 4279 §5.1, and not always.
fn name(label: &'static str, name: &[u8], facts: &mut Facts) {
    facts.text(label, &String::from_utf8_lossy(name));
}

/// A prime field by its name, or else by its size.
fn field(p: &[u8]) -> String {
    let zeros = p.iter().take_while(|byte| **byte == 0).count();
    let p = p.get(zeros..).unwrap_or_default();
    if let Some(group) = NamedGroup::of_prime(p) {
        return group.to_string();
    }
    let unused = p.first().map_or(0, |byte| byte.leading_zeros());
    let bits = (p.len() * 8).saturating_sub(unused as usize);
    format!("prime field of {bits} bits without a name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_a_name_or_a_size() {
        let mut prime = NamedGroup::FFDHE2048.prime().unwrap().to_vec();
        assert_eq!(field(&prime), "ffdhe2048");
        prime.insert(0, 0);
        assert_eq!(field(&prime), "ffdhe2048");
        assert_eq!(field(&[0x0f; 128]), "prime field of 1020 bits without a name");
        assert_eq!(field(&[0]), "prime field of 0 bits without a name");
    }
}
