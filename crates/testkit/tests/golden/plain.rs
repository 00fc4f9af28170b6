//! The plaintext before TLS, replayed: a transport that gives what the peer sent, and keeps what
//! our side sends.

use std::io::{self, Read, Write};

use countersign::Direction;

/// The transport.
pub(crate) struct Wire {
    /// What the peer will send, the last piece first.
    theirs: Vec<Vec<u8>>,
    pub(crate) sent: Vec<u8>,
    /// Every line, without its end.
    pub(crate) lines: Vec<(Direction, String)>,
    /// A line of the peer that has not ended.
    begun: Vec<u8>,
}

impl Wire {
    pub(crate) fn new(theirs: &[Vec<u8>]) -> Self {
        let theirs = theirs.iter().rev().cloned().collect();
        Self { theirs, sent: Vec::new(), lines: Vec::new(), begun: Vec::new() }
    }

    /// True where our side has taken all of it.
    pub(crate) fn is_read(&self) -> bool {
        self.theirs.is_empty() && self.begun.is_empty()
    }

    fn note(&mut self, direction: Direction, line: &[u8]) {
        let line = String::from_utf8(line.to_vec()).expect("plaintext is text");
        self.lines.push((direction, line.trim_end().to_owned()));
    }
}

impl Read for Wire {
    /// One piece, as it came: what stands behind a line in one piece is seen with it.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.theirs.pop() else { return Ok(0) };
        buffer[..piece.len()].copy_from_slice(&piece);
        for byte in &piece {
            self.begun.push(*byte);
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.begun);
                self.note(Direction::Received, &line);
            }
        }
        Ok(piece.len())
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        for line in buffer.split_inclusive(|byte| *byte == b'\n') {
            self.note(Direction::Sent, line);
        }
        self.sent.extend_from_slice(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
