//! `--starttls`: a protocol of mail that begins in plaintext and changes over to TLS.

use clap::ValueEnum;
use countersign_std::starttls::{self, Protocol, StartTlsError};

use crate::{failure::Failure, wire::Wire};

/// What we call ourselves in SMTP: nobody looks it up.
const NAME: &str = "localhost";

/// The protocols by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StartTls {
    /// RFC 3207; port 587
    Smtp,
    /// RFC 2595; port 143
    Imap,
    /// RFC 2595; port 110
    Pop3,
}

impl StartTls {
    fn protocol(self) -> Protocol<'static> {
        match self {
            Self::Smtp => Protocol::Smtp { name: NAME },
            Self::Imap => Protocol::Imap,
            Self::Pop3 => Protocol::Pop3,
        }
    }

    /// Where its servers listen for users.
    pub(crate) fn port(self) -> u16 {
        match self {
            Self::Smtp => 587,
            Self::Imap => 143,
            Self::Pop3 => 110,
        }
    }

    /// As a client, up to where TLS begins.
    pub(crate) fn ask(self, wire: &mut Wire) -> Result<(), Failure> {
        starttls::client(self.protocol(), wire).map(|_| ()).map_err(|error| failure(&error))
    }

    /// As a server, up to where TLS begins.
    pub(crate) fn offer(self, wire: &mut Wire) -> Result<(), Failure> {
        starttls::server(self.protocol(), wire).map(|_| ()).map_err(|error| failure(&error))
    }
}

fn failure(error: &StartTlsError) -> Failure {
    match error {
        StartTlsError::Io(error) => Failure::network("the talk before TLS failed", error),
        // The others say themselves what to think of the peer.
        other => Failure::before_tls(other),
    }
}
