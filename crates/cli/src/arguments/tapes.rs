//! The options of `countersign replay`, `redact` and `explain`.

use std::path::PathBuf;

use clap::Args;

use crate::provider::ProviderName;

/// Replays tapes through a fresh machine, which must do the same, byte for byte
///
/// A tape is what --tape has recorded. It needs neither network nor keys nor peer: what was
/// answered and drawn stands in it. Where the machine does something else, the first difference is
/// told: the step, the line, what the tape has and what the machine does. A tape that was cut is
/// replayed as far as it goes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign connect example.org:443 --tape one.tape </dev/null
  countersign replay one.tape
  countersign replay --json tapes/*.tape")]
pub(crate) struct Replay {
    /// The tapes
    #[arg(value_name = "TAPE", required = true)]
    pub(crate) tapes: Vec<PathBuf>,
    /// Who computes the cryptography; tapes of one provider are replayed by the others
    #[arg(long, value_name = "NAME", default_value = "rustcrypto")]
    pub(crate) provider: ProviderName,
    /// One JSON object for each tape instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// Prints a tape without its secrets and its data, to be given away
///
/// What stays is what an eavesdropper sees, and besides it names, certificates, policy and
/// times. It can be read, but not be replayed beyond the first secret.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  countersign redact one.tape > for-the-report.tape")]
pub(crate) struct Redact {
    /// The tape
    #[arg(value_name = "TAPE")]
    pub(crate) tape: PathBuf,
}

/// Explains an alert, a suite, a state and whatever else has a name here
///
/// Names and numbers are found in the tables of the machine: alerts, cipher suites (by the
/// registry's name and by OpenSSL's), groups, signature schemes, extensions, handshake messages,
/// states of the handshake, and faults. Without a name it lists what there is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign explain bad_record_mac
  countersign explain TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
  countersign explain WaitServerKeyExchange
  countersign explain 0xc02f
  countersign explain")]
pub(crate) struct Explain {
    /// A name, or a number such as 40 or 0xc02f
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// One JSON object for each thing found instead of text
    #[arg(long)]
    pub(crate) json: bool,
}
