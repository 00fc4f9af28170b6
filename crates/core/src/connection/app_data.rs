//! Application data, both ways (RFC 5246 §10).

use bytes::{Buf, BufMut, BytesMut};
use zeroize::Zeroizing;

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
        self.check_sending()?;
        if !self.known.connected {
            return Ok(self.queue(plaintext));
        }
        let sealed =
            self.flush(surroundings).and_then(|()| Ok(self.seal_data(plaintext, surroundings)?));
        self.sent(sealed.map(|()| plaintext.len()), surroundings)
    }

    /// Sends what `fill` writes into the place that it is lent; returns how many bytes that were.
    ///
    /// Once connected the place lies in the output, and its content is sealed there as one
    /// record: nothing is copied. (Under a CBC suite of TLS 1.0, which splits data, and before the
    /// end of the handshake, it is copied as [`Connection::send`] does.) The place holds zeros. It
    /// has `len_max` bytes, or fewer: what one record may hold, or what is left of the queue.
    /// `fill` says how many of them it has written, from the front; 0 sends nothing, and more
    /// than there are count as all.
    ///
    /// `fill` is called at most once: not where there is no place, not where the call is refused,
    /// so that bytes taken from elsewhere are never lost but with the connection. Where it
    /// panics, output and connection are as they were.
    pub fn send_with(
        &mut self,
        len_max: usize,
        surroundings: &mut Surroundings<'_>,
        fill: impl FnOnce(&mut [u8]) -> usize,
    ) -> Result<usize, CallError> {
        self.check_sending()?;
        if !self.known.connected {
            return Ok(self.queue_with(len_max, fill));
        }
        let sealed = self.flush(surroundings).and_then(|()| {
            let Surroundings { random, output, .. } = surroundings;
            let content_type = ContentType::APPLICATION_DATA;
            Ok(self.write.seal_with(content_type, len_max, fill, *random, output)?)
        });
        self.sent(sealed, surroundings)
    }

    fn check_sending(&self) -> Result<(), CallError> {
        match &self.failure {
            Some(error) => Err(error.clone().into()),
            None if self.close_wanted => Err(Misuse::SendAfterClose.into()),
            None => Ok(()),
        }
    }

    /// Where nothing could be sent the connection is over.
    fn sent(
        &mut self,
        taken: Result<usize, Stop>,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<usize, CallError> {
        taken.or_else(|stop| {
            self.fail(stop, surroundings);
            match &self.failure {
                Some(error) => Err(error.clone().into()),
                None => Ok(0),
            }
        })
    }

    fn seal_data(
        &mut self,
        plaintext: &[u8],
        Surroundings { random, output, .. }: &mut Surroundings<'_>,
    ) -> Result<(), Fault> {
        self.write.seal(ContentType::APPLICATION_DATA, plaintext, *random, output)
    }

    /// What one more call may put into the queue.
    fn queue_room(&self) -> usize {
        MAX_QUEUED_PLAINTEXT.saturating_sub(self.queued.len() + QUEUE_PREFIX).min(MAX_PLAINTEXT)
    }

    /// Each call keeps its own record, as it would have had later.
    fn queue(&mut self, plaintext: &[u8]) -> usize {
        let len = plaintext.len().min(self.queue_room());
        let taken = plaintext.get(..len).unwrap_or_default();
        if let (1.., Ok(prefix)) = (len, u16::try_from(len)) {
            self.queued.put_u16(prefix);
            self.queued.put_slice(taken);
        }
        len
    }

    fn queue_with(&mut self, len_max: usize, fill: impl FnOnce(&mut [u8]) -> usize) -> usize {
        let len = len_max.min(self.queue_room());
        if len == 0 {
            return 0;
        }
        let mut place = Zeroizing::new(alloc::vec![0; len]);
        let taken = fill(&mut place).min(len);
        self.queue(place.get(..taken).unwrap_or_default())
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
