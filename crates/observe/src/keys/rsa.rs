//! The pre-master secret out of what a client has encrypted (RFC 5246 §7.4.7.1).

use countersign::{
    crypto::{Random, RandomFailed, Secret, SigningKey},
    observing::MASTER_SECRET_LEN,
};

/// A pre-master secret has the length of a master secret, by chance of the RFC.
const LEN: usize = MASTER_SECRET_LEN;

/// What was encrypted for this key; `None` where it was for another. An endpoint must not tell the
/// two apart; nobody can ask an observer.
pub(crate) fn decrypted_pre_master(key: &dyn SigningKey, encrypted: &[u8]) -> Option<Secret> {
    if !key.decrypts() {
        return None;
    }
    let padded = key.decrypt(encrypted, &mut Blinding(0)).ok()?;
    let (front, secret) = padded.expose().split_last_chunk::<LEN>()?;
    // 0x00 0x02, at least eight bytes that are not zero, 0x00 (RFC 8017 §7.2.2).
    let ([0, 2, padding @ .., 0], [3, _, ..]) = (front, secret) else { return None };
    (padding.len() >= 8 && !padding.contains(&0)).then(|| Secret::new(secret))
}

/// Numbers for the blinding of a decryption that nobody measures, each time the same.
struct Blinding(u64);

impl Random for Blinding {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        for chunk in out.chunks_mut(8) {
            // SplitMix64.
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            for (place, byte) in chunk.iter_mut().zip((mixed ^ (mixed >> 31)).to_le_bytes()) {
                *place = byte;
            }
        }
        Ok(())
    }
}
