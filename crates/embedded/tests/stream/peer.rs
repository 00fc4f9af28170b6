//! A blocking transport with the other end of the connection inside.

use std::collections::VecDeque;

use countersign_testkit::{Side, Step};
use embedded_io::{ErrorKind, ErrorType, Read, Write};

/// What is written goes to `side`; what is read comes from it.
pub(crate) struct Peer<'s> {
    pub(crate) side: Side<'s>,
    /// The most that a read or a write moves.
    pub(crate) most: usize,
    /// The peer is gone: where nothing is left to read, it is the end.
    pub(crate) gone: bool,
    /// So many more bytes can be written.
    pub(crate) takes: usize,
    /// How many bytes each read asked for.
    pub(crate) asked: Vec<usize>,
    /// The most that was offered to a write.
    pub(crate) offered: usize,
    to_us: VecDeque<u8>,
}

impl<'s> Peer<'s> {
    pub(crate) fn new(side: Side<'s>) -> Self {
        Self {
            side,
            most: usize::MAX,
            gone: false,
            takes: usize::MAX,
            asked: Vec::new(),
            offered: 0,
            to_us: VecDeque::new(),
        }
    }

    /// The peer works on what it got.
    pub(crate) fn settle(&mut self) -> Step {
        let step = self.side.settle();
        self.to_us.extend(self.side.take_output());
        step
    }
}

impl ErrorType for Peer<'_> {
    type Error = ErrorKind;
}

impl Read for Peer<'_> {
    /// Where nothing comes the peer waits for us, and would for ever: that is a timeout.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ErrorKind> {
        self.settle();
        self.asked.push(buffer.len());
        let len = self.to_us.len().min(buffer.len()).min(self.most);
        for (place, byte) in buffer.iter_mut().zip(self.to_us.drain(..len)) {
            *place = byte;
        }
        if len == 0 && !self.gone { Err(ErrorKind::TimedOut) } else { Ok(len) }
    }
}

impl Write for Peer<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.offered = self.offered.max(bytes.len());
        let len = bytes.len().min(self.most).min(self.takes);
        self.takes -= len;
        self.side.feed(&bytes[..len]);
        Ok(len)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}
