//! Does a stream keep what it promises over a real socket: data, closing, errors, and what both
//! sides prove, keep and bind to it?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod binding;
mod clients;
mod early;
mod key_log;
mod pem;
mod script;
mod sessions;
mod site;
mod starttls;
mod stream;
