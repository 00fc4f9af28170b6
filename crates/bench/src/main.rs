//! Measures countersign beside rustls and OpenSSL, on the same work and in one run.
//!
//! ```text
//! countersign-bench [--quick] [FILE]
//! countersign-bench --machine STACK COUNT
//! ```
//!
//! Prints a table with the ratios to rustls over AWS-LC and the goals, and writes the figures to
//! FILE as JSON (`target/bench.json` where none is named). Run it by `make bench`.
//!
//! The second form shakes hands COUNT times with one of the stacks that compute nothing, and
//! measures nothing: it is for a profiler, which counts instructions where a clock is disturbed.

mod certificates;
mod clock;
mod figures;
mod heap;
mod measure;
mod null;
mod report;
mod stack;
mod wire;

use std::{env, ffi::OsString, fs, path::PathBuf, process::ExitCode};

use clock::Pace;
use stack::Setup;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("countersign-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Setup<()> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let [first, stack, count] = &arguments[..]
        && first == "--machine"
    {
        let count = count.to_str().and_then(|count| count.parse().ok());
        let count = count.ok_or("COUNT is a number of handshakes")?;
        return figures::profile(&stack.to_string_lossy(), count);
    }
    let (mut pace, mut path) = (Pace::FULL, PathBuf::from("target/bench.json"));
    for argument in arguments {
        match argument.to_str() {
            Some("--quick") => pace = Pace::QUICK,
            Some(other) if other.starts_with('-') => {
                return Err(
                    format!("{other} is not known; there are --quick, a file, --machine").into()
                );
            }
            _ => path = argument.into(),
        }
    }
    #[cfg(feature = "openssl")]
    if !heap::adopt_openssl() {
        eprintln!("OpenSSL keeps its own allocator: what it takes is not counted");
    }
    let figures = figures::gather(pace)?;
    print!("{}", report::text(&figures));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, serde_json::to_string_pretty(&figures)?)?;
    println!("\nwritten: {}", path.display());
    Ok(())
}
