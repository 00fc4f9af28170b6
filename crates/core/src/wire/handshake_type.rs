//! `HandshakeType`: RFC 5246 §7.4 and the registry "TLS HandshakeType".

use core::fmt;

/// The kind of a handshake message. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandshakeType(pub u8);

macro_rules! handshake_types {
    ($($constant:ident = $number:literal, $name:literal, $section:literal;)+) => {
        impl HandshakeType {
            $(#[doc = concat!($name, ", ", $section, ".")]
            pub const $constant: Self = Self($number);)+

            /// Every kind with a name, in numerical order.
            pub const ALL: &'static [Self] = &[$(Self::$constant),+];

            /// Where the RFC describes the message.
            pub fn section(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($section),)+
                    _ => None,
                }
            }

            /// The RFC's name of the message.
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($name),)+
                    _ => None,
                }
            }
        }
    };
}

handshake_types! {
    HELLO_REQUEST = 0, "HelloRequest", "RFC 5246 §7.4.1.1";
    CLIENT_HELLO = 1, "ClientHello", "RFC 5246 §7.4.1.2";
    SERVER_HELLO = 2, "ServerHello", "RFC 5246 §7.4.1.3";
    HELLO_VERIFY_REQUEST = 3, "HelloVerifyRequest", "RFC 6347 §4.2.1";
    NEW_SESSION_TICKET = 4, "NewSessionTicket", "RFC 5077 §3.3";
    END_OF_EARLY_DATA = 5, "EndOfEarlyData", "RFC 8446 §4.5";
    ENCRYPTED_EXTENSIONS = 8, "EncryptedExtensions", "RFC 8446 §4.3.1";
    CERTIFICATE = 11, "Certificate", "RFC 5246 §7.4.2";
    SERVER_KEY_EXCHANGE = 12, "ServerKeyExchange", "RFC 5246 §7.4.3";
    CERTIFICATE_REQUEST = 13, "CertificateRequest", "RFC 5246 §7.4.4";
    SERVER_HELLO_DONE = 14, "ServerHelloDone", "RFC 5246 §7.4.5";
    CERTIFICATE_VERIFY = 15, "CertificateVerify", "RFC 5246 §7.4.8";
    CLIENT_KEY_EXCHANGE = 16, "ClientKeyExchange", "RFC 5246 §7.4.7";
    FINISHED = 20, "Finished", "RFC 5246 §7.4.9";
    CERTIFICATE_URL = 21, "CertificateURL", "RFC 6066 §5";
    CERTIFICATE_STATUS = 22, "CertificateStatus", "RFC 6066 §8";
    SUPPLEMENTAL_DATA = 23, "SupplementalData", "RFC 4680 §2";
    KEY_UPDATE = 24, "KeyUpdate", "RFC 8446 §4.6.3";
    COMPRESSED_CERTIFICATE = 25, "CompressedCertificate", "RFC 8879 §4";
    MESSAGE_HASH = 254, "message_hash", "RFC 8446 §4.4.1";
}

impl fmt::Display for HandshakeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "handshake type {}", self.0),
        }
    }
}

impl fmt::Debug for HandshakeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
