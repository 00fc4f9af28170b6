//! The handshake protocol without its versions: whole messages, their order, the transcript,
//! and the flights that are sent.

mod agreed;
mod cursor;
mod input;
mod join;
pub mod order;
pub(crate) mod signature;
mod transcript;

pub(crate) use agreed::{Agreed, ClientAgreed, HelloAnswers, RecordLimits, ServerAgreed};
pub use cursor::{Cursor, Era, Role, StateName};
pub(crate) use input::Input;
pub(crate) use join::Join;
pub(crate) use transcript::Transcript;
