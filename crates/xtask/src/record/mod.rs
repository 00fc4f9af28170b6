//! `cargo xtask record`: records the golden handshakes anew, our machine with real peers.
//!
//! Our side runs on seeded randomness, a fixed clock and fixed keys, so that a replay can be held
//! against the recording byte for byte; the peer's bytes are different in each recording.
//!
//! ```text
//! flows/  what is recorded, figure by figure: a manifest, and who the peer is
//! peers   the programs, their versions, what they are given
//! run     one flow: the peer is started, our side goes through its steps over a tap
//! capture what the tap has kept, as a file that Wireshark opens decrypted
//! check   tshark decrypts it indeed
//! table   the recordings in test-vectors/README.md
//! ```

mod capture;
mod check;
mod flow;
mod flows;
mod keys;
mod peers;
mod run;
mod table;
mod tap;

use std::{fs, io, path::Path};

use crate::{Failure, Outcome, namespace};
use flow::Flow;
use run::Recording;

/// Where the recordings lie, from the root of the repository.
const FOLDER: &str = "test-vectors";
/// Where the tapes lie in it.
const TAPES: &str = "tapes";

/// Records every flow, or those whose names begin as given.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Outcome {
    let flows = flows::all();
    let begins = |flow: &Flow, start: &String| flow.name.starts_with(start);
    let unknown = arguments.iter().find(|start| !flows.iter().any(|flow| begins(flow, start)));
    if let Some(start) = unknown {
        let names: Vec<_> = flows.iter().map(|flow| flow.name).collect();
        let said = format!("nothing begins with `{start}`; there are {}", names.join(", "));
        return Err(io::Error::new(io::ErrorKind::InvalidInput, said));
    }
    if let Some(success) = namespace::enter("record", arguments)? {
        return Ok(success);
    }
    let wanted: Vec<_> = flows
        .into_iter()
        .filter(|flow| arguments.is_empty() || arguments.iter().any(|start| begins(flow, start)))
        .collect();
    let success = record(&root.join(FOLDER), &wanted).map_err(io::Error::other)?;
    println!(
        "recorded; now `INSTA_UPDATE=always cargo test -p countersign-testkit --test golden` \
         writes the timelines: review their diff"
    );
    Ok(success)
}

/// False where a flow could not be recorded; all the others are.
fn record(vectors: &Path, flows: &[Flow]) -> Result<bool, Failure> {
    keys::ensure(vectors)?;
    let vectors = vectors.canonicalize()?;
    let mut success = true;
    for flow in flows {
        if let Some(missing) = flow.peer.missing() {
            println!(
                "{}: kept as it is, since `{missing}` is not installed ({} brings it)",
                flow.name, flow.peer.package
            );
            continue;
        }
        let folder = vectors.join(flow.name);
        let recorded = flow.run(&vectors).and_then(|recording| {
            write(&folder, &recording)?;
            write_tapes(&vectors.join(TAPES), flow.name, &recording.tapes)?;
            check::decrypts(&folder.join("capture.pcapng"), &recording)?;
            Ok(recording)
        });
        match recorded {
            Ok(recording) => println!("{}: {}", flow.name, recording.manifest.peer),
            Err(error) => {
                println!("{}: FAILED: {error}", flow.name);
                success = false;
            }
        }
    }
    table::write(&vectors)?;
    Ok(success)
}

/// `name.tape`, and with a number those of the connections behind the first.
fn write_tapes(folder: &Path, name: &str, tapes: &[String]) -> Result<(), Failure> {
    for (index, tape) in tapes.iter().enumerate() {
        let number = if index == 0 { String::new() } else { format!("-{}", index + 1) };
        fs::create_dir_all(folder)?;
        fs::write(folder.join(format!("{name}{number}.tape")), tape)?;
    }
    Ok(())
}

fn write(folder: &Path, recording: &Recording) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("capture.pcapng"), capture::pcapng(recording)?)?;
    fs::write(folder.join("manifest.toml"), recording.manifest.text()?)?;
    Ok(())
}
