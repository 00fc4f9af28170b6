//! Groups: published exchanges, drawing, and values that must be refused.

use countersign::crypto::{CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Secret};

use super::{
    Area, Candidate, Draws, Stuck,
    bytes::hex,
    keys::{P256_PUBLIC, P384_PUBLIC},
    response,
};
use crate::{NoRandom, SeededRandom};

/// Group, private key, its public value, the peer's public value, the shared secret.
type Exchange = (NamedGroup, &'static str, &'static str, &'static str, &'static str);

/// RFC 7748 §6.1, both sides; RFC 5903 §8.1 and §8.2, the initiator's.
#[rustfmt::skip]
const EXCHANGES: &[Exchange] = &[
    (NamedGroup::X25519,
     "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
     "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
     "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
     "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"),
    (NamedGroup::X25519,
     "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
     "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
     "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
     "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"),
    (NamedGroup::SECP256R1,
     "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
     "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252\
      d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
     "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e\
      8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
     "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"),
    (NamedGroup::SECP384R1,
     "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3f\
      aef896783ab194",
     "04667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4\
      c88732aee95f41aa9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38eeb9f\
      cff3c2c947dae69b4c634573a81c",
     "04e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def9\
      6fda41d0774a3571dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83f\
      a40142209dff5eaad96db9e6386c",
     "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09c\
      f5d4a270f59746"),
];

/// Name, length of a scalar and of a coordinate.
const CURVES: [(NamedGroup, usize); 2] = [(NamedGroup::SECP256R1, 32), (NamedGroup::SECP384R1, 48)];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for (name, secret, public, peer, shared) in EXCHANGES {
        let Some(pair) = pair(candidate, area, *name, &hex(secret)) else { continue };
        area.same(pair.public_key(), &hex(public), || format!("{name}, public value"));
        let agreed = pair.agree(&hex(peer));
        area.same(bytes(agreed.as_ref()), &hex(shared), || format!("{name}, shared secret"));
    }
    for (name, len) in [(NamedGroup::X25519, 32), CURVES[0], CURVES[1]] {
        let Some(group) = candidate.group(area, name) else { continue };
        both_sides_agree(area, group);
        response::check(area, group);
        for source in [group.start(&mut NoRandom), group.start(&mut Draws::new(&[7; 31]))] {
            let error = source.err();
            area.hold(error == Some(CryptoError::Random), || {
                format!("{name} over a source that fails: {error:?}")
            });
        }
        let mut twice = Draws::new(&vec![3; 2 * len]);
        let once = group.start(&mut twice).is_ok() && twice.left() == len;
        area.hold(once, || format!("{name} does not draw {len} bytes"));
    }
    for (name, len) in CURVES {
        drawing(candidate, area, name, len);
        bad_points(candidate, area, name, len);
    }
    bad_x25519_values(candidate, area);
}

/// The pair that `draws` make, which are its private key.
pub(super) fn pair(
    candidate: &Candidate,
    area: &mut Area,
    name: NamedGroup,
    draws: &[u8],
) -> Option<Box<dyn EphemeralKey>> {
    let pair = candidate.group(area, name)?.start(&mut Draws::new(draws)).ok();
    area.there(pair, || format!("the pair of {name} with the private key {draws:02x?}"))
}

pub(super) fn bytes<'a>(secret: Result<&'a Secret, &CryptoError>) -> &'a [u8] {
    secret.map(Secret::expose).unwrap_or_default()
}

fn both_sides_agree(area: &mut Area, group: &dyn KeyExchangeGroup) {
    let name = group.name();
    for seed in 0..10 {
        let mut random = SeededRandom::new(seed);
        let (Ok(one), Ok(two)) = (group.start(&mut random), group.start(&mut random)) else {
            area.hold(false, || format!("{name} makes no pairs"));
            continue;
        };
        let (to_two, to_one) = (one.public_key().to_vec(), two.public_key().to_vec());
        let again = group.start(&mut SeededRandom::new(seed));
        let same = again.is_ok_and(|again| again.public_key() == to_two);
        area.hold(same, || format!("{name}: the same draws give another pair"));
        area.hold(to_one != to_two, || format!("{name}: other draws give the same pair"));
        let (one, two) = (one.agree(&to_one), two.agree(&to_two));
        let agreed = bytes(one.as_ref());
        area.hold(!agreed.is_empty() && agreed == bytes(two.as_ref()), || {
            format!("{name}: the sides do not agree")
        });
    }
}

