//! Secrets for tools that decrypt captures, appended to a file (RFC 9850).

use std::{
    env,
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use countersign::{Event, KeyLog};

/// The variable of the environment that names the file, as other libraries and tools have it.
const VARIABLE: &str = "SSLKEYLOGFILE";

/// A file of secrets, which Wireshark and its kin decrypt captures with. Whoever reads the file
/// reads the connections: it is for debugging, and nothing is written to it unless the
/// configuration says [`key_log`] too.
///
/// Any number of connections and threads share one, and so may other processes: each line is
/// appended by one call. A line that cannot be written is lost, and the connection goes on.
///
/// ```no_run
/// # use std::sync::Arc;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use countersign::ClientConfig;
/// use countersign_std::{Answerers, KeyLogFile, roots, verifier};
///
/// let key_log = KeyLogFile::from_env()?;
/// let config = ClientConfig::builder(countersign_rustcrypto::provider())
///     .key_log(key_log.is_some())
///     .build()?;
/// let verifier = Arc::new(verifier(roots::web())?);
/// let answerers = Answerers { key_log, ..Answerers::client(verifier) };
/// # let _ = (config, answerers);
/// # Ok(())
/// # }
/// ```
///
/// [`key_log`]: countersign::ClientConfigBuilder::key_log
#[derive(Clone, Debug)]
pub struct KeyLogFile(Arc<Mutex<File>>);

impl KeyLogFile {
    /// The file that the environment names in `SSLKEYLOGFILE`, if it names one.
    pub fn from_env() -> io::Result<Option<Self>> {
        match env::var_os(VARIABLE) {
            Some(path) if !path.is_empty() => Self::open(Path::new(&path)).map(Some),
            _ => Ok(None),
        }
    }

    /// Opens this file, or makes it; what is in it stays. One that is made is for its owner
    /// alone, where the system knows owners as Unix does.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self(Arc::new(Mutex::new(options.open(path)?))))
    }

    /// Appends one line.
    pub fn write(&self, log: &KeyLog) -> io::Result<()> {
        // A panic of another thread leaves a file as whole as it was.
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(log.line().as_bytes())
    }

    /// Appends what is a secret among a connection's events: for who drives one by hand.
    pub fn observe(&self, event: &Event) {
        if let Event::KeyLog(log) = event {
            // The connection matters more than its recording.
            let _ = self.write(log);
        }
    }
}
