//! The groups secp256r1 and secp384r1: RFC 8422 §5.1.1, §5.4 and §5.10, NIST SP 800-186.

use alloc::boxed::Box;
use core::marker::PhantomData;

use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Secret,
};
use p256::NistP256;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, Sec1Point, ToSec1Point};
use p256::elliptic_curve::{
    AffinePoint, CurveArithmetic, FieldBytes, FieldBytesSize, PublicKey, SecretKey,
};
use p384::NistP384;
use zeroize::Zeroizing;

/// NIST P-256.
pub(crate) static SECP256R1: Curve<NistP256> =
    Curve { name: NamedGroup::SECP256R1, curve: PhantomData };

/// NIST P-384.
pub(crate) static SECP384R1: Curve<NistP384> =
    Curve { name: NamedGroup::SECP384R1, curve: PhantomData };

/// How often a scalar is drawn before the source is taken to be broken. Both orders begin with
/// 32 one bits, so a working source needs a second draw once in four thousand million times.
const DRAWS: usize = 16;

/// First byte of an uncompressed point. RFC 8422 §5.4.1: the other forms are deprecated.
const UNCOMPRESSED: u8 = 4;

/// One curve.
pub(crate) struct Curve<C> {
    name: NamedGroup,
    curve: PhantomData<C>,
}

impl<C> KeyExchangeGroup for Curve<C>
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let secret = draw_key::<C>(random)?;
        let public = secret.public_key().to_sec1_point(false);
        Ok(Box::new(KeyPair { secret, public }))
    }
}

/// A private key by rejection sampling (NIST SP 800-56A §5.6.1.2.2), so that every scalar is
/// equally likely and the same draws give the same key.
pub(crate) fn draw_key<C: CurveArithmetic>(
    random: &mut dyn Random,
) -> Result<SecretKey<C>, CryptoError> {
    let mut draw = Zeroizing::new(FieldBytes::<C>::default());
    for _ in 0..DRAWS {
        random.fill(&mut draw)?;
        if let Ok(secret) = SecretKey::from_bytes(&draw) {
            return Ok(secret);
        }
    }
    Err(CryptoError::Random)
}

/// A public key from the only form that TLS has left; refused where it is not on the curve.
pub(crate) fn decode_point<C>(point: &[u8]) -> Result<PublicKey<C>, CryptoError>
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    if point.first() != Some(&UNCOMPRESSED) {
        return Err(CryptoError::Invalid);
    }
    PublicKey::from_sec1_bytes(point).map_err(|_| CryptoError::Invalid)
}

/// A key pair; the secret half is wiped when dropped.
struct KeyPair<C>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
{
    secret: SecretKey<C>,
    public: Sec1Point<C>,
}

