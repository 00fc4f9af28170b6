//! TLS 1.3 (RFC 8446 §7).

use alloc::vec::Vec;

use countersign::Role;

use super::receive::Meeting;

impl Meeting<'_> {
    pub(super) fn early_keys(&mut self) {}
    pub(super) fn early_data_is_refused(&mut self, _from: Role) {}
    pub(super) fn handshake_keys(&mut self) {}
    pub(super) fn finished13(&mut self, _from: Role) {}
    pub(super) fn verify_data13(&self, _from: Role) -> Option<Vec<u8>> {
        None
    }
    pub(super) fn keys_in_force(&mut self, _from: Role) {}
}
