//! `countersign redact`: a tape without its secrets.

use std::{fs, path::Path};

use countersign_tape::Tape;

use crate::{advice, arguments::Redact, failure::Failure, output::Output};

/// The longest tape that is read, bytes: it is held in memory, several times over.
const MAX_TAPE: u64 = 512 << 20;

pub(crate) fn run(options: &Redact, output: Output) -> Result<(), Failure> {
    let text = read(&options.tape)?;
    // What is no tape may have secrets that are not marked.
    Tape::read(&text).map_err(|error| {
        Failure::usage(format!("{}: {error}", options.tape.display()), advice::TAPE)
    })?;
    output.print(&countersign_tape::redact(&text));
    Ok(())
}

/// The text of a tape.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::file(path, "read", &error);
    let len = fs::metadata(path).map_err(unreadable)?.len();
    if len > MAX_TAPE {
        let message = format!(
            "{} has {len} bytes, and a tape of more than {MAX_TAPE} is not read",
            path.display()
        );
        return Err(Failure::usage(message, "record a shorter connection"));
    }
    fs::read_to_string(path).map_err(unreadable)
}