impl<C> EphemeralKey for KeyPair<C>
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    fn public_key(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        let shared = self.secret.diffie_hellman(&decode_point(peer)?);
        Ok(Secret::new(shared.raw_secret_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lent_random::testing::{Broken, Draws, Stuck};
    use crate::provider;
    use alloc::vec::Vec;

    fn curve(name: NamedGroup) -> &'static dyn KeyExchangeGroup {
        provider().group(name).unwrap()
    }

    const CURVES: [(NamedGroup, usize); 2] =
        [(NamedGroup::SECP256R1, 32), (NamedGroup::SECP384R1, 48)];

    /// RFC 5903 §8.1: the initiator's private key, the responder's public key, the x-coordinate.
    #[test]
    fn rfc_5903_p256() {
        let secret = b"\xc8\x8f\x01\xf5\x10\xd9\xac\x3f\x70\xa2\x92\xda\xa2\x31\x6d\xe5\
                       \x44\xe9\xaa\xb8\xaf\xe8\x40\x49\xc6\x2a\x9c\x57\x86\x2d\x14\x33";
        let peer = b"\x04\
            \xd1\x2d\xfb\x52\x89\xc8\xd4\xf8\x12\x08\xb7\x02\x70\x39\x8c\x34\
            \x22\x96\x97\x0a\x0b\xcc\xb7\x4c\x73\x6f\xc7\x55\x44\x94\xbf\x63\
            \x56\xfb\xf3\xca\x36\x6c\xc2\x3e\x81\x57\x85\x4c\x13\xc5\x8d\x6a\
            \xac\x23\xf0\x46\xad\xa3\x0f\x83\x53\xe7\x4f\x33\x03\x98\x72\xab";
        let key = curve(NamedGroup::SECP256R1).start(&mut Draws::new(secret)).unwrap();
        assert_eq!(
            key.public_key(),
            b"\x04\
              \xda\xd0\xb6\x53\x94\x22\x1c\xf9\xb0\x51\xe1\xfe\xca\x57\x87\xd0\
              \x98\xdf\xe6\x37\xfc\x90\xb9\xef\x94\x5d\x0c\x37\x72\x58\x11\x80\
              \x52\x71\xa0\x46\x1c\xdb\x82\x52\xd6\x1f\x1c\x45\x6f\xa3\xe5\x9a\
              \xb1\xf4\x5b\x33\xac\xcf\x5f\x58\x38\x9e\x05\x77\xb8\x99\x0b\xb3"
        );
        assert_eq!(
            key.agree(peer).unwrap().expose(),
            b"\xd6\x84\x0f\x6b\x42\xf6\xed\xaf\xd1\x31\x16\xe0\xe1\x25\x65\x20\
              \x2f\xef\x8e\x9e\xce\x7d\xce\x03\x81\x24\x64\xd0\x4b\x94\x42\xde"
        );
    }

    /// RFC 5903 §8.2, the same.
    #[test]
    fn rfc_5903_p384() {
        let secret = b"\x09\x9f\x3c\x70\x34\xd4\xa2\xc6\x99\x88\x4d\x73\xa3\x75\xa6\x7f\
                       \x76\x24\xef\x7c\x6b\x3c\x0f\x16\x06\x47\xb6\x74\x14\xdc\xe6\x55\
                       \xe3\x5b\x53\x80\x41\xe6\x49\xee\x3f\xae\xf8\x96\x78\x3a\xb1\x94";
        let peer = b"\x04\
            \xe5\x58\xdb\xef\x53\xee\xcd\xe3\xd3\xfc\xcf\xc1\xae\xa0\x8a\x89\
            \xa9\x87\x47\x5d\x12\xfd\x95\x0d\x83\xcf\xa4\x17\x32\xbc\x50\x9d\
            \x0d\x1a\xc4\x3a\x03\x36\xde\xf9\x6f\xda\x41\xd0\x77\x4a\x35\x71\
            \xdc\xfb\xec\x7a\xac\xf3\x19\x64\x72\x16\x9e\x83\x84\x30\x36\x7f\
            \x66\xee\xbe\x3c\x6e\x70\xc4\x16\xdd\x5f\x0c\x68\x75\x9d\xd1\xff\
            \xf8\x3f\xa4\x01\x42\x20\x9d\xff\x5e\xaa\xd9\x6d\xb9\xe6\x38\x6c";
        let key = curve(NamedGroup::SECP384R1).start(&mut Draws::new(secret)).unwrap();
        assert_eq!(
            key.agree(peer).unwrap().expose(),
            b"\x11\x18\x73\x31\xc2\x79\x96\x2d\x93\xd6\x04\x24\x3f\xd5\x92\xcb\
              \x9d\x0a\x92\x6f\x42\x2e\x47\x18\x75\x21\x28\x7e\x71\x56\xc5\xc4\
              \xd6\x03\x13\x55\x69\xb9\xe9\xd0\x9c\xf5\xd4\xa2\x70\xf5\x97\x46"
        );
    }

    #[test]
    fn the_same_draws_give_the_same_pair() {
        for (name, len) in CURVES {
            let (mut one, mut two) = (Draws::new(&[3; 48]), Draws::new(&[3; 48]));
            let one = curve(name).start(&mut one).unwrap();
            let two = curve(name).start(&mut two).unwrap();
            assert_eq!(one.public_key(), two.public_key());
            assert_eq!(one.public_key().len(), 1 + 2 * len);
        }
    }

    #[test]
    fn a_draw_that_is_no_scalar_is_drawn_anew() {
        for (name, len) in CURVES {
            // Zero, then a number above the order, then one that fits.
            let draws = [[0; 48], [0xff; 48], [3; 48]].map(|draw| draw[..len].to_vec()).concat();
            let late = curve(name).start(&mut Draws::new(&draws)).unwrap();
            let direct = curve(name).start(&mut Draws::new(&[3; 48])).unwrap();
            assert_eq!(late.public_key(), direct.public_key());
        }
    }

    #[test]
    fn a_failing_or_stuck_source_is_reported() {
        for (name, _) in CURVES {
            for byte in [0, 0xff] {
                let error = curve(name).start(&mut Stuck(byte)).err();
                assert_eq!(error, Some(CryptoError::Random));
            }
            assert_eq!(curve(name).start(&mut Broken).err(), Some(CryptoError::Random));
        }
    }

    #[test]
    fn only_whole_uncompressed_points_of_the_curve_are_accepted() {
        for (name, len) in CURVES {
            let start = || curve(name).start(&mut Draws::new(&[3; 48])).unwrap();
            let good = curve(name).start(&mut Draws::new(&[4; 48])).unwrap().public_key().to_vec();
            assert!(start().agree(&good).is_ok());

            let parity = 2 + (good[2 * len] & 1);
            let compressed: Vec<u8> = [&[parity], &good[1..=len]].concat();
            let hybrid = [&[parity + 4], &good[1..]].concat();
            let mut off_curve = good.clone();
            off_curve[2 * len] ^= 1;
            let longer = [good.as_slice(), &[0]].concat();
            let not_reduced = [&[4; 1][..], &[0xff; 96][..2 * len]].concat();
            let origin = [&[4; 1][..], &[0; 96][..2 * len]].concat();
            let bad = [compressed, hybrid, off_curve, longer, not_reduced, origin, [0].to_vec()];
            for point in bad.iter().map(Vec::as_slice).chain((0..good.len()).map(|n| &good[..n])) {
                assert_eq!(start().agree(point).err(), Some(CryptoError::Invalid), "{point:x?}");
            }
        }
    }
}
