//! Sessions that outlive their connection (RFC 5246 §7.3, RFC 5077).

mod binding;
mod session;

pub(crate) use binding::Binding;
pub(crate) use session::{ClientSession, Session, TicketFacts};
