//! The order of a TLS 1.2 client (RFC 5246 §7.3).
//!
//! ```text
//! Client                                    Server
//! ClientHello           -------->
//!                                      ServerHello
//!                                     Certificate*
//!                               CertificateStatus*
//!                               ServerKeyExchange*
//!                              CertificateRequest*
//!                       <--------  ServerHelloDone
//! Certificate*
//! ClientKeyExchange
//! CertificateVerify*
//! [ChangeCipherSpec]
//! Finished              -------->
//!                                NewSessionTicket*
//!                               [ChangeCipherSpec]
//!                       <--------         Finished
//! ```
//!
//! When a session is resumed the server's last three follow its ServerHello, and the client's last
//! two end the handshake.

mod exchange;
mod flight;
mod proving;
mod wait_certificate;
mod wait_certificate_request;
mod wait_certificate_status;
mod wait_change_cipher_spec;
mod wait_credential;
mod wait_finished;
mod wait_new_session_ticket;
mod wait_peer_verdict;
mod wait_pre_shared_key;
mod wait_psk_hint;
mod wait_server_hello_done;
mod wait_server_key_exchange;
mod wait_signature;

use wait_certificate::WaitCertificate;
use wait_certificate_request::WaitCertificateRequest;
use wait_certificate_status::WaitCertificateStatus;
use wait_change_cipher_spec::WaitChangeCipherSpec;
use wait_credential::WaitCredential;
use wait_finished::WaitFinished;
use wait_new_session_ticket::WaitNewSessionTicket;
use wait_peer_verdict::WaitPeerVerdict;
use wait_pre_shared_key::WaitPreSharedKey;
use wait_psk_hint::WaitPskHint;
use wait_server_hello_done::WaitServerHelloDone;
use wait_server_key_exchange::WaitServerKeyExchange;
use wait_signature::WaitSignature;

use self::{flight::Flight, proving::Proving};
use super::{Established, connected::Connected};
use crate::{
    action::{Actions, Repeated},
    fault::Fault,
    handshake::{ClientAgreed, Cursor, Era, Input, Role, StateName, order},
    request::Answer,
    wire::Message,
};

/// The states.
pub(crate) enum State {
    WaitCertificate(WaitCertificate),
    WaitCertificateStatus(WaitCertificateStatus),
    WaitServerKeyExchange(WaitServerKeyExchange),
    WaitPskHint(WaitPskHint),
    WaitCertificateRequest(WaitCertificateRequest),
    WaitServerHelloDone(WaitServerHelloDone),
    WaitPeerVerdict(WaitPeerVerdict),
    WaitCredential(WaitCredential),
    WaitPreSharedKey(WaitPreSharedKey),
    WaitSignature(WaitSignature),
    WaitNewSessionTicket(WaitNewSessionTicket),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl State {
    /// Goes on after the hellos.
    pub(crate) fn new(agreed: ClientAgreed, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        actions.limit_fragments(&agreed.agreed.record_limits);
        let mut flight = Flight::new(agreed);
        if let Some(session) = flight.agreed.resumed.take() {
            return Proving::resumed(flight, session, actions);
        }
        let exchange = flight.agreed.agreed.suite.key_exchange;
        Ok(if exchange.has_certificate() {
            Self::WaitCertificate(WaitCertificate { flight })
        } else if exchange.is_ephemeral() {
            Self::WaitServerKeyExchange(WaitServerKeyExchange { flight })
        } else {
            Self::WaitPskHint(WaitPskHint { flight })
        })
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitCertificate(_) => StateName::WaitCertificate,
            Self::WaitCertificateStatus(_) => StateName::WaitCertificateStatus,
            Self::WaitServerKeyExchange(_) => StateName::WaitServerKeyExchange,
            Self::WaitPskHint(_) => StateName::WaitPskHint,
            Self::WaitCertificateRequest(_) => StateName::WaitCertificateRequest,
            Self::WaitServerHelloDone(_) => StateName::WaitServerHelloDone,
            Self::WaitPeerVerdict(_) => StateName::WaitPeerVerdict,
            Self::WaitCredential(_) => StateName::WaitCredential,
            Self::WaitPreSharedKey(_) => StateName::WaitPreSharedKey,
            Self::WaitSignature(_) => StateName::WaitSignature,
            Self::WaitNewSessionTicket(_) => StateName::WaitNewSessionTicket,
            Self::WaitChangeCipherSpec(_) => StateName::WaitChangeCipherSpec,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Client, era: Era::Tls12, state }
    }

