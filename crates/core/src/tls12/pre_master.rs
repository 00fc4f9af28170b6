//! The pre-master secret of each key exchange: RFC 5246 §8.1, RFC 4279 §2, RFC 5489 §2.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{
    crypto::{CryptoError, Random, Secret},
    wire::ProtocolVersion,
};

/// Length of the secret that a client encrypts, in bytes.
const RSA_LEN: usize = 48;

/// The length of a padded message around it: two marks, eight bytes of padding, another mark.
const LEAST_PADDED: usize = RSA_LEN + 11;

/// The shared secret of Diffie-Hellman in a prime field: without leading zeros (§8.1.2). That its
/// length shows in time is known as Raccoon, and does no harm to keys that are used once.
pub(super) fn dhe(shared: &Secret) -> Secret {
    Secret::new(without_zeros(shared.expose()))
}

/// A number without its leading zeros.
pub(super) fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// Both secrets, each with its length. With a pre-shared key alone zeros stand in for the other,
/// as many as the key has bytes (RFC 4279 §2).
pub(super) fn psk(other: Option<&Secret>, key: &Secret) -> Secret {
    let key = key.expose();
    let other_len = other.map_or(key.len(), |other| other.expose().len());
    let prefix = |len: usize| u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes();
    Secret::filled(4 + other_len + key.len(), |out| {
        let zeros = core::iter::repeat_n(&0, if other.is_some() { 0 } else { other_len });
        let other = other.map_or(&[][..], Secret::expose);
        let bytes = prefix(other_len)
            .into_iter()
            .chain(other.iter().chain(zeros).copied())
            .chain(prefix(key.len()))
            .chain(key.iter().copied());
        for (place, byte) in out.iter_mut().zip(bytes) {
            *place = byte;
        }
    })
}

/// The client's choice: the version of its hello, then 46 random bytes (§7.4.7.1).
pub(super) fn rsa(
    offered: ProtocolVersion,
    random: &mut dyn Random,
) -> Result<Secret, CryptoError> {
    let mut secret = Zeroizing::new([0; RSA_LEN]);
    random.fill(&mut *secret)?;
    set_version(&mut secret, offered);
    Ok(Secret::new(&*secret))
}

fn set_version(secret: &mut [u8; RSA_LEN], version: ProtocolVersion) {
    let [high, low] = version.0.to_be_bytes();
    let [first, second, ..] = secret;
    (*first, *second) = (high, low);
}

/// The server's side: what the client encrypted, or, where anything at all is wrong with it,
/// random bytes (§7.4.7.1). Which of the two it was shows neither in what is done nor in how long
/// it takes: the handshake fails at `Finished`, as it does for a client that guesses.
///
/// `padded` is the bare result of the RSA operation; `None` where there was none, which a peer
/// can bring about only by what everybody can see (a ciphertext of another length, or one that
/// is not below the modulus).
pub(super) fn rsa_decrypted(
    padded: Option<&Secret>,
    offered: ProtocolVersion,
    random: &mut dyn Random,
) -> Result<Secret, CryptoError> {
    let mut chosen = Zeroizing::new([0; RSA_LEN]);
    random.fill(&mut *chosen)?;
    let Some(padded) = padded.map(Secret::expose).filter(|padded| padded.len() >= LEAST_PADDED)
    else {
        return Ok(Secret::new(&*chosen));
    };
    let mut good = Choice::from(1);
    let (front, secret) = padded.split_at(padded.len() - RSA_LEN);
    // 0x00 0x02, at least eight bytes that are not zero, 0x00 (RFC 8017 §7.2.2). The secret has a
    // length of its own, so that nothing has to be searched for.
    let last = front.len() - 1;
    for (place, byte) in front.iter().enumerate() {
        good &= match place {
            0 => byte.ct_eq(&0),
            1 => byte.ct_eq(&2),
            _ if place == last => byte.ct_eq(&0),
            _ => !byte.ct_eq(&0),
        };
    }
    let version = offered.0.to_be_bytes();
    good &= secret.get(..2).unwrap_or_default().ct_eq(&version);
    for (byte, decrypted) in chosen.iter_mut().zip(secret) {
        byte.conditional_assign(decrypted, good);
    }
    Ok(Secret::new(&*chosen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::RandomFailed;
    use std::vec::Vec;

    struct Sevens;

    impl Random for Sevens {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
            out.fill(7);
            Ok(())
        }
    }

    const VERSION: ProtocolVersion = ProtocolVersion::TLS12;

    fn padded() -> Vec<u8> {
        let mut padded = std::vec![0, 2];
        padded.extend([9; 256 - RSA_LEN - 3]);
        padded.push(0);
        padded.extend([3, 3]);
        padded.extend([5; RSA_LEN - 2]);
        padded
    }

    fn decrypted(padded: Option<&[u8]>) -> Vec<u8> {
        let padded = padded.map(Secret::new);
        rsa_decrypted(padded.as_ref(), VERSION, &mut Sevens).unwrap().expose().to_vec()
    }

    #[test]
    fn what_was_encrypted_comes_out() {
        assert_eq!(decrypted(Some(&padded()))[..], padded()[256 - RSA_LEN..]);
        assert_eq!(rsa(VERSION, &mut Sevens).unwrap().expose()[..3], [3, 3, 7]);
    }

    #[test]
    fn each_wrong_byte_of_the_padding_or_the_version_gives_random_bytes() {
        let random = std::vec![7; RSA_LEN];
        for place in 0..256 - RSA_LEN + 2 {
            let mut wrong = padded();
            wrong[place] = match wrong[place] {
                9 => 0,
                other => other + 1,
            };
            assert_eq!(decrypted(Some(&wrong)), random, "{place}");
        }
        assert_eq!(decrypted(None), random);
        assert_eq!(decrypted(Some(&padded()[..LEAST_PADDED - 1])), random);
        assert_eq!(decrypted(Some(&[])), random);
    }

    #[test]
    fn pre_shared_keys_stand_behind_the_other_secret_or_zeros() {
        let key = Secret::new(&[8, 9]);
        assert_eq!(psk(None, &key).expose(), [0, 2, 0, 0, 0, 2, 8, 9]);
        let other = Secret::new(&[1, 2, 3]);
        assert_eq!(psk(Some(&other), &key).expose(), [0, 3, 1, 2, 3, 0, 2, 8, 9]);
    }

    #[test]
    fn leading_zeros_of_a_field_are_left_out() {
        assert_eq!(dhe(&Secret::new(&[0, 0, 1, 0])).expose(), [1, 0]);
    }
}
