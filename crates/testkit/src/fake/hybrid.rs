//! A key encapsulation whose secret is a function of both public values: anyone can compute it.
//! The side that speaks first and the one that answers have values of their own lengths, and
//! neither takes one of its own kind; so a server that makes a pair instead of a response fails.

use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Response, Secret,
};

use super::checksum::Checksum;

/// X25519MLKEM768, with the lengths of draft-ietf-tls-ecdhe-mlkem.
pub(super) static X25519MLKEM768: FakeHybrid = FakeHybrid {
    name: NamedGroup::X25519MLKEM768,
    first: Kind { mark: b'e', first_half: 1184, len: 1216 },
    second: Kind { mark: b'c', first_half: 1088, len: 1120 },
    secret_len: 64,
};

pub(super) struct FakeHybrid {
    name: NamedGroup,
    first: Kind,
    second: Kind,
    secret_len: usize,
}

/// What one side's public values are like.
struct Kind {
    /// Keeps the values of one side apart from those of the other.
    mark: u8,
    /// Length of the half of the key encapsulation in bytes.
    first_half: usize,
    /// Length of all in bytes.
    len: usize,
}

impl Kind {
    fn draw(&self, random: &mut dyn Random) -> Result<Vec<u8>, CryptoError> {
        let mut private = [0; 32];
        random.fill(&mut private)?;
        let mut public = vec![0; self.len];
        Checksum::new(self.mark).part(&private).spread(&mut public);
        Ok(public)
    }

    /// A half of all zero stands for every half that is not valid.
    fn check(&self, public: &[u8]) -> Result<(), CryptoError> {
        let halves = public.split_at_checked(self.first_half).ok_or(CryptoError::Invalid)?;
        let is_there = |half: &[u8]| half.iter().any(|byte| *byte != 0);
        if public.len() == self.len && is_there(halves.0) && is_there(halves.1) {
            Ok(())
        } else {
            Err(CryptoError::Invalid)
        }
    }
}

impl FakeHybrid {
    fn secret(&self, first: &[u8], second: &[u8]) -> Secret {
        let checksum = Checksum::new(b's').part(first).part(second);
        Secret::filled(self.secret_len, |out| checksum.spread(out))
    }
}

impl KeyExchangeGroup for FakeHybrid {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        Ok(Box::new(FakeFirst(self.first.draw(random)?)))
    }

    fn respond(&self, peer: &[u8], random: &mut dyn Random) -> Result<Response, CryptoError> {
        self.first.check(peer)?;
        let public_key = self.second.draw(random)?;
        let secret = self.secret(peer, &public_key);
        Ok(Response { public_key, secret })
    }
}

/// The public value of who speaks first.
struct FakeFirst(Vec<u8>);

impl EphemeralKey for FakeFirst {
    fn public_key(&self) -> &[u8] {
        &self.0
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        X25519MLKEM768.second.check(peer)?;
        Ok(X25519MLKEM768.secret(&self.0, peer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    fn first(seed: u64) -> Box<dyn EphemeralKey> {
        X25519MLKEM768.start(&mut SeededRandom::new(seed)).unwrap()
    }

    fn respond(peer: &[u8]) -> Result<Response, CryptoError> {
        X25519MLKEM768.respond(peer, &mut SeededRandom::new(9))
    }

    #[test]
    fn both_sides_agree() {
        let first = first(1);
        let response = respond(first.public_key()).unwrap();
        assert_eq!((first.public_key().len(), response.public_key.len()), (1216, 1120));
        let secret = first.agree(&response.public_key).unwrap();
        assert!(secret.matches(response.secret.expose()) && secret.expose().len() == 64);
    }

    #[test]
    fn two_pairs_do_not_agree() {
        let theirs = first(2).public_key().to_vec();
        assert!(first(1).agree(&theirs).is_err());
        let answer = respond(&theirs).unwrap().public_key;
        assert!(respond(&answer).is_err());
    }

    #[test]
    fn a_half_of_zero_is_refused_on_either_side() {
        let share = first(1).public_key().to_vec();
        let answer = respond(&share).unwrap().public_key;
        for (value, half) in [(&share, 1184), (&answer, 1088)] {
            for part in [0..half, half..value.len()] {
                let mut value = value.clone();
                value[part].fill(0);
                let refused = match half {
                    1184 => respond(&value).is_err(),
                    _ => first(1).agree(&value).is_err(),
                };
                assert!(refused, "{half}");
            }
        }
    }
}
