//! What a stapled OCSP response says of the peer's own certificate (RFC 6960, RFC 6066 §8).
//!
//! In order: that it is there, if it has to be; read; about this certificate; signed by its issuer
//! or by whom that issuer has delegated; of this time; and what it says.

mod certificate_id;
mod response;
mod signer;

use alloc::{format, string::String};

use countersign::{CertificateFault, RejectedPeer};
use pki_types::{SignatureVerificationAlgorithm, UnixTime};
use webpki::EndEntityCert;

use self::response::{Answer, Basic, Outer, Status};
use crate::{
    limits::{MAX_CLOCK_SKEW, MAX_OCSP_RESPONSE, MAX_UNDATED_AGE},
    moment::Moment,
    tls_feature,
};

/// What is wanted of a server's stapled OCSP response (RFC 6066 §8), which comes where the client
/// asks for it ([`countersign::ClientConfigBuilder::request_ocsp`]).
///
/// One that comes and does not hold is refused by all but [`Stapling::Ignore`]: RFC 6066 §8 wants
/// that, and whoever has stolen a revoked key would staple rubbish rather than the truth. One that
/// does not come is refused only where it has to: whoever has stolen the key of a certificate
/// without the promise of RFC 7633 leaves it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stapling {
    /// It is not looked at.
    Ignore,
    /// Where it comes it must hold.
    #[default]
    Check,
    /// As [`Stapling::Check`]; and it must come where the certificate promises it (RFC 7633, "must
    /// staple"). For clients that ask: the others would refuse every such certificate, since to
    /// them no server staples anything.
    MustStaple,
    /// It must come, and hold. For clients that ask.
    Require,
}

/// The certificate in question, which has a path to a trusted authority.
pub(crate) struct Subject<'a> {
    pub(crate) certificate: &'a EndEntityCert<'a>,
    /// The `SubjectPublicKeyInfo` (DER) of its issuer.
    pub(crate) issuer_key: &'a [u8],
    pub(crate) algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    pub(crate) now: UnixTime,
}

/// A response that does not hold, or is not there.
fn bad(reason: impl Into<String>) -> RejectedPeer {
    RejectedPeer { fault: CertificateFault::BadStatus, reason: reason.into() }
}

fn unreadable(error: x509_cert::der::Error) -> RejectedPeer {
    bad(format!("the stapled OCSP response cannot be read: {error}"))
}

impl Subject<'_> {
    /// Refuses what `policy` does not admit.
    pub(crate) fn check(
        &self,
        policy: Stapling,
        response: Option<&[u8]>,
    ) -> Result<(), RejectedPeer> {
        match (policy, response) {
            (Stapling::Ignore, _) | (Stapling::Check, None) => Ok(()),
            (_, Some(response)) => self.judge(response),
            (Stapling::Require, None) => Err(bad(
                "the server stapled no OCSP response, and one is required: is it asked for, and \
                 is stapling switched on at the server?",
            )),
            (Stapling::MustStaple, None) => match tls_feature::promises_status(self.certificate) {
                Ok(false) => Ok(()),
                Ok(true) => Err(bad(
                    "its certificate promises a stapled OCSP response (RFC 7633), and the server \
                     stapled none: switch stapling on at the server",
                )),
                Err(error) => Err(bad(format!("its TLS features cannot be read: {error}"))),
            },
        }
    }

    fn judge(&self, response: &[u8]) -> Result<(), RejectedPeer> {
        if response.len() > MAX_OCSP_RESPONSE {
            return Err(bad(format!(
                "the stapled OCSP response is larger than {MAX_OCSP_RESPONSE} bytes"
            )));
        }
        let basic = match Outer::read(response).map_err(unreadable)? {
            Outer::Basic(basic) => basic,
            Outer::Error(status) => return Err(no_answer(status)),
            Outer::OtherType => {
                return Err(bad("the stapled OCSP response is of a kind that nobody defined"));
            }
        };
        let answer = self.answer(&basic)?;
        self.check_signature(&basic)?;
        self.check_time(&answer)?;
        match answer.status {
            Status::Good => Ok(()),
            Status::Revoked { since } => Err(RejectedPeer {
                fault: CertificateFault::Revoked,
                reason: format!("its authority has revoked it, as of {}", Moment(since)),
            }),
            Status::Unknown => Err(bad(
                "the stapled OCSP response says that its authority does not know the certificate",
            )),
        }
    }

    /// The answer about this certificate.
    fn answer<'r>(&self, basic: &Basic<'r>) -> Result<Answer<'r>, RejectedPeer> {
        for answer in basic.answers() {
            let answer = answer.map_err(unreadable)?;
            if self.is_named_by(&answer.id).map_err(unreadable)? {
                return Ok(answer);
            }
        }
        Err(bad("the stapled OCSP response is not about this certificate"))
    }

    /// RFC 6960 §3.2, points 5 and 6, and §4.2.2.1.
    fn check_time(&self, answer: &Answer<'_>) -> Result<(), RejectedPeer> {
        let (now, since) = (self.now.as_secs(), answer.this_update.as_secs());
        if since > now.saturating_add(MAX_CLOCK_SKEW) {
            return Err(bad(format!(
                "the stapled OCSP response is from {}, which is still to come; is the clock \
                 right? It says {}",
                Moment(answer.this_update),
                Moment(self.now)
            )));
        }
        let outdated = match answer.next_update {
            Some(next) => next.as_secs() < now,
            None => since.saturating_add(MAX_UNDATED_AGE) < now,
        };
        if !outdated {
            return Ok(());
        }
        let due = match answer.next_update {
            Some(next) => format!("was due for renewal {}", Moment(next)),
            None => format!(
                "is from {}, and does not say how long it lasts",
                Moment(answer.this_update)
            ),
        };
        Err(bad(format!(
            "the stapled OCSP response {due}: the server must fetch a newer one, or its clock or \
             ours is wrong"
        )))
    }
}

/// RFC 6960 §2.3.
fn no_answer(status: u8) -> RejectedPeer {
    let name = match status {
        1 => "malformedRequest",
        2 => "internalError",
        3 => "tryLater",
        5 => "sigRequired",
        6 => "unauthorized",
        _ => "an unknown error",
    };
    bad(format!("the server stapled what its OCSP responder answered without an answer: {name}"))
}
