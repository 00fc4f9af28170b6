//! Hellos taken apart and put together, so that a test can say anything in them: what no
//! configuration would offer, and what no rule allows.

use countersign::{
    fault::Fault,
    limits::HANDSHAKE_HEADER,
    wire::{
        ClientHello, HandshakeType, ProtocolVersion, RANDOM_LEN, ServerHello, Writer,
        extension::ExtensionType,
    },
};

use crate::RawRecord;

/// Extensions in order, with their data; one may stand twice.
type ExtensionList = Vec<(ExtensionType, Vec<u8>)>;

/// The parts of a `ClientHello`. Every field is written as it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientHelloParts {
    /// `client_version`.
    pub legacy_version: ProtocolVersion,
    /// The client's random bytes.
    pub random: [u8; RANDOM_LEN],
    /// The session to resume.
    pub session_id: Vec<u8>,
    /// Numbers of suites.
    pub cipher_suites: Vec<u16>,
    /// Numbers of compression methods.
    pub compression_methods: Vec<u8>,
    /// `None` leaves the list out altogether.
    pub extensions: Option<ExtensionList>,
}

impl ClientHelloParts {
    /// Takes a message with its header apart.
    pub fn decode(message: &[u8]) -> Result<Self, Fault> {
        let hello = ClientHello::decode(message.get(HANDSHAKE_HEADER..).unwrap_or_default())?;
        let owned = |(kind, data): (ExtensionType, &[u8])| (kind, data.to_vec());
        Ok(Self {
            legacy_version: hello.legacy_version,
            random: *hello.random,
            session_id: hello.session_id.to_vec(),
            cipher_suites: hello.cipher_suites.iter().collect(),
            compression_methods: hello.compression_methods.to_vec(),
            extensions: Some(hello.extensions.iter().map(owned).collect()),
        })
    }

    /// Sets the data of an extension, where it stands or at the end.
    #[must_use]
    pub fn with(mut self, kind: ExtensionType, data: impl Into<Vec<u8>>) -> Self {
        set(self.extensions.get_or_insert_default(), kind, data.into());
        self
    }

    /// The data of an extension, if it is there.
    pub fn get(&self, kind: ExtensionType) -> Option<&[u8]> {
        let extensions = self.extensions.as_ref()?;
        extensions.iter().find(|(each, _)| *each == kind).map(|(_, data)| &data[..])
    }

    /// Takes an extension out.
    #[must_use]
    pub fn without(mut self, kind: ExtensionType) -> Self {
        self.extensions.get_or_insert_default().retain(|(each, _)| *each != kind);
        self
    }

    /// The message in a record of its own.
    pub fn record(&self) -> RawRecord {
        let mut body = Vec::new();
        let mut writer = Writer::new(&mut body);
        writer.u16(self.legacy_version.0);
        writer.bytes(&self.random);
        writer.vec8(|writer| writer.bytes(&self.session_id));
        writer.vec16(|writer| self.cipher_suites.iter().for_each(|suite| writer.u16(*suite)));
        writer.vec8(|writer| writer.bytes(&self.compression_methods));
        write(&mut writer, self.extensions.as_ref());
        RawRecord::handshake(HandshakeType::CLIENT_HELLO, &body)
    }
}

/// The parts of a `ServerHello`. Every field is written as it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerHelloParts {
    /// `server_version`.
    pub legacy_version: ProtocolVersion,
    /// The server's random bytes.
    pub random: [u8; RANDOM_LEN],
    /// The session's id.
    pub session_id: Vec<u8>,
    /// Number of the suite.
    pub cipher_suite: u16,
    /// Number of the compression method.
    pub compression_method: u8,
    /// `None` leaves the list out altogether.
    pub extensions: Option<ExtensionList>,
}

impl ServerHelloParts {
    /// Takes a message with its header apart.
    pub fn decode(message: &[u8]) -> Result<Self, Fault> {
        let hello = ServerHello::decode(message.get(HANDSHAKE_HEADER..).unwrap_or_default())?;
        let owned = |(kind, data): (ExtensionType, &[u8])| (kind, data.to_vec());
        Ok(Self {
            legacy_version: hello.legacy_version,
            random: *hello.random,
            session_id: hello.session_id.to_vec(),
            cipher_suite: hello.cipher_suite.0,
            compression_method: hello.compression_method,
            extensions: Some(hello.extensions.iter().map(owned).collect()),
        })
    }

    /// Sets the data of an extension, where it stands or at the end.
    #[must_use]
    pub fn with(mut self, kind: ExtensionType, data: impl Into<Vec<u8>>) -> Self {
        set(self.extensions.get_or_insert_default(), kind, data.into());
        self
    }

    /// The data of an extension, if it is there.
    pub fn get(&self, kind: ExtensionType) -> Option<&[u8]> {
        let extensions = self.extensions.as_ref()?;
        extensions.iter().find(|(each, _)| *each == kind).map(|(_, data)| &data[..])
    }

    /// Takes an extension out.
    #[must_use]
    pub fn without(mut self, kind: ExtensionType) -> Self {
        self.extensions.get_or_insert_default().retain(|(each, _)| *each != kind);
        self
    }

    /// The message in a record of its own.
    pub fn record(&self) -> RawRecord {
        let mut body = Vec::new();
        let mut writer = Writer::new(&mut body);
        writer.u16(self.legacy_version.0);
        writer.bytes(&self.random);
        writer.vec8(|writer| writer.bytes(&self.session_id));
        writer.u16(self.cipher_suite);
        writer.u8(self.compression_method);
        write(&mut writer, self.extensions.as_ref());
        RawRecord::handshake(HandshakeType::SERVER_HELLO, &body)
    }
}

fn set(list: &mut ExtensionList, kind: ExtensionType, data: Vec<u8>) {
    match list.iter_mut().find(|(each, _)| *each == kind) {
        Some((_, place)) => *place = data,
        None => list.push((kind, data)),
    }
}

fn write(writer: &mut Writer<'_>, extensions: Option<&ExtensionList>) {
    let Some(list) = extensions else { return };
    writer.vec16(|writer| {
        for (kind, data) in list {
            writer.u16(kind.0);
            writer.vec16(|writer| writer.bytes(data));
        }
    });
}
