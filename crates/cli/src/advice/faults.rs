//! What to do about a fault that we found: one row for each remedy (the faults themselves are
//! the machine's table, RFC 5246 §7.2.2).

use countersign::fault::FaultKind::{
    self, AccessDenied, BadCertificate, BadFinished, BadKeyShare, BadRecordMac,
    BadRenegotiationInfo, BadSignature, CertificateExpired, CertificateMissing, CertificateRevoked,
    CertificateUnknown, CompressionNotOffered, Declined, DuplicateExtension, EmptyRecord,
    ExtendedMasterSecretMissing, GroupNotOffered, KeysUsedUp, Malformed, MalformedAlert,
    MalformedChangeCipherSpec, MessageAcrossKeyChange, MessageTooLong, MisplacedExtension,
    NameNotServed, NoCommonGroup, NoCommonProtocol, NoCommonScheme, NoCommonSuite, NoCommonVersion,
    NoUncompressedPoints, NotPinned, NotTls, NullCompressionMissing, ProtocolNotOffered,
    ProviderFailed, RandomnessFailed, RecordTooLong, RecordVersion, SchemeNotOffered,
    SecureRenegotiationMissing, SigningFailed, Ssl2Hello, SuiteNotOffered, TooManyEmptyRecords,
    TooManyRenegotiations, TooManyWarnings, UnexpectedMessage, UnknownCa, UnsolicitedExtension,
    UnsupportedCertificate, VersionInWrongField, VersionNotOffered, WrongKeyForScheme, WrongName,
};

/// Faults that have the same remedy stand in one row.
const FAULTS: &[(&[FaultKind], &str)] = &[
    (&[NotTls], "is this the port for TLS? plain HTTP, SSH, or mail before STARTTLS are not TLS"),
    (&[Ssl2Hello], "the client is very old: let it use TLS 1.2 or later"),
    (
        &[RecordVersion, NoCommonVersion, VersionNotOffered, VersionInWrongField],
        "the peer wants another version of TLS; here it is TLS 1.2: allow that on the peer",
    ),
    (
        &[NoCommonSuite],
        "allow one of the suites named above on both sides; a suite also needs a certificate of \
         its kind (ECDSA or RSA)",
    ),
    (&[NoCommonGroup], "allow one of x25519, secp256r1, secp384r1 on both sides"),
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
            SecureRenegotiationMissing,
            BadRenegotiationInfo,
            NoUncompressedPoints,
            NullCompressionMissing,
        ],
        "the peer's TLS is outdated or misconfigured: update it",
    ),
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
        ],
        "the server needs another certificate; to trust just this one, put it into a file for \
         --pin FILE",
    ),
    (
        &[NotPinned],
        "if the server has a new certificate, check by another way that it is the server's, and \
         put it into the file that --pin names",
    ),
    (&[AccessDenied], "this peer is not welcome here: ask who runs the service"),
    (
        &[
            SuiteNotOffered,
            CompressionNotOffered,
            GroupNotOffered,
            SchemeNotOffered,
            ProtocolNotOffered,
            UnsolicitedExtension,
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
            TooManyRenegotiations,
        ],
        "the peer breaks the protocol, or something between changes the bytes: try from another \
         network, else report it to whoever makes the peer",
    ),
    (
        &[BadRecordMac, BadKeyShare, BadSignature, BadFinished],
        "somebody between may be changing the bytes, or one side computes wrongly: try from \
         another network before anything else",
    ),
    (&[NameNotServed], "ask for a name that this server serves"),
    (&[Declined], "the server's configuration turns this client away"),
    (
        &[SigningFailed, ProviderFailed],
        "the private key or the cryptography provider failed: look at the key file",
    ),
    (&[RandomnessFailed], "the operating system gave no randomness: look at its log"),
    (&[KeysUsedUp], "connect again: one set of keys protects only so many records"),
];

/// What a fault that we found asks for.
pub(super) fn for_fault(kind: FaultKind) -> &'static str {
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
