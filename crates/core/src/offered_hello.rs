//! A `ClientHello` that a server is asked about, owned.

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use crate::{
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    fault::Fault,
    limits::HANDSHAKE_HEADER,
    wire::{
        ClientHello, DecodeError, ProtocolVersion, U16List,
        extension::{ExtensionType, certificate_type::CertificateType},
    },
};

/// What a client offers: the raw message, and what it says. Cloning is cheap.
#[derive(Clone)]
pub struct OfferedHello {
    raw: Bytes,
}

impl OfferedHello {
    /// `raw` is the whole handshake message with its header of 4 bytes. Everything that this
    /// library understands in it is decoded once, so that later reading cannot fail.
    pub(crate) fn new(raw: Bytes) -> Result<Self, Fault> {
        let offered = Self { raw };
        let hello = offered.decode()?;
        hello.server_name()?;
        hello.groups()?;
        hello.schemes()?;
        hello.protocols()?;
        hello.versions()?;
        hello.max_fragment_length()?;
        hello.record_size_limit()?;
        hello.status_request()?;
        hello.encrypt_then_mac()?;
        hello.extended_master_secret()?;
        hello.key_shares()?;
        hello.psk()?;
        hello.psk_modes()?;
        hello.early_data()?;
        hello.cookie()?;
        hello.authorities()?;
        hello.post_handshake_auth()?;
        hello.certificate_schemes()?;
        hello.compression_algorithms()?;
        hello.client_certificate_types()?;
        hello.server_certificate_types()?;
        Ok(offered)
    }

    /// The message as it came, with its header of 4 bytes.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The whole message, decoded. It was decoded before, so this does not fail.
    pub fn decode(&self) -> Result<ClientHello<'_>, Fault> {
        ClientHello::decode_again(self.raw.get(HANDSHAKE_HEADER..).unwrap_or_default())
    }

    /// Reads one part of the message; nothing where it is not there.
    fn part<'a, T>(
        &'a self,
        read: impl FnOnce(ClientHello<'a>) -> Result<Option<T>, DecodeError>,
    ) -> Option<T> {
        read(self.decode().ok()?).ok().flatten()
    }

    fn numbers<T>(list: Option<U16List<'_>>, number: impl Fn(u16) -> T) -> Vec<T> {
        list.map_or_else(Vec::new, |list| list.iter().map(number).collect())
    }

    /// The extensions in the order of the wire, unknown and GREASE ones included.
    pub fn extensions(&self) -> Vec<(ExtensionType, Bytes)> {
        let owned = |(kind, data)| (kind, self.raw.slice_ref(data));
        self.decode()
            .map_or_else(|_| Vec::new(), |hello| hello.extensions.iter().map(owned).collect())
    }

    /// The name that the client wants to reach (RFC 6066 §3).
    pub fn server_name(&self) -> Option<&str> {
        self.part(|hello| hello.server_name())
    }

    /// The application protocols, preferred first (RFC 7301).
    pub fn protocols(&self) -> Vec<&[u8]> {
        self.part(|hello| hello.protocols()).map_or_else(Vec::new, |names| names.iter().collect())
    }

    /// Suites and signalling values, preferred first, unknown ones included.
    pub fn cipher_suites(&self) -> Vec<CipherSuite> {
        Self::numbers(self.part(|hello| Ok(Some(hello.cipher_suites))), CipherSuite)
    }

    /// Groups, preferred first, unknown ones included; empty where none were named.
    pub fn groups(&self) -> Vec<NamedGroup> {
        Self::numbers(self.part(|hello| hello.groups()), NamedGroup)
    }

    /// Signature schemes, preferred first, unknown ones included; empty where none were named.
    pub fn schemes(&self) -> Vec<SignatureScheme> {
        Self::numbers(self.part(|hello| hello.schemes()), SignatureScheme)
    }

    /// The kinds of certificate that the client can show, preferred first; empty where it has not
    /// spoken of them, which means X.509 (RFC 7250 §4.1).
    pub fn client_certificate_types(&self) -> Vec<CertificateType> {
        let types = self.part(|hello| hello.client_certificate_types());
        types.unwrap_or_default().iter().copied().map(CertificateType).collect()
    }

    /// Those that it takes from a server, in the same way.
    pub fn server_certificate_types(&self) -> Vec<CertificateType> {
        let types = self.part(|hello| hello.server_certificate_types());
        types.unwrap_or_default().iter().copied().map(CertificateType).collect()
    }

    /// Versions, preferred first: those of the extension, else the one of the field, which
    /// then is the highest (RFC 5246 appendix E.1).
    pub fn versions(&self) -> Vec<ProtocolVersion> {
        match self.part(|hello| hello.versions()) {
            Some(list) => list.iter().map(ProtocolVersion).collect(),
            None => self.part(|hello| Ok(Some(hello.legacy_version))).into_iter().collect(),
        }
    }
}

impl fmt::Debug for OfferedHello {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfferedHello")
            .field("bytes", &self.raw.len())
            .field("server_name", &self.server_name())
            .finish_non_exhaustive()
    }
}
