//! Records under a stream or block cipher and a MAC (RFC 5246 §6.2.3.1, §6.2.3.2; RFC 7366 §3;
//! RFC 6101 §5.2.3). Nobody waits for an observer, so that nothing here takes care of its time.

use alloc::boxed::Box;

use bytes::{Buf, BytesMut};
use countersign::{crypto::CryptoError, observing::ObservedRecord};

use super::{body::Body, mac::Mac};

/// The cipher and its MAC, with the count of records.
pub(crate) struct OlderOpener {
    pub(super) body: Box<dyn Body>,
    pub(super) mac: Mac,
    /// Each record begins with an IV (since TLS 1.1).
    pub(super) explicit_iv: bool,
    pub(super) encrypt_then_mac: bool,
    /// SSL 3.0 says nothing of what the padding holds.
    pub(super) padding_is_free: bool,
    pub(super) sequence: u64,
}

impl OlderOpener {
    pub(super) fn open(&mut self, mut record: ObservedRecord) -> Result<BytesMut, CryptoError> {
        let mut fragment = core::mem::take(&mut record.fragment);
        let mac_len = self.mac.len();
        if self.encrypt_then_mac {
            let end = fragment.len().checked_sub(mac_len).ok_or(CryptoError::Invalid)?;
            let mac = fragment.split_off(end);
            self.check(&record, &fragment, &mac)?;
        }
        self.body.decrypt(&mut fragment)?;
        if self.explicit_iv {
            let iv = self.body.block_len();
            if fragment.len() < iv {
                return Err(CryptoError::Invalid);
            }
            fragment.advance(iv);
        }
        if self.body.block_len() > 1 {
            self.unpad(&mut fragment)?;
        }
        if !self.encrypt_then_mac {
            let end = fragment.len().checked_sub(mac_len).ok_or(CryptoError::Invalid)?;
            let mac = fragment.split_off(end);
            self.check(&record, &fragment, &mac)?;
        }
        self.sequence += 1;
        Ok(fragment)
    }

    fn check(
        &self,
        record: &ObservedRecord,
        content: &[u8],
        mac: &[u8],
    ) -> Result<(), CryptoError> {
        let fits = self.mac.fits(self.sequence, record, content, mac)?;
        if fits { Ok(()) } else { Err(CryptoError::Invalid) }
    }

    fn unpad(&self, plain: &mut BytesMut) -> Result<(), CryptoError> {
        let padding = *plain.last().ok_or(CryptoError::Invalid)?;
        let len = usize::from(padding) + 1;
        let end = plain.len().checked_sub(len).ok_or(CryptoError::Invalid)?;
        let cut = plain.split_off(end);
        if self.padding_is_free || cut.iter().all(|byte| *byte == padding) {
            Ok(())
        } else {
            Err(CryptoError::Invalid)
        }
    }
}
