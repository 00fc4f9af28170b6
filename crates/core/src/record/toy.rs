//! For the tests of records: a block cipher and a hash in shape only, which note what they are
//! called for, and randomness that counts.

use core::cell::RefCell;
use std::{boxed::Box, vec::Vec};

use crate::crypto::{
    BLOCK_LEN, Cbc, CbcAlgorithm, CbcKey, CbcKeys, CryptoError, Digest, Hash, HashAlgorithm,
    HashContext, Provider, Random, RandomFailed,
};

/// What a primitive was called for, with the number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Fork,
    Update(usize),
    Current,
    Encrypt(usize),
    Decrypt(usize),
}

std::thread_local! {
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

fn note(call: Call) {
    CALLS.with_borrow_mut(|calls| calls.push(call));
}

/// The calls of this thread since it was asked last.
pub(super) fn take_calls() -> Vec<Call> {
    CALLS.take()
}

/// FNV-1a with 64 bits, spread over the length of the hash it stands for.
struct ToyHash(HashAlgorithm);

struct Running(HashAlgorithm, u64);

impl Hash for ToyHash {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Running(self.0, 0xcbf2_9ce4_8422_2325))
    }
}

impl HashContext for Running {
    fn update(&mut self, bytes: &[u8]) {
        note(Call::Update(bytes.len()));
        for byte in bytes {
            self.1 = (self.1 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn current(&self) -> Digest {
        note(Call::Current);
        let words = (1..).map(|factor: u64| self.1.wrapping_mul(2 * factor + 1) ^ (self.1 >> 29));
        let bytes: Vec<u8> = words.flat_map(u64::to_be_bytes).take(self.0.output_len()).collect();
        Digest::new(&bytes)
    }

    fn fork(&self) -> Box<dyn HashContext> {
        note(Call::Fork);
        Box::new(Self(self.0, self.1))
    }
}

/// Blocks under XOR with the key and a turn by a byte, in the real chaining.
struct ToyCbc;

struct ToyKey([u8; BLOCK_LEN]);

impl Cbc for ToyCbc {
    fn algorithm(&self) -> CbcAlgorithm {
        CbcAlgorithm::Aes128Cbc
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError> {
        Ok(Box::new(ToyKey(key.try_into().map_err(|_| CryptoError::Invalid)?)))
    }
}

fn xor(block: &mut [u8], with: &[u8; BLOCK_LEN]) {
    for (byte, with) in block.iter_mut().zip(with) {
        *byte ^= with;
    }
}

impl CbcKey for ToyKey {
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        note(Call::Encrypt(blocks.len()));
        assert!(blocks.len().is_multiple_of(BLOCK_LEN));
        let mut before = *iv;
        for block in blocks.chunks_mut(BLOCK_LEN) {
            xor(block, &before);
            xor(block, &self.0);
            block.rotate_left(1);
            before.copy_from_slice(block);
        }
        Ok(())
    }

    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        note(Call::Decrypt(blocks.len()));
        assert!(blocks.len().is_multiple_of(BLOCK_LEN));
        let mut before = *iv;
        for block in blocks.chunks_mut(BLOCK_LEN) {
            let encrypted: [u8; BLOCK_LEN] = block.try_into().unwrap();
            block.rotate_right(1);
            xor(block, &self.0);
            xor(block, &before);
            before = encrypted;
        }
        Ok(())
    }
}

/// Hashes and one block cipher, nothing else.
pub(super) const PROVIDER: Provider = Provider {
    hashes: &[
        &ToyHash(HashAlgorithm::Sha1),
        &ToyHash(HashAlgorithm::Sha256),
        &ToyHash(HashAlgorithm::Sha384),
    ],
    hmacs: &[],
    aeads: &[],
    cbcs: &[&ToyCbc],
    groups: &[],
    finite_fields: &[],
    rsa_encryption: &[],
    signatures: &[],
};

/// How a CBC suite lays out its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) hash: HashAlgorithm,
    pub(super) tls10: bool,
    pub(super) encrypt_then_mac: bool,
}

impl Layout {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        [HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha384].into_iter().flat_map(
            |hash| {
                [(false, false), (false, true), (true, false), (true, true)]
                    .map(|(tls10, encrypt_then_mac)| Self { hash, tls10, encrypt_then_mac })
            },
        )
    }

    /// The same keys at each call.
    pub(super) fn keys(self) -> CbcKeys {
        let mac_key = std::vec![0x5a; self.hash.output_len()];
        let chained_iv = self.tls10.then_some([0x77; BLOCK_LEN]);
        let algorithm = CbcAlgorithm::Aes128Cbc;
        CbcKeys::new(
            &PROVIDER,
            (algorithm, self.hash),
            b"sixteen toy keys",
            &mac_key,
            chained_iv,
            self.encrypt_then_mac,
        )
        .unwrap()
    }
}

/// Counts up, so that no two draws are alike.
#[derive(Default)]
pub(super) struct Counting(pub(super) u8);

impl Random for Counting {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        for byte in out {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}
