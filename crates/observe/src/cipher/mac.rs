//! The MAC of a record: HMAC (RFC 5246 §6.2.3.1), and before it that of SSL 3.0 (RFC 6101
//! §5.2.3.1).
//!
//! ```text
//! hash(secret + pad_2 + hash(secret + pad_1 + seq_num + type + length + content))
//! pad_1 = 0x36 and pad_2 = 0x5c, 48 times with MD5, 40 times with SHA-1
//! ```

use countersign::{
    crypto::{CryptoError, Digest, Hash, HashAlgorithm, MacKey, Provider, Secret},
    observing::ObservedRecord,
};

use super::{head, len};

/// Which of the two.
pub(super) enum Mac {
    Hmac(MacKey),
    Ssl3 {
        hash: &'static dyn Hash,
        key: Secret,
    },
    /// Its key is not known: any will do that has this length in bytes.
    Unchecked(usize),
}

impl Mac {
    pub(super) fn new(
        provider: &Provider,
        algorithm: HashAlgorithm,
        key: &[u8],
        ssl3: bool,
    ) -> Result<Self, CryptoError> {
        let hash = provider.hash(algorithm).ok_or(CryptoError::Unsupported)?;
        if ssl3 {
            return Ok(Self::Ssl3 { hash, key: Secret::new(key) });
        }
        MacKey::new(hash, key).map(Self::Hmac)
    }

    /// Length of the MAC in bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Hmac(key) => key.output_len(),
            Self::Ssl3 { hash, .. } => hash.algorithm().output_len(),
            Self::Unchecked(len) => *len,
        }
    }

    /// Is `mac` that of `content`, in a record with this header and number?
    pub(super) fn fits(
        &self,
        sequence: u64,
        record: &ObservedRecord,
        content: &[u8],
        mac: &[u8],
    ) -> Result<bool, CryptoError> {
        let head = head(sequence, record, len(content)?);
        let expected = match self {
            Self::Hmac(key) => {
                let mut inner = key.start();
                inner.update(&head);
                inner.update(content);
                key.finish(inner.current().as_ref())
            }
            Self::Ssl3 { hash, key } => ssl3(*hash, key.expose(), &head, content),
            Self::Unchecked(len) => return Ok(mac.len() == *len),
        };
        Ok(expected.as_ref() == mac)
    }
}

fn ssl3(hash: &dyn Hash, key: &[u8], head: &[u8; 13], content: &[u8]) -> Digest {
    let [s0, s1, s2, s3, s4, s5, s6, s7, kind, _, _, high, low] = *head;
    let count = pad_len(hash.algorithm());
    let mut inner = hash.start();
    inner.update(key);
    inner.update(&alloc::vec![0x36; count]);
    inner.update(&[s0, s1, s2, s3, s4, s5, s6, s7, kind, high, low]);
    inner.update(content);
    let mut outer = hash.start();
    outer.update(key);
    outer.update(&alloc::vec![0x5c; count]);
    outer.update(inner.current().as_ref());
    outer.current()
}

/// How often a pad is repeated.
pub(crate) fn pad_len(algorithm: HashAlgorithm) -> usize {
    if algorithm == HashAlgorithm::Md5 { 48 } else { 40 }
}
