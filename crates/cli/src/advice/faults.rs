//! What to do about a fault that we found: one row for each remedy (the faults themselves are
//! the machine's table, RFC 5246 §7.2.2).

use countersign::fault::FaultKind::{
    self, AccessDenied, BadBinder, BadCertificate, BadCertificateStatus, BadCertificateVerify,
    BadCompression, BadFinished, BadFragmentLength, BadKeyShare, BadKeyShares, BadKeyUpdate,
    BadMaxEarlyData, BadRecordMac, BadRecordSizeLimit, BadRenegotiationInfo, BadRequestContext,
    BadSignature, CertificateExpired, CertificateMissing, CertificateRequestInQuic,
    CertificateRevoked, CertificateTypeNotOffered, CertificateUnknown, ClientCertificateMissing,
    ClientCertificateRequired, CompatibilityInQuic, CompressionNotAsked, CompressionNotOffered,
    CompressionOffered, Declined, DheGroupTooSmall, DheGroupUnknown, Downgraded,
    DuplicateExtension, EarlyDataMisplaced, EarlyDataToOlder, EmptyRecord, EncryptThenMacMisplaced,
    ExtendedMasterSecretMissing, GroupNotOffered, HandshakeAtWrongLevel, HelloChanged,
    InappropriateFallback, KeyUpdateInQuic, KeysUsedUp, Malformed, MalformedAlert,
    MalformedChangeCipherSpec, MessageAcrossKeyChange, MessageTooLong, MisplacedExtension,
    MissingExtension, NameNotServed, NoCommonCertificateType, NoCommonGroup, NoCommonProtocol,
    NoCommonScheme, NoCommonSuite, NoCommonVersion, NoContentType, NoUncompressedPoints,
    NotForQuic, NotPinned, NotTls, NullCompressionMissing, PreSharedKeyMissing, ProtocolNotOffered,
    ProviderFailed, PskNotOffered, QuicExtension, RandomnessFailed, RecordTooLong, RecordVersion,
    ResumedWithoutExtendedMasterSecret, ResumptionMismatch, RetryChanged, RetryWithoutChange,
    SchemeNotOffered, SecondRetry, SecureRenegotiationMissing, SelectedVersionNotOffered,
    SessionIdNotEchoed, SigningFailed, Ssl2Hello, SuiteNotOffered, TooManyChangeCipherSpecs,
    TooManyEmptyRecords, TooManyKeyUpdates, TooManyRenegotiations, TooManyTickets, TooManyWarnings,
    TooMuchEarlyData, UnexpectedMessage, UnknownCa, UnknownPskIdentity, UnprotectedRecord,
    UnsolicitedExtension, UnsupportedCertificate, VersionInWrongField, VersionNotOffered,
    WrongKeyForScheme, WrongName,
};

