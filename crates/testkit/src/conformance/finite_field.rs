//! Diffie-Hellman in prime fields: exchanges computed beforehand, drawing, and numbers that must
//! be refused. RFC 7919 §5 and appendix A, RFC 5246 §8.1.2.

use countersign::crypto::{CryptoError, EphemeralKey, NamedGroup};

use super::{Area, Candidate, Draws, group::bytes, response};
use crate::{NoRandom, SeededRandom};

/// A field with one exchange in it; `exchanges/README.md` tells how they were made.
struct Exchange {
    name: &'static str,
    /// None where the prime goes along.
    group: Option<NamedGroup>,
    /// Prime, public value, the peer's, shared secret, each of the same length, then the private
    /// exponent.
    numbers: &'static [u8],
    /// Length of a number in bytes.
    len: usize,
}

macro_rules! exchange {
    ($name:literal, $len:literal, $group:expr) => {
        Exchange {
            name: $name,
            group: $group,
            numbers: include_bytes!(concat!("../../exchanges/", $name, ".bin")),
            len: $len,
        }
    };
}

/// The generator of each.
const GENERATOR: &[u8] = &[2];

const EXCHANGES: [Exchange; 4] = [
    exchange!("ffdhe2048", 256, Some(NamedGroup::FFDHE2048)),
    exchange!("ffdhe3072", 384, Some(NamedGroup::FFDHE3072)),
    exchange!("ffdhe4096", 512, Some(NamedGroup::FFDHE4096)),
    exchange!("modp2048", 256, None),
];

impl Exchange {
    fn number(&self, index: usize) -> &[u8] {
        &self.numbers[index * self.len..][..self.len]
    }

    fn prime(&self) -> &[u8] {
        self.number(0)
    }

    /// The private exponent, which is what a provider draws.
    fn private(&self) -> &[u8] {
        &self.numbers[4 * self.len..]
    }

    /// A pair of these draws: by name, and by the numbers of the field.
    fn pairs(
        &self,
        candidate: &Candidate,
        area: &mut Area,
        draws: &[u8],
    ) -> Vec<Box<dyn EphemeralKey>> {
        let by_name =
            self.group.map(|name| candidate.group(area, name)?.start(&mut Draws::new(draws)).ok());
        let field = candidate.finite_field(area);
        let by_number =
            field.map(|field| field.start(self.prime(), GENERATOR, &mut Draws::new(draws)).ok());
        [by_name, by_number]
            .into_iter()
            .flatten()
            .filter_map(|pair| area.there(pair, || format!("a pair of {}", self.name)))
            .collect()
    }
}

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for exchange in &EXCHANGES {
        known_answers(candidate, area, exchange);
        drawing(candidate, area, exchange);
        both_sides_agree(candidate, area, exchange);
        bad_values(candidate, area, exchange);
        if let Some(group) = exchange.group.and_then(|name| candidate.group(area, name)) {
            response::check(area, group);
        }
    }
    bad_fields(candidate, area);
}

/// Public value and secret of each begin with a zero, which stays.
fn known_answers(candidate: &Candidate, area: &mut Area, exchange: &Exchange) {
    for pair in exchange.pairs(candidate, area, exchange.private()) {
        let name = exchange.name;
        area.same(pair.public_key(), exchange.number(1), || format!("{name}, public value"));
        let agreed = pair.agree(exchange.number(2));
        area.same(bytes(agreed.as_ref()), exchange.number(3), || format!("{name}, secret"));
    }
    for pair in exchange.pairs(candidate, area, exchange.private()) {
        // RFC 5246 §4.7: a peer may leave its leading zeros out. The generator to the power of
        // our exponent is our public value.
        let public = pair.public_key().to_vec();
        let agreed = pair.agree(GENERATOR);
        area.same(bytes(agreed.as_ref()), &public, || format!("{} with 2", exchange.name));
    }
}

/// RFC 7919 §5.2: the draws are the exponent, as long as appendix A says; of a field that is not
/// known, as long as goes below its prime. Its first bit is set whatever is drawn.
fn drawing(candidate: &Candidate, area: &mut Area, exchange: &Exchange) {
    let name = exchange.name;
    let len = exchange.private().len();
    for fill in [0x00, 0xff] {
        let drawn = exchange.pairs(candidate, area, &vec![fill; len]);
        let public: Vec<_> = drawn.iter().map(|pair| pair.public_key()).collect();
        let same = public.iter().all(|one| *one == public[0]);
        area.hold(same, || format!("{name} is another field without its name"));
    }
    for draws in [&[][..], &exchange.private()[1..]] {
        let field = candidate.finite_field(area);
        let error = field
            .map(|field| field.start(exchange.prime(), GENERATOR, &mut Draws::new(draws)).err());
        area.hold(error == Some(Some(CryptoError::Random)), || {
            format!("{name} over a source that ends: {error:?}")
        });
    }
    if let Some(group) = exchange.group.and_then(|name| candidate.group(area, name)) {
        let error = group.start(&mut NoRandom).err();
        area.hold(error == Some(CryptoError::Random), || format!("{name}: {error:?}"));
    }
}

