//! The handshake before the version is known: the hellos (RFC 5246 §7.4.1).

mod choose;
pub(crate) mod client;
mod offer;
pub(crate) mod server;
mod start;
mod wait_client_hello;
mod wait_configuration;
mod wait_server_hello;
