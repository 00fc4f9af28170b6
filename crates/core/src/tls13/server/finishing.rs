//! The end of the server's flight, and what it holds until the client has proven the handshake
//! (RFC 8446 §4.4.4, §7.1).

use alloc::boxed::Box;

use super::{
    State, WaitCertificate, WaitEndOfEarlyData, WaitFinished, flight::HandshakeKeys,
    serving::Serving,
};
use crate::{
    action::Actions,
    event::EarlyData,
    fault::Fault,
    handshake::Role,
    schedule::{MasterSecret, TrafficSecret},
    tls13::{
        Established,
        connected::Kept,
        finished,
        traffic::{Config, Traffic},
    },
};

/// A server that has sent its `Finished`.
pub(super) struct Finishing {
    pub(super) serving: Box<Serving>,
    /// What the client sends its part of the handshake under.
    pub(super) client: TrafficSecret,
    pub(super) master: MasterSecret,
    pub(super) kept: Box<Kept>,
}

impl Finishing {
    /// Sends `Finished` and changes our keys: what we send from here on is data.
    pub(super) fn send(
        mut serving: Box<Serving>,
        keys: HandshakeKeys,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let HandshakeKeys { secret, client, server } = keys;
        finished::send(&server, &mut serving.transcript, actions);
        let master = secret.into_master();
        let hash = serving.transcript.current();
        let write = master.traffic(Role::Server, hash.as_ref());
        let read = master.traffic(Role::Client, hash.as_ref());
        let exporter = master.exporter(hash.as_ref());
        serving.log(&read, actions);
        serving.log(&write, actions);
        serving.log_exporter(&exporter, actions);
        let config = Config::Server(serving.config.clone());
        let traffic = Traffic::new(config, serving.agreed.suite, read, write);
        actions.change_write_keys(traffic.write_keys()?);
        let kept = Box::new(Kept { traffic, established: Established::new(exporter) });
        Ok(Box::new(Self { serving, client, master, kept }).wait())
    }

    /// What comes next of the client.
    fn wait(self: Box<Self>) -> State {
        // RFC 9001 §8.3: over QUIC no message marks their end.
        let is_quic = self.serving.config.transport().is_quic();
        if self.serving.early_data == EarlyData::Accepted && !is_quic {
            let max = usize::try_from(self.serving.max_early_data).unwrap_or(usize::MAX);
            return State::WaitEndOfEarlyData(WaitEndOfEarlyData { finishing: self, left: max });
        }
        if self.serving.asks_client() {
            return State::WaitCertificate(WaitCertificate { finishing: self });
        }
        State::WaitFinished(WaitFinished { finishing: self })
    }
}
