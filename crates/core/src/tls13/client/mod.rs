//! The order of a TLS 1.3 client (RFC 8446 §2, appendix A.1).
//!
//! ```text
//! Client                                    Server
//! ClientHello            -------->
//!                        <--------  HelloRetryRequest*
//! ClientHello*           -------->
//! [early data*]                           ServerHello
//!                                 EncryptedExtensions
//!                                 CertificateRequest*
//!                                        Certificate*
//!                                  CertificateVerify*
//!                        <--------           Finished
//! EndOfEarlyData*
//! Certificate*
//! CertificateVerify*
//! Finished               -------->
//!                        <--------   NewSessionTicket*
//! ```

mod after;
mod asked;
mod course;
mod proof;
mod proving;
mod start;
mod wait_certificate;
mod wait_certificate_request;
mod wait_certificate_verify;
mod wait_credential;
mod wait_encrypted_extensions;
mod wait_finished;
mod wait_peer_verdict;
mod wait_server_hello;
mod wait_signature;

use alloc::boxed::Box;

use bytes::Bytes;

use wait_certificate::WaitCertificate;
use wait_certificate_request::WaitCertificateRequest;
use wait_certificate_verify::WaitCertificateVerify;
use wait_credential::WaitCredential;
use wait_encrypted_extensions::WaitEncryptedExtensions;
use wait_finished::WaitFinished;
use wait_peer_verdict::WaitPeerVerdict;
use wait_server_hello::WaitServerHello;
use wait_signature::WaitSignature;

use self::{
    after::{Client, Later, LaterFacts, Tickets},
    asked::Asked,
    course::{Course, Shown},
    proof::Proof,
    proving::Proving,
};
use super::{Established, connected::Connected};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, StateName, order},
    hello::Offered,
    request::Answer,
    wire::Message13,
};

/// The states.
pub(crate) enum State {
    WaitServerHello(WaitServerHello),
    WaitEncryptedExtensions(WaitEncryptedExtensions),
    WaitCertificateRequest(WaitCertificateRequest),
    WaitCertificate(WaitCertificate),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitPeerVerdict(WaitPeerVerdict),
    WaitFinished(WaitFinished),
    WaitCredential(WaitCredential),
    WaitSignature(WaitSignature),
    Connected(Connected<Client>),
}

impl State {
    /// Goes on with the first answer to the hello, which chose this version.
    pub(crate) fn new(
        offered: Box<Offered>,
        hello: &Bytes,
        actions: &mut Actions<'_>,
    ) -> Result<Self, Fault> {
        start::start(offered, hello, actions)
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitServerHello(_) => StateName::WaitServerHello,
            Self::WaitEncryptedExtensions(_) => StateName::WaitEncryptedExtensions,
            Self::WaitCertificateRequest(_) => StateName::WaitCertificateRequest,
            Self::WaitCertificate(_) => StateName::WaitCertificate,
            Self::WaitCertificateVerify(_) => StateName::WaitCertificateVerify,
            Self::WaitPeerVerdict(_) => StateName::WaitPeerVerdict,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::WaitCredential(_) => StateName::WaitCredential,
            Self::WaitSignature(_) => StateName::WaitSignature,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Client, era: Era::Tls13, state }
    }

    /// The connection after the handshake, also while the server waits for a later proof.
    fn connected(&self) -> Option<&Connected<Client>> {
        match self {
            Self::Connected(connected) => Some(connected),
            Self::WaitCredential(WaitCredential { proof: Proof::Later(later), .. })
            | Self::WaitSignature(WaitSignature { proof: Proof::Later(later), .. }) => {
                Some(later.connected())
            }
            _ => None,
        }
    }

    /// What can be exported, once connected.
    pub(crate) fn established(&self) -> Option<&Established> {
        self.connected().map(|connected| &connected.kept.established)
    }

    /// Our keys change because we want it; not before the end of the handshake.
    pub(crate) fn update_keys(
        &mut self,
        request_peer: bool,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        match self {
            Self::Connected(connected) => connected.update_keys(request_peer, actions),
            Self::WaitCredential(WaitCredential { proof: Proof::Later(later), .. })
            | Self::WaitSignature(WaitSignature { proof: Proof::Later(later), .. }) => {
                later.connected_mut().update_keys(request_peer, actions)
            }
            _ => Ok(()),
        }
    }

    /// THE MATCH: one line for each legal pair.
    #[rustfmt::skip]
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        use Input::{Answer as Told, Message13 as Message};
        match (self, input) {
            (Self::WaitServerHello(s), Message(raw, Message13::ServerHello(m))) => s.on_server_hello(raw, &m, actions),
            (Self::WaitServerHello(_), Message(_, Message13::HelloRetryRequest(_))) => Err(crate::fault::FaultKind::SecondRetry.into()),
            (Self::WaitEncryptedExtensions(s), Message(raw, Message13::EncryptedExtensions(m))) => s.on_encrypted_extensions(raw, &m, actions),
            (Self::WaitCertificateRequest(s), Message(raw, Message13::CertificateRequest(m))) => s.on_certificate_request(raw, &m),
            (Self::WaitCertificateRequest(s), Message(raw, Message13::Certificate(m))) => s.no_request().on_certificate(raw, &m),
            (Self::WaitCertificateRequest(s), Message(raw, Message13::CompressedCertificate(m))) => s.no_request().on_compressed_certificate(raw, &m),
            (Self::WaitCertificate(s), Message(raw, Message13::Certificate(m))) => s.on_certificate(raw, &m),
            (Self::WaitCertificate(s), Message(raw, Message13::CompressedCertificate(m))) => s.on_compressed_certificate(raw, &m),
            (Self::WaitCertificateVerify(s), Message(raw, Message13::CertificateVerify(m))) => s.on_certificate_verify(raw, &m, actions),
            (Self::WaitPeerVerdict(s), Told(Answer::PeerVerdict(a))) => s.on_peer_verdict(a),
            (Self::WaitFinished(s), Message(raw, Message13::Finished(m))) => s.on_finished(raw, &m, actions),
            (Self::WaitCredential(s), Told(Answer::Credential(a))) => s.on_credential(a, actions),
            (Self::WaitSignature(s), Told(Answer::Signature(a))) => s.on_signature(a, actions),
            (Self::Connected(s), Message(_, Message13::NewSessionTicket(m))) => s.on_new_session_ticket(&m, actions).map(Self::Connected),
            (Self::Connected(s), Message(_, Message13::KeyUpdate(m))) => s.on_key_update(m, actions).map(Self::Connected),
            (Self::Connected(s), Message(raw, Message13::CertificateRequest(m))) => s.on_certificate_request(raw, &m, actions),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }
}