    /// What can be exported, once connected.
    pub(crate) fn established(&self) -> Option<&Established> {
        match self {
            Self::Connected(connected) => Some(&connected.established),
            _ => None,
        }
    }

    /// THE MATCH: one line for each legal pair.
    #[rustfmt::skip]
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        match (self, input) {
            (Self::WaitCertificate(s), Input::Message(raw, Message::Certificate(m))) => s.on_certificate(raw, m),
            (Self::WaitCertificateStatus(s), Input::Message(raw, Message::CertificateStatus(m))) => Ok(s.on_certificate_status(raw, m)),
            (Self::WaitCertificateStatus(s), Input::Message(raw, Message::ServerKeyExchange(m))) => s.without().server_key_exchange()?.on_server_key_exchange(raw, m),
            (Self::WaitCertificateStatus(s), Input::Message(raw, Message::CertificateRequest(m))) => s.without().certificate_request()?.on_certificate_request(raw, m),
            (Self::WaitCertificateStatus(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.without().certificate_request()?.no_request().on_server_hello_done(raw, actions)),
            (Self::WaitServerKeyExchange(s), Input::Message(raw, Message::ServerKeyExchange(m))) => s.on_server_key_exchange(raw, m),
            (Self::WaitPskHint(s), Input::Message(raw, Message::ServerKeyExchange(m))) => s.on_server_key_exchange(raw, m),
            (Self::WaitPskHint(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.no_hint().on_server_hello_done(raw, actions)),
            (Self::WaitCertificateRequest(s), Input::Message(raw, Message::CertificateRequest(m))) => s.on_certificate_request(raw, m),
            (Self::WaitCertificateRequest(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.no_request().on_server_hello_done(raw, actions)),
            (Self::WaitServerHelloDone(s), Input::Message(raw, Message::ServerHelloDone)) => Ok(s.on_server_hello_done(raw, actions)),
            (Self::WaitPeerVerdict(s), Input::Answer(Answer::PeerVerdict(a))) => s.on_peer_verdict(a, actions),
            (Self::WaitCredential(s), Input::Answer(Answer::Credential(a))) => s.on_credential(a, actions),
            (Self::WaitPreSharedKey(s), Input::Answer(Answer::PreSharedKey(a))) => s.on_pre_shared_key(a, actions),
            (Self::WaitSignature(s), Input::Answer(Answer::Signature(a))) => s.on_signature(a, actions),
            (Self::WaitNewSessionTicket(s), Input::Message(raw, Message::NewSessionTicket(m))) => Ok(s.on_new_session_ticket(raw, m)),
            (Self::WaitChangeCipherSpec(s), Input::ChangeCipherSpec) => Ok(s.on_change_cipher_spec(actions)),
            (Self::WaitFinished(s), Input::Message(raw, Message::Finished(m))) => s.on_finished(raw, m, actions),
            (Self::Connected(s), Input::Message(_, Message::HelloRequest)) => Ok(Self::Connected(s.refuse_renegotiation(actions))),
            // The gate has passed it: some other state of a handshake that is under way.
            (state, Input::Message(_, Message::HelloRequest)) => Ok(state.ignore_hello_request(actions)),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }

    /// RFC 5246 §7.4.1.1: ignored while negotiating, and not part of the transcript.
    fn ignore_hello_request(self, actions: &mut Actions<'_>) -> Self {
        actions.count(Repeated::Renegotiation);
        self
    }
}
