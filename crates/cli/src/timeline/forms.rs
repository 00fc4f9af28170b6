//! Messages whose form the suite and the version decide (RFC 5246 §7.4.3, §7.4.4, §7.4.7, §7.4.8;
//! RFC 4279 §2): both stand in the `ServerHello`.

use countersign::{
    crypto::{KeyExchange, NamedGroup, SignatureScheme, SuiteFacts},
    wire::{
        CertificateRequest, CertificateVerify, ClientKeyExchange, DecodeError, EcdhePsk,
        ParamsForm, ProtocolVersion, ServerHello, ServerKeyExchange, ServerKeyExchangeForm,
        ServerParams, SignatureForm,
        extension::{ExtensionType, supported_versions},
    },
};

use super::entry::Facts;

/// What the `ServerHello` has said about the messages behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Forms {
    version: Option<ProtocolVersion>,
    suite: Option<&'static SuiteFacts>,
}

impl Forms {
    /// From the server's choice.
    pub(super) fn of(hello: &ServerHello<'_>) -> Self {
        let extension = hello.extensions.get(ExtensionType::SUPPORTED_VERSIONS);
        let version = extension.and_then(|data| supported_versions::decode_answer(data).ok());
        Self { version: version.or(Some(hello.legacy_version)), suite: hello.cipher_suite.facts() }
    }

    /// The messages from here on are those of TLS 1.3.
    pub(super) fn is_tls13(self) -> bool {
        self.version == Some(ProtocolVersion::TLS13)
    }

    /// Also before the server has chosen.
    pub(super) fn may_be_tls13(self) -> bool {
        self.version.is_none_or(|version| version == ProtocolVersion::TLS13)
    }

    /// Without a suite that is known here, what most have.
    fn key_exchange(self) -> KeyExchange {
        self.suite.map_or(KeyExchange::Ecdhe, |facts| facts.key_exchange)
    }

    /// TLS 1.2 names the scheme of each signature.
    fn has_schemes(self) -> bool {
        self.version.is_none_or(|version| version >= ProtocolVersion::TLS12)
    }

    pub(super) fn server_key_exchange(
        self,
        exchange: ServerKeyExchange<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let kind = self.key_exchange();
        let parts = exchange.decode(ServerKeyExchangeForm {
            psk_identity_hint: kind.uses_psk(),
            params: match kind {
                KeyExchange::Ecdhe | KeyExchange::EcdhePsk => ParamsForm::Ecdhe,
                KeyExchange::Dhe => ParamsForm::Dhe,
                KeyExchange::Rsa | KeyExchange::Psk | KeyExchange::Any => ParamsForm::None,
            },
            signature: match (kind.is_signed(), self.has_schemes()) {
                (false, _) => SignatureForm::None,
                (true, true) => SignatureForm::WithScheme,
                (true, false) => SignatureForm::Bare,
            },
        })?;
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
        if kind.is_signed() {
            facts.size("signature", parts.signature);
        }
        Ok(())
    }

    pub(super) fn client_key_exchange(
        self,
        exchange: ClientKeyExchange<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        match self.key_exchange() {
            KeyExchange::Ecdhe => facts.size("public_value", exchange.ecdhe()?),
            KeyExchange::Dhe => facts.size("public_value", exchange.dhe()?),
            KeyExchange::Rsa => facts.size("encrypted_secret", exchange.encrypted_pre_master()?),
            KeyExchange::Psk => name("psk_identity", exchange.psk()?, facts),
            KeyExchange::EcdhePsk => {
                let EcdhePsk { identity, public_key } = exchange.ecdhe_psk()?;
                name("psk_identity", identity, facts);
                facts.size("public_value", public_key);
            }
            // TLS 1.3 has no such message.
            KeyExchange::Any => {}
        }
        Ok(())
    }

    pub(super) fn certificate_verify(
        self,
        verify: CertificateVerify<'_>,
        facts: &mut Facts,
    ) -> Result<(), DecodeError> {
        let signed = verify.decode(self.has_schemes())?;
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
        let request = request.decode(self.has_schemes())?;
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
