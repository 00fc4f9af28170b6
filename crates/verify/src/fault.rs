//! Which alert an error of webpki leads to: one row for each (RFC 5246 §7.2.2, RFC 8446 §6.2).

use countersign::CertificateFault;
use webpki::Error;

/// Sorts an error by what the peer is told.
#[expect(deprecated, reason = "webpki still declares the variants without context")]
#[expect(clippy::match_same_arms, reason = "known and unknown errors are kept apart")]
pub(crate) const fn fault(error: &Error) -> CertificateFault {
    match error {
        // No authority that we trust stands behind it. The list of distrusted keys that webpki
        // carries holds keys of authorities.
        Error::UnknownIssuer | Error::CertDistrusted => CertificateFault::UnknownCa,

        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => CertificateFault::Expired,

        Error::CertRevoked => CertificateFault::Revoked,

        Error::CertNotValidForName(_) => CertificateFault::WrongName,

        // Damaged, forged, or not allowed to be used like this.
        Error::BadDer
        | Error::BadDerTime
        | Error::TrailingData(_)
        | Error::InvalidCertValidity
        | Error::InvalidSerialNumber
        | Error::InvalidNetworkMaskConstraint
        | Error::ExtensionValueInvalid
        | Error::MalformedDnsIdentifier
        | Error::MalformedExtensions
        | Error::MalformedNameConstraint
        | Error::EmptyEkuExtension
        | Error::SignatureAlgorithmMismatch
        | Error::InvalidSignatureForPublicKey
        | Error::CaUsedAsEndEntity
        | Error::EndEntityUsedAsCa
        | Error::NameConstraintViolation
        | Error::PathLenConstraintViolated
        | Error::RequiredEkuNotFound
        | Error::RequiredEkuNotFoundContext(_) => CertificateFault::Bad,

        // Perhaps good, and beyond us.
        Error::UnsupportedCertVersion
        | Error::UnsupportedCriticalExtension
        | Error::UnsupportedSignatureAlgorithm
        | Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKey
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            CertificateFault::Unsupported
        }

        // Not the peer's fault: our revocation lists did not allow a verdict.
        Error::CrlExpired { .. }
        | Error::UnknownRevocationStatus
        | Error::InvalidCrlNumber
        | Error::InvalidCrlSignatureForPublicKey
        | Error::IssuerNotCrlSigner
        | Error::UnsupportedCrlIssuingDistributionPoint
        | Error::UnsupportedCrlVersion
        | Error::UnsupportedDeltaCrl
        | Error::UnsupportedIndirectCrl
        | Error::UnsupportedRevocationReason
        | Error::UnsupportedRevocationReasonsPartitioning
        | Error::UnsupportedCrlSignatureAlgorithm
        | Error::UnsupportedCrlSignatureAlgorithmContext(_)
        | Error::UnsupportedCrlSignatureAlgorithmForPublicKey
        | Error::UnsupportedCrlSignatureAlgorithmForPublicKeyContext(_)
        // The search was given up: no verdict either.
        | Error::MaximumNameConstraintComparisonsExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumSignatureChecksExceeded
        // A kind of server name that webpki does not know.
        | Error::UnsupportedNameType => CertificateFault::Unknown,

        // The enumeration may grow; what we have not met is refused without a guess.
        _ => CertificateFault::Unknown,
    }
}
