//! Tapes as files.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use alloc::{string::String, sync::Arc};

use crate::sink::{NotWritten, Recording, Sink, Tapes};

/// A tape goes to anything that can be written to; each call's lines by one write.
#[derive(Debug)]
pub struct WriteTo<W>(pub W);

impl<W: Write + Send + Sync> Sink for WriteTo<W> {
    fn write(&mut self, lines: &str) -> Result<(), NotWritten> {
        self.0.write_all(lines.as_bytes()).and_then(|()| self.0.flush()).map_err(|_| NotWritten)
    }
}

/// A file for each connection: the first is `name.tape`, if that is the path, the ones behind it
/// `name-2.tape`, `name-3.tape` and so on. Each is for its owner alone where the system knows
/// owners as Unix does, and replaces what was there.
#[derive(Debug)]
pub struct TapeFiles {
    path: PathBuf,
    redacted: bool,
    provider: Option<String>,
    /// Made beforehand, so that a path that cannot be written is noticed before there is
    /// something to lose.
    first: Mutex<Option<File>>,
    made: AtomicUsize,
    problem: Mutex<Option<String>>,
}

impl TapeFiles {
    /// Makes the first file.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            redacted: false,
            provider: None,
            first: Mutex::new(Some(create(path)?)),
            made: AtomicUsize::new(0),
            problem: Mutex::new(None),
        })
    }

    /// As [`Recording::redacted`].
    #[must_use]
    pub fn redacted(mut self, redacted: bool) -> Self {
        self.redacted = redacted;
        self
    }

    /// As [`Recording::provider`].
    #[must_use]
    pub fn provider(mut self, name: impl Into<String>) -> Self {
        self.provider = Some(name.into());
        self
    }

    /// What kept the last tape from being made, if something did: its connection goes on without.
    pub fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// For drivers.
    pub fn shared(self) -> Arc<dyn Tapes> {
        Arc::new(self)
    }

    fn create_numbered(&self, number: usize) -> Result<File, String> {
        let path = self.numbered(number);
        create(&path).map_err(|error| format!("{} cannot be written: {error}", path.display()))
    }

    fn numbered(&self, number: usize) -> PathBuf {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let name = match self.path.extension() {
            Some(extension) => format!("{stem}-{number}.{}", extension.to_string_lossy()),
            None => format!("{stem}-{number}"),
        };
        self.path.with_file_name(name)
    }
}

impl Tapes for TapeFiles {
    fn next(&self) -> Option<Recording> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let file = match first {
            Some(file) => Ok(file),
            None => self.create_numbered(number),
        };
        let file = file.map_err(|problem| {
            *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
        });
        let recording = Recording::to(WriteTo(file.ok()?)).redacted(self.redacted);
        Some(match &self.provider {
            Some(name) => recording.provider(name),
            None => recording,
        })
    }
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
