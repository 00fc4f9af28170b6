//! The handshake before the version is known: the hellos (RFC 5246 §7.4.1).

#[cfg(feature = "tls12")]
mod agree;
mod answered;
#[cfg(feature = "tls12")]
mod answered12;
#[cfg(feature = "tls13")]
mod binders;
#[cfg(feature = "tls12")]
mod bring;
pub(crate) mod certificate_types;
mod choose;
#[cfg(feature = "tls12")]
mod choose12;
pub(crate) mod client;
mod offer;
#[cfg(feature = "tls13")]
mod offer13;
mod offered;
#[cfg(feature = "tls12")]
mod respond;
mod say_hello;
pub(crate) mod server;
mod start;
mod transport;
mod wait_client_hello;
mod wait_configuration;
#[cfg(feature = "tls12")]
mod wait_found_session;
#[cfg(feature = "tls12")]
mod wait_opened_ticket;
#[cfg(feature = "tls13")]
mod wait_pre_shared_key;
mod wait_server_hello;
mod wait_session;

#[cfg(feature = "tls13")]
pub(crate) use answered::{
    check_solicited, peer_record_size_limit, protocol as answered_protocol,
    record_limits as answered_limits,
};
#[cfg(feature = "tls13")]
pub(crate) use binders::sign_again;
#[cfg(feature = "tls13")]
pub(crate) use choose::protocol as server_protocol;
#[cfg(feature = "tls13")]
pub(crate) use offer13::{algorithms, own_shares, tell_age_again};
#[cfg(feature = "tls13")]
pub(crate) use offered::{EarlyOffer, Offered};
#[cfg(feature = "tls13")]
pub(crate) use say_hello::write as write_again;
#[cfg(feature = "tls13")]
pub(crate) use wait_configuration::{Served, binding as server_binding};
pub(crate) use wait_session::binding as client_binding;