fn both_sides_agree(candidate: &Candidate, area: &mut Area, exchange: &Exchange) {
    let Some(field) = candidate.finite_field(area) else { return };
    let group = exchange.group.and_then(|name| candidate.group(area, name));
    for seed in 0..4 {
        let mut random = SeededRandom::new(seed);
        let one = field.start(exchange.prime(), GENERATOR, &mut random);
        let two = match group {
            Some(group) => group.start(&mut random),
            None => field.start(exchange.prime(), GENERATOR, &mut random),
        };
        let (Ok(one), Ok(two)) = (one, two) else {
            area.hold(false, || format!("{} makes no pairs", exchange.name));
            continue;
        };
        let (to_two, to_one) = (one.public_key().to_vec(), two.public_key().to_vec());
        let (one, two) = (one.agree(&to_one), two.agree(&to_two));
        let agreed = bytes(one.as_ref());
        area.hold(agreed.len() == exchange.len && agreed == bytes(two.as_ref()), || {
            format!("{}: the sides do not agree", exchange.name)
        });
    }
}

/// RFC 7919 §5.1: 1 < Y < p - 1.
fn bad_values(candidate: &Candidate, area: &mut Area, exchange: &Exchange) {
    let prime = exchange.prime();
    let near = |difference: i8| {
        let mut number = prime.to_vec();
        // The last byte is 255, so that one more turns the last eight to zero.
        let (front, back) = number.split_at_mut(exchange.len - 8);
        match difference {
            1 => {
                back.fill(0);
                front[exchange.len - 9] += 1;
            }
            other => back[7] = back[7].wrapping_add_signed(other),
        }
        number
    };
    let bad = [
        ("empty", vec![]),
        ("0", vec![0; exchange.len]),
        ("0 in one byte", vec![0]),
        ("1", [&vec![0; exchange.len - 1][..], &[1]].concat()),
        ("1 in one byte", vec![1]),
        ("p - 1", near(-1)),
        ("p", near(0)),
        ("p + 1", near(1)),
        ("the longest number", vec![0xff; exchange.len]),
        ("a number with a byte too many", [&[0], exchange.number(2)].concat()),
        ("a number that is longer", [exchange.number(2), &[0]].concat()),
    ];
    for (why, value) in bad {
        for pair in exchange.pairs(candidate, area, exchange.private()) {
            let error = pair.agree(&value).err();
            area.hold(error == Some(CryptoError::Invalid), || {
                format!("{} with {why}: {error:?}", exchange.name)
            });
        }
        let group = exchange.group.and_then(|name| candidate.group(area, name));
        if let Some(group) = group {
            let error = group.respond(&value, &mut SeededRandom::new(1)).err();
            area.hold(error == Some(CryptoError::Invalid), || {
                format!("{} to {why}: {error:?}", exchange.name)
            });
        }
    }
}

/// What is no field, or has no such generator.
fn bad_fields(candidate: &Candidate, area: &mut Area) {
    let Some(field) = candidate.finite_field(area) else { return };
    let prime = EXCHANGES[0].prime();
    let mut even = prime.to_vec();
    even[255] -= 1;
    let below = even.clone();
    let longest = [prime, prime, prime, prime, &[0xff]].concat();
    let bad: [(&str, &[u8], &[u8]); 9] = [
        ("an even number", &even, GENERATOR),
        ("a number of 8200 bits", &longest, GENERATOR),
        ("no number", &[], GENERATOR),
        ("a leading zero", &[&[0], prime].concat(), GENERATOR),
        ("no generator", prime, &[]),
        ("the generator 1", prime, &[1]),
        ("the generator p - 1", prime, &below),
        ("the generator p", prime, prime),
        ("a longer generator", prime, &[prime, &[1]].concat()),
    ];
    for (why, p, g) in bad {
        let error = field.start(p, g, &mut SeededRandom::new(1)).err();
        area.hold(error == Some(CryptoError::Invalid), || format!("{why}: {error:?}"));
    }
}
