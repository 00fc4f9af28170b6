//! Programs that are run beside this one: their output is kept, and none outlives its guard.

use std::{
    io::{self, Read, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::Failure;

/// How long anything on this machine may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(5);

/// A running program.
pub(crate) struct Running {
    name: String,
    child: Child,
    stdin: Option<ChildStdin>,
    out: Collector,
    err: Collector,
}

/// A program that has ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What it said on both channels.
    pub(crate) said: String,
}

/// Keeps what a program writes.
struct Collector {
    bytes: Arc<Mutex<Vec<u8>>>,
    thread: Option<JoinHandle<()>>,
}

impl Collector {
    fn new(source: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bytes);
        let thread = source.map(|mut source| {
            thread::spawn(move || {
                let mut chunk = [0; 4096];
                while let Ok(read @ 1..) = source.read(&mut chunk) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.extend_from_slice(chunk.get(..read).unwrap_or_default());
                }
            })
        });
        Self { bytes, thread }
    }

    fn so_far(&self) -> Vec<u8> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn finish(&mut self) {
        if let Some(thread) = self.thread.take() {
            // It ends with the pipe; a panic in it would have nothing to tell.
            let _ = thread.join();
        }
    }
}

impl Running {
    /// Starts a program with pipes on all three channels.
    pub(crate) fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name} does not start: {error}"))?;
        let stdin = child.stdin.take();
        let out = Collector::new(child.stdout.take());
        let err = Collector::new(child.stderr.take());
        Ok(Self { name, child, stdin, out, err })
    }

    /// Waits until something accepts connections on `port`.
    pub(crate) fn wait_for_port(&mut self, port: u16) -> Result<(), Failure> {
        let opened = until(|| TcpStream::connect(("127.0.0.1", port)).is_ok());
        match self.child.try_wait()? {
            Some(status) => {
                Err(format!("{} ended with {status}: {}", self.name, self.said()).into())
            }
            None if opened => Ok(()),
            None => Err(format!("{} opens no port {port}: {}", self.name, self.said()).into()),
        }
    }

    /// Writes to the program's standard input.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        stdin.write_all(bytes)?;
        stdin.flush()
    }

    /// Ends its standard input.
    pub(crate) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// All that the program has said so far.
    pub(crate) fn said(&self) -> String {
        let text = |collector: &Collector| {
            String::from_utf8_lossy(&collector.so_far()).trim_end().to_owned()
        };
        format!("{}\n{}", text(&self.out), text(&self.err)).trim().to_owned()
    }

    /// The bytes on its standard output so far.
    pub(crate) fn output(&self) -> Vec<u8> {
        self.out.so_far()
    }

    /// Waits until the program has said this.
    pub(crate) fn wait_for_text(&self, text: &str) -> Result<(), Failure> {
        if until(|| self.said().contains(text)) {
            return Ok(());
        }
        Err(format!("{} did not say `{text}` but: {}", self.name, self.said()).into())
    }

    /// Waits until the program ends by itself.
    pub(crate) fn wait(mut self) -> Result<Ended, Failure> {
        let mut ended = None;
        until(|| {
            ended = self.child.try_wait().ok().flatten();
            ended.is_some()
        });
        let status = ended.ok_or_else(|| format!("{} does not end: {}", self.name, self.said()))?;
        self.out.finish();
        self.err.finish();
        Ok(Ended { status, said: self.said() })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again; false where patience ran out.
pub(crate) fn until(mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > PATIENCE {
            return false;
        }
        thread::sleep(PAUSE);
    }
    true
}

/// A port that nobody uses at this moment. It is below those that the system gives to clients,
/// so that none of them takes it before the program that it is for.
pub(crate) fn free_port() -> io::Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        match TcpListener::bind(("127.0.0.1", port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            bound => return bound.map(|_| port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_is_kept_and_its_end_is_seen() {
        let mut cat = Running::start(&mut Command::new("cat")).unwrap();
        cat.write(b"hello").unwrap();
        cat.wait_for_text("hello").unwrap();
        cat.close_input();
        let ended = cat.wait().unwrap();
        assert!(ended.status.success());
        assert_eq!(ended.said, "hello");
    }
}
