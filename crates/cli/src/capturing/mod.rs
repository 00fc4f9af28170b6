//! `--capture`: what goes over the wire, as a file that Wireshark opens decrypted.
//!
//! ```text
//! wire → tap (one connection: its bytes until their secrets are known) → capture (the file)
//! ```

mod tap;

use std::{
    fmt,
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use clap::Args;
use countersign::pki_types::UnixTime;
use countersign_capture::CaptureWriter;
use serde::Serialize;

pub(crate) use self::tap::Tap;
use crate::{failure::Failure, output::Output, private_file};

/// Between two packets that went over no network.
const STEP: Duration = Duration::from_millis(1);

/// The option that captures.
#[derive(Debug, Default, Args)]
pub(crate) struct Capturing {
    /// Writes all that goes over the wire into this pcapng file, with the secrets that decrypt it,
    /// for `countersign inspect` and Wireshark; whoever reads it can read the connections
    ///
    /// It has the bytes and the addresses; the TCP packets around them are made up. In `countersign
    /// handshake` so are addresses and times.
    #[arg(long, value_name = "FILE")]
    pub(crate) capture: Option<PathBuf>,
}

/// The file, shared by all connections.
#[derive(Clone)]
pub(crate) struct Capture(Arc<Shared>);

type Writer = CaptureWriter<BufWriter<Box<dyn Write + Send>>>;

struct Shared {
    /// None once something could not be written.
    writer: Mutex<Option<Writer>>,
    /// Packets have no times of their own.
    made_up: bool,
    output: Output,
}

impl Capturing {
    pub(crate) fn is_wanted(&self) -> bool {
        self.capture.is_some()
    }

    /// The file that is asked for, begun. `made_up` is the time of the first packet, where the
    /// connections are in memory.
    pub(crate) fn begin(
        &self,
        made_up: Option<UnixTime>,
        output: Output,
    ) -> Result<Option<Capture>, Failure> {
        let Some(path) = &self.capture else { return Ok(None) };
        private_file::create(path)
            .and_then(|file| Capture::begin(Box::new(file), made_up, output))
            .map(Some)
            .map_err(|error| Failure::file(path, "written", &error))
    }
}

impl Capture {
    fn begin(
        file: Box<dyn Write + Send>,
        made_up: Option<UnixTime>,
        output: Output,
    ) -> io::Result<Self> {
        let mut writer = CaptureWriter::new(BufWriter::new(file))?;
        writer.get_mut().flush()?;
        if let Some(time) = made_up {
            writer.set_time(Duration::from_secs(time.as_secs()));
            writer.set_step(STEP);
        }
        let (writer, made_up) = (Mutex::new(Some(writer)), made_up.is_some());
        Ok(Self(Arc::new(Shared { writer, made_up, output })))
    }

    /// Writes, up to where the file is whole again. The first error ends the capture, and no
    /// connection.
    fn write<R>(&self, write: impl FnOnce(&mut Writer) -> io::Result<R>) -> Option<R> {
        #[derive(Serialize)]
        #[serde(tag = "event", rename = "no_capture")]
        struct NoCapture {
            why: String,
        }
        let mut place = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = place.as_mut()?;
        let written = write(writer).and_then(|done| writer.get_mut().flush().map(|()| done));
        match written {
            Ok(done) => Some(done),
            Err(error) => {
                *place = None;
                drop(place);
                let why = error.to_string();
                self.0.output.note(&format!("the capture ends here: {why}"), &NoCapture { why });
                None
            }
        }
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Capture").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use countersign_capture::{Side, documentation_endpoints};

    use super::*;
    use crate::output::{Format, Stream};

    /// Takes so many bytes, and counts them.
    struct Full(Arc<Mutex<usize>>, usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut taken = self.0.lock().unwrap();
            if *taken + bytes.len() > self.1 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            *taken += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_the_capture_alone() {
        let taken = Arc::new(Mutex::new(0));
        let output = Output::new(Stream::Stderr, Format::Text);
        let file = Box::new(Full(Arc::clone(&taken), 1000));
        let capture = Capture::begin(file, None, output).unwrap();
        let tap = Tap::new(&capture, Side::Client, documentation_endpoints(0, 443));
        tap.sent(&[7; 100]);
        tap.waits();
        let before = *taken.lock().unwrap();
        assert!(before > 300);
        tap.sent(&[7; 1000]);
        tap.waits();
        assert!(capture.write(|_| Ok(())).is_none());
        tap.received(b"what comes later is not kept");
        tap.waits();
        drop(tap);
        assert_eq!(*taken.lock().unwrap(), before);
    }
}
