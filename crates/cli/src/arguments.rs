//! The command line: commands, options, help.

use std::{path::PathBuf, time::Duration};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{Styles, styling::AnsiColor},
};

use crate::{exit, offer::Offer, provider::ProviderName};

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
  countersign serve 127.0.0.1:4433 --cert cert.pem --key key.pem --www
      a page that says what was negotiated: curl --cacert cert.pem https://localhost:4433/";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Handshake(Handshake),
    Connect(Connect),
    Serve(Serve),
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
    /// The kind of the server's key [default: what the suites need, else ecdsa]
    #[arg(long, value_name = "KIND")]
    pub(crate) certificate: Option<CertificateKind>,
    /// Draws all randomness from this number and stops the clock, so that each run is the same
    ///
    /// For tests and documentation: whoever knows the number knows the keys. The provider aws-lc
    /// draws for its signatures elsewhere, so that they still differ.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
}

/// The kinds of key that a throw-away certificate may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CertificateKind {
    /// ECDSA on P-256
    Ecdsa,
    /// RSA with 2048 bits
    Rsa,
}

/// Connects to a server; standard input and output go through the tunnel
///
/// The timeline goes to standard error. At the end of input close_notify is sent, and the rest
/// of the answer is still read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | countersign connect example.org:443 > page.txt
  countersign connect localhost:4433 --ca authority.pem
  countersign connect 192.0.2.7:443 --servername www.example.org
  countersign connect example.org:443 --json --alpn h2 </dev/null 2>&1 | jq .

Trusted are the authorities of --ca or the certificates of --pin; else the authorities
of the system; else those of Mozilla's list, as it was when this program was built.")]
pub(crate) struct Connect {
    /// Host name or address, and port; 443 if left out. IPv6: [::1]:443
    #[arg(value_name = "HOST:PORT")]
    pub(crate) address: String,
    /// Trusts the authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE", group = "trust")]
    pub(crate) ca: Option<PathBuf>,
    /// Trusts the certificates in this PEM file themselves, whatever they say: the server must
    /// send one of them
    #[arg(long, value_name = "FILE", group = "trust")]
    pub(crate) pin: Option<PathBuf>,
    /// Name to ask for and to find in the certificate, instead of HOST
    #[arg(long, value_name = "NAME")]
    pub(crate) servername: Option<String>,
    /// DANGEROUS: accepts any certificate, so that anybody on the way can read and change
    /// everything
    #[arg(long, group = "trust")]
    pub(crate) insecure: bool,
    /// Time for connecting and the handshake together, and for each silence of the server after
    /// the end of input
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) offer: Offer,
    /// Who computes the cryptography
    #[arg(long, value_name = "NAME", default_value = "rustcrypto")]
    pub(crate) provider: ProviderName,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// Serves many clients at once: echoes, or answers a GET with a page about the connection
///
/// Prints `listening on ADDRESS` on standard error, then a timeline for each client. Ends with
/// Ctrl-C.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign serve 127.0.0.1:4433 --cert cert.pem --key key.pem
  countersign serve [::]:443 --cert chain.pem --key key.pem --www
  countersign serve 127.0.0.1:0 --cert cert.pem --key key.pem --quiet

A certificate to play with:
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \\
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \\
    -addext basicConstraints=critical,CA:FALSE \\
    -keyout key.pem -out cert.pem")]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(value_name = "ADDRESS:PORT")]
    pub(crate) address: String,
    /// PEM file with the certificate, and those of intermediate authorities after it
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: PathBuf,
    /// PEM file with the certificate's private key
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Answers GET with an HTML page that says what was negotiated (ALPN is http/1.1 unless
    /// given)
    #[arg(long)]
    pub(crate) www: bool,
    /// Clients served at once; more have to wait
    #[arg(long, value_name = "NUMBER", default_value_t = 64)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_clients: u16,
    /// Time that a client has for the handshake, and then for each silence
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) offer: Offer,
    /// Who computes the cryptography
    #[arg(long, value_name = "NAME", default_value = "rustcrypto")]
    pub(crate) provider: ProviderName,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

const JSON: &str = "One JSON object for each line instead of text";
const JSON_LONG: &str = "\
One JSON object for each line instead of text

Each object has `event`: message, keys, question, connected, data, closed, or error.
  message    number, from, message, bytes, encrypted, facts
  keys       from, cipher
  question   asked_by, question, words, and answer where it is known
  connected  facts (version, cipher_suite, group, signature_scheme, alpn, …), messages
  data       from, bytes, text
  closed     from_client, from_server: bytes of application data
  error      exit_code, message, advice, state, fault, alert_sent, alert_received
`handshake` and `connect` open with the event begin. `serve` adds `client` to each, and has the
events listening, accepted and page. Sizes are bytes; what was not agreed on is null.";

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
