//! The command line: commands, options, help.

mod connect;
mod handshake;
mod inspect;
mod record;
mod serve;
mod tapes;

use std::time::Duration;

use clap::{
    Args, Parser, Subcommand,
    builder::{Styles, styling::AnsiColor},
};

pub(crate) use self::{
    connect::Connect,
    handshake::{CertificateKind, Handshake, Resume},
    inspect::Inspect,
    record::{Record, Recorded},
    serve::{Serve, VerifyClient},
    tapes::{Explain, Redact, Replay},
};
use crate::exit;

/// TLS handshakes that show what they do.
///
/// Every message of a handshake is printed with its size and what it says, in words; so are the
/// questions that the machine asks, the changes of keys, and what was agreed.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, arg_required_else_help = true, styles = STYLES)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", exit::help()))]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  countersign handshake
      a whole handshake, message by message; needs no network and no files
  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | countersign connect example.org:443
      the timeline on standard error, the answer on standard output
  countersign inspect capture.pcapng
      the TLS connections in a capture, message by message
  countersign record folder connect example.org:443
      the same as without `record folder`, with capture, tape and timeline in that folder
  countersign serve 127.0.0.1:4433 --cert cert.pem --key key.pem --www
      a page that says what was negotiated: curl --cacert cert.pem https://localhost:4433/";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Handshake(Handshake),
    Connect(Connect),
    Serve(Serve),
    Record(Record),
    Ciphers(Ciphers),
    Replay(Replay),
    Redact(Redact),
    Explain(Explain),
    Inspect(Inspect),
}

/// Lists the cipher suites, groups and signature schemes of a policy
///
/// As `openssl ciphers -v` does, the preferred first, with what each suite is made of. Below it
/// stands the policy as a text that reads back as the same policy.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign ciphers
  countersign ciphers documented
  countersign ciphers 'ECDHE+AESGCM:ECDHE+CHACHA20'
  countersign ciphers 'documented !kRSA:!SHA1 groups=X25519:ffdhe3072'")]
#[command(after_long_help = POLICY_TEXT)]
pub(crate) struct Ciphers {
    /// modern, documented, legacy, or a policy as text
    #[arg(value_name = "POLICY", default_value = "modern")]
    pub(crate) policy: Vec<String>,
    /// One JSON object for each line instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--help` says of policies.
pub(crate) const POLICY_TEXT: &str = "\
A policy is a text of words:
  modern, documented, legacy   the policy to start from: modern if none is named
  ECDHE+AESGCM:!aRSA           a cipher string as OpenSSL has them, of names and groups of names;
                               one that begins with !, - or + goes on from the policy's suites
  name=value                   a setting: versions, groups, schemes, certificate_types,
                               require_extended_master_secret, require_secure_renegotiation,
                               encrypt_then_mac, accept_unnamed_dhe_groups, session_lifetime,
                               max_fragment_length, record_size_limit, max_certificate_message,
                               max_blocks_per_key, psk_without_key_exchange,
                               middlebox_compatibility, record_padding, tickets, grease,
                               grease_encrypted_client_hello, pad_client_hello
Examples: 'documented', 'documented !kRSA', 'ECDHE:DHE groups=X25519:ffdhe2048',
'versions=TLSv1.2 schemes=RSA-PSS+SHA256:ed25519 require_extended_master_secret=yes'";

const JSON: &str = "One JSON object for each line instead of text";
const JSON_LONG: &str = "\
One JSON object for each line instead of text

Each object has `event`:
  message    number, from, message, bytes, encrypted, facts
  keys       from, cipher, in TLS 1.3 level (early_data, handshake, application_data, updated)
  question   asked_by, question, words, answer
  session    lifetime, bytes: the client has a session that may be resumed
  connected  facts (version, cipher_suite, group, signature_scheme, resumed, alpn, server_name,
             peer, our_certificate, psk_identity, encrypt_then_mac, in TLS 1.3 early_data and
             retried, …), messages
  exporter   label, keying_material
  data       from, bytes, text, early where it came before the handshake was complete
  early_data bytes, outcome (accepted, rejected, not_allowed): what connect has sent early
  closed     from_client, from_server: bytes of application data
  replay     tape, outcome, agreed, steps, and what differs or is wrong
  recorded   folder, files: what `record` leaves there
  error      exit_code, message, advice, state, fault, alert_sent, alert_received
`handshake` and `connect` open with the event begin, `connect` each connection, with its number in
`connection` where there are several; the second handshake of `handshake` has the event again before
it, and `connect` tells of no_session to write. no_tape, no_capture and no_timeline say why a
recording goes on without; the connection does. `serve` adds `client` to each, and has the events
listening, accepted and page. Sizes are bytes; what was not agreed on is null.";

/// How much is told; the same for client and server.
#[derive(Debug, Args)]
pub(crate) struct Telling {
    #[arg(long, help = JSON, long_help = JSON_LONG)]
    pub(crate) json: bool,
    /// Tells nothing but errors, and where a server listens
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(number) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        Err(_) if number > 0.0 => Err("is longer than can be waited".to_owned()),
        _ => Err("must be more than 0".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn seconds_may_have_a_fraction() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["", "0", "-1", "NaN", "soon", "1e30"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }
}
