//! Where a tape goes, and what of it.

use alloc::{boxed::Box, string::String};
use core::fmt;

/// The sink takes no more: the tape ends there, and the connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWritten;

impl fmt::Display for NotWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tape could not be written on")
    }
}

impl core::error::Error for NotWritten {}

/// Takes the lines of one tape.
pub trait Sink: Send + Sync {
    /// Takes whole lines, with their ends: all that came of one call.
    fn write(&mut self, lines: &str) -> Result<(), NotWritten>;
}

impl<F: FnMut(&str) -> Result<(), NotWritten> + Send + Sync> Sink for F {
    fn write(&mut self, lines: &str) -> Result<(), NotWritten> {
        self(lines)
    }
}

/// One tape to be recorded.
pub struct Recording {
    pub(crate) sink: Box<dyn Sink>,
    pub(crate) redacted: bool,
    pub(crate) provider: Option<String>,
}

impl Recording {
    /// To this sink, with all secrets: such a tape can be replayed, and whoever has it reads the
    /// connection and may resume it.
    pub fn to(sink: impl Sink + 'static) -> Self {
        Self { sink: Box::new(sink), redacted: false, provider: None }
    }

    /// Whether to leave out all secrets and application data: to be read, not to be replayed
    /// beyond the first of them.
    #[must_use]
    pub fn redacted(mut self, redacted: bool) -> Self {
        self.redacted = redacted;
        self
    }

    /// What computes; said in the head.
    #[must_use]
    pub fn provider(mut self, name: impl Into<String>) -> Self {
        self.provider = Some(name.into());
        self
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("redacted", &self.redacted).finish_non_exhaustive()
    }
}

/// Has a tape for each connection, or none for some: what drivers of many connections take.
pub trait Tapes: Send + Sync {
    /// For the next connection.
    fn next(&self) -> Option<Recording>;
}
