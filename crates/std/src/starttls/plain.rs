//! Lines of plaintext, and the point where they end.

use std::io::{self, Read, Write};

use super::StartTlsError;
use crate::machine::retry;

/// The longest line that is taken, with its end, bytes: RFC 5321 §4.5.3.1.5 has 512, and
/// RFC 2683 §3.2.1.5 wants 8000 of IMAP.
pub const MAX_LINE: usize = 8192;

/// What is read at once, bytes. More than one line is read where more than one is there: that is
/// how we know of what stands behind the last.
const CHUNK: usize = 1024;

/// A transport that lines go over before TLS does.
///
/// [`Plain::into_transport`] is the change to TLS, and refuses it where the peer has said more
/// than it was asked for.
#[derive(Debug)]
pub struct Plain<T> {
    transport: T,
    /// Received, and not taken as a line yet.
    pending: Vec<u8>,
}

impl<T: Read + Write> Plain<T> {
    /// Nothing is read or written yet.
    pub fn new(transport: T) -> Self {
        Self { transport, pending: Vec::new() }
    }

    /// The next line, without its end; where it is not UTF-8, with marks in the place of what is
    /// not. A line that ends in LF alone, holds a CR or a zero byte, or is longer than
    /// [`MAX_LINE`] is refused: peers that see different lines in the same bytes can be played off
    /// against each other.
    pub fn read_line(&mut self) -> Result<String, StartTlsError> {
        let mut searched = 0;
        let end = loop {
            let found = self.pending.iter().skip(searched).position(|byte| *byte == b'\n');
            if let Some(found) = found {
                break searched + found + 1;
            }
            searched = self.pending.len();
            if searched >= MAX_LINE {
                return Err(StartTlsError::LongLine);
            }
            self.read_more()?;
        };
        if end > MAX_LINE {
            return Err(StartTlsError::LongLine);
        }
        let line: Vec<u8> = self.pending.drain(..end).collect();
        match line.strip_suffix(b"\r\n") {
            Some(line) if !line.iter().any(|byte| matches!(byte, b'\r' | 0)) => {
                Ok(String::from_utf8_lossy(line).into_owned())
            }
            _ => Err(StartTlsError::BadLine),
        }
    }

    fn read_more(&mut self) -> Result<(), StartTlsError> {
        let mut chunk = [0; CHUNK];
        let read = retry(|| self.transport.read(&mut chunk))?;
        if read == 0 {
            return Err(StartTlsError::Ended);
        }
        self.pending.extend(chunk.iter().take(read));
        Ok(())
    }

    /// Writes text of one line or more; each is given its end.
    pub fn write_lines(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(text.len() + 2);
        for line in text.lines() {
            bytes.extend_from_slice(line.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        self.transport.write_all(&bytes)?;
        self.transport.flush()
    }

    /// Whether the peer has said more than the lines that were taken. A server asks before it
    /// tells a client to go ahead, which has to be silent until then.
    pub fn has_more(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The transport, for TLS; refused where the peer has said more in plaintext already.
    pub fn into_transport(self) -> Result<T, StartTlsError> {
        if self.has_more() {
            return Err(StartTlsError::Injected { bytes: self.pending.len() });
        }
        Ok(self.transport)
    }
}
