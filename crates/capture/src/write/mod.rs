//! Captures that are written: pcapng files of connections whose bytes are known, with the secrets
//! that decrypt them.
//!
//! The bytes are real, the packets are made for them: each piece of data is one TCP segment, or
//! several where it fits into none.

mod block;
mod conversation;

use std::{
    io::{self, Write},
    time::Duration,
};

pub use self::conversation::{Conversation, documentation_endpoints};
use self::conversation::{MAX_SEGMENT, Mark};
use crate::{packet::Endpoint, track::Side};

/// A log with more bytes is cut into several blocks, at the ends of lines.
const MAX_LOG: usize = 1 << 20;

/// Writes a capture step by step; each block goes out by one write, so that the file is whole
/// behind every call.
///
/// Secrets are to be written before the packets that they decrypt: who reads the file once looks
/// for them when the first such packet comes, and not again. They may come at any place before.
///
/// ```
/// use std::time::Duration;
/// use countersign_capture::{CaptureWriter, Side, documentation_endpoints};
///
/// let mut capture = CaptureWriter::new(Vec::new())?;
/// capture.set_time(Duration::from_secs(1_767_225_600));
/// let [client, server] = documentation_endpoints(0, 443);
/// let mut conversation = capture.open(client, server)?;
/// capture.data(&mut conversation, Side::Client, b"\x16\x03\x01")?;
/// capture.key_log(b"CLIENT_RANDOM 0f 0a\n")?;
/// capture.data(&mut conversation, Side::Server, b"\x16\x03\x03")?;
/// capture.close(conversation, Side::Client)?;
/// let file: Vec<u8> = capture.into_inner();
/// # assert!(!file.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct CaptureWriter<W> {
    to: W,
    /// Of the next packet, since 1970.
    time: Duration,
    step: Duration,
}

impl<W: Write> CaptureWriter<W> {
    /// Begins the file.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all(&block::section()?)?;
        to.write_all(&block::interface()?)?;
        Ok(Self { to, time: Duration::ZERO, step: Duration::ZERO })
    }

    /// The packets from here on have this time, since 1970; microseconds count.
    pub fn set_time(&mut self, time: Duration) {
        self.time = time;
    }

    /// Each packet is so much later than the one before it: for what has no times of its own.
    pub fn set_step(&mut self, step: Duration) {
        self.step = step;
    }

    /// Secrets, as lines of a key log (RFC 9850); without any nothing is written.
    pub fn key_log(&mut self, lines: &[u8]) -> io::Result<()> {
        let mut rest = lines;
        while !rest.is_empty() {
            let (lines, behind) = rest.split_at(end_of_lines(rest));
            self.to.write_all(&block::secrets(lines)?)?;
            rest = behind;
        }
        Ok(())
    }

    /// A connection begins: the three packets that open it.
    pub fn open(&mut self, client: Endpoint, server: Endpoint) -> io::Result<Conversation> {
        let mut conversation = Conversation::new(client, server);
        self.packet(&mut conversation, Side::Client, Mark::Opens, &[])?;
        self.packet(&mut conversation, Side::Server, Mark::Opens, &[])?;
        self.packet(&mut conversation, Side::Client, Mark::Carries, &[])?;
        Ok(conversation)
    }

    /// Bytes of one side; without any nothing is written.
    pub fn data(
        &mut self,
        conversation: &mut Conversation,
        from: Side,
        data: &[u8],
    ) -> io::Result<()> {
        data.chunks(MAX_SEGMENT)
            .try_for_each(|segment| self.packet(conversation, from, Mark::Carries, segment))
    }

    /// A connection ends: both close, `first` before the other.
    pub fn close(&mut self, mut conversation: Conversation, first: Side) -> io::Result<()> {
        self.packet(&mut conversation, first, Mark::Closes, &[])?;
        self.packet(&mut conversation, first.other(), Mark::Closes, &[])?;
        self.packet(&mut conversation, first, Mark::Carries, &[])
    }

    /// Where it is written to.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.to
    }

    /// The same, for good. A file needs no end.
    pub fn into_inner(self) -> W {
        self.to
    }

    fn packet(
        &mut self,
        conversation: &mut Conversation,
        from: Side,
        mark: Mark,
        data: &[u8],
    ) -> io::Result<()> {
        let packet = conversation.packet(from, mark, data)?;
        self.to.write_all(&block::packet(&packet, self.time)?)?;
        self.time += self.step;
        Ok(())
    }
}

/// Where the lines end that fit into a block.
fn end_of_lines(lines: &[u8]) -> usize {
    let Some(first) = lines.get(..MAX_LOG) else { return lines.len() };
    first.iter().rposition(|byte| *byte == b'\n').map_or(first.len(), |at| at + 1)
}
