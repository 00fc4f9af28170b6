//! TLS 1.3: RFC 8446.

mod certificate;
pub(crate) mod client;
mod connected;
mod established;
mod finished;
pub(crate) mod server;
mod signed_content;
mod traffic;

pub(crate) use established::Established;
pub use signed_content::content as signed_content;
