//! The handshake protocol without its versions: whole messages, their order, the transcript,
//! and the flights that are sent.

mod agreed;
#[cfg(feature = "tls12")]
mod agreed12;
mod cursor;
mod input;
mod join;
pub mod order;
pub(crate) mod signature;
mod transcript;

pub(crate) use agreed::{Agreed, CertificateTypes, RecordLimits};
#[cfg(feature = "tls12")]
pub(crate) use agreed12::{ClientAgreed, HelloAnswers, ServerAgreed};
pub use cursor::{Cursor, Era, Role, StateName};
pub(crate) use input::Input;
pub(crate) use join::Join;
pub(crate) use transcript::Transcript;
