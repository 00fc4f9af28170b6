//! The verifier for peers that an authority vouches for.
//!
//! In order: bounds, the peer's certificate read, a path to a trusted authority (RFC 5280 §6.1:
//! signatures, dates, constraints, purposes, revocation), what the key may do, the name
//! (RFC 6125 §6), and what is stapled (RFC 6960).

use alloc::{string::String, vec::Vec};
use core::fmt;

use bytes::Bytes;
use countersign::{
    AcceptedPeer, CertificateFault, CertificateType, RejectedPeer, Role, VerifyPeer,
    VerifyPeerRequest,
};
use pki_types::{
    CertificateDer, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer, TrustAnchor,
};
use webpki::{EndEntityCert, KeyUsage};

use crate::{
    key_usage,
    limits::{MAX_CERTIFICATE, MAX_CHAIN},
    ocsp::{Stapling, Subject},
    reason::Case,
    revocation::Revocation,
    roots::Roots,
    setup::SetupError,
};

/// Accepts peers with a certificate path to a trusted authority: servers that are also who was
/// wanted, and clients of whatever name.
///
/// Whether a client is welcome is for the application to say; that it is who it says is what
/// was judged here.
///
/// ```
/// use countersign_rustcrypto::ALL_SIGNATURE_ALGORITHMS;
/// use countersign_verify::{Roots, SetupError, Verifier};
///
/// let mut roots = Roots::new();
/// roots.add_anchors(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
/// let verifier = Verifier::new(roots, ALL_SIGNATURE_ALGORITHMS)?;
/// # Ok::<(), SetupError>(())
/// ```
pub struct Verifier {
    anchors: Vec<TrustAnchor<'static>>,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    revocation: Option<Revocation>,
    stapling: Stapling,
}

impl Verifier {
    /// Trusts `roots`, and signatures by `algorithms`; of revocation a stapled response is looked
    /// at, where there is one.
    pub fn new(
        roots: Roots,
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Result<Self, SetupError> {
        if roots.is_empty() {
            return Err(SetupError::NoRoots);
        }
        if algorithms.is_empty() {
            return Err(SetupError::NoAlgorithms);
        }
        Ok(Self {
            anchors: roots.into_anchors(),
            algorithms,
            revocation: None,
            stapling: Stapling::default(),
        })
    }

    /// Refuses what these lists revoke, and by their policy what they do not cover.
    pub fn with_revocation(mut self, revocation: Revocation) -> Result<Self, SetupError> {
        if revocation.is_empty() {
            return Err(SetupError::NoRevocationLists);
        }
        self.revocation = Some(revocation);
        Ok(self)
    }

    /// Wants this of the OCSP responses that servers staple.
    #[must_use]
    pub fn with_stapling(mut self, stapling: Stapling) -> Self {
        self.stapling = stapling;
        self
    }

    /// The public key of the certificate's issuer, which a path leads through.
    fn find_path(
        &self,
        peer: &EndEntityCert<'_>,
        request: &VerifyPeerRequest,
    ) -> Result<SubjectPublicKeyInfoDer<'static>, webpki::Error> {
        let intermediates: Vec<CertificateDer<'_>> =
            request.chain.iter().skip(1).map(|der| CertificateDer::from(&der[..])).collect();
        let usage = match request.peer {
            Role::Server => KeyUsage::server_auth(),
            Role::Client => KeyUsage::client_auth(),
        };
        let lists = self.revocation.as_ref().map(Revocation::lists).unwrap_or_default();
        let revocation = self.revocation.as_ref().and_then(|policy| policy.options(&lists));
        peer.verify_for_usage(
            self.algorithms,
            &self.anchors,
            &intermediates,
            request.now,
            usage,
            revocation,
            None,
        )
        .map(|path| path.issuer_spki().into_owned())
    }
}

impl VerifyPeer for Verifier {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let own = certificate(request)?;
        let case = Case { request, roots: self.anchors.len() };
        let rejected = |error: webpki::Error| case.rejected(&error);

        let der = CertificateDer::from(&own[..]);
        let certificate = EndEntityCert::try_from(&der).map_err(rejected)?;
        let issuer_key = self.find_path(&certificate, request).map_err(rejected)?;
        key_usage::check(own, key_usage::wanted(request.usage))?;
        match (request.peer, &request.server_name) {
            (Role::Client, _) => {}
            (Role::Server, Some(name)) => {
                certificate.verify_is_valid_for_subject_name(name).map_err(rejected)?;
            }
            // A certificate for some server, no matter which, proves nothing.
            (Role::Server, None) => {
                return Err(refuse(CertificateFault::Unknown, "no server name to check it for"));
            }
        }
        if request.peer == Role::Server {
            let (issuer_key, algorithms) = (&issuer_key, self.algorithms);
            Subject { certificate: &certificate, issuer_key, algorithms, now: request.now }
                .check(self.stapling, request.ocsp_response.as_deref())?;
        }
        Ok(AcceptedPeer { public_key: certificate.subject_public_key_info().to_vec() })
    }
}

/// The same, of X.509: nobody vouches for a key alone.
pub(crate) fn certificate(request: &VerifyPeerRequest) -> Result<&Bytes, RejectedPeer> {
    if request.certificate_type == CertificateType::X509 {
        return within_bounds(&request.chain);
    }
    let reason = alloc::format!(
        "the peer shows a {}, and certificates are judged here: pin its key, or leave that kind \
         out of the policy",
        request.certificate_type
    );
    Err(RejectedPeer { fault: CertificateFault::Unsupported, reason })
}

/// The peer's own certificate, if what it sent is worth the work of judging it.
pub(crate) fn within_bounds(chain: &[Bytes]) -> Result<&Bytes, RejectedPeer> {
    let Some(own) = chain.first() else {
        return Err(refuse(CertificateFault::Bad, "the peer sent no certificate"));
    };
    if chain.len() > MAX_CHAIN {
        let reason = alloc::format!(
            "the peer sent {} certificates, and {MAX_CHAIN} are the most that is looked at",
            chain.len()
        );
        return Err(RejectedPeer { fault: CertificateFault::Bad, reason });
    }
    if let Some(index) = chain.iter().position(|der| der.len() > MAX_CERTIFICATE) {
        let reason = alloc::format!(
            "certificate {} of {} is larger than {MAX_CERTIFICATE} bytes",
            index + 1,
            chain.len()
        );
        return Err(RejectedPeer { fault: CertificateFault::Bad, reason });
    }
    Ok(own)
}

fn refuse(fault: CertificateFault, reason: &str) -> RejectedPeer {
    RejectedPeer { fault, reason: String::from(reason) }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("roots", &self.anchors.len())
            .field("algorithms", &self.algorithms.len())
            .field("revocation", &self.revocation.is_some())
            .field("stapling", &self.stapling)
            .finish()
    }
}
