//! X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): how its two halves are put together, and what of
//! either must be refused. The numbers of ML-KEM itself are Wycheproof's.

use countersign::crypto::{CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Response};

use super::{
    Area, Candidate, Draws,
    bytes::hex,
    group::{X25519_OF_SMALL_ORDER, bytes},
    response,
};

/// Length of the encapsulation key in a client's value, in bytes.
pub(super) const KEY_LEN: usize = 1184;
/// Length of the ciphertext in a server's value, in bytes.
pub(super) const CIPHERTEXT_LEN: usize = 1088;
/// Length of either half of the secret, and of a public value of X25519, in bytes.
pub(super) const HALF_LEN: usize = 32;
/// Length of the numbers that an encapsulation key begins with, in bytes: three times 256 of 12
/// bits; a seed follows.
const NUMBERS_LEN: usize = 1152;

/// RFC 7748 §6.1: Alice's private and public key, Bob's, their secret.
const ALICE: &str = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
const ALICE_PUBLIC: &str = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
const BOB: &str = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
const BOB_PUBLIC: &str = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
const SECRET: &str = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

/// What a client draws for ML-KEM, here the same bytes each time.
const SEED: [u8; 64] = [5; 64];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    let Some(group) = candidate.group(area, NamedGroup::X25519MLKEM768) else { return };
    response::check(area, group);
    layout(area, group);
    draws(area, group);
    bad_keys(area, group);
    bad_points(area, group);
    other_ciphertexts(area, group);
}

/// The client's side, with these draws for ML-KEM and for X25519.
pub(super) fn pair(
    area: &mut Area,
    group: &dyn KeyExchangeGroup,
    seed: &[u8],
) -> Option<Box<dyn EphemeralKey>> {
    let pair = group.start(&mut Draws::new(&[seed, &hex(ALICE)].concat()));
    area.there(pair.ok(), || format!("the pair of the seed {seed:02x?}"))
}

/// The server's side, to an encapsulation key and Alice's value, with the draw `m` for ML-KEM.
pub(super) fn respond(
    group: &dyn KeyExchangeGroup,
    key: &[u8],
    m: &[u8],
) -> Result<Response, CryptoError> {
    group.respond(&[key, &hex(ALICE_PUBLIC)].concat(), &mut Draws::new(&[m, &hex(BOB)].concat()))
}

/// ML-KEM is first everywhere, and X25519 is what it is alone.
fn layout(area: &mut Area, group: &dyn KeyExchangeGroup) {
    let Some(pair) = pair(area, group, &SEED) else { return };
    let (key, public) = pair.public_key().split_at(pair.public_key().len() - HALF_LEN);
    area.hold(key.len() == KEY_LEN, || format!("a key of {} bytes", key.len()));
    area.same(public, &hex(ALICE_PUBLIC), || String::from("the client's X25519"));
    let Some(response) = area.there(respond(group, key, &[6; 32]).ok(), || "a response".into())
    else {
        return;
    };
    let answer = response.public_key;
    let (ciphertext, public) = answer.split_at(answer.len() - HALF_LEN);
    let len = ciphertext.len();
    area.hold(len == CIPHERTEXT_LEN, || format!("a ciphertext of {len} bytes"));
    area.same(public, &hex(BOB_PUBLIC), || String::from("the server's X25519"));
    let secret = response.secret.expose();
    area.hold(secret.len() == 2 * HALF_LEN, || format!("a secret of {} bytes", secret.len()));
    area.same(&secret[HALF_LEN..], &hex(SECRET), || String::from("the secret's X25519"));
    let agreed = pair.agree(&answer);
    area.same(bytes(agreed.as_ref()), secret, || String::from("the client's secret"));
}

/// FIPS 203 §7.1 and §7.2: 64 bytes and 32, then 32 for X25519 on either side, whatever they are.
fn draws(area: &mut Area, group: &dyn KeyExchangeGroup) {
    for fill in [0x00, 0x55, 0xff] {
        let mut random = Draws::new(&[fill; 97]);
        let pair = group.start(&mut random);
        area.hold(pair.is_ok() && random.left() == 1, || format!("draws of {fill:#x}"));
        let Ok(pair) = pair else { continue };
        let mut random = Draws::new(&[fill; 65]);
        let response = group.respond(pair.public_key(), &mut random);
        area.hold(response.is_ok() && random.left() == 1, || format!("draws of {fill:#x}"));
    }
    for len in [0, 63, 64, 95] {
        let error = group.start(&mut Draws::new(&vec![1; len])).err();
        area.hold(error == Some(CryptoError::Random), || format!("{len} bytes: {error:?}"));
    }
}

