//! The handshake before the version is known: the hellos (RFC 5246 §7.4.1).

mod answered;
mod binders;
mod choose;
pub(crate) mod client;
mod offer;
mod offer13;
mod offered;
mod respond;
mod say_hello;
pub(crate) mod server;
mod start;
mod transport;
mod wait_client_hello;
mod wait_configuration;
mod wait_found_session;
mod wait_opened_ticket;
mod wait_pre_shared_key;
mod wait_server_hello;
mod wait_session;

pub(crate) use answered::{
    peer_record_size_limit, protocol as answered_protocol, record_limits as answered_limits,
};
pub(crate) use binders::sign_again;
pub(crate) use choose::protocol as server_protocol;
pub(crate) use offer13::algorithms;
pub(crate) use offered::{EarlyOffer, Offered};
pub(crate) use respond::binding as server_binding;
pub(crate) use say_hello::{own_shares, write as write_again};
pub(crate) use wait_configuration::Served;
pub(crate) use wait_session::binding as client_binding;
