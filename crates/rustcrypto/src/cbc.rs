//! Block ciphers in CBC mode: AES with 128 and 256 bits (RFC 3268, NIST SP 800-38A §6.2).

use alloc::boxed::Box;
use core::marker::PhantomData;

use aes::cipher::consts::U16;
use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit,
    KeyInit,
};
use aes::{Aes128, Aes256};
use cbc::{Decryptor, Encryptor};
use countersign::crypto::{BLOCK_LEN, Cbc, CbcAlgorithm, CbcKey, CryptoError};

/// Every block cipher of the provider.
pub(crate) static CBCS: &[&dyn Cbc] = &[
    &Cipher::<Aes128> { algorithm: CbcAlgorithm::Aes128Cbc, cipher: PhantomData },
    &Cipher::<Aes256> { algorithm: CbcAlgorithm::Aes256Cbc, cipher: PhantomData },
];

/// One block cipher.
struct Cipher<C> {
    algorithm: CbcAlgorithm,
    cipher: PhantomData<fn() -> C>,
}

impl<C> Cbc for Cipher<C>
where
    C: BlockCipherEncrypt<BlockSize = U16> + BlockCipherDecrypt + KeyInit + Send + Sync + 'static,
{
    fn algorithm(&self) -> CbcAlgorithm {
        self.algorithm
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError> {
        let key = C::new_from_slice(key).map_err(|_| CryptoError::Invalid)?;
        Ok(Box::new(Key(key)))
    }
}

/// A prepared key; the ciphers wipe theirs when dropped.
struct Key<C>(C);

impl<C> CbcKey for Key<C>
where
    C: BlockCipherEncrypt<BlockSize = U16> + BlockCipherDecrypt + Send + Sync,
{
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        Encryptor::inner_iv_init(&self.0, iv.into()).encrypt_blocks(whole(blocks)?);
        Ok(())
    }

    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        Decryptor::inner_iv_init(&self.0, iv.into()).decrypt_blocks(whole(blocks)?);
        Ok(())
    }
}

/// The bytes as blocks, where nothing is left over.
fn whole(bytes: &mut [u8]) -> Result<&mut [Array<u8, U16>], CryptoError> {
    match Array::slice_as_chunks_mut(bytes) {
        (blocks, []) => Ok(blocks),
        _ => Err(CryptoError::Invalid),
    }
}
