//! The verifier that verifies nothing. RFC 5246 appendix F.1.1.1 says what such a connection is
//! worth: it is as open to a man in the middle as an anonymous one.

use alloc::vec::Vec;

use countersign::{
    AcceptedPeer, CertificateFault, CertificateType, RejectedPeer, VerifyPeer, VerifyPeerRequest,
    wire::PublicKeyInfo,
};
use pki_types::CertificateDer;

use crate::{reason::Case, verifier::within_bounds};

/// DANGEROUS: accepts every certificate and every raw public key that can be read, whoever
/// made it, for whatever name, expired or not.
///
/// # Do not use it to make an error go away
///
/// With it the connection is encrypted, and nobody knows to whom: whoever sits on the way can
/// answer in the peer's place, read everything, change everything, and take passwords and tokens
/// with them. The error that it silences is that very warning.
///
/// What helps instead:
/// - a private authority: give its certificate to [`crate::Roots`];
/// - a self-signed certificate: pin it with [`crate::PinnedCertificates`];
/// - another name: ask for the name that the certificate is for.
///
/// It is here for tests, and for a command line where a human writes `--insecure`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DangerousAcceptAny;

impl VerifyPeer for DangerousAcceptAny {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let own = within_bounds(&request.chain)?;
        let public_key = if request.certificate_type == CertificateType::RAW_PUBLIC_KEY {
            PublicKeyInfo::decode(own).map_err(|error| RejectedPeer {
                fault: CertificateFault::Bad,
                reason: alloc::format!("the peer's raw public key cannot be read: {error}"),
            })?;
            own.to_vec()
        } else {
            public_key(own).map_err(|error| Case { request, roots: 0 }.rejected(&error))?
        };
        Ok(AcceptedPeer { public_key })
    }
}

/// The `SubjectPublicKeyInfo` of any certificate, even of version 1 or with extensions that
/// nobody knows: where no authority is asked, neither matters.
pub(crate) fn public_key(certificate: &[u8]) -> Result<Vec<u8>, webpki::Error> {
    let der = CertificateDer::from(certificate);
    let anchor = webpki::anchor_from_trusted_cert(&der)?;
    Ok(webpki::spki_for_anchor(&anchor).to_vec())
}
