//! The options of `countersign handshake`.

use clap::{Args, ValueEnum};

use super::{JSON, JSON_LONG};
use crate::{
    capturing::Capturing, offer::Offer, provider::ProviderName, psk::PskArgument, taping::Taping,
};

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
    #[command(flatten)]
    pub(crate) capturing: Capturing,
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
