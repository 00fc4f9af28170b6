//! A connection with what is lent to it, still without I/O.

use alloc::boxed::Box;

use bytes::{Bytes, BytesMut};
use countersign::{CallError, Connection, ConnectionSummary, Event, Surroundings, crypto::Random};

use crate::{Lent, Sizes};

/// What is driven: a recorder, where there may be one, has the same methods.
#[cfg(not(feature = "tape"))]
pub(crate) type Driven = Connection;
#[cfg(feature = "tape")]
pub(crate) type Driven = countersign_tape::Recorder;

/// A connection that is not recorded.
#[cfg(not(feature = "tape"))]
pub(crate) fn driven(connection: Connection) -> Driven {
    connection
}
#[cfg(feature = "tape")]
pub(crate) fn driven(connection: Connection) -> Driven {
    connection.into()
}

/// What the machine waits for, or has.
pub(crate) enum Want {
    /// So many more bytes from the transport, or more.
    Input(usize),
    /// The handshake has just been completed.
    Connected,
    /// Decrypted data.
    Data(Bytes),
    /// Decrypted data from before the end of the handshake, which may be a recording.
    EarlyData(Bytes),
    /// The peer will send no more.
    PeerClosed,
}

pub(crate) struct Machine<'a> {
    pub(crate) connection: Driven,
    lent: Lent<'a>,
    sizes: Sizes,
    pub(crate) output: BytesMut,
    pub(crate) summary: Option<Box<ConnectionSummary>>,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(connection: Driven, lent: Lent<'a>, sizes: Sizes) -> Self {
        Self { connection, lent, sizes, output: BytesMut::new(), summary: None }
    }

    /// Polls, answering each question in place, until something is wanted or there.
    pub(crate) fn turn(&mut self) -> Result<Want, CallError> {
        loop {
            match self.with(Driven::poll)? {
                Event::NeedInput { hint } => return Ok(Want::Input(hint)),
                Event::Ask(id, request) => {
                    let random: &mut dyn Random = self.lent.random;
                    let answer = self.lent.answers.answer(&request, random);
                    self.connection.answer(id, answer)?;
                }
                Event::Session(session) => self.lent.answers.sessions.store(&session),
                Event::SessionLost(key) => self.lent.answers.sessions.forget(&key),
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

    /// True where no more may be sealed before the output is written out.
    pub(crate) fn is_full(&self) -> bool {
        self.output.len() >= self.sizes.write.max(1)
    }

    /// Seals as much as the output has room for; returns how many bytes.
    pub(crate) fn send(&mut self, plaintext: &[u8]) -> Result<usize, CallError> {
        let room = self.sizes.write.saturating_sub(self.output.len()).max(1);
        let cut = plaintext.get(..room).unwrap_or(plaintext);
        self.with(|connection, surroundings| connection.send(cut, surroundings))
    }

    /// Seals as much early data as the output has room for and the session allows.
    pub(crate) fn send_early(&mut self, plaintext: &[u8]) -> Result<usize, CallError> {
        let room = self.sizes.write.saturating_sub(self.output.len()).max(1);
        let cut = plaintext.get(..room).unwrap_or(plaintext);
        self.with(|connection, surroundings| connection.send_early(cut, surroundings))
    }

    /// Changes the keys that we send under.
    #[cfg(feature = "tls13")]
    pub(crate) fn update_keys(&mut self, request_peer: bool) -> Result<(), CallError> {
        self.with(|connection, surroundings| connection.update_keys(request_peer, surroundings))
    }

    pub(crate) fn close(&mut self) -> Result<(), CallError> {
        Ok(self.with(Driven::close)?)
    }

    /// Where a read puts its bytes, straight behind the input that is there.
    ///
    /// What was received before is let go of with the buffer that it lay in: an idle connection
    /// holds no more than the caller's read size.
    pub(crate) fn room(&mut self, hint: usize) -> Room<'_> {
        let input = self.connection.input();
        let start = input.len();
        let wanted = hint.max(self.sizes.read);
        if start == 0 || input.capacity() - start < hint {
            let mut fresh = BytesMut::with_capacity(start + wanted);
            fresh.extend_from_slice(input);
            *input = fresh;
        }
        let len = wanted.min(input.capacity() - start);
        input.resize(start + len, 0);
        Room { input, end: start }
    }

    fn with<R>(&mut self, call: impl FnOnce(&mut Driven, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings = Surroundings {
            now: (self.lent.clock)(),
            random: self.lent.random,
            output: &mut self.output,
        };
        call(&mut self.connection, &mut surroundings)
    }
}

/// Room behind the input. What is not kept is taken away again: also where the read that was to
/// fill it is dropped halfway.
pub(crate) struct Room<'m> {
    input: &'m mut BytesMut,
    end: usize,
}

impl Room<'_> {
    pub(crate) fn place(&mut self) -> &mut [u8] {
        self.input.get_mut(self.end..).unwrap_or_default()
    }

    /// So many bytes were read.
    pub(crate) fn keep(mut self, read: usize) {
        self.end += read;
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.input.truncate(self.end);
    }
}
