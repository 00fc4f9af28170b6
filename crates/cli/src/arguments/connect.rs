//! The options of `countersign connect`.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use super::{Telling, seconds};
use crate::{
    capturing::Capturing, disclosure::Disclosure, offer::Offer, provider::ProviderName,
    psk::PskArgument, starttls::StartTls, taping::Taping,
};

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
  countersign connect example.org:443 --reconnect </dev/null
  countersign connect localhost:4433 --ca authority.pem --client-cert me.pem --client-key me.key
  countersign connect example.org:443 --reconnect --early-data request.txt </dev/null
  countersign connect mail.example.org --starttls smtp
  countersign connect example.org:443 --json --alpn h2 </dev/null 2>&1 | jq .

Trusted are the authorities of --ca or the certificates or keys of --pin; else the authorities
of the system; else those of Mozilla's list, as it was when this program was built.")]
pub(crate) struct Connect {
    /// Host name or address, and port; 443 if left out, with --starttls that of the protocol.
    /// IPv6: [::1]:443
    #[arg(value_name = "HOST:PORT")]
    pub(crate) address: String,
    /// Trusts the authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE", group = "trust")]
    pub(crate) ca: Option<PathBuf>,
    /// Trusts the certificates in this PEM file themselves, whatever they say: the server must
    /// send one of them; or the public keys in it, which the server may show with a certificate
    /// or without (RFC 7250)
    #[arg(long, value_name = "FILE", group = "trust")]
    pub(crate) pin: Option<PathBuf>,
    /// Name to ask for and to find in the certificate, instead of HOST
    #[arg(long, value_name = "NAME")]
    pub(crate) servername: Option<String>,
    /// DANGEROUS: accepts any certificate, so that anybody on the way can read and change
    /// everything
    #[arg(long, group = "trust")]
    pub(crate) insecure: bool,
    /// Speaks this protocol of mail first, and has it change to TLS
    #[arg(long, value_name = "PROTOCOL")]
    pub(crate) starttls: Option<StartTls>,
    /// PEM file with our own certificate, or our public key alone, for servers that ask for one
    #[arg(long, value_name = "FILE", requires = "client_key")]
    pub(crate) client_cert: Option<PathBuf>,
    /// PEM file with its private key
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    pub(crate) client_key: Option<PathBuf>,
    /// Time for connecting and the handshake together, and for each silence of the server after
    /// the end of input
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) offer: Offer,
    /// A secret that the server has too, such as me:0123456789abcdef0123456789abcdef
    ///
    /// Up to TLS 1.2, suites with pre-shared keys then come first, unless the policy names some.
    /// Others on this machine can see command lines.
    #[arg(long, value_name = "IDENTITY:HEX")]
    pub(crate) psk: Option<PskArgument>,
    #[command(flatten)]
    pub(crate) sessions: ClientSessions,
    /// Sends this file first, in the last connection: where its session allows that before the
    /// handshake is complete, so that others can record it and send it once more (TLS 1.3); else
    /// behind it
    #[arg(long, value_name = "FILE", requires = "resumption")]
    pub(crate) early_data: Option<PathBuf>,
    /// Changes keys after the handshake, and has the server do so too (TLS 1.3)
    #[arg(long)]
    pub(crate) key_update: bool,
    /// Says that the server may ask for our certificate after the handshake too (TLS 1.3)
    #[arg(long, requires = "client_cert")]
    pub(crate) post_handshake_auth: bool,
    /// Asks the server to staple what its authority says of its certificate (OCSP)
    #[arg(long)]
    pub(crate) request_ocsp: bool,
    /// Asks that no record holds more than 512, 1024, 2048 or 4096 bytes
    #[arg(long, value_name = "BYTES", value_parser = ["512", "1024", "2048", "4096"])]
    #[arg(hide_possible_values = true)]
    pub(crate) max_fragment: Option<String>,
    /// Says that this is another attempt with a lower version: a server that knows a higher one
    /// ends it (RFC 7507)
    #[arg(long)]
    pub(crate) fallback_scsv: bool,
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

/// What a client does with sessions. Any of them has it offer tickets and resume sessions.
#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct ClientSessions {
    /// Connects this many times more, each time with the session of the time before [default: 1]
    ///
    /// The tunnel is through the last connection.
    #[arg(long, value_name = "TIMES", num_args = 0..=1, default_missing_value = "1")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000), group = "resumption")]
    pub(crate) reconnect: Option<u16>,
    /// Writes the session to this file, for --session-in: as secret as the connection
    #[arg(long, value_name = "FILE")]
    pub(crate) session_out: Option<PathBuf>,
    /// Resumes the session in this file, which nobody else may be able to read
    #[arg(long, value_name = "FILE", group = "resumption")]
    pub(crate) session_in: Option<PathBuf>,
}

impl ClientSessions {
    /// Whether sessions are of any use here.
    pub(crate) fn are_wanted(&self) -> bool {
        self.reconnect.is_some() || self.session_out.is_some() || self.session_in.is_some()
    }
}
