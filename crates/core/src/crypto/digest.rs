//! The output of a hash or an HMAC, held without allocation.

/// A hash value or MAC of up to 64 bytes. Wiped when dropped, since it may be key material.
#[derive(Clone)]
pub struct Digest {
    bytes: [u8; Digest::MAX],
    len: usize,
}

impl Digest {
    /// The longest value held, in bytes (SHA-512).
    pub const MAX: usize = 64;

    /// Takes a copy of `bytes`; anything beyond [`Digest::MAX`] bytes is left out.
    pub fn new(bytes: &[u8]) -> Self {
        let mut digest = Self { bytes: [0; Self::MAX], len: bytes.len().min(Self::MAX) };
        let from = bytes.get(..digest.len).unwrap_or_default();
        if let Some(to) = digest.bytes.get_mut(..digest.len) {
            to.copy_from_slice(from);
        }
        digest
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Drop for Digest {
    fn drop(&mut self) {
        self.bytes = [0; Self::MAX];
        zeroize::optimization_barrier(&self.bytes);
    }
}
