//! The table of faults: what the peer (or a driver's answer) did, the alert that says so on the
//! wire, the RFC section, and a sentence.
//!
//! An alert is chosen here and nowhere else.

use alloc::{borrow::Cow, string::String};
use core::fmt;

use crate::{
    crypto::{CryptoError, RandomFailed},
    limits,
    wire::{AlertDescription, DecodeError},
};

macro_rules! faults {
    ($($kind:ident => $alert:ident, $section:literal, $sentence:literal;)+) => {
        /// What went wrong: one row of the table of faults.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FaultKind {
            $(#[doc = concat!($sentence, " (", $section, "; alert `", stringify!($alert), "`).")]
            $kind,)+
        }

        impl FaultKind {
            /// Every row, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The alert that ends the connection.
            pub fn alert(self) -> AlertDescription {
                match self { $(Self::$kind => AlertDescription::$alert,)+ }
            }

            /// Where the RFC says so.
            pub fn section(self) -> &'static str {
                match self { $(Self::$kind => $section,)+ }
            }

            /// What happened, as the end of a sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$kind => $sentence,)+ }
            }
        }
    };
}

faults! {
    // Records.
    NotTls => UNEXPECTED_MESSAGE, "RFC 5246 §6.2.1", "the peer does not speak TLS";
    Ssl2Hello => PROTOCOL_VERSION, "RFC 6176 §3", "the peer opened with an SSL 2.0 hello";
    RecordVersion => PROTOCOL_VERSION, "RFC 5246 §6.2.1", "a record carries another protocol version";
    RecordTooLong => RECORD_OVERFLOW, "RFC 5246 §6.2.1", "a record is longer than allowed";
    EmptyRecord => UNEXPECTED_MESSAGE, "RFC 5246 §6.2.1", "a record without content came where content is due";
    TooManyEmptyRecords => UNEXPECTED_MESSAGE, "RFC 5246 §6.2.1", "too many records in a row carry no data";
    BadRecordMac => BAD_RECORD_MAC, "RFC 5246 §7.2.2", "a record fails its authentication";
    UnprotectedRecord => UNEXPECTED_MESSAGE, "RFC 8446 §5", "a record came unprotected where all are protected";
    NoContentType => UNEXPECTED_MESSAGE, "RFC 8446 §5.4", "a protected record holds nothing but padding";
    MalformedAlert => DECODE_ERROR, "RFC 5246 §7.2", "an alert cannot be decoded";
    TooManyWarnings => UNEXPECTED_MESSAGE, "RFC 5246 §7.2", "too many warning alerts came";
    MalformedChangeCipherSpec => DECODE_ERROR, "RFC 5246 §7.1", "a ChangeCipherSpec is not the one byte 1";
    TooManyChangeCipherSpecs => UNEXPECTED_MESSAGE, "RFC 8446 §5", "too many ChangeCipherSpecs came that mean nothing";
    TooMuchEarlyData => UNEXPECTED_MESSAGE, "RFC 8446 §4.2.10", "more early data came than the ticket is good for";
    MessageAcrossKeyChange => UNEXPECTED_MESSAGE, "RFC 5246 §7.1", "a handshake message is cut by a change of keys";

    // Messages and their order.
    UnexpectedMessage => UNEXPECTED_MESSAGE, "RFC 5246 §7.3", "a message came out of order";
    MessageTooLong => DECODE_ERROR, "RFC 5246 §7.4", "a handshake message is longer than its kind may be";
    Malformed => DECODE_ERROR, "RFC 5246 §7.2.2", "a handshake message cannot be decoded";
    DuplicateExtension => ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.4", "an extension stands twice in one message";
    UnsolicitedExtension => UNSUPPORTED_EXTENSION, "RFC 5246 §7.4.1.4", "an extension answers nothing that was offered";
    MisplacedExtension => ILLEGAL_PARAMETER, "RFC 8446 §4.2", "an extension stands where it may not";
    TooManyRenegotiations => UNEXPECTED_MESSAGE, "RFC 5246 §7.4.1.1", "the peer keeps asking for a new handshake";

    // What the client offered, as the server sees it.
    NoCommonVersion => PROTOCOL_VERSION, "RFC 5246 appendix E.1", "no protocol version is common";
    NoCommonSuite => HANDSHAKE_FAILURE, "RFC 5246 §7.4.1.3", "no cipher suite is common";
    NoCommonGroup => HANDSHAKE_FAILURE, "RFC 8422 §4", "no group is common";
    NoCommonScheme => HANDSHAKE_FAILURE, "RFC 5246 §7.4.1.4.1", "no signature scheme that a credential can sign with is common";
    NoCommonCertificateType => UNSUPPORTED_CERTIFICATE, "RFC 7250 §4.2", "no kind of certificate is common";
    NoCommonProtocol => NO_APPLICATION_PROTOCOL, "RFC 7301 §3.2", "no application protocol is common";
    NullCompressionMissing => ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.2", "the null compression method is not offered";
    NoUncompressedPoints => ILLEGAL_PARAMETER, "RFC 8422 §5.1.2", "the uncompressed point format is not offered";
    ExtendedMasterSecretMissing => HANDSHAKE_FAILURE, "RFC 7627 §5", "the extended master secret is required and missing";
    InappropriateFallback => INAPPROPRIATE_FALLBACK, "RFC 7507 §3", "the client fell back to a version below what both sides know";
    ResumedWithoutExtendedMasterSecret => HANDSHAKE_FAILURE, "RFC 7627 §5.3", "a session is resumed without the extended master secret that it was made with";
    BadFragmentLength => ILLEGAL_PARAMETER, "RFC 6066 §4", "the length of fragments is none that there is, or not the one that was asked for";
    BadRecordSizeLimit => ILLEGAL_PARAMETER, "RFC 8449 §4", "the record size limit is not allowed";
    BadRenegotiationInfo => HANDSHAKE_FAILURE, "RFC 5746 §3.4", "the renegotiation indication is not that of a first handshake";
    SecureRenegotiationMissing => HANDSHAKE_FAILURE, "RFC 5746 §4.1", "secure renegotiation is required and missing";

    // What a client of TLS 1.3 offers.
    MissingExtension => MISSING_EXTENSION, "RFC 8446 §9.2", "an extension is missing that the handshake cannot do without";
    CompressionOffered => ILLEGAL_PARAMETER, "RFC 8446 §4.1.2", "compression is offered together with TLS 1.3";
    BadKeyShares => ILLEGAL_PARAMETER, "RFC 8446 §4.2.8", "the key shares do not go with the groups";
    HelloChanged => ILLEGAL_PARAMETER, "RFC 8446 §4.1.2", "the second hello differs from the first where it may not";
    BadBinder => DECRYPT_ERROR, "RFC 8446 §4.2.11.2", "the client offers a pre-shared key that it does not know";

    // What the server chose, as the client sees it.
    VersionNotOffered => PROTOCOL_VERSION, "RFC 5246 appendix E.1", "the server chose a version that was not offered";
    EarlyDataToOlder => PROTOCOL_VERSION, "RFC 8446 appendix D.3", "the server chose a version without early data, which were sent";
    SelectedVersionNotOffered => ILLEGAL_PARAMETER, "RFC 8446 §4.2.1", "the server selects a version that was not offered";
    VersionInWrongField => ILLEGAL_PARAMETER, "RFC 8446 §4.2.1", "the server names a version before TLS 1.3 in the extension for later ones";
    Downgraded => ILLEGAL_PARAMETER, "RFC 8446 §4.1.3", "the server knows a better version, and somebody has spoilt the offer of it";
    SessionIdNotEchoed => ILLEGAL_PARAMETER, "RFC 8446 §4.1.3", "the server does not send the session id back";
    RetryWithoutChange => ILLEGAL_PARAMETER, "RFC 8446 §4.1.4", "the server asks for another hello that would be the same";
    SecondRetry => UNEXPECTED_MESSAGE, "RFC 8446 §4.1.4", "the server asks for a third hello";
    RetryChanged => ILLEGAL_PARAMETER, "RFC 8446 §4.1.4", "the server's answer to the second hello is not what it announced";
    PskNotOffered => ILLEGAL_PARAMETER, "RFC 8446 §4.2.11", "the server chose a pre-shared key that was not offered, or that does not go with the suite";
    EarlyDataMisplaced => ILLEGAL_PARAMETER, "RFC 8446 §4.2.10", "the server accepts early data under another key or protocol than they were sent with";
    ResumptionMismatch => ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.3", "the server resumes a session with another version or suite";
    EncryptThenMacMisplaced => ILLEGAL_PARAMETER, "RFC 7366 §3", "encrypt-then-MAC is agreed on for a suite that has no CBC";
    SuiteNotOffered => ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.3", "the server chose a cipher suite that was not offered";
    CompressionNotOffered => ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.3", "the server chose a compression method that was not offered";
    GroupNotOffered => ILLEGAL_PARAMETER, "RFC 8422 §5.4", "the server chose a group that was not offered";
    SchemeNotOffered => ILLEGAL_PARAMETER, "RFC 5246 §7.4.3", "a signature is of a scheme that was not offered, or does not fit the suite";
    CertificateTypeNotOffered => ILLEGAL_PARAMETER, "RFC 7250 §4.2", "the server chose a kind of certificate that was not offered";
    ProtocolNotOffered => ILLEGAL_PARAMETER, "RFC 7301 §3.2", "the server chose an application protocol that was not offered";

    // Keys and proofs.
    CertificateMissing => DECODE_ERROR, "RFC 5246 §7.4.2", "the server sent no certificate";
    ClientCertificateMissing => HANDSHAKE_FAILURE, "RFC 5246 §7.4.6", "a certificate is required of the client, and it sent none";
    ClientCertificateRequired => CERTIFICATE_REQUIRED, "RFC 8446 §4.4.2.4", "a certificate is required of the client, and it sent none";
    BadRequestContext => ILLEGAL_PARAMETER, "RFC 8446 §4.3.2", "the context of a request for a certificate is not what it has to be";
    CompressionNotAsked => ILLEGAL_PARAMETER, "RFC 8879 §4", "a certificate is compressed in a way that was not offered";
    BadCompression => BAD_CERTIFICATE, "RFC 8879 §4", "a compressed certificate cannot be decompressed";
    DheGroupTooSmall => INSUFFICIENT_SECURITY, "RFC 7919 §3", "the server's Diffie-Hellman prime is too short";
    DheGroupUnknown => INSUFFICIENT_SECURITY, "RFC 7919 §9.1", "the server's Diffie-Hellman prime has no name, so that nobody knows whether it is sound";
    WrongKeyForScheme => ILLEGAL_PARAMETER, "RFC 5246 §7.4.3", "the certificate's key does not fit the signature scheme";
    BadKeyShare => ILLEGAL_PARAMETER, "RFC 8422 §5.11", "the peer's public value is not valid in its group";
    BadSignature => DECRYPT_ERROR, "RFC 5246 §7.4.3", "the signature over the key exchange is wrong";
    BadCertificateVerify => DECRYPT_ERROR, "RFC 5246 §7.4.8", "the signature over the handshake is wrong";
    UnknownPskIdentity => UNKNOWN_PSK_IDENTITY, "RFC 4279 §2", "no pre-shared key has the identity that the client names";
    BadFinished => DECRYPT_ERROR, "RFC 5246 §7.4.9", "the Finished message does not match the handshake";

    // After the handshake.
    BadKeyUpdate => ILLEGAL_PARAMETER, "RFC 8446 §4.6.3", "a KeyUpdate says neither that an answer is wanted nor that none is";
    TooManyKeyUpdates => UNEXPECTED_MESSAGE, "RFC 8446 §4.6.3", "too many KeyUpdates came without data between";
    TooManyTickets => UNEXPECTED_MESSAGE, "RFC 8446 §4.6.1", "too many tickets came without data between";

    // Over QUIC.
    QuicExtension => UNSUPPORTED_EXTENSION, "RFC 9001 §8.2", "transport parameters of QUIC came where there is no QUIC";
    CompatibilityInQuic => ILLEGAL_PARAMETER, "RFC 9001 §8.4", "the client asks for the compatibility with middleboxes that QUIC has no use for";
    HandshakeAtWrongLevel => UNEXPECTED_MESSAGE, "RFC 9001 §4.1.3", "handshake bytes came at a level that is over, or that carries none";
    KeyUpdateInQuic => UNEXPECTED_MESSAGE, "RFC 9001 §6", "a KeyUpdate came, and QUIC changes keys in its own way";
    CertificateRequestInQuic => UNEXPECTED_MESSAGE, "RFC 9001 §4.4", "the server asks for a certificate after the handshake, which QUIC forbids";
    BadMaxEarlyData => ILLEGAL_PARAMETER, "RFC 9001 §4.6.1", "a ticket allows early data in another measure than QUIC has";

    // The driver's verdict on the peer's certificate.
    UnknownCa => UNKNOWN_CA, "RFC 5246 §7.2.2", "the certificate leads to no trusted authority";
    NotPinned => UNKNOWN_CA, "RFC 5246 §7.2.2", "the certificate or key is not one that is pinned";
    CertificateExpired => CERTIFICATE_EXPIRED, "RFC 5246 §7.2.2", "the certificate is not valid at this time";
    CertificateRevoked => CERTIFICATE_REVOKED, "RFC 5246 §7.2.2", "the certificate has been revoked";
    BadCertificate => BAD_CERTIFICATE, "RFC 5246 §7.2.2", "the certificate is not acceptable";
    BadCertificateStatus => BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6066 §8", "the stapled OCSP response does not vouch for the certificate";
    WrongName => BAD_CERTIFICATE, "RFC 6125 §6", "the certificate is for another name";
    UnsupportedCertificate => UNSUPPORTED_CERTIFICATE, "RFC 5246 §7.2.2", "the certificate is of a kind that is not supported";
    CertificateUnknown => CERTIFICATE_UNKNOWN, "RFC 5246 §7.2.2", "the certificate could not be judged";
    AccessDenied => ACCESS_DENIED, "RFC 5246 §7.2.2", "the certificate is valid, and its owner is not welcome";

    // On our own side.
    NameNotServed => UNRECOGNIZED_NAME, "RFC 6066 §3", "the driver serves nothing under this name";
    NotForQuic => INTERNAL_ERROR, "RFC 9001 §4.2", "the driver's configuration cannot be used over QUIC";
    Declined => HANDSHAKE_FAILURE, "RFC 5246 §7.2.2", "the driver declined the handshake";
    PreSharedKeyMissing => HANDSHAKE_FAILURE, "RFC 4279 §2", "the driver has no pre-shared key for the server, or one that cannot be used";
    SigningFailed => INTERNAL_ERROR, "RFC 5246 §7.2.2", "the driver could not sign";
    RandomnessFailed => INTERNAL_ERROR, "RFC 5246 §7.2.2", "the source of randomness failed";
    ProviderFailed => INTERNAL_ERROR, "RFC 5246 §7.2.2", "the cryptography provider refused an operation";
    KeysUsedUp => INTERNAL_ERROR, "RFC 8446 §5.5", "our keys have encrypted as much as they may";
}

