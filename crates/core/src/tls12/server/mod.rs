//! The order of a TLS 1.2 server (RFC 5246 §7.3): the client's page, seen from the other side.

mod keys;
mod resume;
mod serving;
mod start;
mod wait_certificate;
mod wait_certificate_verify;
mod wait_change_cipher_spec;
mod wait_client_key_exchange;
mod wait_finished;
mod wait_peer_verdict;
mod wait_pre_shared_key;
mod wait_premaster;
mod wait_sealed_ticket;
mod wait_signature;
mod wait_stored;

use wait_certificate::WaitCertificate;
use wait_certificate_verify::WaitCertificateVerify;
use wait_change_cipher_spec::WaitChangeCipherSpec;
use wait_client_key_exchange::WaitClientKeyExchange;
use wait_finished::WaitFinished;
use wait_peer_verdict::WaitPeerVerdict;
use wait_pre_shared_key::WaitPreSharedKey;
use wait_premaster::WaitPremaster;
use wait_sealed_ticket::WaitSealedTicket;
use wait_signature::WaitSignature;
use wait_stored::WaitStored;

use self::{keys::Keys, serving::Serving};
use super::{Established, connected::Connected};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, ServerAgreed, StateName, order},
    request::Answer,
    resume::Session,
    wire::Message,
};

/// The states.
pub(crate) enum State {
    WaitSignature(WaitSignature),
    WaitCertificate(WaitCertificate),
    WaitPeerVerdict(WaitPeerVerdict),
    WaitClientKeyExchange(WaitClientKeyExchange),
    WaitPremaster(WaitPremaster),
    WaitPreSharedKey(WaitPreSharedKey),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    WaitSealedTicket(WaitSealedTicket),
    WaitStored(WaitStored),
    Connected(Connected),
}

impl State {
    /// Goes on after the hellos: sends the first messages of the flight.
    pub(crate) fn new(agreed: ServerAgreed, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        start::start(Serving::new(agreed), actions)
    }

    /// Goes on after the hellos with a session from before.
    pub(crate) fn resumed(
        agreed: ServerAgreed,
        session: Session,
        actions: &mut Actions<'_>,
    ) -> Result<Self, Fault> {
        resume::resume(Serving::new(agreed), session, actions)
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitSignature(_) => StateName::WaitSignature,
            Self::WaitCertificate(_) => StateName::WaitCertificate,
            Self::WaitPeerVerdict(_) => StateName::WaitPeerVerdict,
            Self::WaitClientKeyExchange(_) => StateName::WaitClientKeyExchange,
            Self::WaitPremaster(_) => StateName::WaitPremaster,
            Self::WaitPreSharedKey(_) => StateName::WaitPreSharedKey,
            Self::WaitCertificateVerify(_) => StateName::WaitCertificateVerify,
            Self::WaitChangeCipherSpec(_) => StateName::WaitChangeCipherSpec,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::WaitSealedTicket(_) => StateName::WaitSealedTicket,
            Self::WaitStored(_) => StateName::WaitStored,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Server, era: Era::Tls12, state }
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
            (Self::WaitSignature(s), Input::Answer(Answer::Signature(a))) => s.on_signature(a, actions),
            (Self::WaitCertificate(s), Input::Message(raw, Message::Certificate(m))) => s.on_certificate(raw, m, actions),
            (Self::WaitPeerVerdict(s), Input::Answer(Answer::PeerVerdict(a))) => s.on_peer_verdict(a),
            (Self::WaitClientKeyExchange(s), Input::Message(raw, Message::ClientKeyExchange(m))) => s.on_client_key_exchange(raw, m, actions),
            (Self::WaitPremaster(s), Input::Answer(Answer::Premaster(a))) => s.on_premaster(a, actions),
            (Self::WaitPreSharedKey(s), Input::Answer(Answer::PreSharedKey(a))) => s.on_pre_shared_key(a, actions),
            (Self::WaitCertificateVerify(s), Input::Message(raw, Message::CertificateVerify(m))) => s.on_certificate_verify(raw, m),
            (Self::WaitChangeCipherSpec(s), Input::ChangeCipherSpec) => Ok(s.on_change_cipher_spec(actions)),
            (Self::WaitFinished(s), Input::Message(raw, Message::Finished(m))) => s.on_finished(raw, m, actions),
            (Self::WaitSealedTicket(s), Input::Answer(Answer::SealedTicket(a))) => s.on_sealed_ticket(a, actions),
            (Self::WaitStored(s), Input::Answer(Answer::SessionStored(()))) => s.on_stored(actions),
            (Self::Connected(s), Input::Message(_, Message::ClientHello(_))) => Ok(Self::Connected(s.refuse_renegotiation(actions))),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }
}
