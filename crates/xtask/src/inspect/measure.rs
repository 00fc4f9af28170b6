//! Runs a command, counts what it prints, and looks how much memory it takes.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::Failure;

/// What came of a run.
pub(super) struct Figures {
    pub(super) seconds: f64,
    /// The most that was resident, in KiB, as the kernel says it; 0 where it does not.
    pub(super) peak_kib: u64,
    /// Lines that it printed.
    pub(super) lines: usize,
}

pub(super) fn measure(command: &mut Command) -> Result<Figures, Failure> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let output = child.stdout.take().ok_or("its output cannot be read")?;
    let ended = AtomicBool::new(false);
    let (peak_kib, lines) = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut peak = 0;
            while !ended.load(Ordering::Relaxed) {
                peak = peak.max(resident(&status));
                thread::sleep(Duration::from_millis(10));
            }
            peak
        });
        let lines = BufReader::new(output).split(b'\n').count();
        ended.store(true, Ordering::Relaxed);
        (watch.join().unwrap_or_default(), lines)
    });
    let ended = child.wait()?;
    if !ended.success() {
        return Err(format!("{command:?} ended with {ended}").into());
    }
    Ok(Figures { seconds: start.elapsed().as_secs_f64(), peak_kib, lines })
}

/// The peak so far.
fn resident(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok()).unwrap_or_default()
}
