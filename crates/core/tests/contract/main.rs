//! Does the machine keep the contract with its driver, rule by rule? The rules a to j stand in
//! `docs/DESIGN.md`; each test names the rule that it is for. That no order of calls and no cut
//! of the bytes matters (rule b) is the question of `chunking.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bounds;
mod closing;
mod data;
mod ending;
mod failure;
mod in_place;
mod questions;
#[cfg(feature = "tls12")]
mod renegotiation;

use countersign::{crypto::NonceRule, wire::ContentType};
use countersign_testkit::{
    RawRecord,
    fake::{Forger, Forger13},
};

/// Fake scenes speak TLS 1.2, and where it is not built in TLS 1.3.
const IS_TLS12: bool = cfg!(feature = "tls12");

/// What a protected record of such a scene holds, and of which type it is.
fn opened(record: &RawRecord) -> Option<(ContentType, &[u8])> {
    if IS_TLS12 {
        Some((record.content_type, Forger::open(record, NonceRule::Explicit)?))
    } else {
        (record.content_type == ContentType::APPLICATION_DATA).then(|| Forger13::open(record))?
    }
}
