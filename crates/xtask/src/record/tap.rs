//! A transport that keeps what goes over it, chunk by chunk, in order.

use std::{
    io::{self, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

use countersign::Direction;

/// Some bytes that went over in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// As we see it.
    pub(super) direction: Direction,
    pub(super) bytes: Vec<u8>,
}

/// What a tap has kept.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<Mutex<Vec<Chunk>>>);

impl Kept {
    fn keep(&self, direction: Direction, bytes: &[u8]) {
        if !bytes.is_empty() {
            let mut chunks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            chunks.push(Chunk { direction, bytes: bytes.to_vec() });
        }
    }

    /// All of it, in order.
    pub(super) fn chunks(&self) -> Vec<Chunk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The transport.
pub(super) struct Tap<T> {
    transport: T,
    kept: Kept,
}

impl<T> Tap<T> {
    pub(super) fn new(transport: T) -> (Self, Kept) {
        let kept = Kept::default();
        (Self { transport, kept: kept.clone() }, kept)
    }
}

impl<T: Read> Read for Tap<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.transport.read(buffer)?;
        self.kept.keep(Direction::Received, buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<T: Write> Write for Tap<T> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.transport.write(buffer)?;
        self.kept.keep(Direction::Sent, buffer.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.transport.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_kept_in_order() {
        let (mut tap, kept) = Tap::new(io::Cursor::new(b"abc".to_vec()));
        let mut buffer = [0; 2];
        tap.read_exact(&mut buffer).unwrap();
        tap.write_all(b"x").unwrap();
        let chunk = |direction, bytes: &[u8]| Chunk { direction, bytes: bytes.to_vec() };
        assert_eq!(
            kept.chunks(),
            [chunk(Direction::Received, b"ab"), chunk(Direction::Sent, b"x")]
        );
    }
}
