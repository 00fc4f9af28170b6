//! Our machine, fed with a peer's recorded bytes.

use std::path::Path;

use bytes::BytesMut;
use countersign::{Answers, Connection, Event, Surroundings, pki_types::UnixTime};
use countersign_testkit::{
    SeededRandom,
    golden::{Actor, Manifest, Step},
};

use super::{capture::Input, plain::Wire, timeline::Timeline};

/// What our side did.
pub(crate) struct Replayed {
    /// The bytes of each connection.
    pub(crate) sent: Vec<Vec<u8>>,
    pub(crate) timeline: String,
    /// The secrets of all connections, as a key log.
    pub(crate) key_log: String,
}

/// For each connection feeds the pieces one behind the other; our side does what it did when it
/// was recorded.
pub(crate) fn replay(manifest: &Manifest, vectors: &Path, connections: &[Input]) -> Replayed {
    let mut actor = Actor::new(manifest, vectors).expect("the manifest is possible");
    let mut timeline = Timeline::new(manifest.role);
    let mut replayed =
        Replayed { sent: Vec::new(), timeline: String::new(), key_log: String::new() };
    for (number, input) in connections.iter().enumerate() {
        if manifest.forgets {
            actor.forget().expect("it was possible before");
        }
        if connections.len() > 1 {
            timeline.begins(number + 1);
        }
        let wire = actor.plain(Wire::new(&input.plain)).expect("the plaintext ends in TLS");
        assert!(wire.is_read(), "more plaintext was recorded");
        timeline.plain(&wire.lines);
        let mut side = Side {
            steps: &manifest.steps,
            connection: actor.connection(),
            answers: actor.answers(),
            now: actor.now(),
            random: actor.random(number),
            output: BytesMut::from(&wire.sent[..]),
            heard: Vec::new(),
            timeline: &mut timeline,
            key_log: &mut replayed.key_log,
        };
        side.feed(&input.tls);
        replayed.sent.push(side.output.to_vec());
    }
    replayed.timeline = timeline.text();
    replayed
}

/// Our side of a connection.
struct Side<'a> {
    steps: &'a [Step],
    connection: Connection,
    answers: Answers<'a>,
    now: UnixTime,
    random: SeededRandom,
    output: BytesMut,
    /// Received since the last step.
    heard: Vec<u8>,
    timeline: &'a mut Timeline,
    key_log: &'a mut String,
}

impl Side<'_> {
    fn feed(&mut self, pieces: &[Vec<u8>]) {
        let mut alive = self.run();
        for piece in pieces {
            if !alive {
                return;
            }
            self.connection.input().extend_from_slice(piece);
            alive = self.run();
        }
    }

    /// Goes on until bytes are wanted or nothing more will come; false where it has failed.
    fn run(&mut self) -> bool {
        loop {
            let event = match self.call(Connection::poll) {
                Ok(event) => event,
                Err(error) => {
                    self.timeline.failed(&error);
                    return false;
                }
            };
            self.timeline.event(&event);
            match event {
                Event::NeedInput { .. } | Event::PeerClosed | Event::Closed => return true,
                Event::Ask(id, request) => {
                    let answer = self.answers.answer(&request, &mut self.random);
                    self.connection.answer(id, answer).expect("it was asked");
                }
                Event::Session(session) => self.answers.sessions.store(&session),
                Event::KeyLog(secret) => self.key_log.push_str(&secret.line()),
                Event::Connected(_) => self.go_on(),
                Event::Data(data) => {
                    self.heard.extend_from_slice(&data);
                    self.go_on();
                }
                _ => {}
            }
        }
    }

    /// Takes the steps that can be taken now, and closes behind the last.
    fn go_on(&mut self) {
        while let Some((step, rest)) = self.steps.split_first() {
            match step {
                Step::Say(text) => self.say(text.as_bytes()),
                Step::Hear(text) if contains(&self.heard, text.as_bytes()) => self.heard.clear(),
                Step::Hear(_) => return,
            }
            self.steps = rest;
        }
        self.call(Connection::close).expect("the connection is alive");
    }

    fn say(&mut self, text: &[u8]) {
        let taken = self.call(|connection, around| connection.send(text, around));
        assert_eq!(taken, Ok(text.len()));
        self.timeline.sent_data(text.len());
    }

    fn call<R>(&mut self, call: impl FnOnce(&mut Connection, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings =
            Surroundings { now: self.now, random: &mut self.random, output: &mut self.output };
        call(&mut self.connection, &mut surroundings)
    }
}

fn contains(heard: &[u8], text: &[u8]) -> bool {
    heard.windows(text.len()).any(|part| part == text)
}
