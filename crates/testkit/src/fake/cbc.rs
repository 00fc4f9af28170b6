//! Block ciphers whose block is the text XOR a checksum of the key, chained as CBC has it:
//! `C[i] = P[i] ^ C[i - 1] ^ checksum`. A bit that is turned in the last block turns the same
//! bit of its text and nothing else, so that a test can aim at the padding.

use countersign::crypto::{BLOCK_LEN, Cbc, CbcAlgorithm, CbcKey, CryptoError};

use super::checksum::Checksum;

/// Every block cipher.
pub(super) static CBCS: &[&dyn Cbc] =
    &[&FakeCbc(CbcAlgorithm::Aes128Cbc), &FakeCbc(CbcAlgorithm::Aes256Cbc)];

struct FakeCbc(CbcAlgorithm);

impl Cbc for FakeCbc {
    fn algorithm(&self) -> CbcAlgorithm {
        self.0
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError> {
        if key.len() == self.0.key_len() {
            Ok(Box::new(FakeCbcKey { mask: Checksum::new(b'c').part(key).array() }))
        } else {
            Err(CryptoError::Invalid)
        }
    }
}

struct FakeCbcKey {
    mask: [u8; BLOCK_LEN],
}

impl FakeCbcKey {
    /// A block through the cipher and its chain; one and the same in both directions.
    fn block(&self, chain: &[u8; BLOCK_LEN], block: &mut [u8; BLOCK_LEN]) {
        for ((byte, chained), mask) in block.iter_mut().zip(chain).zip(self.mask) {
            *byte ^= chained ^ mask;
        }
    }
}

impl CbcKey for FakeCbcKey {
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        let mut chain = *iv;
        for block in whole(blocks)? {
            self.block(&chain, block);
            chain = *block;
        }
        Ok(())
    }

    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        let mut chain = *iv;
        for block in whole(blocks)? {
            let sealed = *block;
            self.block(&chain, block);
            chain = sealed;
        }
        Ok(())
    }
}

/// The bytes as blocks, where nothing is left over.
fn whole(bytes: &mut [u8]) -> Result<&mut [[u8; BLOCK_LEN]], CryptoError> {
    match bytes.as_chunks_mut() {
        (blocks, []) => Ok(blocks),
        _ => Err(CryptoError::Invalid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_chained_and_come_back() {
        let key = CBCS[0].key(&[1; 16]).unwrap();
        let mut blocks = [7; 48];
        key.encrypt(&[9; 16], &mut blocks).unwrap();
        assert_ne!(blocks[..16], blocks[16..32]);
        let mut other = blocks;
        let mut turned = blocks;

        key.decrypt(&[9; 16], &mut blocks).unwrap();
        assert_eq!(blocks, [7; 48]);
        CBCS[0].key(&[2; 16]).unwrap().decrypt(&[9; 16], &mut other).unwrap();
        assert_ne!(other, [7; 48], "another key");
        turned[47] ^= 1;
        key.decrypt(&[9; 16], &mut turned).unwrap();
        assert_eq!((turned[..47] == blocks[..47], turned[47]), (true, 6));
    }

    #[test]
    fn other_lengths_are_refused() {
        let key = CBCS[1].key(&[0; 32]).unwrap();
        assert!(key.encrypt(&[0; 16], &mut [0; 17]).is_err());
        assert!(key.decrypt(&[0; 16], &mut [0; 15]).is_err());
        assert!(CBCS[1].key(&[0; 16]).is_err());
    }
}
