//! What of a decrypted CBC record must not show in time: padding and the place of the MAC
//! (RFC 5246 §6.2.3.2, and Lucky Thirteen: RFC 7457 §2.3). Loops run over lengths that everybody
//! on the wire knows; what is secret goes into [`Choice`]s and masks only.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};

/// The padding at the end of `plain`.
pub(super) struct Padding {
    /// It fits and all of its bytes are right.
    pub(super) is_good: Choice,
    /// Its length without the length byte; 0 where it is not good. Secret.
    pub(super) len: u16,
}

/// Checks that `plain`, of `plain_len` bytes, ends in a padding that leaves room for `mac_len`
/// bytes: all of its bytes (POODLE), in a time that `plain_len` alone decides.
pub(super) fn padding(plain: &[u8], plain_len: u16, mac_len: u16) -> Padding {
    let last = plain.last().copied().unwrap_or_default();
    let needed = u16::from(last) + 1 + mac_len;
    let mut is_good = !needed.ct_gt(&plain_len);
    // The length byte stands at distance 0 from the end, the padding at 1 up to its length.
    for (distance, byte) in (0..=u8::MAX).zip(plain.iter().rev()) {
        is_good &= distance.ct_gt(&last) | byte.ct_eq(&last);
    }
    Padding { is_good, len: u16::conditional_select(&0, &u16::from(last), is_good) }
}

/// Copies `from` over the front of `to` where `choice` says so; both are read and written anyway.
pub(super) fn assign(to: &mut [u8], from: &[u8], choice: Choice) {
    for (to, from) in to.iter_mut().zip(from) {
        to.conditional_assign(from, choice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, as one would write it without a secret.
    fn plainly(plain: &[u8], mac_len: usize) -> Option<usize> {
        let last = *plain.last()?;
        let len = usize::from(last);
        let rest = plain.len().checked_sub(len + 1 + mac_len)?;
        plain[rest + mac_len..].iter().all(|byte| *byte == last).then_some(len)
    }

    fn check(plain: &[u8], mac_len: u16) -> bool {
        let found = padding(plain, u16::try_from(plain.len()).unwrap(), mac_len);
        let wanted = plainly(plain, usize::from(mac_len));
        assert_eq!(bool::from(found.is_good), wanted.is_some(), "{plain:?}");
        assert_eq!(usize::from(found.len), wanted.unwrap_or(0), "{plain:?}");
        wanted.is_some()
    }

    #[test]
    fn every_length_in_every_room() {
        let mut good = 0;
        for plain_len in [1, 16, 32, 48, 255, 256, 257, 272, 320] {
            for last in 0..=u8::MAX {
                for mac_len in [0, 20, 48] {
                    good += u32::from(check(&std::vec![last; plain_len], mac_len));
                }
            }
        }
        assert!(good > 1000, "{good}");
    }

    #[test]
    fn every_byte_of_it_counts_and_none_before_it() {
        for len in [0_u8, 1, 15, 100, 254, 255] {
            for place in 0..320 {
                let mut plain = std::vec![len; 320];
                plain[place] ^= 0x80;
                if place < 319 {
                    assert_eq!(check(&plain, 20), place < 319 - usize::from(len));
                } else {
                    // Another length altogether.
                    check(&plain, 20);
                }
            }
        }
    }

    #[test]
    fn assign_takes_all_or_nothing() {
        let mut to = [1, 2, 3];
        assign(&mut to, &[7, 8], Choice::from(0));
        assert_eq!(to, [1, 2, 3]);
        assign(&mut to, &[7, 8], Choice::from(1));
        assert_eq!(to, [7, 8, 3]);
    }
}
