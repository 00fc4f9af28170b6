//! A connection that is recorded.

use alloc::{boxed::Box, string::String};
use core::{fmt, ops::Deref};

use bytes::BytesMut;
use countersign::{
    Answer, CallError, ClientConfig, ConfigError, Connection, EncryptionLevel, Error, Event,
    QuestionId, ServerConfig, Surroundings, pki_types::ServerName,
};

use zeroize::Zeroizing;

use crate::{reel::Reel, sink::Recording};

/// A [`Connection`] with the same methods, which takes down what enters and leaves it. Without a
/// [`Recording`] it is the connection alone, and costs a look at an `Option` in each call.
///
/// What was appended to the input is written down with the next call, as one piece: the machine
/// cannot tell it from smaller ones. Each call's lines go to the sink at its end. Where the sink
/// takes no more, recording ends and the connection goes on. The last line, which tells a whole
/// tape from one that was cut, is written when the recorder is dropped.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use countersign::Surroundings;
/// use countersign_tape::{Recorder, Recording, Tape, replay};
/// use countersign_testkit::{Scene, SeededRandom, fake};
///
/// let text = Arc::new(Mutex::new(String::new()));
/// let sink = Arc::clone(&text);
/// let recording = Recording::to(move |lines: &str| Ok(sink.lock().unwrap().push_str(lines)));
///
/// let scene = Scene::fake();
/// let name = scene.server_name.clone();
/// let mut connection = Recorder::client(&scene.client, name, Some(recording));
/// let mut output = bytes::BytesMut::new();
/// let mut random = SeededRandom::new(1);
/// let now = countersign::pki_types::UnixTime::since_unix_epoch(core::time::Duration::ZERO);
/// connection.poll(&mut Surroundings { now, random: &mut random, output: &mut output })?;
/// drop(connection);
///
/// let text = text.lock().unwrap();
/// assert!(text.contains("output bytes=16030100"));
/// assert!(replay(&Tape::read(&text)?, fake::provider())?.agrees());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Recorder {
    connection: Connection,
    reel: Option<Box<Reel>>,
}

impl Recorder {
    /// As [`Connection::client`].
    pub fn client(
        config: &ClientConfig,
        server_name: ServerName<'static>,
        recording: Option<Recording>,
    ) -> Self {
        let begin = |recording| Box::new(Reel::client(recording, config, &server_name, None));
        let reel = recording.map(begin);
        Self { connection: Connection::client(config, server_name), reel }
    }

    /// As [`Connection::server`].
    pub fn server(config: &ServerConfig, recording: Option<Recording>) -> Self {
        let reel = recording.map(|recording| Box::new(Reel::server(recording, config, None)));
        Self { connection: Connection::server(config), reel }
    }

    /// As [`Connection::quic_client`].
    pub fn quic_client(
        config: &ClientConfig,
        server_name: ServerName<'static>,
        transport_parameters: &[u8],
        recording: Option<Recording>,
    ) -> Result<Self, ConfigError> {
        let name = server_name.clone();
        let connection = Connection::quic_client(config, server_name, transport_parameters)?;
        let begin = |recording| {
            Box::new(Reel::client(recording, config, &name, Some(transport_parameters)))
        };
        Ok(Self { connection, reel: recording.map(begin) })
    }

    /// As [`Connection::quic_server`].
    pub fn quic_server(
        config: &ServerConfig,
        transport_parameters: &[u8],
        recording: Option<Recording>,
    ) -> Result<Self, ConfigError> {
        let connection = Connection::quic_server(config, transport_parameters)?;
        let begin =
            |recording| Box::new(Reel::server(recording, config, Some(transport_parameters)));
        Ok(Self { connection, reel: recording.map(begin) })
    }

