//! The plaintext before TLS, where a protocol of mail begins without it and changes over: SMTP
//! (RFC 3207), IMAP (RFC 2595 §3) and POP3 (RFC 2595 §4).
//!
//! ```no_run
//! use std::{net::TcpStream, sync::Arc};
//! use countersign::ClientConfig;
//! use countersign_std::{TlsStream, roots, server_name, starttls, verifier};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let config = ClientConfig::builder(countersign_rustcrypto::provider()).build()?;
//! # let verifier = Arc::new(verifier(roots::web())?);
//! let socket = TcpStream::connect("mail.example:587")?;
//! let socket = starttls::client(starttls::Smtp { name: "laptop.example" }, socket)?;
//! let stream = TlsStream::client(&config, server_name("mail.example")?, verifier, socket);
//! # let _ = stream;
//! # Ok(())
//! # }
//! ```
//!
//! Who is in between reads and writes this part at will. So:
//!
//! - **Nothing said here counts later.** All that is given back is the transport; names,
//!   capabilities and states from before are dropped, as RFC 3207 §4.2 wants. Ask again inside.
//! - **Nothing may stand behind the change.** What was received behind the last plaintext line
//!   would be taken for what came inside of TLS, or be lost: it is refused
//!   ([`StartTlsError::Injected`]), by clients behind the server's go-ahead, by servers behind the
//!   client's command (CVE-2011-0411 and its kin).
//! - **There is no going on without.** A server that does not offer TLS is an error
//!   ([`StartTlsError::NotOffered`]): an offer that is missing may have been taken out.
//!
//! Where the server also listens for TLS from the first byte (RFC 8314 §3), that is the better
//! choice: it has none of this.
//!
//! Another protocol does the same with a [`Plain`] of its own. Timeouts are the transport's.

mod client;
mod error;
mod plain;
mod server;

use std::io::{Read, Write};

pub use Protocol::{Imap, Pop3, Smtp};
pub use error::StartTlsError;
pub use plain::{MAX_LINE, Plain};

/// Lines of one reply, and commands before the change: a peer that goes on and on is left. Real
/// servers list some twenty capabilities.
pub const MAX_LINES: usize = 100;

/// What is spoken before TLS, and inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol<'a> {
    /// RFC 3207.
    Smtp {
        /// Our own name, for `EHLO` or for the greeting: a domain, or an address in brackets.
        name: &'a str,
    },
    /// RFC 2595 §3.
    Imap,
    /// RFC 2595 §4.
    Pop3,
}

impl Protocol<'_> {
    /// Its name, and what the change is called there.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Smtp { .. } => ("SMTP", "STARTTLS"),
            Imap => ("IMAP", "STARTTLS"),
            Pop3 => ("POP3", "STLS"),
        }
    }

    /// A name with a line break in it would be a command of its own.
    fn check(self) -> Result<(), StartTlsError> {
        match self {
            Smtp { name }
                if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) =>
            {
                Err(StartTlsError::BadName { name: name.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

/// Greets, asks for TLS, and gives the transport back when the server has said to go ahead: what
/// comes next is the `ClientHello`.
///
/// Lend a `&mut` of the transport to keep it where this fails.
pub fn client<T: Read + Write>(protocol: Protocol<'_>, transport: T) -> Result<T, StartTlsError> {
    protocol.check()?;
    let mut plain = Plain::new(transport);
    client::ask(protocol, &mut plain)?;
    plain.into_transport()
}

/// Greets, offers TLS and nothing else, and gives the transport back when the client has asked for
/// it and was told to go ahead: what comes next is its `ClientHello`.
///
/// It is for servers that serve nobody without TLS, as RFC 8314 §4 wants of those that a user's
/// own client speaks to. An SMTP server that takes mail from anybody must not insist
/// (RFC 3207 §4): it runs its own loop over [`Plain`].
pub fn server<T: Read + Write>(protocol: Protocol<'_>, transport: T) -> Result<T, StartTlsError> {
    protocol.check()?;
    let mut plain = Plain::new(transport);
    server::offer(protocol, &mut plain)?;
    plain.into_transport()
}
