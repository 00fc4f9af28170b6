//! The proof of `Finished`: RFC 5246 §7.4.9.
//!
//! ```text
//! verify_data = PRF(master_secret, finished_label, Hash(handshake_messages))[0..11]
//! ```

use subtle::ConstantTimeEq;

use super::master_secret::MasterSecret;
use crate::{
    fault::{Fault, FaultKind},
    handshake::{Role, Transcript},
    wire::Finished,
};

/// Length of the proof in bytes, for every suite in use.
pub(super) const LEN: usize = 12;

/// What `sender` proves after the messages of `transcript`.
pub(super) fn verify_data(
    master: &MasterSecret,
    sender: Role,
    transcript: &Transcript,
) -> [u8; LEN] {
    let mut out = [0; LEN];
    master.expand(label(sender), [transcript.current().as_ref(), &[]], &mut out);
    out
}

pub(super) fn label(sender: Role) -> &'static str {
    match sender {
        Role::Client => "client finished",
        Role::Server => "server finished",
    }
}

/// Compares in constant time; hands back the proof.
pub(super) fn check(
    message: &Finished<'_>,
    master: &MasterSecret,
    sender: Role,
    transcript: &Transcript,
) -> Result<[u8; LEN], Fault> {
    let expected = verify_data(master, sender, transcript);
    if bool::from(message.verify_data.ct_eq(&expected)) {
        Ok(expected)
    } else {
        Err(FaultKind::BadFinished.into())
    }
}
