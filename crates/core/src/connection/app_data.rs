//! Application data, both ways (RFC 5246 §10).

use bytes::{Buf, BufMut, BytesMut};

use super::{Connection, Surroundings, closing::Stop};
use crate::{
    error::{CallError, Misuse},
    event::Event,
    fault::Fault,
    handshake::order::{self, InputKind},
    limits::{MAX_PLAINTEXT, MAX_QUEUED_PLAINTEXT},
    wire::ContentType,
};

/// Length of the length before each call's bytes in the queue.
const QUEUE_PREFIX: usize = 2;

impl Connection {
    /// Sends application data; returns how many bytes were taken.
    ///
    /// Once connected all of them are, sealed into the output. Before, up to
    /// [`MAX_QUEUED_PLAINTEXT`] bytes wait for the end of the handshake; 0 means that the queue
    /// is full: poll on, then send the rest.
    pub fn send(
        &mut self,
        plaintext: &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<usize, CallError> {
        if let Some(error) = &self.failure {
            return Err(error.clone().into());
        }
        if self.close_wanted {
            return Err(Misuse::SendAfterClose.into());
        }
        if !self.known.connected {
            return Ok(self.queue(plaintext));
        }
        let sealed =
            self.flush(surroundings).and_then(|()| Ok(self.seal_data(plaintext, surroundings)?));
        match sealed {
            Ok(()) => Ok(plaintext.len()),
            Err(stop) => {
                self.fail(stop, surroundings);
                match &self.failure {
                    Some(error) => Err(error.clone().into()),
                    None => Ok(0),
                }
            }
        }
    }

    fn seal_data(
        &mut self,
        plaintext: &[u8],
        Surroundings { random, output, .. }: &mut Surroundings<'_>,
    ) -> Result<(), Fault> {
        self.write.seal(ContentType::APPLICATION_DATA, plaintext, *random, output)
    }

    /// Each call keeps its own record, as it would have had later.
    fn queue(&mut self, plaintext: &[u8]) -> usize {
        let room = MAX_QUEUED_PLAINTEXT.saturating_sub(self.queued.len() + QUEUE_PREFIX);
        let len = plaintext.len().min(room).min(MAX_PLAINTEXT);
        let taken = plaintext.get(..len).unwrap_or_default();
        if let (1.., Ok(prefix)) = (len, u16::try_from(len)) {
            self.queued.put_u16(prefix);
            self.queued.put_slice(taken);
        }
        len
    }

    /// Once connected: what was queued goes out, then the close that was asked for.
    pub(super) fn flush(&mut self, surroundings: &mut Surroundings<'_>) -> Result<(), Stop> {
        if !self.known.connected {
            return Ok(());
        }
        if !self.queued.is_empty() {
            let mut queued = core::mem::take(&mut self.queued);
            while queued.remaining() > QUEUE_PREFIX {
                let len = usize::from(queued.get_u16()).min(queued.len());
                let plaintext = queued.split_to(len);
                self.seal_data(&plaintext, surroundings)?;
            }
        }
        self.flush_close(surroundings)
    }

    /// Hands received data out where it lies; nothing where there is none.
    pub(super) fn on_data(&mut self, content: BytesMut) -> Result<Option<Event>, Fault> {
        order::gate(self.known.cursor, InputKind::ApplicationData)?;
        if content.is_empty() {
            return Ok(None);
        }
        self.counters.warnings = 0;
        self.counters.renegotiations = 0;
        Ok(Some(Event::Data(content.freeze())))
    }
}
