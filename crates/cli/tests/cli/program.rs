//! The command as a process: run to its end, or serving in the background.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

/// What takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

fn command(arguments: &[&str]) -> Command {
    piped(env!("CARGO_BIN_EXE_countersign"), arguments)
}

fn piped(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command with this input, to its end.
pub(crate) fn run(arguments: &[&str], input: &str) -> Ended {
    finish(command(arguments).spawn().unwrap(), arguments, input)
}

/// Whether there is an `openssl` that speaks TLS 1.3; where there is none, why a test is skipped
/// is printed.
pub(crate) fn has_openssl() -> bool {
    let version = Command::new("openssl").arg("version").output();
    let found = version.is_ok_and(|found| {
        let text = String::from_utf8_lossy(&found.stdout).into_owned();
        ["OpenSSL 1.1.1", "OpenSSL 3.", "OpenSSL 4."].iter().any(|known| text.starts_with(known))
    });
    if !found {
        println!("skipped: there is no OpenSSL 1.1.1 or later here");
    }
    found
}

fn finish(mut child: Child, arguments: &[&str], input: &str) -> Ended {
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A command that fails early closes its input: that is not what is tested.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let (out, err) = (gather(child.stdout.take()), gather(child.stderr.take()));
    let code = wait(&mut child, arguments);
    Ended { code, out: out.recv().unwrap(), err: err.recv().unwrap() }
}

fn wait(child: &mut Child, arguments: &[&str]) -> i32 {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap();
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn gather(stream: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (told, text) = channel();
    let mut stream = stream.unwrap();
    thread::spawn(move || {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        told.send(text)
    });
    text
}

/// `countersign serve 127.0.0.1:0`, until dropped.
pub(crate) struct Serving {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
    lines: Receiver<String>,
}

impl Serving {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_by(&[], arguments)
    }

    /// By another command, whose words these are: `record` and a folder.
    pub(crate) fn start_by(command_words: &[&str], arguments: &[&str]) -> Self {
        let all = [command_words, &["serve", "127.0.0.1:0"], arguments].concat();
        let mut child = command(&all).spawn().unwrap();
        let (told, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || {
            stderr.lines().map_while(Result::ok).try_for_each(|line| told.send(line))
        });
        let next = || lines.recv_timeout(PATIENCE).unwrap();
        let mut first = next();
        while !command_words.is_empty() && !first.starts_with("listening") {
            first = next();
        }
        let address = first.strip_prefix("listening on ").expect(&first).to_owned();
        Self { child, address, lines }
    }

    pub(crate) fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }

    /// The same address under the name of the certificate.
    pub(crate) fn localhost(&self) -> String {
        format!("localhost:{}", self.port())
    }

    /// What it tells, up to the first line with these words.
    pub(crate) fn told_until(&self, words: &str) -> String {
        let mut told = String::new();
        while !told.contains(words) {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => told = told + &line + "\n",
                Err(error) => panic!("{error}, without {words:?}, but with:\n{told}"),
            }
        }
        told
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