/// FIPS 203 §7.2: every number of an encapsulation key is below the modulus, 3329.
fn bad_keys(area: &mut Area, group: &dyn KeyExchangeGroup) {
    let Some(pair) = pair(area, group, &SEED) else { return };
    let key = pair.public_key()[..KEY_LEN].to_vec();
    for at in [0, 1, 255, 256, 511, 512, 766, 767] {
        for number in [3328, 3329, 3330, 4095] {
            let mut key = key.clone();
            set_number(&mut key[..NUMBERS_LEN], at, number);
            let error = respond(group, &key, &[6; 32]).err();
            let expected = (number >= 3329).then_some(CryptoError::Invalid);
            area.hold(error == expected, || format!("number {at} is {number}: {error:?}"));
        }
    }
    let error = respond(group, &[0xff; KEY_LEN], &[6; 32]).err();
    area.hold(error == Some(CryptoError::Invalid), || format!("a key of ones: {error:?}"));
}

/// FIPS 203 §4.2.1, `ByteEncode` with 12 bits: two numbers in three bytes, low bits first.
fn set_number(numbers: &mut [u8], at: usize, number: u16) {
    let pair = &mut numbers[at / 2 * 3..][..3];
    let [low, high] = number.to_le_bytes();
    if at.is_multiple_of(2) {
        pair[0] = low;
        pair[1] = pair[1] & 0xf0 | high;
    } else {
        pair[1] = pair[1] & 0x0f | low << 4;
        pair[2] = low >> 4 | high << 4;
    }
}

/// RFC 7748 §6.1: beside a good half of ML-KEM too.
fn bad_points(area: &mut Area, group: &dyn KeyExchangeGroup) {
    for point in X25519_OF_SMALL_ORDER.map(hex) {
        let Some(pair) = pair(area, group, &SEED) else { return };
        let key = &pair.public_key()[..KEY_LEN];
        let share = [key, &point].concat();
        let error = group.respond(&share, &mut Draws::new(&[6; 64])).err();
        area.hold(error == Some(CryptoError::Invalid), || format!("to {point:02x?}: {error:?}"));
        let Ok(response) = respond(group, key, &[6; 32]) else { continue };
        let answer = [&response.public_key[..CIPHERTEXT_LEN], &point].concat();
        let error = pair.agree(&answer).err();
        area.hold(error == Some(CryptoError::Invalid), || format!("with {point:02x?}: {error:?}"));
    }
}

/// FIPS 203 §6.3: a ciphertext that was not made for the key is no error, but gives a secret that
/// nobody else has, the same each time.
fn other_ciphertexts(area: &mut Area, group: &dyn KeyExchangeGroup) {
    for at in [0, 1, 543, 959, 960, 1087] {
        let mut secrets = Vec::new();
        for _ in 0..2 {
            let Some(pair) = pair(area, group, &SEED) else { return };
            let Ok(response) = respond(group, &pair.public_key()[..KEY_LEN], &[6; 32]) else {
                return area.hold(false, || String::from("there is no response"));
            };
            let mut answer = response.public_key;
            answer[at] ^= 1;
            let agreed = pair.agree(&answer);
            let agreed = bytes(agreed.as_ref()).to_vec();
            let (theirs, len) = (response.secret.expose(), agreed.len());
            let (other, same) = (agreed[..len / 2] != theirs[..HALF_LEN], &theirs[HALF_LEN..]);
            area.hold(len == 2 * HALF_LEN && other && agreed.ends_with(same), || {
                format!("byte {at} changed: {agreed:02x?}, theirs {theirs:02x?}")
            });
            secrets.push(agreed);
        }
        area.hold(secrets[0] == secrets[1], || format!("byte {at} changed, twice: {secrets:02x?}"));
    }
}
