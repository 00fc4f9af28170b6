//! Answers to a peer's public value, by every group: the side that speaks second.

use countersign::crypto::{CryptoError, KeyExchangeGroup};

use super::{Area, Draws, group::bytes};
use crate::{NoRandom, SeededRandom};

/// More than any group draws where none of its draws is refused.
const ENOUGH: usize = 1024;

/// Both sides of some exchanges, and what either must refuse.
pub(super) fn check(area: &mut Area, group: &dyn KeyExchangeGroup) {
    let name = group.name();
    for seed in 0..4 {
        let Ok(first) = group.start(&mut SeededRandom::new(seed)) else {
            return area.hold(false, || format!("{name} makes no pairs"));
        };
        let theirs = first.public_key().to_vec();
        let respond = |seed| group.respond(&theirs, &mut SeededRandom::new(seed));
        let (Ok(response), Ok(again), Ok(other)) = (respond(100), respond(100), respond(101))
        else {
            return area.hold(false, || format!("{name} does not respond"));
        };
        let same = |other: &[u8]| response.public_key == other;
        let secret = response.secret.expose();
        area.hold(same(&again.public_key) && again.secret.matches(secret), || {
            format!("{name}: the same draws give another response")
        });
        area.hold(!same(&other.public_key) && !other.secret.matches(secret), || {
            format!("{name}: other draws give the same response")
        });
        // Diffie-Hellman: the second side does what the first does.
        if !name.is_hybrid() {
            let pair = group.start(&mut SeededRandom::new(100));
            area.hold(pair.is_ok_and(|pair| same(pair.public_key())), || {
                format!("{name} responds with another pair than it would start with")
            });
        }
        let agreed = first.agree(&response.public_key);
        area.same(bytes(agreed.as_ref()), secret, || format!("{name}, the first side's secret"));
        lengths(area, group, &theirs, &response.public_key);
        sources(area, group, &theirs);
    }
}

/// Values that are cut off or go on, from either side.
fn lengths(area: &mut Area, group: &dyn KeyExchangeGroup, first: &[u8], second: &[u8]) {
    let name = group.name();
    let refused = |what: Option<CryptoError>| what == Some(CryptoError::Invalid);
    let is_field = name.is_finite_field();
    for value in wrong_lengths(first, is_field) {
        let error = group.respond(&value, &mut SeededRandom::new(1)).err();
        area.hold(refused(error), || format!("{name} to {} bytes: {error:?}", value.len()));
    }
    for value in wrong_lengths(second, is_field) {
        let pair = group.start(&mut SeededRandom::new(1));
        let error = pair.and_then(|pair| pair.agree(&value)).err();
        area.hold(refused(error), || format!("{name} with {} bytes: {error:?}", value.len()));
    }
}

/// In a prime field fewer bytes are a smaller number (RFC 5246 §4.7).
fn wrong_lengths(value: &[u8], is_field: bool) -> impl Iterator<Item = Vec<u8>> {
    let cut = [0, 1, value.len() / 2, value.len() - 1].map(|len| value[..len].to_vec());
    let cut = cut.into_iter().filter(move |cut| cut.is_empty() || !is_field);
    cut.chain([[value, &[0]].concat(), [&[0], value].concat(), [value, value].concat()])
}

/// A source that fails at once, and one that ends a byte before the last draw.
fn sources(area: &mut Area, group: &dyn KeyExchangeGroup, first: &[u8]) {
    let name = group.name();
    let mut plenty = Draws::new(&[3; ENOUGH]);
    let drawn = group.respond(first, &mut plenty).map(|_| ENOUGH - plenty.left());
    let Ok(drawn @ 1..) = drawn else {
        return area.hold(false, || format!("{name} responds without drawing: {drawn:?}"));
    };
    let error = group.respond(first, &mut NoRandom).err();
    area.hold(error == Some(CryptoError::Random), || {
        format!("{name} over a source that fails: {error:?}")
    });
    let error = group.respond(first, &mut Draws::new(&vec![3; drawn - 1])).err();
    area.hold(error == Some(CryptoError::Random), || {
        format!("{name} over a source that ends: {error:?}")
    });
}