/// A fault with its particulars: what came, and what was expected instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The row of the table.
    pub kind: FaultKind,
    /// What came, in words; empty where the kind says it all.
    pub came: Cow<'static, str>,
    /// What was expected, or what to do; empty where the kind says it all.
    pub expected: Cow<'static, str>,
}

impl Fault {
    /// A fault that its kind describes.
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, came: Cow::Borrowed(""), expected: Cow::Borrowed("") }
    }

    /// Adds what came.
    #[must_use]
    pub fn came(mut self, came: impl Into<Cow<'static, str>>) -> Self {
        self.came = came.into();
        self
    }

    /// Adds what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<Cow<'static, str>>) -> Self {
        self.expected = expected.into();
        self
    }
}

impl From<FaultKind> for Fault {
    fn from(kind: FaultKind) -> Self {
        Self::new(kind)
    }
}

impl From<DecodeError> for Fault {
    fn from(error: DecodeError) -> Self {
        Self::new(FaultKind::Malformed).came(alloc::format!("{error}"))
    }
}

impl From<RandomFailed> for Fault {
    fn from(_: RandomFailed) -> Self {
        Self::new(FaultKind::RandomnessFailed)
    }
}

impl From<CryptoError> for Fault {
    fn from(error: CryptoError) -> Self {
        Self::new(match error {
            CryptoError::Random => FaultKind::RandomnessFailed,
            CryptoError::Invalid | CryptoError::Unsupported => FaultKind::ProviderFailed,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
        if !self.came.is_empty() {
            write!(f, ": {}", self.came)?;
        }
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        Ok(())
    }
}

/// Joins names with commas, for "what was offered" and "what was expected"; bounded, since a peer
/// may have chosen their number.
pub(crate) fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    use fmt::Write as _;
    let mut text = String::new();
    for item in items {
        if text.len() > limits::MAX_TOLD {
            text.push_str(", …");
            break;
        }
        if !text.is_empty() {
            text.push_str(", ");
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{item}");
    }
    if text.is_empty() {
        text.push_str("nothing");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_one_sentence() {
        let fault = Fault::new(FaultKind::NoCommonSuite).came("offered A, B").expected("C");
        assert_eq!(
            alloc::format!("{fault}"),
            "no cipher suite is common: offered A, B; expected C"
        );
    }

    #[test]
    fn what_a_peer_offered_is_told_within_a_bound() {
        let text = list(0..100_000);
        assert!(text.len() < limits::MAX_TOLD + 16, "{}", text.len());
        assert!(text.starts_with("0, 1, 2") && text.ends_with(", …"));
    }

    #[test]
    fn every_row_names_a_section() {
        for kind in FaultKind::ALL {
            assert!(kind.section().starts_with("RFC "), "{kind:?}");
        }
    }
}
