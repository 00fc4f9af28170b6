//! `cargo xtask record`: records the golden handshakes anew, our machine with real peers.
//!
//! Our side runs on seeded randomness, a fixed clock and fixed keys, so that a replay can be held
//! against the recording byte for byte; the peer's bytes are different in each recording.

mod capture;
mod flow;
mod keys;
mod manifest;
mod tap;

use std::{fs, io, path::Path};

use crate::{Failure, Outcome};
use flow::{FLOWS, Recording};

/// Where the recordings lie, from the root of the repository.
const FOLDER: &str = "test-vectors";

/// Records every flow, or those that are named.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Outcome {
    let unknown = arguments.iter().find(|name| FLOWS.iter().all(|flow| flow.name != **name));
    if let Some(name) = unknown {
        let names: Vec<_> = FLOWS.iter().map(|flow| flow.name).collect();
        let said = format!("there is no `{name}`; there are {}", names.join(", "));
        return Err(io::Error::new(io::ErrorKind::InvalidInput, said));
    }
    record(&root.join(FOLDER), arguments).map_err(io::Error::other)?;
    println!(
        "recorded; now `INSTA_UPDATE=always cargo test -p countersign-testkit --test golden` \
         writes the timelines: review their diff"
    );
    Ok(true)
}

fn record(folder: &Path, names: &[String]) -> Result<(), Failure> {
    keys::ensure(&folder.join(keys::FOLDER))?;
    for flow in FLOWS.iter().filter(|flow| names.is_empty() || names.iter().any(|n| n == flow.name))
    {
        let recording = flow.run(folder)?;
        write(&folder.join(flow.name), &recording)?;
        println!(
            "{}: {} chunks with {}",
            flow.name,
            recording.chunks.len(),
            recording.manifest.peer
        );
    }
    Ok(())
}

fn write(folder: &Path, recording: &Recording) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let capture = capture::pcapng(recording)?;
    fs::write(folder.join("capture.pcapng"), capture)?;
    fs::write(folder.join("manifest.toml"), recording.manifest.text()?)?;
    Ok(())
}
