//! A connection with everything that the system lends it, still without I/O.

use std::io;

use bytes::{Buf as _, Bytes, BytesMut};
use countersign::{
    ConnectionSummary, Error, Event, Surroundings, crypto::Random, pki_types::UnixTime,
};
use countersign_tape::Recorder;

use crate::{
    Answerers,
    error::{io_call_error, io_error},
    system::{self, SystemRandom},
};

/// The most that one write seals before it goes to the transport, bytes.
const WRITE_CHUNK: usize = 64 * 1024;

pub(crate) type Observer = Box<dyn FnMut(&Event) + Send>;

/// What the machine waits for, or has.
pub(crate) enum Want {
    /// More bytes from the transport.
    Input,
    /// The handshake has just been completed.
    Connected,
    /// Decrypted data.
    Data(Bytes),
    /// Decrypted data from before the end of the handshake, which may be a recording.
    EarlyData(Bytes),
    /// The peer will send no more.
    PeerClosed,
}

pub(crate) struct Machine {
    pub(crate) connection: Recorder,
    answerers: Answerers,
    pub(crate) random: Box<dyn Random + Send>,
    pub(crate) clock: Box<dyn Fn() -> UnixTime + Send>,
    pub(crate) observer: Option<Observer>,
    pub(crate) output: BytesMut,
    pub(crate) summary: Option<Box<ConnectionSummary>>,
}

impl Machine {
    pub(crate) fn new(connection: Recorder, answerers: Answerers) -> Self {
        Self {
            connection,
            answerers,
            random: Box::new(SystemRandom),
            clock: Box::new(system::now),
            observer: None,
            output: BytesMut::new(),
            summary: None,
        }
    }

    /// Polls, answering each question in place, until something is wanted or there.
    pub(crate) fn turn(&mut self) -> io::Result<Want> {
        loop {
            let event = self.with(Recorder::poll).map_err(io_error)?;
            if let Some(observer) = &mut self.observer {
                observer(&event);
            }
            if let Some(key_log) = &self.answerers.key_log {
                key_log.observe(&event);
            }
            match event {
                Event::NeedInput { .. } => return Ok(Want::Input),
                Event::Ask(id, request) => {
                    let answers = self.answerers.answers();
                    let answer = answers.answer(&request, &mut *self.random);
                    self.connection.answer(id, answer).map_err(io_call_error)?;
                }
                Event::Session(session) => self.answerers.sessions.store(&session),
                Event::SessionLost(key) => self.answerers.sessions.forget(&key),
                Event::Connected(summary) => {
                    self.summary = Some(summary);
                    return Ok(Want::Connected);
                }
                Event::Data(data) => return Ok(Want::Data(data)),
                Event::EarlyData(data) => return Ok(Want::EarlyData(data)),
                Event::PeerClosed | Event::Closed => return Ok(Want::PeerClosed),
                // Every question is answered above, and the others only tell.
                _ => {}
            }
        }
    }

    /// Seals up to [`WRITE_CHUNK`] bytes into the output; returns how many.
    pub(crate) fn send(&mut self, plaintext: &[u8]) -> io::Result<usize> {
        let chunk = plaintext.get(..WRITE_CHUNK).unwrap_or(plaintext);
        self.with(|connection, surroundings| connection.send(chunk, surroundings))
            .map_err(io_call_error)
    }

    /// Seals early data into the output; returns how many bytes the session allowed.
    pub(crate) fn send_early(&mut self, plaintext: &[u8]) -> io::Result<usize> {
        let chunk = plaintext.get(..WRITE_CHUNK).unwrap_or(plaintext);
        self.with(|connection, surroundings| connection.send_early(chunk, surroundings))
            .map_err(io_call_error)
    }

    /// Changes the keys that we send under.
    pub(crate) fn update_keys(&mut self, request_peer: bool) -> io::Result<()> {
        self.with(|connection, surroundings| connection.update_keys(request_peer, surroundings))
            .map_err(io_call_error)
    }

    pub(crate) fn close(&mut self) -> Result<(), Error> {
        self.with(Recorder::close)
    }

    /// Takes in what the transport delivered; nothing means that it has ended.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.connection.end_of_input();
        } else {
            self.connection.input().extend_from_slice(bytes);
        }
    }

    /// Reads once, up to `size` bytes, straight into the machine's input.
    pub(crate) fn read_from(
        &mut self,
        transport: &mut impl io::Read,
        size: usize,
    ) -> io::Result<()> {
        let input = self.connection.input();
        let start = input.len();
        input.resize(start + size, 0);
        let read = retry(|| transport.read(input.get_mut(start..).unwrap_or_default()));
        input.truncate(start + *read.as_ref().unwrap_or(&0));
        if read? == 0 {
            self.connection.end_of_input();
        }
        Ok(())
    }

    /// Writes the output; what the transport does not take stays.
    pub(crate) fn write_to(&mut self, transport: &mut impl io::Write) -> io::Result<()> {
        while !self.output.is_empty() {
            match retry(|| transport.write(&self.output))? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => self.output.advance(written),
            }
        }
        transport.flush()
    }

    fn with<R>(&mut self, call: impl FnOnce(&mut Recorder, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings = Surroundings {
            now: (self.clock)(),
            random: &mut *self.random,
            output: &mut self.output,
        };
        call(&mut self.connection, &mut surroundings)
    }
}

/// A signal is no reason to stop.
pub(crate) fn retry<R>(mut call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Moves as much as fits.
pub(crate) fn take(plain: &mut Bytes, buffer: &mut [u8]) -> usize {
    let len = plain.len().min(buffer.len());
    if let Some(place) = buffer.get_mut(..len) {
        plain.copy_to_slice(place);
    }
    if plain.is_empty() {
        // An emptied handle would still keep the machine's input from being used again.
        *plain = Bytes::new();
    }
    len
}
