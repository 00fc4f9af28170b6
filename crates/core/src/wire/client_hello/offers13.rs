//! What the extensions of a `ClientHello` say that came with TLS 1.3 or after it: RFC 8446 §4.2.

use super::ClientHello;
use crate::wire::{
    DecodeError, OpaqueList, U16List,
    extension::{
        ExtensionType, certificate_authorities, certificate_type, compress_certificate, cookie,
        early_data, encrypted_client_hello,
        key_share::{self, KeyShares},
        post_handshake_auth,
        pre_shared_key::{self, OfferedPsks},
        psk_key_exchange_modes, quic_transport_parameters, signature_algorithms_cert,
        signed_certificate_timestamp,
    },
};

impl<'a> ClientHello<'a> {
    /// Public values, preferred first; `None` where the client sends no list (RFC 8446 §4.2.8).
    pub fn key_shares(&self) -> Result<Option<KeyShares<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::KEY_SHARE, key_share::decode_offer)
    }

    /// Pre-shared keys, preferred first, with their binders (RFC 8446 §4.2.11).
    pub fn psk(&self) -> Result<Option<OfferedPsks<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::PRE_SHARED_KEY, pre_shared_key::decode_offer)
    }

    /// Numbers of the ways in which a pre-shared key may be used (RFC 8446 §4.2.9).
    pub fn psk_modes(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        let kind = ExtensionType::PSK_KEY_EXCHANGE_MODES;
        self.extensions.decoded(kind, psk_key_exchange_modes::decode)
    }

    /// Whether data follows before the server answers (RFC 8446 §4.2.10).
    pub fn early_data(&self) -> Result<bool, DecodeError> {
        Ok(self.extensions.decoded(ExtensionType::EARLY_DATA, early_data::decode)?.is_some())
    }

    /// What a `HelloRetryRequest` wanted to have sent back (RFC 8446 §4.2.2).
    pub fn cookie(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        self.extensions.decoded(ExtensionType::COOKIE, cookie::decode)
    }

    /// The names (DER) of the authorities that the client knows (RFC 8446 §4.2.4).
    pub fn authorities(&self) -> Result<Option<OpaqueList<'a>>, DecodeError> {
        let kind = ExtensionType::CERTIFICATE_AUTHORITIES;
        self.extensions.decoded(kind, certificate_authorities::decode)
    }

    /// Whether the client would show a certificate after the handshake (RFC 8446 §4.2.6).
    pub fn post_handshake_auth(&self) -> Result<bool, DecodeError> {
        let kind = ExtensionType::POST_HANDSHAKE_AUTH;
        Ok(self.extensions.decoded(kind, post_handshake_auth::decode)?.is_some())
    }

    /// Schemes that certificates may be signed with, preferred first; where there are none,
    /// [`Self::schemes`] speaks for certificates too (RFC 8446 §4.2.3).
    pub fn certificate_schemes(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        let kind = ExtensionType::SIGNATURE_ALGORITHMS_CERT;
        self.extensions.decoded(kind, signature_algorithms_cert::decode)
    }

    /// The algorithms by which the `Certificate` may be compressed (RFC 8879 §3).
    pub fn compression_algorithms(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::COMPRESS_CERTIFICATE, compress_certificate::decode)
    }

    /// Numbers of the types of certificate that the client can show, preferred first (RFC 7250
    /// §4.1).
    pub fn client_certificate_types(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        let kind = ExtensionType::CLIENT_CERTIFICATE_TYPE;
        self.extensions.decoded(kind, certificate_type::decode_offer)
    }

    /// Numbers of the types of certificate that the client takes, preferred first (RFC 7250
    /// §4.1).
    pub fn server_certificate_types(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        let kind = ExtensionType::SERVER_CERTIFICATE_TYPE;
        self.extensions.decoded(kind, certificate_type::decode_offer)
    }

    /// Whether the client asks for timestamps of logs (RFC 6962 §3.3.1).
    pub fn timestamps(&self) -> Result<bool, DecodeError> {
        let kind = ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP;
        Ok(self.extensions.decoded(kind, signed_certificate_timestamp::decode_request)?.is_some())
    }

    /// What QUIC tells the server, unread (RFC 9001 §8.2).
    pub fn quic_transport_parameters(&self) -> Option<&'a [u8]> {
        let kind = ExtensionType::QUIC_TRANSPORT_PARAMETERS;
        self.extensions.get(kind).map(quic_transport_parameters::decode)
    }

    /// An encrypted hello inside this one, unread (RFC 9849 §5).
    pub fn encrypted_client_hello(&self) -> Option<&'a [u8]> {
        let kind = ExtensionType::ENCRYPTED_CLIENT_HELLO;
        self.extensions.get(kind).map(encrypted_client_hello::decode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::{CipherSuite, NamedGroup, SignatureScheme},
        wire::{
            ProtocolVersion, Writer,
            extension::{
                certificate_type::{CertificateType, Whose},
                compress_certificate::CertificateCompressionAlgorithm,
                key_share::KeyShare,
                pre_shared_key::PskIdentity,
                psk_key_exchange_modes::PskKeyExchangeMode,
            },
        },
    };

    fn with_extensions(extensions: impl FnOnce(&mut Writer<'_>)) -> std::vec::Vec<u8> {
        let (mut out, version) = (std::vec::Vec::new(), ProtocolVersion::TLS12);
        let (random, suites) = ([7; 32], [CipherSuite(0x1301)]);
        ClientHello::encode(&mut Writer::new(&mut out), version, &random, &[], &suites, extensions);
        out
    }

    const SHARE: KeyShare<'_> = KeyShare { group: NamedGroup::X25519, key_exchange: &[7; 32] };
    const KEY: PskIdentity<'_> = PskIdentity { identity: b"ticket", obfuscated_ticket_age: 9 };

    fn everything(writer: &mut Writer<'_>) {
        let raw = [CertificateType::RAW_PUBLIC_KEY];
        key_share::encode_offer(writer, &[SHARE]);
        psk_key_exchange_modes::encode_offer(writer, &[PskKeyExchangeMode::PSK_DHE_KE]);
        early_data::encode_empty(writer);
        cookie::encode_cookie(writer, b"cookie");
        certificate_authorities::encode_names(writer, &[&[0x30, 0]]);
        post_handshake_auth::encode_empty(writer);
        signature_algorithms_cert::encode_offer(writer, &[SignatureScheme::ED25519]);
        compress_certificate::encode_offer(writer, &[CertificateCompressionAlgorithm::ZLIB]);
        certificate_type::encode_offer(writer, Whose::Client, &raw);
        certificate_type::encode_offer(writer, Whose::Server, &raw);
        signed_certificate_timestamp::encode_request(writer);
        quic_transport_parameters::encode_parameters(writer, b"quic");
        encrypted_client_hello::encode_data(writer, &[1]);
        pre_shared_key::encode_offer(writer, &[KEY], &[[8; 32]]);
    }

    #[test]
    fn what_extensions_say() {
        let bytes = with_extensions(everything);
        let hello = ClientHello::decode(&bytes).unwrap();
        assert!(hello.key_shares().unwrap().unwrap().iter().eq([SHARE]));
        assert_eq!(hello.psk_modes(), Ok(Some(&[1][..])));
        assert_eq!(hello.early_data(), Ok(true));
        assert_eq!(hello.cookie(), Ok(Some(&b"cookie"[..])));
        assert!(hello.authorities().unwrap().unwrap().iter().eq([[0x30, 0]]));
        assert_eq!(hello.post_handshake_auth(), Ok(true));
        assert!(hello.certificate_schemes().unwrap().unwrap().iter().eq([0x0807]));
        assert!(hello.compression_algorithms().unwrap().unwrap().iter().eq([1]));
        assert_eq!(hello.client_certificate_types(), Ok(Some(&[2][..])));
        assert_eq!(hello.server_certificate_types(), Ok(Some(&[2][..])));
        assert_eq!(hello.timestamps(), Ok(true));
        assert_eq!(hello.quic_transport_parameters(), Some(&b"quic"[..]));
        assert_eq!(hello.encrypted_client_hello(), Some(&[1][..]));
        let keys = hello.psk().unwrap().unwrap();
        assert!(keys.identities().eq([KEY]) && keys.binders().eq([[8; 32]]));
        assert_eq!(keys.truncated(&bytes).len(), bytes.len() - 35);
    }

    #[test]
    fn what_a_hello_without_extensions_says() {
        let bytes = with_extensions(|_| {});
        let hello = ClientHello::decode(&bytes).unwrap();
        assert_eq!(hello.key_shares(), Ok(None));
        assert_eq!(hello.psk(), Ok(None));
        assert_eq!(hello.psk_modes(), Ok(None));
        assert_eq!((hello.early_data(), hello.post_handshake_auth()), (Ok(false), Ok(false)));
        assert_eq!((hello.cookie(), hello.authorities()), (Ok(None), Ok(None)));
        assert_eq!(hello.certificate_schemes(), Ok(None));
        assert_eq!(hello.compression_algorithms(), Ok(None));
        assert_eq!(hello.client_certificate_types(), Ok(None));
        assert_eq!(hello.server_certificate_types(), Ok(None));
        assert_eq!(hello.timestamps(), Ok(false));
        assert_eq!(hello.quic_transport_parameters(), None);
        assert_eq!(hello.encrypted_client_hello(), None);
    }
}
