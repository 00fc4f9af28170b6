//! What is told, into a file besides.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use anstream::adapter::strip_str;

use crate::private_file;

/// The file; it takes no more once something could not be written.
#[derive(Debug)]
pub(crate) struct TimelineFile(Mutex<Option<File>>);

impl TimelineFile {
    /// For as long as the program runs, as what it is told by is everywhere.
    pub(super) fn create(path: &Path) -> io::Result<&'static Self> {
        let file = private_file::create(path)?;
        Ok(Box::leak(Box::new(Self(Mutex::new(Some(file))))))
    }

    /// Writes the text without its colours; the first error is told, once.
    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = place.as_mut() else { return Ok(()) };
        let written = file.write_all(strip_str(text).to_string().as_bytes());
        if written.is_err() {
            *place = None;
        }
        written
    }
}
