//! What encrypts a record under a MAC: a stream or a block cipher whose state goes on from record
//! to record.

use alloc::boxed::Box;

use cbc::cipher::{
    BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, StreamCipher, inout::InOutBuf,
};
use countersign::crypto::CryptoError;

/// Decrypts record after record.
pub(super) trait Body: Send + Sync {
    /// Length of a block in bytes; 1 for streams.
    fn block_len(&self) -> usize;
    /// Decrypts in place. `Err` where the length is no multiple of a block's.
    fn decrypt(&mut self, bytes: &mut [u8]) -> Result<(), CryptoError>;
}

/// Nothing is encrypted.
pub(super) struct Null;

impl Body for Null {
    fn block_len(&self) -> usize {
        1
    }

    fn decrypt(&mut self, _: &mut [u8]) -> Result<(), CryptoError> {
        Ok(())
    }
}

/// A stream of key bytes.
pub(super) struct Stream<C>(C);

impl<C: StreamCipher + Send + Sync> Body for Stream<C> {
    fn block_len(&self) -> usize {
        1
    }

    fn decrypt(&mut self, bytes: &mut [u8]) -> Result<(), CryptoError> {
        self.0.try_apply_keystream(bytes).map_err(|_| CryptoError::Invalid)
    }
}

/// A block cipher in CBC mode. The last block of a record is the IV of the next, as SSL 3.0 and
/// TLS 1.0 have it; where a record begins with an IV of its own, what that block decrypts to is
/// passed over, and all behind it is right whatever was before.
struct Chained<C: BlockCipherDecrypt>(cbc::Decryptor<C>);

impl<C: BlockCipherDecrypt + Send + Sync> Body for Chained<C> {
    fn block_len(&self) -> usize {
        C::block_size()
    }

    fn decrypt(&mut self, bytes: &mut [u8]) -> Result<(), CryptoError> {
        let (blocks, rest) = InOutBuf::from(bytes).into_chunks();
        if !rest.is_empty() {
            return Err(CryptoError::Invalid);
        }
        self.0.decrypt_blocks_inout(blocks);
        Ok(())
    }
}

/// RC4 with a key of 16 bytes.
pub(super) fn rc4(key: &[u8]) -> Result<Box<dyn Body>, CryptoError> {
    Ok(Box::new(Stream(rc4::Rc4::new_from_slice(key).map_err(|_| CryptoError::Invalid)?)))
}

/// A block cipher. Where no IV is given, each record has its own.
pub(super) fn cbc<C>(key: &[u8], iv: &[u8]) -> Result<Box<dyn Body>, CryptoError>
where
    C: BlockCipherDecrypt + KeyInit + Send + Sync + 'static,
{
    let cipher = C::new_from_slice(key).map_err(|_| CryptoError::Invalid)?;
    let zeros = alloc::vec![0; C::block_size()];
    let iv = if iv.is_empty() { &zeros[..] } else { iv };
    let mode = cbc::Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| CryptoError::Invalid)?;
    Ok(Box::new(Chained(mode)))
}
