//! Groups whose secret is a function of both public values: anyone can compute it.

use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Secret,
};

use super::checksum::Checksum;
use super::finite_field::{FFDHE2048, FFDHE3072, FFDHE4096};
use super::hybrid::X25519MLKEM768;

/// Every group; on curves with the length of public values and of the secret.
pub(super) static GROUPS: &[&dyn KeyExchangeGroup] = &[
    &X25519MLKEM768,
    &FakeGroup { name: NamedGroup::X25519, public_len: 32, secret_len: 32 },
    &FakeGroup { name: NamedGroup::SECP256R1, public_len: 65, secret_len: 32 },
    &FakeGroup { name: NamedGroup::SECP384R1, public_len: 97, secret_len: 48 },
    &FFDHE2048,
    &FFDHE3072,
    &FFDHE4096,
];

/// First byte of an uncompressed point (RFC 8422 §5.4.1).
const UNCOMPRESSED: u8 = 4;

#[derive(Clone, Copy)]
struct FakeGroup {
    name: NamedGroup,
    public_len: usize,
    secret_len: usize,
}

impl FakeGroup {
    /// A value of all zero stands for every value that is not in the group.
    fn is_valid(self, public: &[u8]) -> bool {
        let (mark, point) = match self.name {
            NamedGroup::X25519 => (true, public),
            _ => match public.split_first() {
                Some((first, point)) => (*first == UNCOMPRESSED, point),
                None => (false, public),
            },
        };
        public.len() == self.public_len && mark && point.iter().any(|byte| *byte != 0)
    }
}

impl KeyExchangeGroup for FakeGroup {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut private = [0; 32];
        random.fill(&mut private)?;
        let mut public = vec![0; self.public_len];
        Checksum::new(b'g').part(&private).spread(&mut public);
        if let (true, Some(first)) = (self.name != NamedGroup::X25519, public.first_mut()) {
            *first = UNCOMPRESSED;
        }
        Ok(Box::new(FakeEphemeralKey { group: *self, public }))
    }
}

struct FakeEphemeralKey {
    group: FakeGroup,
    public: Vec<u8>,
}

impl EphemeralKey for FakeEphemeralKey {
    fn public_key(&self) -> &[u8] {
        &self.public
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        if !self.group.is_valid(peer) {
            return Err(CryptoError::Invalid);
        }
        // The same for both sides, whichever is the peer.
        let both: Vec<u8> =
            self.public.iter().zip(peer).map(|(ours, theirs)| ours ^ theirs).collect();
        let checksum = Checksum::new(b's').part(&both);
        Ok(Secret::filled(self.group.secret_len, |out| checksum.spread(out)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn both_sides_agree_and_invalid_values_are_refused() {
        for (group, len) in GROUPS[1..].iter().zip([32, 65, 97, 256, 384, 512]) {
            let key = |seed| group.start(&mut SeededRandom::new(seed)).unwrap();
            let (ours, theirs) = (key(1).public_key().to_vec(), key(2).public_key().to_vec());
            assert_eq!(ours.len(), len);
            assert!(key(1).agree(&theirs).unwrap().matches(key(2).agree(&ours).unwrap().expose()));
            assert!(key(1).agree(&vec![0; len]).is_err());
            assert!(key(1).agree(&[&[1], theirs.as_slice()].concat()).is_err());
            assert!(key(1).agree(&[]).is_err());
        }
    }
}
