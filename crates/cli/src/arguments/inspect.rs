//! The command line of `countersign inspect`.

use std::path::PathBuf;

use clap::Args;

use crate::psk::PskArgument;

/// Shows the TLS connections in a capture file, message by message
///
/// Reads pcap and pcapng, also gzipped, puts the TCP connections together and reads along with both
/// sides: every handshake message with what it says, fingerprints (JA3, JA4), changes of keys, and
/// whether what each side proves is right. With keys it decrypts: from a key log, from the secrets
/// in a pcapng file, with a server's RSA key. STARTTLS is found by itself. SSL 2.0 to TLS 1.3.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign inspect capture.pcapng
  countersign inspect --keylog keys.log capture.pcap
  countersign inspect --html capture.pcap > report.html
  countersign inspect --json capture.pcap | jq -r '.facts.ja4 // empty'")]
pub(crate) struct Inspect {
    /// The capture; - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// A key log, in the format of SSLKEYLOGFILE (RFC 9850); may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) keylog: Vec<PathBuf>,
    /// A server's private RSA key in PEM, for connections with RSA key exchange
    #[arg(long, value_name = "FILE")]
    pub(crate) rsa_key: Vec<PathBuf>,
    /// A pre-shared key, such as me:0123456789abcdef0123456789abcdef, for connections without a
    /// key exchange beside it; in TLS 1.3 it opens early data too
    #[arg(long, value_name = "IDENTITY:HEX")]
    pub(crate) psk: Vec<PskArgument>,
    /// Only this connection: its number, as it is shown
    #[arg(long, value_name = "NUMBER")]
    pub(crate) connection: Option<u64>,
    /// One JSON object for each line instead of text
    ///
    /// Each has `event` and `connection`. The events message, keys and connected are those of the
    /// other commands; besides there are connection (client, server), plaintext, ssl2,
    /// unknown_keys, sealed (content, records, bytes, reason), data (records, bytes, early, text),
    /// verdict (proof, verdict: right, wrong or unknown, reason), out_of_order (came, expected),
    /// malformed (problem), missing (what) and end (from_client, from_server: bytes).
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// A sequence diagram of each connection as one SVG picture
    #[arg(long, group = "form")]
    pub(crate) svg: bool,
    /// The same as an HTML page, fit to print
    #[arg(long, group = "form")]
    pub(crate) html: bool,
}
