//! Why the command failed: the exit code, one sentence that says what failed where and what the
//! peer sent, and what to do.

use std::{fmt, io, path::Path};

use countersign::{ConfigError, Connection, Direction, Error, PolicyTextError};
use countersign_std::{LoadError, NotAServerName};
use countersign_verify::SetupError;
use serde::{Serialize, Serializer};

use crate::{advice, exit::Exit};

/// A failure. As JSON: the object with `"event":"error"`.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "error")]
pub(crate) struct Failure {
    /// How the command ends.
    #[serde(rename = "exit_code", serialize_with = "number")]
    pub(crate) exit: Exit,
    /// What failed.
    pub(crate) message: String,
    /// What to do; may be empty.
    pub(crate) advice: &'static str,
    /// What the machine knows.
    #[serde(flatten)]
    tls: Option<Box<Tls>>,
}

/// The particulars of a failure that the machine found.
#[derive(Debug, Serialize)]
struct Tls {
    /// Where the handshake stood.
    state: String,
    /// The row of the machine's table of faults.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// The alert that we sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_sent: Option<String>,
    /// The alert that the peer sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    alert_received: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn number<S: Serializer>(exit: &Exit, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(exit.number())
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: String, advice: &'static str) -> Self {
        Self { exit, message, advice, tls: None }
    }

    /// Arguments, files or configuration.
    pub(crate) fn usage(message: impl fmt::Display, advice: &'static str) -> Self {
        Self::new(Exit::Usage, message.to_string(), advice)
    }

    /// A file, which cannot be `done`: read or written.
    pub(crate) fn file(path: &Path, done: &str, error: &io::Error) -> Self {
        let message = format!("{} cannot be {done}: {}", path.display(), in_words(error));
        Self::usage(message, advice::file(error.kind()))
    }

    /// The network, while doing `what`.
    pub(crate) fn network(what: &str, error: &io::Error) -> Self {
        let message = format!("{what}: {}", in_words(error));
        Self::new(Exit::Network, message, advice::io(error.kind()))
    }

    /// The host has no address that we can find.
    pub(crate) fn unknown_host(host: &str, why: &str) -> Self {
        let message = format!("the host {host} was not found: {why}");
        Self::new(Exit::Network, message, advice::NAME)
    }

    /// The peer would not change to TLS, or not in a way that can be trusted.
    pub(crate) fn before_tls(error: impl fmt::Display) -> Self {
        Self::new(Exit::Tls, error.to_string(), advice::BEFORE_TLS)
    }

    /// The machine has ended the connection. `last` is the last message that went by.
    pub(crate) fn tls(what: &str, error: &Error, last: Option<&str>) -> Self {
        let exit = match error {
            Error::AlertReceived { .. } | Error::ClosedInHandshake { .. } => Exit::Alert,
            Error::Truncated { .. } => Exit::Truncated,
            _ => Exit::Tls,
        };
        let last = last.map_or_else(String::new, |last| format!(", after {last}"));
        let received = match error {
            Error::AlertReceived { description, .. } => Some(description.to_string()),
            _ => None,
        };
        let tls = Tls {
            state: error.at().to_string(),
            fault: error.fault().map(|kind| format!("{kind:?}")),
            alert_sent: error.alert_sent().map(|alert| alert.to_string()),
            alert_received: received,
        };
        let message = format!("{what}: {error}{last}");
        Self { tls: Some(Box::new(tls)), ..Self::new(exit, message, advice::tls(error)) }
    }

    /// An error of a stream: the machine's, or the network's below it.
    pub(crate) fn stream(what: &str, error: &io::Error, connection: Option<&Connection>) -> Self {
        match countersign_std::tls_error(error) {
            Some(tls) => Self::tls(what, tls, connection.and_then(last_message).as_deref()),
            None => match connection {
                Some(connection) => Self::network(&format!("{what}{}", place(connection)), error),
                None => Self::network(what, error),
            },
        }
    }
}

/// The last handshake message of a connection, in words.
pub(crate) fn last_message(connection: &Connection) -> Option<String> {
    // Once connected the handshake's messages are old news.
    if connection.is_connected() {
        return None;
    }
    connection.last_message().map(|(direction, kind)| match direction {
        Direction::Sent => format!("our {kind}"),
        Direction::Received => format!("the peer's {kind}"),
    })
}

/// Where the handshake stood when the network failed.
fn place(connection: &Connection) -> String {
    let last = last_message(connection).map_or_else(String::new, |last| format!(", after {last}"));
    format!(" (state {}{last})", connection.state())
}

/// A time limit has two names, and neither says what happened.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "the time limit passed".to_owned(),
        _ => {
            let words = error.to_string();
            // The number says the same to nobody.
            words.split(" (os error ").next().unwrap_or_default().to_owned()
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        // Its sentence says what to do.
        Self::usage(error, "")
    }
}

impl From<PolicyTextError> for Failure {
    fn from(error: PolicyTextError) -> Self {
        let advice = match error {
            PolicyTextError::NoLegacy => "build it with cargo's --features legacy",
            _ => "`countersign ciphers --help` says how a policy is written",
        };
        Self::usage(error, advice)
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        let advice = match &error {
            LoadError::Read { source, .. } => advice::file(source.kind()),
            LoadError::Pem { .. } | LoadError::Missing { .. } => advice::PEM,
            _ => "",
        };
        Self::usage(error, advice)
    }
}

impl From<NotAServerName> for Failure {
    fn from(error: NotAServerName) -> Self {
        Self::usage(error, "")
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Self {
        Self::usage(error, "")
    }
}
