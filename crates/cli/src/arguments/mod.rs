//! The command line: commands, options, help.

mod connect;
mod inspect;
mod serve;
mod tapes;

use std::time::Duration;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{Styles, styling::AnsiColor},
};

pub(crate) use self::{
    connect::Connect,
    inspect::Inspect,
    serve::{Serve, VerifyClient},
    tapes::{Explain, Redact, Replay},
};
use crate::{exit, offer::Offer, provider::ProviderName, psk::PskArgument, taping::Taping};

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
  countersign serve 127.0.0.1:4433 --cert cert.pem --key key.pem --www
      a page that says what was negotiated: curl --cacert cert.pem https://localhost:4433/";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Handshake(Handshake),
    Connect(Connect),
    Serve(Serve),
    Ciphers(Ciphers),
    Replay(Replay),
    Redact(Redact),
    Explain(Explain),
    Inspect(Inspect),
}

/// Shows a complete handshake between our client and our server
///
/// Both run in this process, with real cryptography and a certificate made on the spot by a
/// throw-away authority, which the client verifies. Then a little data goes each way, and both
/// sides close. Needs no network and no files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign handshake
  countersign handshake --group secp384r1 --alpn h2,http/1.1
  countersign handshake --suite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
  countersign handshake --policy 'DHE+AESGCM versions=TLSv1.2'
  countersign handshake --client-auth --resume tickets
  countersign handshake --retry
  countersign handshake --early-data
  countersign handshake --policy versions=TLSv1.2
  countersign handshake --psk me:0123456789abcdef0123456789abcdef
  countersign handshake --json | jq -r 'select(.event == \"message\") | .message'")]
pub(crate) struct Handshake {
    /// One JSON object for each line instead of text
    #[arg(long, help = JSON, long_help = JSON_LONG)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) offer: Offer,
    /// Who computes the cryptography
    #[arg(long, value_name = "NAME", default_value = "rustcrypto")]
    pub(crate) provider: ProviderName,
    /// The server asks the client for a certificate, and gets one
    #[arg(long)]
    pub(crate) client_auth: bool,
    /// They shake hands twice: the second time they resume the session of the first
    #[arg(long, value_name = "HOW")]
    pub(crate) resume: Option<Resume>,
    /// The server does not know the group that the client guesses first: it asks for another
    /// hello (TLS 1.3)
    #[arg(long)]
    pub(crate) retry: bool,
    /// They shake hands twice: the second time the client says what it has to say before the
    /// handshake is complete (TLS 1.3)
    #[arg(long)]
    pub(crate) early_data: bool,
    /// A secret that both sides have, such as me:0123456789abcdef0123456789abcdef
    #[arg(long, value_name = "IDENTITY:HEX")]
    pub(crate) psk: Option<PskArgument>,
    /// The kind of the server's key [default: what the suites need, else ecdsa]
    #[arg(long, value_name = "KIND")]
    pub(crate) certificate: Option<CertificateKind>,
    /// Draws all randomness from this number and stops the clock, so that each run is the same
    ///
    /// For tests and documentation: whoever knows the number knows the keys. The provider aws-lc
    /// draws for its signatures elsewhere, so that they still differ.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) taping: Taping,
}

impl Handshake {
    /// Who keeps the session, where there is a second handshake.
    pub(crate) fn keeper(&self) -> Option<Resume> {
        self.resume.or_else(|| self.early_data.then_some(Resume::Tickets))
    }
}

/// Who keeps the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Resume {
    /// The client, in a ticket that only the server can open (RFC 5077, RFC 8446)
    Tickets,
    /// The server, under an id (RFC 5246), which in TLS 1.3 is the ticket
    SessionIds,
}

/// The kinds of key that a throw-away certificate may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CertificateKind {
    /// ECDSA on P-256
    Ecdsa,
    /// RSA with 2048 bits
    Rsa,
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
  error      exit_code, message, advice, state, fault, alert_sent, alert_received
`handshake` and `connect` open with the event begin, `connect` each connection, with its number in
`connection` where there are several; the second handshake of `handshake` has the event again before
it, and `connect` tells of no_session to write. `serve` adds `client` to each, and has the events
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
