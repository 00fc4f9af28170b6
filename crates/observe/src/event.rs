//! What an observer tells.

use alloc::string::String;

use bytes::Bytes;
use countersign::{
    KeyLog, Resumption, Role,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    fault::Fault,
    wire::{Alert, ContentType, ProtocolVersion, RANDOM_LEN},
};

use crate::{decode::Seen, ssl2::Ssl2Message, suite::Cipher};

/// One thing that was seen, or found out.
#[derive(Debug)]
#[non_exhaustive]
pub enum Observation {
    /// Bytes before TLS: a proxy's or a mail protocol's, which then changes over.
    Plaintext {
        /// Whose.
        from: Role,
        /// As they came.
        bytes: Bytes,
    },
    /// A record, before a look into it.
    Record(RecordSeen),
    /// A message in the form of SSL 2.0.
    Ssl2 {
        /// Whose.
        from: Role,
        /// What it says.
        message: Ssl2Message,
    },
    /// A handshake message.
    Message(Seen),
    /// The ChangeCipherSpec protocol (RFC 5246 §7.1; RFC 8446 §5 in TLS 1.3, where it says
    /// nothing).
    ChangeCipherSpec {
        /// Whose.
        from: Role,
    },
    /// An alert that can be read.
    Alert {
        /// Whose.
        from: Role,
        /// What it says.
        alert: Alert,
        /// It was encrypted.
        protected: bool,
    },
    /// The hellos are done: what both sides agreed on.
    Negotiated(Negotiated),
    /// One side writes under new keys from here on.
    KeysChanged {
        /// Which side.
        from: Role,
        /// Under which cipher; `None` where the suite is not known here.
        cipher: Option<Cipher>,
        /// The keys are known, so that what follows can be read.
        known: bool,
        /// TLS 1.3: what they are for; `None` before, where all that follows is under them.
        level: Option<KeyLevel>,
    },
    /// A secret that was given, or was found out.
    Secret(KeyLog),
    /// A proof was checked.
    Verdict {
        /// Who gave it.
        from: Role,
        /// Which one.
        of: Proof,
        /// What came of it.
        verdict: Verdict,
    },
    /// Both sides have sent `Finished`.
    Complete(Complete),
    /// Application data that can be read.
    Data {
        /// Whose.
        from: Role,
        /// It came before the handshake was complete (RFC 8446 §2.3).
        early: bool,
        /// The data.
        bytes: Bytes,
    },
    /// A record whose content cannot be read.
    Sealed {
        /// Whose.
        from: Role,
        /// What the header says that it is; in TLS 1.3 all look like application data.
        content_type: ContentType,
        /// Length in bytes.
        len: usize,
        /// Why.
        why: SealedWhy,
    },
    /// A side broke the order of messages.
    OutOfOrder {
        /// Who broke it.
        from: Role,
        /// What came.
        came: String,
        /// What the order had there.
        expected: String,
    },
    /// Something cannot be decoded, and was passed over.
    Malformed {
        /// Whose.
        from: Role,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Something is not there, or not known.
    Missing {
        /// Whose bytes it is about.
        from: Role,
        /// What.
        what: Missing,
    },
}

/// What keys of TLS 1.3 are for (RFC 8446 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLevel {
    /// Early data.
    EarlyData,
    /// The handshake from the `ServerHello` on.
    Handshake,
    /// Application data.
    ApplicationData,
    /// The same after a `KeyUpdate`.
    Updated,
}

/// A record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordSeen {
    /// Whose.
    pub from: Role,
    /// The protocol above, as the header says.
    pub content_type: ContentType,
    /// The version in the header.
    pub version: ProtocolVersion,
    /// Length of the fragment in bytes, without the header's 5.
    pub len: usize,
    /// It came after keys were put into force.
    pub protected: bool,
}

/// What the hellos agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negotiated {
    /// The version.
    pub version: ProtocolVersion,
    /// The suite, whether this library would use it or not.
    pub suite: CipherSuite,
    /// The compression method; 0 is none.
    pub compression: u8,
    /// The client's 32 random bytes; zero where its hello was not seen.
    pub client_random: [u8; RANDOM_LEN],
    /// The server's 32 random bytes.
    pub server_random: [u8; RANDOM_LEN],
    /// The application protocol, where it stands in the `ServerHello` (RFC 7301).
    pub protocol: Option<Bytes>,
    /// RFC 7627; TLS 1.3 always has what it gives.
    pub extended_master_secret: bool,
    /// RFC 7366.
    pub encrypt_then_mac: bool,
    /// RFC 5746; TLS 1.3 has no renegotiation, and so needs none.
    pub secure_renegotiation: bool,
    /// How a session is resumed, if one is. In TLS 1.3: by ticket, where the key that was chosen
    /// was offered with an age, which keys from elsewhere should not have (RFC 8446 §4.2.11).
    pub resumption: Option<Resumption>,
    /// TLS 1.3: a pre-shared key was chosen (RFC 8446 §4.2.11), which tickets are too.
    pub psk: bool,
}

/// What a complete handshake has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// The group of the key exchange, where it has a name.
    pub group: Option<NamedGroup>,
    /// How a session was resumed, if one was. A client without a session id lets a server resume by
    /// ticket without a sign in the `ServerHello` (RFC 5077 §3.4): then it is known here first.
    pub resumption: Option<Resumption>,
    /// The application protocol, wherever it was agreed on (RFC 7301, RFC 8446 §4.3.1).
    pub protocol: Option<Bytes>,
    /// How the server signed, where it did and said so.
    pub scheme: Option<SignatureScheme>,
    /// How the client signed, where it did and said so.
    pub client_scheme: Option<SignatureScheme>,
    /// Both `Finished` were read and are right.
    pub verified: bool,
}

/// What can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// RFC 5246 §7.4.9, RFC 8446 §4.4.4.
    Finished,
    /// The signature in `ServerKeyExchange` (RFC 5246 §7.4.3).
    ServerKeyExchange,
    /// RFC 5246 §7.4.8, RFC 8446 §4.4.3.
    CertificateVerify,
}

impl Proof {
    /// The RFC's name of the message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Finished => "Finished",
            Self::ServerKeyExchange => "ServerKeyExchange",
            Self::CertificateVerify => "CertificateVerify",
        }
    }
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Good,
    /// It is wrong.
    Bad,
    /// It cannot be checked, for this reason.
    Unknown(&'static str),
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedWhy {
    /// Nobody gave the keys.
    NoKeys,
    /// The suite's cipher is not known here, or the provider does not compute it.
    UnknownCipher,
    /// It is not authentic under the keys: it was changed on the way, or the keys are others.
    NotAuthentic,
    /// Records were lost, and with them the count that the keys need.
    CountLost,
    /// The content is compressed (RFC 3749), which is decrypted and not unpacked.
    Compressed,
}

impl SealedWhy {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoKeys => "its keys are not known",
            Self::UnknownCipher => "its cipher is not known here",
            Self::NotAuthentic => "it is not authentic under the keys",
            Self::CountLost => "records before it were lost",
            Self::Compressed => "it is compressed",
        }
    }
}

/// What an observer has to do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The beginning: the first record that was seen is in the middle of something.
    Beginning,
    /// Bytes of the stream; how many, where that is known.
    Bytes(Option<u64>),
    /// No record begins where one should: so many bytes were passed over to find one.
    NoRecord(usize),
    /// The handshake's messages are longer than what is kept of them, so that nothing over them can
    /// be checked.
    Transcript,
}
