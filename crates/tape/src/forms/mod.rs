//! Events, questions, summaries and errors as data for serde: for programs that log or compare
//! what a connection told.
//!
//! Numbers of the registries have the registries' names, bytes are hexadecimal, and no secret and
//! no application data is in any of them, only their lengths. Fields are added, and not renamed or
//! taken away; a reader passes over what it does not know.
//!
//! ```
//! use countersign_tape::forms::EventForm;
//! use countersign_testkit::Scene;
//!
//! let scene = Scene::fake();
//! let mut pair = scene.pair();
//! pair.run();
//! let log: Vec<String> = pair
//!     .client
//!     .noted()
//!     .iter()
//!     .map(|noted| serde_json::to_string(&EventForm::from(&noted.event)))
//!     .collect::<Result<_, _>>()?;
//! assert!(log.iter().any(|line| line.starts_with(r#"{"event":"connected","role":"client""#)));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod error;
mod event;
mod question;
mod summary;

pub use error::ErrorForm;
pub use event::{EventForm, Way};
pub use question::QuestionForm;
pub use summary::{ConnectionForm, HelloForm};

/// Bytes as digits.
fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// What a peer calls something: mostly text.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn names<T: ToString>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(|item| item.to_string()).collect()
}
