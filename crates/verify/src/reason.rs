//! Why a certificate was refused, in words that help. RFC 5246 §7.2.2 tells the peer a number;
//! the human on this side is told which certificate, what is wrong, and what would mend it.

mod algorithm;
mod issuer;
mod misfit;
mod table;

use alloc::{
    format,
    string::{String, ToString},
};

use countersign::{RejectedPeer, Role, VerifyPeerRequest};
use webpki::Error;

use crate::{
    describe::{CertificateDescription, describe},
    fault::fault,
    moment::Moment,
};

pub(crate) use table::plain;

/// A refusal in the making: what was asked, and how many authorities are trusted.
pub(crate) struct Case<'a> {
    pub(crate) request: &'a VerifyPeerRequest,
    pub(crate) roots: usize,
}

/// A certificate that the peer sent, where it stood, and what it says.
struct Sent {
    index: usize,
    count: usize,
    it: CertificateDescription,
}

impl Case<'_> {
    /// The answer to the machine's question.
    pub(crate) fn rejected(&self, error: &Error) -> RejectedPeer {
        RejectedPeer { fault: fault(error), reason: self.reason(error) }
    }

    #[expect(deprecated, reason = "webpki still declares the variants without context")]
    fn reason(&self, error: &Error) -> String {
        match error {
            Error::CertExpired { not_after, .. } => misfit::expired(self, *not_after),
            Error::CertNotValidYet { not_before, .. } => misfit::not_yet(self, *not_before),
            Error::CertNotValidForName(_) => misfit::wrong_name(self),
            Error::UnknownIssuer => issuer::unknown(self),
            Error::CaUsedAsEndEntity => issuer::authority_as_peer(self),
            Error::RequiredEkuNotFoundContext(_) | Error::RequiredEkuNotFound => {
                misfit::wrong_purpose(self)
            }
            Error::UnsupportedSignatureAlgorithmContext(context) => format!(
                "a certificate is signed with {}, which is not accepted",
                algorithm::told(&context.signature_algorithm_id)
            ),
            Error::UnsupportedSignatureAlgorithmForPublicKeyContext(context) => format!(
                "a certificate is signed with {}, which does not fit the key of its issuer ({})",
                algorithm::told(&context.signature_algorithm_id),
                algorithm::told(&context.public_key_algorithm_id)
            ),
            Error::UnsupportedCrlSignatureAlgorithmContext(context) => format!(
                "a revocation list is signed with {}, which is not accepted",
                algorithm::told(&context.signature_algorithm_id)
            ),
            Error::CrlExpired { next_update, .. } => format!(
                "a revocation list was due for renewal {}: give a newer one, or allow outdated \
                 lists",
                Moment(*next_update)
            ),
            _ => plain(error).to_string(),
        }
    }

    /// What the peer sent, as far as it can be read.
    fn sent(&self) -> impl Iterator<Item = Sent> {
        let chain = &self.request.chain;
        chain.iter().enumerate().filter_map(|(index, der)| {
            Some(Sent { index, count: chain.len(), it: describe(der).ok()? })
        })
    }

    /// The peer's own certificate.
    fn own(&self) -> Option<CertificateDescription> {
        describe(self.request.chain.first()?).ok()
    }

    const fn peer(&self) -> &'static str {
        match self.request.peer {
            Role::Client => "client",
            Role::Server => "server",
        }
    }
}

impl Sent {
    /// Subject of a sentence.
    fn told(&self) -> String {
        match self.index {
            0 => format!("the certificate of {}", self.it.subject),
            _ => format!(
                "certificate {} of {} (of {}, above the peer's own)",
                self.index + 1,
                self.count,
                self.it.subject
            ),
        }
    }
}
