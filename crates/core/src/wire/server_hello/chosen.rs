//! What the extensions of a `ServerHello` or a `HelloRetryRequest` of TLS 1.3 say: RFC 8446
//! §4.1.3 and §4.1.4.

use super::ServerHello;
use crate::{
    crypto::NamedGroup,
    wire::{
        DecodeError, ProtocolVersion,
        extension::{
            ExtensionType, cookie,
            key_share::{self, KeyShare},
            pre_shared_key, supported_versions,
        },
    },
};

impl<'a> ServerHello<'a> {
    /// The version by the extension; `None` where only `legacy_version` speaks (RFC 8446
    /// §4.2.1).
    pub fn selected_version(&self) -> Result<Option<ProtocolVersion>, DecodeError> {
        let kind = ExtensionType::SUPPORTED_VERSIONS;
        self.extensions.decoded(kind, supported_versions::decode_answer)
    }

    /// The server's public value (RFC 8446 §4.2.8). A `HelloRetryRequest` has none, and another
    /// form: [`Self::retry_group`].
    pub fn key_share(&self) -> Result<Option<KeyShare<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::KEY_SHARE, key_share::decode_answer)
    }

    /// The group that a `HelloRetryRequest` asks for a share of (RFC 8446 §4.2.8).
    pub fn retry_group(&self) -> Result<Option<NamedGroup>, DecodeError> {
        self.extensions.decoded(ExtensionType::KEY_SHARE, key_share::decode_retry)
    }

    /// The place of the pre-shared key that the server chose, counted from 0 (RFC 8446 §4.2.11).
    pub fn selected_psk(&self) -> Result<Option<u16>, DecodeError> {
        self.extensions.decoded(ExtensionType::PRE_SHARED_KEY, pre_shared_key::decode_answer)
    }

    /// What a `HelloRetryRequest` wants to have sent back (RFC 8446 §4.2.2).
    pub fn cookie(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        self.extensions.decoded(ExtensionType::COOKIE, cookie::decode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::CipherSuite, wire::Writer};

    fn with_extensions(
        random: &[u8; 32],
        extensions: impl FnOnce(&mut Writer<'_>),
    ) -> std::vec::Vec<u8> {
        let (mut out, version) = (std::vec::Vec::new(), ProtocolVersion::TLS12);
        let mut writer = Writer::new(&mut out);
        ServerHello::encode(&mut writer, version, random, &[], CipherSuite(0x1301), extensions);
        out
    }

    #[test]
    fn what_a_server_hello_says() {
        let share = KeyShare { group: NamedGroup::X25519, key_exchange: &[7; 32] };
        let bytes = with_extensions(&[9; 32], |writer| {
            supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
            key_share::encode_answer(writer, share);
            pre_shared_key::encode_answer(writer, 2);
        });
        let hello = ServerHello::decode(&bytes).unwrap();
        assert!(!hello.is_retry());
        assert_eq!(hello.selected_version(), Ok(Some(ProtocolVersion::TLS13)));
        assert_eq!(hello.key_share(), Ok(Some(share)));
        assert_eq!(hello.selected_psk(), Ok(Some(2)));
        assert_eq!(hello.cookie(), Ok(None));
    }

    #[test]
    fn what_a_retry_says() {
        let bytes = with_extensions(ServerHello::RETRY_RANDOM, |writer| {
            supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
            key_share::encode_retry(writer, NamedGroup::SECP256R1);
            cookie::encode_cookie(writer, b"cookie");
        });
        let hello = ServerHello::decode(&bytes).unwrap();
        assert!(hello.is_retry());
        assert_eq!(hello.retry_group(), Ok(Some(NamedGroup::SECP256R1)));
        assert_eq!(hello.cookie(), Ok(Some(&b"cookie"[..])));
        assert!(hello.key_share().is_err(), "a group is no share");
    }

    #[test]
    fn what_a_hello_without_extensions_says() {
        let bytes = with_extensions(&[9; 32], |_| {});
        let hello = ServerHello::decode(&bytes).unwrap();
        assert_eq!(hello.selected_version(), Ok(None));
        assert_eq!(hello.key_share(), Ok(None));
        assert_eq!(hello.retry_group(), Ok(None));
        assert_eq!(hello.selected_psk(), Ok(None));
    }
}
