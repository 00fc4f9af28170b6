//! The options of `countersign record`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Connect, Handshake, Serve};

/// Runs connect, serve or handshake, and leaves in a folder all that went on
///
/// There are then: capture.pcapng, what went over the wire, with the secrets that decrypt it;
/// one.tape, what the machine was told and did, and for each further connection one more
/// (one-2.tape); timeline.txt, what is told, which is also printed as without `record`. With --json
/// that is timeline.jsonl; with -q there is little in it. Whoever reads these files can read the
/// connections. Where no connection came about, nothing is left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign record folder connect example.org:443 </dev/null
  countersign record folder serve 127.0.0.1:4433 --cert cert.pem --key key.pem
  countersign record folder handshake --resume tickets

Then:
  countersign inspect folder/capture.pcapng
  countersign replay folder/*.tape
  wireshark folder/capture.pcapng")]
pub(crate) struct Record {
    /// Where to; made where it is missing. Nothing in it is overwritten
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Recorded,
}

/// What is recorded.
#[derive(Debug, Subcommand)]
pub(crate) enum Recorded {
    Connect(Connect),
    Serve(Serve),
    Handshake(Handshake),
}
