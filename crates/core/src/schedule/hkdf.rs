//! HKDF as TLS 1.3 uses it: RFC 5869, RFC 8446 §7.1.
//!
//! ```text
//! HKDF-Expand-Label(Secret, Label, Context, Length) = HKDF-Expand(Secret, HkdfLabel, Length)
//! struct {
//!     uint16 length;
//!     opaque label<7..255>;       "tls13 " and the label
//!     opaque context<0..255>;
//! } HkdfLabel;
//! Derive-Secret(Secret, Label, Messages) =
//!     HKDF-Expand-Label(Secret, Label, Transcript-Hash(Messages), Hash.length)
//! ```

use crate::crypto::{CryptoError, Digest, Hash, HashAlgorithm, Hmac, Provider};

/// What stands before each label.
const PREFIX: &[u8] = b"tls13 ";

/// The two functions over one hash, that of the suite. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Hkdf {
    hash: &'static dyn Hash,
    hmac: &'static dyn Hmac,
}

impl Hkdf {
    /// The longest label in bytes, without its prefix.
    pub const MAX_LABEL: usize = 249;

    /// `Err` where the provider lacks the hash or its HMAC.
    pub fn new(provider: &Provider, algorithm: HashAlgorithm) -> Result<Self, CryptoError> {
        Ok(Self {
            hash: provider.hash(algorithm).ok_or(CryptoError::Unsupported)?,
            hmac: provider.hmac(algorithm).ok_or(CryptoError::Unsupported)?,
        })
    }

    /// The hash below it.
    pub fn algorithm(self) -> HashAlgorithm {
        self.hash.algorithm()
    }

    /// Length of its secrets in bytes.
    pub fn output_len(self) -> usize {
        self.algorithm().output_len()
    }

    /// The hash of some bytes.
    pub fn hash(self, bytes: &[u8]) -> Digest {
        let mut context = self.hash.start();
        context.update(bytes);
        context.current()
    }

    /// HKDF-Extract: a secret of the hash's length (RFC 5869 §2.2). With no `keying_material`
    /// zeros of that length stand for it (RFC 8446 §7.1).
    pub fn extract(self, salt: &[u8], keying_material: Option<&[u8]>) -> Digest {
        let zeros = [0; Digest::MAX];
        let zeros = zeros.get(..self.output_len()).unwrap_or_default();
        self.mac(salt, &[keying_material.unwrap_or(zeros)])
    }

    /// HKDF-Expand-Label: fills `out`, of at most 255 times the hash's length and 65535 bytes.
    /// A label beyond [`Hkdf::MAX_LABEL`] bytes or a context beyond 255 is cut there: those of
    /// the protocol are shorter, and those of an application are checked before.
    pub fn expand_label(self, secret: &[u8], label: &str, context: &[u8], out: &mut [u8]) {
        let label = label.as_bytes();
        let label = label.get(..Self::MAX_LABEL).unwrap_or(label);
        let context = context.get(..usize::from(u8::MAX)).unwrap_or(context);
        let len = u16::try_from(out.len()).unwrap_or(u16::MAX).to_be_bytes();
        let (label_len, context_len) = ([byte(PREFIX.len() + label.len())], [byte(context.len())]);
        let chunk_len = self.output_len();
        self.hmac.with_key(secret, &mut |key| {
            let mut previous = Digest::new(&[]);
            for (chunk, counter) in out.chunks_mut(chunk_len).zip(1..=u8::MAX) {
                let block = key.mac(&[
                    previous.as_ref(),
                    &len,
                    &label_len,
                    PREFIX,
                    label,
                    &context_len,
                    context,
                    &[counter],
                ]);
                if let Some(part) = block.as_ref().get(..chunk.len()) {
                    chunk.copy_from_slice(part);
                }
                previous = block;
            }
        });
    }

    /// Derive-Secret, with the hash of the messages.
    pub fn derive_secret(self, secret: &[u8], label: &str, transcript: &[u8]) -> Digest {
        let mut out = zeroize::Zeroizing::new([0; Digest::MAX]);
        let out = out.get_mut(..self.output_len()).unwrap_or_default();
        self.expand_label(secret, label, transcript, out);
        Digest::new(out)
    }

    /// The next stage's secret: what is agreed on is mixed into what there is.
    pub(super) fn mix(self, secret: &[u8], keying_material: Option<&[u8]>) -> Digest {
        let salt = self.derive_secret(secret, "derived", self.hash(&[]).as_ref());
        self.extract(salt.as_ref(), keying_material)
    }

    /// HMAC over the parts, one after the other.
    pub(super) fn mac(self, key: &[u8], parts: &[&[u8]]) -> Digest {
        let mut mac = Digest::new(&[]);
        self.hmac.with_key(key, &mut |key| mac = key.mac(parts));
        mac
    }
}

/// Both lengths are bounded before.
fn byte(len: usize) -> u8 {
    u8::try_from(len).unwrap_or(u8::MAX)
}
