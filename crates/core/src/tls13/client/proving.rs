//! The end of a client's handshake: our `Finished`, and the keys of the data
//! (RFC 8446 §4.4.4, §7.1).

use alloc::boxed::Box;

use super::{Client, Course, LaterFacts, Shown, State, Tickets};
use crate::{
    action::Actions,
    event::Event,
    fault::Fault,
    resume::Session,
    schedule::{ExporterSecret, MasterSecret, TrafficSecret},
    tls13::{
        Established,
        connected::{Connected, Kept},
        finished,
        traffic::{Config, Traffic},
    },
};

/// A client whose server is proven.
pub(super) struct Proving {
    pub(super) course: Box<Course>,
    pub(super) master: MasterSecret,
    pub(super) client: TrafficSecret,
    pub(super) server: TrafficSecret,
    pub(super) exporter: ExporterSecret,
}

impl Proving {
    pub(super) fn finish(
        self: Box<Self>,
        shown: Shown,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course, master, client, server, exporter } = *self;
        finished::send(&course.client, &mut course.transcript, actions);
        let config = Config::Client(course.config.clone());
        let traffic = Traffic::new(config, course.agreed.suite, server, client);
        actions.change_write_keys(traffic.write_keys()?);
        // What a session has to tell is taken before the summary takes it along.
        let has_room = course.chain.first().is_none_or(Session::has_room_for);
        let tickets = (course.config.resumes() && has_room).then(|| {
            let secret = master.resumption(course.transcript.current().as_ref());
            Box::new(Tickets::new(&course, secret, actions.now))
        });
        let later = course.config.may_be_asked_later().then(|| {
            Box::new(LaterFacts {
                config: course.config.clone(),
                server_name: course.server_name.clone(),
                certificate_types: course.agreed.certificate_types,
                transcript: course.transcript.fork(),
            })
        });
        actions.emit(Event::Connected(Box::new(course.summary(shown))));
        let established = Established::new(exporter);
        Ok(State::Connected(Connected {
            kept: Box::new(Kept { traffic, established }),
            more: Client { tickets, later },
        }))
    }
}
