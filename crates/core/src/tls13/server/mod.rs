//! The order of a TLS 1.3 server (RFC 8446 appendix A.2).

mod check;
mod choose;
mod early;
mod encrypted_extensions;
mod finishing;
mod flight;
mod greeted;
mod prove;
mod retry;
mod search;
mod selected;
mod serving;
mod tickets;
mod wait_certificate;
mod wait_certificate_verify;
mod wait_client_hello;
mod wait_early_data_verdict;
mod wait_end_of_early_data;
mod wait_finished;
mod wait_opened_ticket;
mod wait_peer_verdict;
mod wait_pre_shared_key;
mod wait_sealed_ticket;
mod wait_session;
mod wait_signature;
mod wait_stored;

use wait_certificate::WaitCertificate;
use wait_certificate_verify::WaitCertificateVerify;
use wait_client_hello::WaitClientHello;
use wait_early_data_verdict::WaitEarlyDataVerdict;
use wait_end_of_early_data::WaitEndOfEarlyData;
use wait_finished::WaitFinished;
use wait_opened_ticket::WaitOpenedTicket;
use wait_peer_verdict::WaitPeerVerdict;
use wait_pre_shared_key::WaitPreSharedKey;
use wait_sealed_ticket::WaitSealedTicket;
use wait_session::WaitSession;
use wait_signature::WaitSignature;
use wait_stored::WaitStored;

use super::{Established, connected::Connected};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, StateName, order},
    hello::Served,
    request::Answer,
    wire::Message13 as M,
};

/// The states.
pub(crate) enum State {
    WaitClientHello(WaitClientHello),
    WaitOpenedTicket(WaitOpenedTicket),
    WaitSession(WaitSession),
    WaitPreSharedKey(WaitPreSharedKey),
    WaitEarlyDataVerdict(WaitEarlyDataVerdict),
    WaitSignature(WaitSignature),
    WaitEndOfEarlyData(WaitEndOfEarlyData),
    WaitCertificate(WaitCertificate),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitPeerVerdict(WaitPeerVerdict),
    WaitFinished(WaitFinished),
    WaitSealedTicket(WaitSealedTicket),
    WaitStored(WaitStored),
    Connected(Connected<()>),
}

impl State {
    /// Goes on after the first hello: asks for another one, or for the client's pre-shared keys;
    /// or sends the flight.
    pub(crate) fn new(served: Served, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        greeted::start(served.config, served.offered, actions)
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitClientHello(_) => StateName::WaitClientHello,
            Self::WaitOpenedTicket(_) => StateName::WaitOpenedTicket,
            Self::WaitSession(_) => StateName::WaitSession,
            Self::WaitPreSharedKey(_) => StateName::WaitPreSharedKey,
            Self::WaitEarlyDataVerdict(_) => StateName::WaitEarlyDataVerdict,
            Self::WaitSignature(_) => StateName::WaitSignature,
            Self::WaitEndOfEarlyData(_) => StateName::WaitEndOfEarlyData,
            Self::WaitCertificate(_) => StateName::WaitCertificate,
            Self::WaitCertificateVerify(_) => StateName::WaitCertificateVerify,
            Self::WaitPeerVerdict(_) => StateName::WaitPeerVerdict,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::WaitSealedTicket(_) => StateName::WaitSealedTicket,
            Self::WaitStored(_) => StateName::WaitStored,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Server, era: Era::Tls13, state }
    }

    /// What can be exported, once connected.
    pub(crate) fn established(&self) -> Option<&Established> {
        match self {
            Self::Connected(connected) => Some(&connected.kept.established),
            _ => None,
        }
    }

    /// Our keys change because we want it; before the end of the handshake they do not.
    pub(crate) fn update_keys(
        &mut self,
        request_peer: bool,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        match self {
            Self::Connected(connected) => connected.update_keys(request_peer, actions),
            _ => Ok(()),
        }
    }

    /// THE MATCH: one line for each legal pair.
    #[rustfmt::skip]
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        match (self, input) {
            (Self::WaitClientHello(s), Input::Message13(raw, M::ClientHello(_))) => s.on_client_hello(raw, actions),
            (Self::WaitOpenedTicket(s), Input::Answer(Answer::OpenedTicket(a))) => s.on_opened_ticket(a.as_ref(), actions),
            (Self::WaitSession(s), Input::Answer(Answer::Session(a))) => s.on_session(a.as_ref(), actions),
            (Self::WaitPreSharedKey(s), Input::Answer(Answer::PreSharedKey(a))) => s.on_pre_shared_key(a.as_ref(), actions),
            (Self::WaitEarlyDataVerdict(s), Input::Answer(Answer::EarlyDataVerdict(a))) => s.on_early_data_verdict(a, actions),
            (Self::WaitSignature(s), Input::Answer(Answer::Signature(a))) => s.on_signature(a, actions),
            (Self::WaitEndOfEarlyData(s), Input::EarlyData(len)) => s.on_early_data(len),
            (Self::WaitEndOfEarlyData(s), Input::Message13(raw, M::EndOfEarlyData)) => s.on_end_of_early_data(raw, actions),
            (Self::WaitCertificate(s), Input::Message13(raw, M::Certificate(m))) => s.on_certificate(raw, m),
            (Self::WaitCertificate(s), Input::Message13(raw, M::CompressedCertificate(m))) => s.on_compressed_certificate(raw, &m),
            (Self::WaitCertificateVerify(s), Input::Message13(raw, M::CertificateVerify(m))) => s.on_certificate_verify(raw, m, actions),
            (Self::WaitPeerVerdict(s), Input::Answer(Answer::PeerVerdict(a))) => s.on_peer_verdict(a),
            (Self::WaitFinished(s), Input::Message13(raw, M::Finished(m))) => s.on_finished(raw, m, actions),
            (Self::WaitSealedTicket(s), Input::Answer(Answer::SealedTicket(a))) => s.on_sealed_ticket(a.as_ref(), actions),
            (Self::WaitStored(s), Input::Answer(Answer::SessionStored(()))) => s.on_stored(actions),
            (Self::Connected(s), Input::Message13(_, M::KeyUpdate(m))) => s.on_key_update(m, actions).map(Self::Connected),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }
}
