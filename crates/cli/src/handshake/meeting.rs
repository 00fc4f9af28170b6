//! The meeting: each end's output is the other's input, until both have closed.

use bytes::Bytes;
use countersign::{
    Cursor, Direction, EarlyData, Error, Event, MessageSummary, Role, crypto::Random,
    pki_types::UnixTime,
};

use super::end::{End, Lent};
use crate::{
    capturing::Tap,
    failure::{Failure, last_message},
    output::Output,
    timeline::Timeline,
};

/// What the two say to each other.
const GREETING: &[u8] = b"Halt! Who goes there?";
const REPLY: &[u8] = b"A friend, with the countersign.";

/// Both ends, and what they share.
pub(super) struct Meeting<'a> {
    pub(super) client: End<'a>,
    pub(super) server: End<'a>,
    pub(super) now: UnixTime,
    pub(super) random: &'a mut dyn Random,
    /// On the side of the client, whose machine tells the secrets.
    pub(super) tap: Option<Tap>,
    pub(super) timeline: Timeline,
    pub(super) output: Output,
}

impl<'a> Meeting<'a> {
    /// Each round every end does all that it can.
    pub(super) fn run(mut self) -> Result<(), Failure> {
        while !(self.client.closed && self.server.closed) {
            let before = self.progress();
            let turned = self.turn(Role::Client);
            self.capture(Role::Client);
            turned?;
            self.server.take_from(&mut self.client);
            let turned = self.turn(Role::Server);
            self.capture(Role::Server);
            turned?;
            self.client.take_from(&mut self.server);
            if self.progress() == before {
                return Err(Failure::usage("both ends wait for each other", "report this"));
            }
        }
        self.output.print(&self.timeline.closed(self.server.received, self.client.received));
        Ok(())
    }

    /// Takes down what goes over; it may be the alert of an end that failed.
    fn capture(&self, from: Role) {
        let Some(tap) = &self.tap else { return };
        match from {
            Role::Client => {
                // It has read what the server sent before.
                tap.waits();
                tap.sent(&self.client.output);
            }
            Role::Server if self.server.output.is_empty() => {}
            Role::Server => tap.received(&self.server.output),
        }
    }

    /// Changes with each round that does anything.
    fn progress(&self) -> [(bool, u64, Cursor); 2] {
        [&self.client, &self.server].map(|end| (end.closed, end.received, end.connection.state()))
    }

    fn end(&mut self, role: Role) -> (&mut End<'a>, Lent<'_>) {
        let lent = Lent { now: self.now, random: self.random };
        match role {
            Role::Client => (&mut self.client, lent),
            Role::Server => (&mut self.server, lent),
        }
    }

    /// Polls one end until it waits.
    fn turn(&mut self, role: Role) -> Result<(), Failure> {
        loop {
            let (end, mut lent) = self.end(role);
            let (event, answer) = match end.poll(&mut lent) {
                Ok(polled) => polled,
                Err(error) => return Err(self.failure(role, &error)),
            };
            self.tell(role, &event, answer);
            let waits = matches!(
                event,
                Event::NeedInput { .. } | Event::AwaitAnswer(_) | Event::PeerClosed | Event::Closed
            );
            self.act(role, event).map_err(|error| self.failure(role, &error))?;
            if waits {
                return Ok(());
            }
        }
    }

    /// What the two want of their connection.
    fn act(&mut self, role: Role, event: Event) -> Result<(), Error> {
        let (end, mut lent) = self.end(role);
        match (role, event) {
            (Role::Client, Event::NeedInput { .. }) if !end.spoke_early => {
                end.spoke_early = end.send_early(GREETING, &mut lent)?;
                Ok(())
            }
            (Role::Client, Event::Connected(summary)) => match summary.early_data {
                EarlyData::Accepted if end.spoke_early => Ok(()),
                _ => end.send(GREETING, &mut lent),
            },
            (_, Event::Data(data) | Event::EarlyData(data)) => {
                end.received += length(&data);
                match role {
                    Role::Server => end.send(REPLY, &mut lent),
                    Role::Client => end.close(&mut lent),
                }
            }
            (_, Event::PeerClosed) => end.close(&mut lent),
            (_, Event::Closed) => {
                end.closed = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Each message and each change of keys is told once: by the end that sends.
    fn tell(&mut self, role: Role, event: &Event, answer: Option<String>) {
        if let Some(tap) = self.tap.as_ref().filter(|_| role == Role::Client) {
            tap.event(event);
        }
        let text = match event {
            Event::Message(MessageSummary { direction: Direction::Received, .. }) => return,
            Event::KeysChanged(change) if change.direction == Direction::Received => return,
            Event::Data(data) => self.timeline.data(role.peer(), data),
            // The server knows the outcome last, so it is told when the client has it too.
            Event::Connected(_) if role == Role::Server => return,
            other => self.timeline.event(role, other),
        };
        self.output.print(&text);
        if let Some(answer) = answer {
            self.output.print(&self.timeline.answered(answer));
        }
    }

    fn failure(&self, role: Role, error: &Error) -> Failure {
        let end = match role {
            Role::Client => &self.client,
            Role::Server => &self.server,
        };
        let what = format!("the {role} ended the handshake");
        Failure::tls(&what, error, last_message(&end.connection).as_deref())
    }
}

fn length(data: &Bytes) -> u64 {
    data.len().try_into().unwrap_or(u64::MAX)
}
