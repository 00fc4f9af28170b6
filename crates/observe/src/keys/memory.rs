//! Sessions that were seen, the latest [`MAX_SESSIONS`] of them.

use alloc::{
    collections::{BTreeMap, VecDeque},
    vec::Vec,
};

use countersign::crypto::Secret;

/// Sessions that are kept: some 2 MiB with tickets of usual length.
const MAX_SESSIONS: usize = 8192;
/// Longer names are not kept: a ticket may have 64 KiB, and no real one has.
const MAX_NAME: usize = 4096;

/// Secrets under ids and tickets; the oldest goes first.
#[derive(Default)]
pub(super) struct Memory {
    secrets: BTreeMap<Vec<u8>, Secret>,
    order: VecDeque<Vec<u8>>,
}

impl Memory {
    pub(super) fn keep(&mut self, name: &[u8], secret: &Secret) {
        if name.is_empty() || name.len() > MAX_NAME {
            return;
        }
        if self.secrets.insert(name.to_vec(), secret.clone()).is_none() {
            self.order.push_back(name.to_vec());
        }
        if self.order.len() > MAX_SESSIONS
            && let Some(oldest) = self.order.pop_front()
        {
            self.secrets.remove(&oldest);
        }
    }

    pub(super) fn find(&self, name: &[u8]) -> Option<Secret> {
        self.secrets.get(name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let mut memory = Memory::default();
        let secret = Secret::new(&[7; 48]);
        for number in 0..=MAX_SESSIONS {
            memory.keep(&number.to_be_bytes(), &secret);
        }
        assert!(memory.find(&0_usize.to_be_bytes()).is_none());
        assert!(memory.find(&1_usize.to_be_bytes()).is_some());
        memory.keep(&[0; MAX_NAME + 1], &secret);
        assert_eq!(memory.secrets.len(), MAX_SESSIONS);
    }
}