    /// As [`Connection::handshake_input`].
    pub fn handshake_input(
        &mut self,
        level: EncryptionLevel,
        bytes: &[u8],
    ) -> Result<usize, CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.handshake_input(level, bytes) };
        reel.handshake_input(level, bytes);
        let taken = connection.handshake_input(level, bytes);
        reel.sent(&taken);
        reel.settle(connection.input());
        taken
    }

    /// True while what happens is taken down.
    pub fn is_recording(&self) -> bool {
        self.reel.as_ref().is_some_and(|reel| reel.is_running())
    }

    /// Ends the tape.
    pub fn into_connection(self) -> Connection {
        self.connection
    }

    /// Keeps the lines in memory, for who replays.
    pub(crate) fn keep(&mut self) {
        if let Some(reel) = &mut self.reel {
            reel.keep();
        }
    }

    /// Takes the lines that were kept.
    pub(crate) fn kept(&mut self) -> Zeroizing<String> {
        self.reel.as_mut().map(|reel| reel.kept()).unwrap_or_default()
    }

    /// The parts, with what came in since the last call taken down.
    fn parts(&mut self) -> (&mut Connection, Option<&mut Reel>) {
        let Self { connection, reel } = self;
        let mut reel = reel.as_deref_mut().filter(|reel| reel.is_running());
        if let Some(reel) = &mut reel {
            reel.take_in(connection.input());
        }
        (connection, reel)
    }

    /// As [`Connection::input`].
    pub fn input(&mut self) -> &mut BytesMut {
        self.connection.input()
    }

    /// As [`Connection::end_of_input`].
    pub fn end_of_input(&mut self) {
        let (connection, reel) = self.parts();
        connection.end_of_input();
        if let Some(reel) = reel {
            reel.call("end_of_input", None).end();
            reel.settle(connection.input());
        }
    }

    /// As [`Connection::poll`].
    pub fn poll(&mut self, surroundings: &mut Surroundings<'_>) -> Result<Event, Error> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.poll(surroundings) };
        reel.call("poll", Some(surroundings.now)).end();
        let polled = reel.lend(surroundings, |lent| connection.poll(lent));
        reel.polled(&polled);
        reel.settle(connection.input());
        polled
    }

    /// As [`Connection::answer`].
    pub fn answer(&mut self, id: QuestionId, answer: Answer) -> Result<(), CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.answer(id, answer) };
        reel.answer(id, &answer);
        let answered = connection.answer(id, answer);
        if let Err(error) = &answered {
            reel.refused(error);
        }
        reel.settle(connection.input());
        answered
    }

    /// As [`Connection::send`].
    pub fn send(
        &mut self,
        plaintext: &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<usize, CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.send(plaintext, surroundings) };
        let line = reel.call("send", Some(surroundings.now));
        line.field("length", plaintext.len()).secret("bytes", plaintext).end();
        let sent = reel.lend(surroundings, |lent| connection.send(plaintext, lent));
        reel.sent(&sent);
        reel.settle(connection.input());
        sent
    }

    /// As [`Connection::send_early`].
    pub fn send_early(
        &mut self,
        plaintext: &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<usize, CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.send_early(plaintext, surroundings) };
        let line = reel.call("send_early", Some(surroundings.now));
        line.field("length", plaintext.len()).secret("bytes", plaintext).end();
        let sent = reel.lend(surroundings, |lent| connection.send_early(plaintext, lent));
        reel.sent(&sent);
        reel.settle(connection.input());
        sent
    }

    /// As [`Connection::update_keys`].
    pub fn update_keys(
        &mut self,
        request_peer: bool,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.update_keys(request_peer, surroundings) };
        reel.call("update_keys", Some(surroundings.now)).flag("request_peer", request_peer).end();
        let updated = reel.lend(surroundings, |lent| connection.update_keys(request_peer, lent));
        if let Err(error) = &updated {
            reel.refused(error);
        }
        reel.settle(connection.input());
        updated
    }

    /// As [`Connection::send_with`].
    pub fn send_with(
        &mut self,
        len_max: usize,
        surroundings: &mut Surroundings<'_>,
        fill: impl FnOnce(&mut [u8]) -> usize,
    ) -> Result<usize, CallError> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.send_with(len_max, surroundings, fill) };
        reel.call("send_with", Some(surroundings.now)).field("most", len_max).end();
        let before = surroundings.output.len();
        let mut lent_out = None;
        let sent = reel.draw(surroundings, |lent| {
            connection.send_with(len_max, lent, |place| {
                let filled = fill(place);
                let taken = place.get(..filled).unwrap_or(place);
                lent_out = Some((place.len(), Zeroizing::new(taken.to_vec())));
                filled
            })
        });
        if let Some((room, taken)) = &lent_out {
            reel.filled(*room, taken);
        }
        reel.put_out(surroundings.output.get(before..).unwrap_or_default());
        reel.sent(&sent);
        reel.settle(connection.input());
        sent
    }

    /// As [`Connection::close`].
    pub fn close(&mut self, surroundings: &mut Surroundings<'_>) -> Result<(), Error> {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.close(surroundings) };
        reel.call("close", Some(surroundings.now)).end();
        let closed = reel.lend(surroundings, |lent| connection.close(lent));
        if let Err(error) = &closed {
            reel.failed(error);
        }
        reel.settle(connection.input());
        closed
    }

    /// As [`Connection::cancel`].
    pub fn cancel(&mut self, surroundings: &mut Surroundings<'_>) {
        let (connection, reel) = self.parts();
        let Some(reel) = reel else { return connection.cancel(surroundings) };
        reel.call("cancel", Some(surroundings.now)).end();
        reel.lend(surroundings, |lent| connection.cancel(lent));
        reel.settle(connection.input());
    }
}

/// A connection that is not recorded.
impl From<Connection> for Recorder {
    fn from(connection: Connection) -> Self {
        Self { connection, reel: None }
    }
}

/// To ask the connection what it knows.
impl Deref for Recorder {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.connection.fmt(f)
    }
}
