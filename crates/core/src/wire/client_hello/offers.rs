//! What the extensions of a `ClientHello` say that TLS 1.2 knows: RFC 5246 §7.4.1.4.

use super::ClientHello;
use crate::wire::{
    DecodeError, U16List,
    extension::{
        ExtensionType, alpn, encrypt_then_mac, extended_master_secret,
        max_fragment_length::{self, MaxFragmentLength},
        record_size_limit::{self, RecordSizeLimit},
        server_name, session_ticket, signature_algorithms, status_request, supported_groups,
        supported_versions,
    },
};

impl<'a> ClientHello<'a> {
    /// The name that the client wants to reach (RFC 6066 §3).
    pub fn server_name(&self) -> Result<Option<&'a str>, DecodeError> {
        Ok(self
            .extensions
            .decoded(ExtensionType::SERVER_NAME, server_name::decode_offer)?
            .flatten())
    }

    /// Groups, preferred first; `None` where the client names none (RFC 8422 §5.1.1).
    pub fn groups(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::SUPPORTED_GROUPS, supported_groups::decode)
    }

    /// Signature schemes, preferred first; `None` where the client names none
    /// (RFC 5246 §7.4.1.4.1).
    pub fn schemes(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::SIGNATURE_ALGORITHMS, signature_algorithms::decode)
    }

    /// Application protocols, preferred first (RFC 7301 §3.1).
    pub fn protocols(&self) -> Result<Option<alpn::ProtocolNames<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::ALPN, alpn::decode_offer)
    }

    /// Versions by the extension, preferred first; `None` where only `legacy_version` speaks
    /// (RFC 8446 §4.2.1).
    pub fn versions(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::SUPPORTED_VERSIONS, supported_versions::decode_offer)
    }

    /// The longest plaintext of a record that the client wants to handle (RFC 6066 §4).
    pub fn max_fragment_length(&self) -> Result<Option<MaxFragmentLength>, DecodeError> {
        self.extensions.decoded(ExtensionType::MAX_FRAGMENT_LENGTH, max_fragment_length::decode)
    }

    /// The longest plaintext of a protected record that the client wants to receive
    /// (RFC 8449 §4).
    pub fn record_size_limit(&self) -> Result<Option<RecordSizeLimit>, DecodeError> {
        self.extensions.decoded(ExtensionType::RECORD_SIZE_LIMIT, record_size_limit::decode)
    }

    /// Whether the client asks for an OCSP response (RFC 6066 §8).
    pub fn status_request(&self) -> Result<bool, DecodeError> {
        let asked =
            self.extensions.decoded(ExtensionType::STATUS_REQUEST, status_request::decode_offer)?;
        Ok(asked.unwrap_or(false))
    }

    /// Whether the client knows encrypt-then-MAC (RFC 7366 §2).
    pub fn encrypt_then_mac(&self) -> Result<bool, DecodeError> {
        let offered =
            self.extensions.decoded(ExtensionType::ENCRYPT_THEN_MAC, encrypt_then_mac::decode)?;
        Ok(offered.is_some())
    }

    /// Whether the client binds the master secret to the handshake (RFC 7627 §5.1).
    pub fn extended_master_secret(&self) -> Result<bool, DecodeError> {
        let kind = ExtensionType::EXTENDED_MASTER_SECRET;
        Ok(self.extensions.decoded(kind, extended_master_secret::decode)?.is_some())
    }

    /// The ticket of the session to resume, empty where the client has none and would take one;
    /// `None` where it knows no tickets (RFC 5077 §3.2).
    pub fn session_ticket(&self) -> Option<&'a [u8]> {
        self.extensions.get(ExtensionType::SESSION_TICKET).map(session_ticket::decode_offer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::CipherSuite,
        wire::{ProtocolVersion, Writer},
    };

    fn with_extensions(extensions: impl FnOnce(&mut Writer<'_>)) -> std::vec::Vec<u8> {
        let (mut out, version) = (std::vec::Vec::new(), ProtocolVersion::TLS12);
        let (random, suites) = ([7; 32], [CipherSuite(0xc02f)]);
        ClientHello::encode(&mut Writer::new(&mut out), version, &random, &[], &suites, extensions);
        out
    }

    #[test]
    fn what_extensions_say() {
        let bytes = with_extensions(|writer| {
            max_fragment_length::encode_length(writer, MaxFragmentLength::TWO_TO_9);
            record_size_limit::encode_limit(writer, RecordSizeLimit(100));
            status_request::encode_offer(writer);
            encrypt_then_mac::encode_empty(writer);
            extended_master_secret::encode_empty(writer);
            session_ticket::encode_offer(writer, b"ticket");
        });
        let hello = ClientHello::decode(&bytes).unwrap();
        assert_eq!(hello.max_fragment_length(), Ok(Some(MaxFragmentLength::TWO_TO_9)));
        assert_eq!(hello.record_size_limit(), Ok(Some(RecordSizeLimit(100))));
        assert_eq!(hello.status_request(), Ok(true));
        assert_eq!(hello.encrypt_then_mac(), Ok(true));
        assert_eq!(hello.extended_master_secret(), Ok(true));
        assert_eq!(hello.session_ticket(), Some(&b"ticket"[..]));
    }

    #[test]
    fn what_a_hello_without_extensions_says() {
        let bytes = with_extensions(|_| {});
        let hello = ClientHello::decode(&bytes).unwrap();
        assert_eq!(hello.max_fragment_length(), Ok(None));
        assert_eq!(hello.record_size_limit(), Ok(None));
        assert_eq!(hello.status_request(), Ok(false));
        assert_eq!(hello.encrypt_then_mac(), Ok(false));
        assert_eq!(hello.extended_master_secret(), Ok(false));
        assert_eq!(hello.session_ticket(), None);
    }
}
