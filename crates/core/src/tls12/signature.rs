//! A signature that the driver gives.

use alloc::{string::String, vec::Vec};

use crate::fault::{Fault, FaultKind};

/// One that fits its field.
pub(super) fn from_answer(answer: Result<Vec<u8>, String>) -> Result<Vec<u8>, Fault> {
    answer
        .and_then(|signature| match u16::try_from(signature.len()) {
            Ok(1..) => Ok(signature),
            _ => Err(String::from("the signature is empty or longer than 65535 bytes")),
        })
        .map_err(|reason| Fault::new(FaultKind::SigningFailed).came(reason))
}
