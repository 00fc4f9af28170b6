//! `WaitFinished`: the server proves the handshake (RFC 8446 §4.4.4).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Asked, Course, Proof, Proving, Shown, State};
use crate::{
    action::Actions,
    event::{EarlyData, Event},
    fault::Fault,
    handshake::Role,
    key_log::KeyLog,
    quic::Keys,
    tls13::finished,
    wire::{Finished, HandshakeType},
};

/// A client that has a proven server, but for the handshake as a whole.
pub(crate) struct WaitFinished {
    pub(super) course: Box<Course>,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        raw: &Bytes,
        message: &Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        finished::check(message, &course.server, &course.transcript)?;
        course.transcript.add(raw);
        let master = course.schedule.master();
        let hash = course.transcript.current();
        let client = master.traffic(Role::Client, hash.as_ref());
        let server = master.traffic(Role::Server, hash.as_ref());
        let exporter = master.exporter(hash.as_ref());
        if course.config.logs_keys() {
            let random = course.agreed.client_random;
            actions.emit(Event::KeyLog(KeyLog::traffic(&client, random)));
            actions.emit(Event::KeyLog(KeyLog::traffic(&server, random)));
            actions.emit(Event::KeyLog(KeyLog::exporter(&exporter, random)));
        }
        let suite = course.agreed.suite;
        actions.change_read_keys(Keys::client(&course.config, &server, suite)?);
        // RFC 9001 §8.3: QUIC marks the end in its own way, and had these keys before.
        if course.early_data == EarlyData::Accepted && !course.config.transport().is_quic() {
            actions.allow_early_data(0);
            actions.send(HandshakeType::END_OF_EARLY_DATA, &mut course.transcript, |_| {});
            actions.change_write_keys(Keys::client(&course.config, &course.client, suite)?);
        }
        let proving = Box::new(Proving { course, master, client, server, exporter });
        match proving.course.request.clone() {
            None => proving.finish(Shown::default(), actions),
            Some(body) => Asked::read(&body)?.answer(Proof::Handshake(proving), actions),
        }
    }
}
