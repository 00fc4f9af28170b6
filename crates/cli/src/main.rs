//! The `countersign` command: a handshake with itself, shown message by message; a TLS client
//! for the terminal; a TLS server that echoes or answers with a page; what a policy allows; what
//! is in a capture file; tapes of connections, replayed; what names mean.
//!
//! ```text
//! arguments → handshake | connect | serve ─ events of the machine → timeline → text | JSON
//!                       └ failure → sentence and advice → exit code
//!                       └ record: the same, into a folder
//!           → ciphers ─ policy → text | JSON
//!           → replay | redact ─ tape → text | JSON
//!           → explain ─ the machine's tables → text | JSON
//!           → inspect ─ capture file → what was observed → timeline, or a diagram
//! ```
#![forbid(unsafe_code)]

mod advice;
mod arguments;
mod capturing;
mod ciphers;
mod connect;
mod disclosure;
mod exit;
mod explain;
mod failure;
mod handshake;
mod inspect;
mod known_keys;
mod offer;
mod output;
mod private_file;
mod provider;
mod psk;
mod record;
mod redact;
mod replay;
mod serve;
mod starttls;
mod taping;
mod timeline;
mod told;
mod wire;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    arguments::{Arguments, Command},
    exit::Exit,
    output::{Format, Output, Stream},
};

fn main() -> ExitCode {
    let mut arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let (output, result) = match &mut arguments.command {
        Command::Handshake(options) => {
            let output = Output::new(Stream::Stdout, Format::of(options.json));
            (output, handshake::run(options, output))
        }
        Command::Connect(options) => {
            let output = Output::new(Stream::Stderr, Format::of(options.telling.json));
            (output, connect::run(options, output))
        }
        Command::Serve(options) => {
            let output = Output::new(Stream::Stderr, Format::of(options.telling.json));
            (output, serve::run(options, output))
        }
        Command::Record(options) => {
            let output = options.output();
            (output, record::run(options, output))
        }
        Command::Ciphers(options) => {
            let output = Output::new(Stream::Stdout, Format::of(options.json));
            (output, ciphers::run(options, output))
        }
        Command::Replay(options) => {
            let output = Output::new(Stream::Stdout, Format::of(options.json));
            (output, replay::run(options, output))
        }
        Command::Redact(options) => {
            let output = Output::new(Stream::Stdout, Format::Text);
            (output, redact::run(options, output))
        }
        Command::Explain(options) => {
            let output = Output::new(Stream::Stdout, Format::of(options.json));
            (output, explain::run(options, output))
        }
        Command::Inspect(options) => {
            let output = Output::new(Stream::Stdout, Format::of(options.json));
            (output, inspect::run(options, output))
        }
    };
    match result {
        Ok(()) => Exit::Success.code(),
        Err(failure) => {
            output.failure(&failure);
            failure.exit.code()
        }
    }
}

/// What clap has to say: help and version are no failure.
fn usage(error: &clap::Error) -> ExitCode {
    // Nobody reads it where it cannot be printed.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.code() } else { Exit::Success.code() }
}
