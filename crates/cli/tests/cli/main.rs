//! Runs the command as a user does: arguments, standard streams, exit codes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod certificates;
mod ciphers;
mod clients;
mod explain;
mod failures;
mod handshake;
mod inspect;
mod openssl;
mod page;
mod policies;
mod program;
mod provider;
mod record;
mod secrets;
mod sessions;
mod starttls;
mod tapes;
mod tls13;
mod tunnel;
