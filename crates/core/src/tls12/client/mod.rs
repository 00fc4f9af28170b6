//! The order of a TLS 1.2 client (RFC 5246 §7.3).
//!
//! ```text
//! Client                                    Server
//! ClientHello           -------->
//!                                      ServerHello
//!                                      Certificate
//!                                ServerKeyExchange
//!                              CertificateRequest*
//!                       <--------  ServerHelloDone
//! Certificate*
//! ClientKeyExchange
//! [ChangeCipherSpec]
//! Finished              -------->
//!                               [ChangeCipherSpec]
//!                       <--------         Finished
//! ```

mod wait_certificate;
mod wait_certificate_request;
mod wait_change_cipher_spec;
mod wait_finished;
mod wait_peer_verdict;
mod wait_server_hello_done;
mod wait_server_key_exchange;

use alloc::boxed::Box;

use wait_certificate::WaitCertificate;
use wait_certificate_request::WaitCertificateRequest;
use wait_change_cipher_spec::WaitChangeCipherSpec;
use wait_finished::WaitFinished;
use wait_peer_verdict::WaitPeerVerdict;
use wait_server_hello_done::WaitServerHelloDone;
use wait_server_key_exchange::WaitServerKeyExchange;

use super::connected::Connected;
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{ClientAgreed, Cursor, Era, Input, Role, StateName, order},
    request::Answer,
    wire::Message,
};

/// The states.
pub(crate) enum State {
    WaitCertificate(WaitCertificate),
    WaitServerKeyExchange(WaitServerKeyExchange),
    WaitCertificateRequest(WaitCertificateRequest),
    WaitServerHelloDone(WaitServerHelloDone),
    WaitPeerVerdict(WaitPeerVerdict),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl State {
    /// Goes on after the hellos.
    pub(crate) fn new(agreed: Box<ClientAgreed>) -> Self {
        Self::WaitCertificate(WaitCertificate { agreed })
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitCertificate(_) => StateName::WaitCertificate,
            Self::WaitServerKeyExchange(_) => StateName::WaitServerKeyExchange,
            Self::WaitCertificateRequest(_) => StateName::WaitCertificateRequest,
            Self::WaitServerHelloDone(_) => StateName::WaitServerHelloDone,
            Self::WaitPeerVerdict(_) => StateName::WaitPeerVerdict,
            Self::WaitChangeCipherSpec(_) => StateName::WaitChangeCipherSpec,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Client, era: Era::Tls12, state }
    }

    /// THE MATCH: one line for each legal pair.
    #[rustfmt::skip]
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        match (self, input) {
            (Self::WaitCertificate(s), Input::Message(raw, Message::Certificate(m))) => s.on_certificate(raw, m),
            (Self::WaitServerKeyExchange(s), Input::Message(raw, Message::ServerKeyExchange(m))) => s.on_server_key_exchange(raw, m),
            (Self::WaitCertificateRequest(s), Input::Message(raw, Message::CertificateRequest(m))) => s.on_certificate_request(raw, m),
            (Self::WaitCertificateRequest(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.no_request().on_server_hello_done(raw, actions)),
            (Self::WaitServerHelloDone(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.on_server_hello_done(raw, actions)),
            (Self::WaitPeerVerdict(s), Input::Answer(Answer::PeerVerdict(a))) => s.on_peer_verdict(a, actions),
            (Self::WaitChangeCipherSpec(s), Input::ChangeCipherSpec) => Ok(s.on_change_cipher_spec(actions)),
            (Self::WaitFinished(s), Input::Message(_, Message::Finished(m))) => s.on_finished(m, actions),
            (Self::Connected(s), Input::Message(_, Message::HelloRequest)) => Ok(Self::Connected(s.refuse_renegotiation(actions))),
            // The gate has passed it: some other state of a handshake that is under way.
            (state, Input::Message(_, Message::HelloRequest)) => Ok(state.ignore_hello_request(actions)),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }

    /// RFC 5246 §7.4.1.1: ignored while negotiating, and not part of the transcript.
    fn ignore_hello_request(self, actions: &mut Actions<'_>) -> Self {
        actions.count_renegotiation();
        self
    }
}
