//! The secret that both sides have beforehand.

use countersign::{PreSharedKey, PreSharedKeyRequest, PreSharedKeys, crypto::Secret};

/// What it is called.
pub(super) const IDENTITY: &str = "countersign";
/// The secret, as the peers take it.
pub(super) const HEX: &str = "000102030405060708090a0b0c0d0e0f";
/// The same for us.
const KEY: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// Knows the one secret.
pub(super) struct Psk;

impl PreSharedKeys for Psk {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let known = match request {
            PreSharedKeyRequest::ForServer { .. } => true,
            PreSharedKeyRequest::OfIdentity { identity } => identity == IDENTITY,
        };
        known.then(|| PreSharedKey::new(IDENTITY, Secret::new(&KEY)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_the_same_key() {
        let byte = |at: usize| u8::from_str_radix(&HEX[2 * at..2 * at + 2], 16).unwrap();
        assert_eq!(HEX.len(), 2 * KEY.len());
        assert!((0..KEY.len()).all(|at| byte(at) == KEY[at]));
    }
}
