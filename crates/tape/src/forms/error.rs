//! How a connection ended badly, as data.

use countersign::Error;
use serde::{Deserialize, Serialize};

/// An [`Error`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorForm {
    /// The sentence; its wording may become a better one.
    pub message: String,
    /// Where the handshake stood: side, version, state.
    pub state: String,
    /// The row of the table of faults, where we found one.
    pub fault: Option<String>,
    /// The alert that we sent.
    pub alert_sent: Option<String>,
    /// The alert that the peer sent.
    pub alert_received: Option<String>,
}

impl From<&Error> for ErrorForm {
    fn from(error: &Error) -> Self {
        let received = match error {
            Error::AlertReceived { description, .. } => Some(description.to_string()),
            _ => None,
        };
        Self {
            message: error.to_string(),
            state: error.at().to_string(),
            fault: error.fault().map(|kind| format!("{kind:?}")),
            alert_sent: error.alert_sent().map(|alert| alert.to_string()),
            alert_received: received,
        }
    }
}
