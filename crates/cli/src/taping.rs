//! `--tape`: connections are recorded, to be replayed.

use std::{path::PathBuf, sync::Arc};

use clap::Args;
use countersign_tape::{Recording, TapeFiles, Tapes};
use serde::Serialize;

use crate::{failure::Failure, output::Output, provider::ProviderName};

/// The options that record.
#[derive(Debug, Default, Args)]
pub(crate) struct Taping {
    /// Records all that enters and leaves the connection in this file, for `countersign replay`;
    /// whoever reads it can read the connection
    ///
    /// Further connections go to files beside it, whose names have a number: name.tape,
    /// name-2.tape, name-3.tape. `countersign handshake` has the client's first, then the
    /// server's.
    #[arg(long, value_name = "FILE")]
    pub(crate) tape: Option<PathBuf>,
    /// Leaves secrets and data out of the tape: it can be read, but not be replayed
    #[arg(long, requires = "tape")]
    redact: bool,
}

/// Files, and who is told of one that cannot be made.
struct Told {
    files: TapeFiles,
    output: Output,
}

impl Taping {
    /// The tapes that are asked for; the first file is made at once.
    pub(crate) fn tapes(
        &self,
        provider: ProviderName,
        output: Output,
    ) -> Result<Option<Arc<dyn Tapes>>, Failure> {
        let Some(path) = &self.tape else { return Ok(None) };
        let files =
            TapeFiles::create(path).map_err(|error| Failure::file(path, "written", &error))?;
        let files = files.redacted(self.redact).provider(provider.name());
        Ok(Some(Arc::new(Told { files, output })))
    }
}

impl Tapes for Told {
    fn next(&self) -> Option<Recording> {
        #[derive(Serialize)]
        #[serde(tag = "event", rename = "no_tape")]
        struct NoTape {
            why: String,
        }
        let recording = self.files.next();
        if let (None, Some(why)) = (&recording, self.files.problem()) {
            self.output.note(&format!("no tape: {why}"), &NoTape { why });
        }
        recording
    }
}
