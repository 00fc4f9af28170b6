//! The handshake before the version is known: the hellos (RFC 5246 §7.4.1).

mod answered;
mod choose;
pub(crate) mod client;
mod offer;
mod respond;
pub(crate) mod server;
mod start;
mod wait_client_hello;
mod wait_configuration;
mod wait_found_session;
mod wait_opened_ticket;
mod wait_server_hello;
mod wait_session;

pub(crate) use wait_session::binding as client_binding;
