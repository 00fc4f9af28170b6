//! A sentence for each error of webpki that needs no context (RFC 5280 §4 and §5 for what the
//! words mean).

use webpki::Error;

/// The sentence.
pub(crate) const fn plain(error: &Error) -> &'static str {
    match error {
        Error::BadDer => "a certificate or list is damaged: it is not valid DER",
        Error::BadDerTime => "a date in it is not a valid date",
        Error::TrailingData(_) => "it is damaged: bytes follow where it ought to end",
        Error::InvalidCertValidity => "a certificate ends before it begins",
        Error::InvalidSerialNumber => "a serial number is invalid",
        Error::ExtensionValueInvalid => "an extension holds a value that it must not hold",
        Error::MalformedExtensions => "the extensions of a certificate are malformed",
        Error::MalformedDnsIdentifier => "a DNS name in a certificate is malformed",
        Error::MalformedNameConstraint => "a name constraint of an authority is malformed",
        Error::InvalidNetworkMaskConstraint => "the network mask of a name constraint is invalid",
        Error::EmptyEkuExtension => "a certificate restricts its purposes to none at all",
        Error::SignatureAlgorithmMismatch => {
            "a certificate names two different algorithms for its one signature"
        }
        Error::InvalidSignatureForPublicKey => {
            "a certificate's signature was not made by the authority that it names: it was \
             altered, or another authority of that name is trusted here"
        }
        Error::EndEntityUsedAsCa => {
            "a certificate in the chain was issued by one that is no authority's (CA:FALSE)"
        }
        Error::NameConstraintViolation => {
            "the certificate is for a name that its authority is not allowed to vouch for"
        }
        Error::PathLenConstraintViolated => {
            "there are more authorities in the chain than one of them allows below itself"
        }
        Error::CertDistrusted => "a key in the chain is known to be misused, and distrusted",
        Error::CertRevoked => "its authority has revoked it, or an authority above it",
        Error::UnsupportedCertVersion => "a certificate is not of version 3",
        Error::UnsupportedCriticalExtension => {
            "a certificate has a critical extension that is not understood"
        }
        Error::UnsupportedNameType => "names of the kind that was wanted cannot be checked",
        Error::MaximumPathDepthExceeded => "the chain has too many intermediate authorities",
        Error::MaximumSignatureChecksExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => {
            "the certificates form too large a maze to be searched for a chain"
        }
        _ => plain_revocation(error),
    }
}

#[expect(deprecated, reason = "webpki still declares the variants without context")]
const fn plain_revocation(error: &Error) -> &'static str {
    match error {
        Error::UnknownRevocationStatus => {
            "no revocation list covers a certificate of the chain: add its authority's list, \
             look at the peer's own certificate only, or allow unlisted ones"
        }
        Error::InvalidCrlNumber => "the number of a revocation list is invalid",
        Error::InvalidCrlSignatureForPublicKey => {
            "a revocation list was not signed by the authority that it names"
        }
        Error::IssuerNotCrlSigner => {
            "an authority whose key may not sign revocation lists has signed one"
        }
        Error::UnsupportedCrlVersion => "a revocation list is not of version 2",
        Error::UnsupportedDeltaCrl => "delta revocation lists are not supported",
        Error::UnsupportedIndirectCrl => "indirect revocation lists are not supported",
        Error::UnsupportedCrlIssuingDistributionPoint
        | Error::UnsupportedRevocationReason
        | Error::UnsupportedRevocationReasonsPartitioning => {
            "a revocation list covers only a part, in a way that is not supported"
        }
        Error::UnsupportedCrlSignatureAlgorithm
        | Error::UnsupportedCrlSignatureAlgorithmForPublicKey
        | Error::UnsupportedCrlSignatureAlgorithmForPublicKeyContext(_) => {
            "a revocation list is signed with an algorithm that is not accepted"
        }
        Error::UnsupportedSignatureAlgorithm | Error::UnsupportedSignatureAlgorithmForPublicKey => {
            "a certificate is signed with an algorithm that is not accepted"
        }
        _ => "the certificate was refused for a reason that has no name here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_lists_have_sentences_of_their_own() {
        assert!(plain(&Error::UnsupportedDeltaCrl).contains("delta"));
        assert!(plain(&Error::BadDer).contains("DER"));
    }
}
