//! `WaitFinished`: the client proves the handshake, and the server answers with its own proof
//! (RFC 5246 §7.4.9).

use alloc::boxed::Box;

use bytes::Bytes;

use super::State;
use crate::{
    action::Actions,
    crypto::TrafficKeys,
    event::{ConnectionSummary, Event},
    fault::Fault,
    handshake::{Role, ServerAgreed},
    tls12::{connected::Connected, finished, master_secret::MasterSecret},
    wire::{Finished, HandshakeType},
};

/// A server that reads under the client's keys.
pub(crate) struct WaitFinished {
    pub(super) server: Box<ServerAgreed>,
    pub(super) master: MasterSecret,
    pub(super) write_keys: TrafficKeys,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        raw: &Bytes,
        message: Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut server, master, write_keys } = self;
        finished::check(&message, &master, Role::Client, &server.transcript)?;
        server.transcript.add(raw);
        actions.send_change_cipher_spec();
        actions.write_keys(write_keys);
        let proof = finished::verify_data(&master, Role::Server, &server.transcript);
        actions.send(HandshakeType::FINISHED, &mut server.transcript, |writer| {
            writer.bytes(&proof);
        });
        actions.emit(Event::Connected(ConnectionSummary {
            role: Role::Server,
            hello: server.agreed.summary(),
            group: server.group,
            scheme: server.scheme,
        }));
        Ok(State::Connected(Connected))
    }
}
