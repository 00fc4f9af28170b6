//! Measures countersign beside rustls and OpenSSL, on the same work and in one run.
//!
//! ```text
//! countersign-bench [--quick] [FILE]
//! ```
//!
//! Prints a table with the ratios to rustls over AWS-LC and the goals, and writes the figures to
//! FILE as JSON (`target/bench.json` where none is named). Run it by `make bench`.

mod certificates;
mod clock;
mod figures;
mod heap;
mod measure;
mod null;
mod report;
mod stack;
mod wire;

use std::{env, fs, path::PathBuf, process::ExitCode};

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
    let (mut pace, mut path) = (Pace::FULL, PathBuf::from("target/bench.json"));
    for argument in env::args_os().skip(1) {
        match argument.to_str() {
            Some("--quick") => pace = Pace::QUICK,
            Some(other) if other.starts_with('-') => {
                return Err(format!("{other} is not known; there is --quick, and a file").into());
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