/// Faults that have the same remedy stand in one row.
const FAULTS: &[(&[FaultKind], &str)] = &[
    (&[NotTls], "is this the port for TLS? plain HTTP, SSH, or mail before STARTTLS are not TLS"),
    (&[Ssl2Hello], "the client is very old: let it use TLS 1.2 or later"),
    (
        &[
            RecordVersion,
            NoCommonVersion,
            VersionNotOffered,
            VersionInWrongField,
            SelectedVersionNotOffered,
        ],
        "the peer wants another version of TLS; here it is TLS 1.3 or 1.2, unless --policy names \
         others",
    ),
    (
        &[NoCommonSuite],
        "allow one of the suites named above on both sides; a suite also needs a certificate of \
         its kind (ECDSA or RSA)",
    ),
    (
        &[NoCommonGroup],
        "allow one of x25519, secp256r1, secp384r1 on both sides; for suites with DHE a prime \
         field such as ffdhe2048",
    ),
    (
        &[NoCommonCertificateType],
        "one side shows a raw public key or takes nothing else (RFC 7250): give both a \
         certificate, or the peer's key to the side that is to know it",
    ),
    (
        &[NoCommonScheme],
        "the client does not verify signatures of this key's kind: use a certificate with \
         another kind of key",
    ),
    (
        &[NoCommonProtocol],
        "offer one of the server's application protocols, or leave --alpn out on one side",
    ),
    (
        &[
            ExtendedMasterSecretMissing,
            ResumedWithoutExtendedMasterSecret,
            SecureRenegotiationMissing,
            BadRenegotiationInfo,
            NoUncompressedPoints,
            NullCompressionMissing,
        ],
        "the peer's TLS is outdated or misconfigured: update it",
    ),
    (
        &[InappropriateFallback],
        "let the client leave out --fallback-scsv, or whatever makes it fall back: both sides \
         know a better version. If it fell back by itself, something between spoils handshakes",
    ),
    (
        &[EarlyDataToOlder],
        "the server has been changed since it gave the session: connect once without early data, \
         and the next session is of the version that it has now",
    ),
    (
        &[Downgraded],
        "something between has changed the offered versions: try from another network; if not, \
         offer what the server can do",
    ),
    (
        &[ClientCertificateMissing, ClientCertificateRequired],
        "let the client show a certificate (openssl s_client: -cert; countersign connect: \
         --client-cert), or ask for none with --verify-client optional",
    ),
    (
        &[DheGroupTooSmall],
        "the server needs a prime of 2048 bits or more; or leave suites with DHE out: \
         --policy '!DHE'",
    ),
    (
        &[DheGroupUnknown],
        "accept_unnamed_dhe_groups=yes in --policy takes the server's word for it; better leave \
         suites with DHE out: --policy '!DHE'",
    ),
    (
        &[UnknownPskIdentity],
        "give the key of the identity that the client names with --psk IDENTITY:HEX",
    ),
    (&[PreSharedKeyMissing], "give the key that the server knows with --psk IDENTITY:HEX"),
    (
        &[UnknownCa],
        "give the certificate of the authority that signed it with --ca FILE, or a self-signed \
         one with --pin FILE",
    ),
    (
        &[CertificateExpired],
        "look at the clocks of both machines; if they are right, the certificate must be renewed",
    ),
    (&[CertificateRevoked], "do not trust this peer: its authority has withdrawn the certificate"),
    (
        &[BadCertificateStatus],
        "the server has to fetch a fresh OCSP response for its certificate, and staple that",
    ),
    (
        &[WrongName],
        "connect by a name that is in the certificate, or give that name with --servername NAME",
    ),
    (
        &[
            BadCertificate,
            CertificateUnknown,
            UnsupportedCertificate,
            WrongKeyForScheme,
            CertificateMissing,
            BadCompression,
        ],
        "the server needs another certificate; to trust just this one, put it into a file for \
         --pin FILE",
    ),
    (
        &[NotPinned],
        "if the server has a new certificate or key, check by another way that it is the server's, \
         and put it into the file that --pin names",
    ),
    (&[AccessDenied], "this peer is not welcome here: ask who runs the service"),
    (
        &[
            SuiteNotOffered,
            ResumptionMismatch,
            EncryptThenMacMisplaced,
            CompressionNotOffered,
            GroupNotOffered,
            SchemeNotOffered,
            CertificateTypeNotOffered,
            ProtocolNotOffered,
            UnsolicitedExtension,
            SessionIdNotEchoed,
            RetryWithoutChange,
            SecondRetry,
            RetryChanged,
            PskNotOffered,
            EarlyDataMisplaced,
            CompressionNotAsked,
        ],
        "the server answers what was not asked, which is against the rules: report it to whoever \
         makes the server",
    ),
    (
        &[
            RecordTooLong,
            EmptyRecord,
            TooManyEmptyRecords,
            MalformedAlert,
            TooManyWarnings,
            MalformedChangeCipherSpec,
            MessageAcrossKeyChange,
            UnexpectedMessage,
            MessageTooLong,
            Malformed,
            DuplicateExtension,
            MisplacedExtension,
            BadFragmentLength,
            BadRecordSizeLimit,
            TooManyRenegotiations,
            UnprotectedRecord,
            NoContentType,
            TooManyChangeCipherSpecs,
            TooMuchEarlyData,
            MissingExtension,
            CompressionOffered,
            BadKeyShares,
            HelloChanged,
            BadRequestContext,
            BadKeyUpdate,
            TooManyKeyUpdates,
            TooManyTickets,
            QuicExtension,
            CompatibilityInQuic,
            HandshakeAtWrongLevel,
            KeyUpdateInQuic,
            CertificateRequestInQuic,
            BadMaxEarlyData,
        ],
        "the peer breaks the protocol, or something between changes the bytes: try from another \
         network, else report it to whoever makes the peer",
    ),
    (
        &[BadRecordMac, BadKeyShare, BadSignature, BadCertificateVerify, BadFinished, BadBinder],
        "where a pre-shared key is used, it may not be the same on both sides; else somebody \
         between may be changing the bytes, or one side computes wrongly: try from another \
         network before anything else",
    ),
    (&[NameNotServed], "ask for a name that this server serves"),
    (&[Declined], "the server's configuration turns this client away"),
    (
        &[SigningFailed, ProviderFailed],
        "the private key or the cryptography provider failed: look at the key file",
    ),
    (&[NotForQuic], "the configuration is not one for QUIC"),
    (&[RandomnessFailed], "the operating system gave no randomness: look at its log"),
    (&[KeysUsedUp], "connect again: one set of keys protects only so many records"),
];

/// What a fault that we found asks for.
pub(crate) fn for_fault(kind: FaultKind) -> &'static str {
    FAULTS.iter().find(|(kinds, _)| kinds.contains(&kind)).map_or("", |(_, advice)| advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_one_row() {
        for kind in FaultKind::ALL {
            let rows = FAULTS.iter().filter(|(kinds, _)| kinds.contains(kind)).count();
            assert_eq!(rows, 1, "{kind:?}");
        }
    }
}