/// NIST SP 800-56A §5.6.1.2.2: a draw that is no scalar is drawn anew, so that both providers
/// make the same key of the same draws.
fn drawing(candidate: &Candidate, area: &mut Area, name: NamedGroup, len: usize) {
    let draws = [[0x00; 48], [0xff; 48], [3; 48]].map(|draw| draw[..len].to_vec()).concat();
    let late = pair(candidate, area, name, &draws);
    let direct = pair(candidate, area, name, &[3; 48][..len]);
    let (Some(late), Some(direct)) = (late, direct) else { return };
    area.same(late.public_key(), direct.public_key(), || format!("{name}, drawn anew"));

    let Some(group) = candidate.group(area, name) else { return };
    for byte in [0x00, 0xff] {
        let error = group.start(&mut Stuck(byte)).err();
        area.hold(error == Some(CryptoError::Random), || {
            format!("{name} over a source that is stuck: {error:?}")
        });
    }
}

/// RFC 8422 §5.4.1: other forms than the uncompressed one are deprecated; §5.11: points that
/// are not on the curve are refused.
fn bad_points(candidate: &Candidate, area: &mut Area, name: NamedGroup, len: usize) {
    let Some(good) = pair(candidate, area, name, &[4; 48][..len]) else { return };
    let good = good.public_key().to_vec();
    let parity = 2 + (good[2 * len] & 1);
    let mut off_curve = good.clone();
    off_curve[2 * len] ^= 1;
    let envelope = if name == NamedGroup::SECP256R1 { P256_PUBLIC } else { P384_PUBLIC };
    let bad = [
        ("inside its envelope", envelope.to_vec()),
        ("compressed", [&[parity], &good[1..=len]].concat()),
        ("hybrid", [&[parity + 4], &good[1..]].concat()),
        ("off the curve", off_curve),
        ("longer", [good.as_slice(), &[0]].concat()),
        ("not reduced", [&[4; 1][..], &[0xff; 96][..2 * len]].concat()),
        ("all zero", [&[4; 1][..], &[0; 96][..2 * len]].concat()),
        ("the point at infinity", vec![0]),
    ];
    let cut = (0..good.len()).map(|len| ("cut off", good[..len].to_vec()));
    for (why, point) in bad.into_iter().chain(cut) {
        refused(candidate, area, name, &point, why);
    }
}

/// RFC 7748 §6.1: values of small order, which fix the result to zero. Zero, one, one of order 8,
/// and other spellings.
pub(super) const X25519_OF_SMALL_ORDER: [&str; 5] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/// RFC 8422 §5.11: a result of zero is refused.
fn bad_x25519_values(candidate: &Candidate, area: &mut Area) {
    for point in X25519_OF_SMALL_ORDER.map(hex) {
        refused(candidate, area, NamedGroup::X25519, &point, "of small order");
    }
    // RFC 8410 §4: a SubjectPublicKeyInfo of 44 bytes, which some primitives take.
    let envelope = hex("302a300506032b656e032100");
    let enveloped = [envelope.as_slice(), &[9; 32]].concat();
    refused(candidate, area, NamedGroup::X25519, &enveloped, "inside its envelope");
    for len in [0, 1, 31, 33, 44, 65] {
        refused(candidate, area, NamedGroup::X25519, &vec![9; len], "of another length");
    }
}

fn refused(candidate: &Candidate, area: &mut Area, name: NamedGroup, point: &[u8], why: &str) {
    let Some(pair) = pair(candidate, area, name, &[3; 48][..scalar_len(name)]) else { return };
    let error = pair.agree(point).err();
    area.hold(error == Some(CryptoError::Invalid), || {
        format!("{name} with a value that is {why} ({point:02x?}): {error:?}")
    });
    let Some(group) = candidate.group(area, name) else { return };
    let error = group.respond(point, &mut SeededRandom::new(1)).err();
    area.hold(error == Some(CryptoError::Invalid), || {
        format!("{name} to a value that is {why} ({point:02x?}): {error:?}")
    });
}

fn scalar_len(name: NamedGroup) -> usize {
    CURVES.iter().find(|curve| curve.0 == name).map_or(32, |curve| curve.1)
}
