//! What a connection is configured with. Bad configuration is refused when it is built.

mod check;
mod client;
mod client_authentication;
mod credential;
mod error;
mod policy;
mod policy_text;
mod protocol_name;
mod server;
mod spoken;
mod transport;

pub use client::{ClientConfig, ClientConfigBuilder};
pub use client_authentication::ClientAuthentication;
pub use credential::Credential;
pub use error::ConfigError;
pub use policy::{PadClientHello, Policy};
pub use policy_text::PolicyTextError;
pub use protocol_name::ProtocolName;
pub use server::{ServerConfig, ServerConfigBuilder};
pub(crate) use transport::Transport;

/// The ways to compress certificates that a configuration has.
pub(crate) type Compressions = &'static [&'static dyn crate::crypto::CertificateCompression];
