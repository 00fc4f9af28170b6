//! Application data, both ways (RFC 5246 §10).

use bytes::{Buf, BufMut, BytesMut};
use zeroize::Zeroizing;

use super::{Connection, Surroundings, closing::Stop};
use crate::{
    error::{CallError, Misuse},
    event::Event,
    handshake::{
        Input,
        order::{self, InputKind},
    },
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
            self.flush(surroundings).and_then(|()| self.seal_data(plaintext, surroundings));
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
            let content_len = len_max.min(self.write.max_plaintext());
            self.renew_write_keys(content_len, surroundings)?;
            let Surroundings { random, output, .. } = surroundings;
            let content_type = ContentType::APPLICATION_DATA;
            Ok(self.write.seal_with(content_type, len_max, fill, *random, output)?)
        });
        self.sent(sealed, surroundings)
    }

    pub(super) fn check_sending(&self) -> Result<(), CallError> {
        match &self.failure {
            Some(error) => Err(error.clone().into()),
            None if self.seam.is_some() => Err(Misuse::NoRecords.into()),
            None if self.close_wanted => Err(Misuse::SendAfterClose.into()),
            None => Ok(()),
        }
    }

    /// Where nothing could be sent the connection is over.
    pub(super) fn sent(
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
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        let content_type = ContentType::APPLICATION_DATA;
        if !self.write.wants_new_keys(plaintext.len()) {
            let Surroundings { random, output, .. } = surroundings;
            return Ok(self.write.seal(content_type, plaintext, *random, output)?);
        }
        // RFC 8446 §5.5: record by record, with new keys where they are due.
        for fragment in plaintext.chunks(self.write.max_plaintext()) {
            self.renew_write_keys(fragment.len(), surroundings)?;
            let Surroundings { random, output, .. } = surroundings;
            self.write.seal(content_type, fragment, *random, output)?;
        }
        Ok(())
    }

    /// Changes our keys where so much more would use them up.
    #[cfg_attr(
        not(feature = "tls13"),
        expect(unused_variables, clippy::unnecessary_wraps, reason = "before TLS 1.3 they stay")
    )]
    fn renew_write_keys(
        &mut self,
        content_len: usize,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        #[cfg(feature = "tls13")]
        if self.write.wants_new_keys(content_len) {
            return self.change_keys(false, surroundings);
        }
        Ok(())
    }

    /// Sends early data (RFC 8446 §2.3): at any time from the first poll until the server has
    /// answered, with a session that allows them ([`crate::ClientConfigBuilder::early_data`]).
    /// Returns how many bytes were taken, as far as the session allows; 0 where it allows none
    /// (any more): send the rest by [`Connection::send`].
    ///
    /// What was taken arrives before the handshake is complete, or not at all:
    /// [`crate::ConnectionSummary::early_data`] tells.
    pub fn send_early(
        &mut self,
        plaintext: &[u8],
        surroundings: &mut Surroundings<'_>,
    ) -> Result<usize, CallError> {
        self.check_sending()?;
        let left = usize::try_from(self.early_data_left).unwrap_or(usize::MAX);
        let taken = plaintext.get(..left.min(plaintext.len())).unwrap_or_default();
        let Surroundings { random, output, .. } = surroundings;
        let sealed = self.write.seal(ContentType::APPLICATION_DATA, taken, *random, output);
        let len = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        self.early_data_left = self.early_data_left.saturating_sub(len);
        self.sent(sealed.map(|()| taken.len()).map_err(Stop::from), surroundings)
    }

    /// How many bytes [`Connection::send_early`] would take now.
    pub fn early_data_left(&self) -> usize {
        usize::try_from(self.early_data_left).unwrap_or(usize::MAX)
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
    pub(super) fn on_data(
        &mut self,
        content: BytesMut,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<Option<Event>, Stop> {
        order::gate(self.known.cursor, InputKind::ApplicationData)?;
        if content.is_empty() {
            return Ok(None);
        }
        self.counters.on_data();
        if self.known.connected {
            return Ok(Some(Event::Data(content.freeze())));
        }
        self.step(Input::EarlyData(content.len()), surroundings)?;
        Ok(Some(Event::EarlyData(content.freeze())))
    }
}
