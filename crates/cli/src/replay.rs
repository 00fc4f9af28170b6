//! `countersign replay`: tapes once more, through a fresh machine.

use std::path::Path;

use countersign_tape::{Computing, Replay as Replayed, Stop, Tape, TapeError, replay};
use serde::Serialize;

use crate::{
    advice,
    arguments::Replay,
    exit::Exit,
    failure::Failure,
    output::{Format, Output, json_line, printable},
    redact::read,
};

/// What came of one tape. As JSON: the object with `"event":"replay"`.
#[derive(Serialize)]
#[serde(tag = "event", rename = "replay")]
struct Told {
    tape: String,
    /// `agrees`, `cut`, `redacted`, `differs` or `damaged`.
    outcome: &'static str,
    /// Steps that agree, and steps that there are.
    agreed: usize,
    steps: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<Difference>,
    /// In words.
    message: String,
}

/// The first difference.
#[derive(Serialize)]
struct Difference {
    step: usize,
    line: usize,
    call: String,
    expected: Option<String>,
    got: Option<String>,
    place: Option<String>,
    failure: Option<String>,
}

pub(crate) fn run(options: &Replay, output: Output) -> Result<(), Failure> {
    let computing = Computing {
        provider: options.provider.cryptography()?.provider,
        certificate_compressions: countersign_compress::ALL,
    };
    let mut failed = 0;
    for path in &options.tapes {
        let text = read(path)?;
        let replayed = Tape::read(&text).and_then(|tape| {
            let replayed = replay(&tape, computing)?;
            Ok((replayed, about(&tape, options.provider.name())))
        });
        let told = Told::of(path, replayed);
        failed += usize::from(!matches!(told.outcome, "agrees" | "cut"));
        output.print(&match output.format {
            Format::Text => told.text(),
            Format::Json => json_line(&told),
        });
    }
    match failed {
        0 => Ok(()),
        _ => Err(Failure::tapes(
            format!("{failed} of {} tapes did not agree to their end", options.tapes.len()),
            advice::TAPE,
        )),
    }
}

/// Whose tape it is; by whom it was computed, where that is another.
fn about(tape: &Tape<'_>, provider: &str) -> String {
    let other = tape.provider().filter(|recorded| recorded != provider);
    let other = other.map(|recorded| format!(", recorded over {recorded}")).unwrap_or_default();
    format!("{}{other}", tape.role())
}

impl Told {
    fn of(path: &Path, replayed: Result<(Replayed, String), TapeError>) -> Self {
        let tape = path.display().to_string();
        match replayed {
            Ok((replayed, about)) => {
                let outcome = match &replayed.stop {
                    Stop::End => "agrees",
                    Stop::Cut { .. } => "cut",
                    Stop::Redacted(_) => "redacted",
                    Stop::Differs(_) => "differs",
                };
                let message = format!("{about}: {replayed}");
                let Replayed { agreed, steps, stop } = replayed;
                let difference = match stop {
                    Stop::Differs(difference) => Some(Difference {
                        step: difference.step,
                        line: difference.line,
                        call: difference.call,
                        expected: difference.expected,
                        got: difference.got,
                        place: difference.place,
                        failure: difference.failure,
                    }),
                    _ => None,
                };
                Self { tape, outcome, agreed, steps, difference, message }
            }
            Err(error) => Self {
                tape,
                outcome: "damaged",
                agreed: 0,
                steps: 0,
                difference: None,
                message: error.to_string(),
            },
        }
    }

    /// A line, or a few where something differs.
    fn text(&self) -> String {
        let lines: Vec<_> = self.message.lines().map(printable).collect();
        format!("{:<8} {}: {}\n", self.outcome, printable(&self.tape), lines.join("\n"))
    }
}

impl Failure {
    fn tapes(message: String, advice: &'static str) -> Self {
        Self::new(Exit::Differs, message, advice)
    }
}
