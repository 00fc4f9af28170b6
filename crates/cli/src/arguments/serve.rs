//! The options of `countersign serve`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};

use super::{Telling, seconds};
use crate::{
    capturing::Capturing, disclosure::Disclosure, offer::Offer, provider::ProviderName,
    psk::PskArgument, starttls::StartTls, taping::Taping,
};

/// Serves many clients at once: echoes, or answers a GET with a page about the connection
///
/// Prints `listening on ADDRESS` on standard error, then a timeline for each client. Ends with
/// Ctrl-C.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  countersign serve 127.0.0.1:4433 --cert cert.pem --key key.pem
  countersign serve [::]:443 --cert chain.pem --key key.pem --www
  countersign serve 127.0.0.1:0 --cert cert.pem --key key.pem --client-ca authority.pem
  countersign serve 127.0.0.1:0 --psk me:0123456789abcdef0123456789abcdef

A certificate to play with:
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \\
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \\
    -addext basicConstraints=critical,CA:FALSE \\
    -keyout key.pem -out cert.pem")]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(value_name = "ADDRESS:PORT")]
    pub(crate) address: String,
    /// PEM file with the certificate, and those of intermediate authorities after it; or with the
    /// public key alone, for clients that know it (RFC 7250)
    #[arg(long, value_name = "FILE", requires = "key", required_unless_present = "psk")]
    pub(crate) cert: Option<PathBuf>,
    /// PEM file with the certificate's private key
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub(crate) key: Option<PathBuf>,
    /// DER file with an OCSP response about the certificate, for clients that ask
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub(crate) ocsp: Option<PathBuf>,
    /// Whether clients have to show a certificate [default: required with --client-ca, else none]
    #[arg(long, value_name = "WHETHER")]
    pub(crate) verify_client: Option<VerifyClient>,
    /// PEM file with the authorities that clients' certificates come from, or with the public keys
    /// of clients
    ///
    /// A client with a pre-shared key is not asked for one (RFC 4279 §2).
    #[arg(long, value_name = "FILE", requires = "cert")]
    #[arg(required_if_eq_any([("verify_client", "optional"), ("verify_client", "required")]))]
    pub(crate) client_ca: Option<PathBuf>,
    /// A secret that a client has too, such as me:0123456789abcdef0123456789abcdef; may be given
    /// several times
    ///
    /// Up to TLS 1.2, suites with pre-shared keys then come first, unless the policy names some.
    /// Others on this machine can see command lines.
    #[arg(long, value_name = "IDENTITY:HEX")]
    pub(crate) psk: Vec<PskArgument>,

    /// Tell clients by this which of their pre-shared keys to take
    #[arg(long, value_name = "TEXT", requires = "psk")]
    pub(crate) psk_hint: Option<String>,
    #[command(flatten)]
    pub(crate) sessions: ServerSessions,
    /// Speaks this protocol of mail first, until the client changes to TLS
    #[arg(long, value_name = "PROTOCOL")]
    pub(crate) starttls: Option<StartTls>,
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
    #[command(flatten)]
    pub(crate) disclosure: Disclosure,
    #[command(flatten)]
    pub(crate) taping: Taping,
    #[command(flatten)]
    pub(crate) capturing: Capturing,
    /// Who computes the cryptography
    #[arg(long, value_name = "NAME", default_value = "rustcrypto")]
    pub(crate) provider: ProviderName,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// How a server has sessions resumed.
#[derive(Debug, Args)]
pub(crate) struct ServerSessions {
    /// Gives clients tickets, by which they resume sessions (RFC 5077, RFC 8446): so many in TLS
    /// 1.3, where each is used once [default: 2]
    #[arg(long, overrides_with = "no_tickets", value_name = "NUMBER", num_args = 0..=1)]
    #[arg(require_equals = true, default_missing_value = "2")]
    #[arg(value_parser = clap::value_parser!(u8).range(1..=MAX_TICKETS))]
    pub(crate) tickets: Option<u8>,
    /// Gives none, as is the default
    #[arg(long, overrides_with = "tickets")]
    pub(crate) no_tickets: bool,
    /// Keeps sessions under ids, by which clients without tickets resume them
    #[arg(long)]
    pub(crate) session_ids: bool,
    /// Takes so many bytes from a client that comes back before the handshake is complete, and
    /// none of them twice (TLS 1.3) [default: 0]
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1..=MAX_EARLY))]
    pub(crate) max_early_data: Option<u32>,
}

/// The most tickets that a client is given.
const MAX_TICKETS: i64 = countersign::limits::MAX_TICKETS_GIVEN as i64;

/// The most early data that is held of each client, bytes.
const MAX_EARLY: i64 = 1 << 20;

/// Whether clients have to show a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyClient {
    /// They are not asked
    None,
    /// They are asked, and may have none
    Optional,
    /// Without one the handshake ends
    Required,
}
