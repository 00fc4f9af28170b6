//! Who has signed a response, and whether it may (RFC 6960 §4.2.2.2): the issuer of the
//! certificate itself, or one whom that very issuer has delegated by a certificate for
//! `id-kp-OCSPSigning`. Whether that one is revoked is not looked at: such certificates last as
//! long as a list would, and mostly say so (`id-pkix-ocsp-nocheck`).

use alloc::{format, vec::Vec};

use countersign::RejectedPeer;
use pki_types::{CertificateDer, TrustAnchor};
use webpki::{EndEntityCert, KeyUsage};
use x509_cert::der::{self, Decode, asn1::AnyRef};

use super::{
    Subject, bad,
    certificate_id::{PublicKey, name},
    response::{Basic, ResponderId},
    unreadable,
};
use crate::key_usage;

/// `id-kp-OCSPSigning`, the content of its object identifier.
const OCSP_SIGNING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09];

impl Subject<'_> {
    pub(super) fn check_signature(&self, basic: &Basic<'_>) -> Result<(), RejectedPeer> {
        let issuer = self.certificate.issuer();
        let key = PublicKey::read(self.issuer_key).map_err(unreadable)?;
        let by_issuer = names(&basic.responder, issuer, &key).map_err(unreadable)?;
        if by_issuer && self.is_signed(basic, &key) {
            return Ok(());
        }
        let mut reason = if by_issuer {
            "it was not signed by the authority that it names".into()
        } else {
            "whom it names as its signer is neither the certificate's authority nor among the \
             certificates that it brings along"
                .into()
        };
        for der in &basic.certificates {
            let der = CertificateDer::from(*der);
            let Ok(responder) = EndEntityCert::try_from(&der) else { continue };
            let spki = responder.subject_public_key_info();
            let Ok(key) = PublicKey::read(&spki) else { continue };
            if !names(&basic.responder, responder.subject(), &key).unwrap_or(false) {
                continue;
            }
            match self.check_delegated(&responder) {
                Ok(()) if self.is_signed(basic, &key) => return Ok(()),
                Ok(()) => reason = "it was not signed by the responder that it names".into(),
                Err(why) => reason = why,
            }
        }
        Err(bad(format!("the stapled OCSP response does not count: {reason}")))
    }

    /// Issued directly by the certificate's own issuer, with the same key, to sign responses.
    fn check_delegated(&self, responder: &EndEntityCert<'_>) -> Result<(), alloc::string::String> {
        let spki = AnyRef::from_der(self.issuer_key).map_err(|error| format!("{error}"))?;
        let anchors = [TrustAnchor {
            subject: self.certificate.issuer().into(),
            subject_public_key_info: spki.value().into(),
            name_constraints: None,
        }];
        let usage = KeyUsage::required(OCSP_SIGNING);
        responder
            .verify_for_usage(self.algorithms, &anchors, &[], self.now, usage, None, None)
            .map_err(|error| {
                format!(
                    "its responder may not speak for the certificate's authority ({error}): it \
                     must be certified by that authority itself, for OCSP signing, and now"
                )
            })?;
        key_usage::check(&responder.der(), &key_usage::SIGNS).map_err(|rejected| rejected.reason)
    }

    fn is_signed(&self, basic: &Basic<'_>, key: &PublicKey<'_>) -> bool {
        self.algorithms.iter().any(|algorithm| {
            algorithm.signature_alg_id().as_ref() == basic.algorithm
                && algorithm.public_key_alg_id().as_ref() == key.algorithm
                && algorithm.verify_signature(key.bits, basic.signed, basic.signature).is_ok()
        })
    }
}

/// Whether a responder's id is that of this subject (the content of a `Name`) and key.
fn names(id: &ResponderId<'_>, subject: &[u8], key: &PublicKey<'_>) -> der::Result<bool> {
    let own: Vec<u8> = match id {
        ResponderId::Name(_) => name(subject)?,
        ResponderId::Key(_) => key.sha1(),
    };
    Ok(match id {
        ResponderId::Name(named) | ResponderId::Key(named) => own == *named,
    })
}
