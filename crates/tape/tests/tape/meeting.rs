//! Two recorded ends in memory.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::BytesMut;
use countersign::{Answers, Error, Event, Role, Surroundings, pki_types::UnixTime};
use countersign_tape::{Recorder, Recording};
use countersign_testkit::{Scene, SeededRandom};

/// The text of a tape that is being written.
#[derive(Clone, Default)]
pub(crate) struct Text(Arc<Mutex<String>>);

impl Text {
    pub(crate) fn recording(&self) -> Recording {
        let text = Arc::clone(&self.0);
        Recording::to(move |lines: &str| {
            text.lock().unwrap().push_str(lines);
            Ok(())
        })
        .provider("fake")
    }

    pub(crate) fn get(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// A recorded end with what is lent to it.
pub(crate) struct End<'a> {
    pub(crate) recorder: Recorder,
    pub(crate) answers: Answers<'a>,
    random: SeededRandom,
    pub(crate) now: u64,
    pub(crate) output: BytesMut,
    pub(crate) data: Vec<u8>,
    pub(crate) error: Option<Error>,
}

impl<'a> End<'a> {
    fn new(recorder: Recorder, answers: Answers<'a>, seed: u64) -> Self {
        let random = SeededRandom::new(seed);
        let (output, data) = (BytesMut::new(), Vec::new());
        Self { recorder, answers, random, now: 1_700_000_000, output, data, error: None }
    }

    pub(crate) fn call<R>(
        &mut self,
        call: impl FnOnce(&mut Recorder, &mut Surroundings<'_>) -> R,
    ) -> R {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.now));
        let random = &mut self.random;
        call(&mut self.recorder, &mut Surroundings { now, random, output: &mut self.output })
    }

    /// Polls until the machine wants something.
    pub(crate) fn settle(&mut self) {
        loop {
            match self.call(Recorder::poll) {
                Ok(Event::Ask(id, request)) => {
                    let answer = self.answers.answer(&request, &mut self.random);
                    self.recorder.answer(id, answer).unwrap();
                }
                Ok(Event::Session(session)) => self.answers.sessions.store(&session),
                Ok(Event::Data(data)) => self.data.extend_from_slice(&data),
                Ok(
                    Event::NeedInput { .. }
                    | Event::AwaitAnswer(_)
                    | Event::PeerClosed
                    | Event::Closed,
                ) => return,
                Ok(_) => {}
                Err(error) => {
                    self.error = Some(error);
                    return;
                }
            }
        }
    }
}

/// Two recorded ends, and the texts of their tapes.
pub(crate) struct Meeting<'a> {
    pub(crate) client: End<'a>,
    pub(crate) server: End<'a>,
    texts: (Text, Text),
}

impl<'a> Meeting<'a> {
    pub(crate) fn new(scene: &'a Scene) -> Self {
        let texts = (Text::default(), Text::default());
        let name = scene.server_name.clone();
        let client = Recorder::client(&scene.client, name, Some(texts.0.recording()));
        let server = Recorder::server(&scene.server, Some(texts.1.recording()));
        Self {
            client: End::new(client, scene.client_side().answers, 1),
            server: End::new(server, scene.server_side().answers, 2),
            texts,
        }
    }

    /// Both go on until both want something. Each piece that one end put out is changed on its way.
    pub(crate) fn run_with(&mut self, mut change: impl FnMut(Role, Vec<u8>) -> Vec<u8>) {
        loop {
            self.client.settle();
            self.server.settle();
            let sent = [
                (Role::Client, self.client.output.split().to_vec()),
                (Role::Server, self.server.output.split().to_vec()),
            ];
            if sent.iter().all(|(_, bytes)| bytes.is_empty()) {
                return;
            }
            for (from, bytes) in sent {
                let to = match from {
                    Role::Client => &mut self.server,
                    Role::Server => &mut self.client,
                };
                if !bytes.is_empty() {
                    to.recorder.input().extend_from_slice(&change(from, bytes));
                    to.now += 1;
                }
            }
        }
    }

    pub(crate) fn run(&mut self) {
        self.run_with(|_, bytes| bytes);
    }

    /// Data both ways, in each of the ways, and both ends close.
    pub(crate) fn talk(&mut self) {
        self.client.call(|connection, lent| connection.send(b"ping", lent)).unwrap();
        self.run();
        let fill = |place: &mut [u8]| {
            place[..4].copy_from_slice(b"pong");
            4
        };
        self.server.call(|connection, lent| connection.send_with(64, lent, fill)).unwrap();
        self.run();
        assert_eq!((&self.client.data[..], &self.server.data[..]), (&b"pong"[..], &b"ping"[..]));
        self.client.call(Recorder::close).unwrap();
        self.run();
        self.server.call(Recorder::close).unwrap();
        self.run();
    }

    /// The two tapes, whole.
    pub(crate) fn tapes(self) -> (String, String) {
        let Self { client, server, texts } = self;
        drop((client, server));
        (texts.0.get(), texts.1.get())
    }
}

/// The tapes of a handshake with data behind it.
pub(crate) fn good(scene: &Scene) -> (String, String) {
    let mut meeting = Meeting::new(scene);
    meeting.run();
    meeting.talk();
    meeting.tapes()
}
