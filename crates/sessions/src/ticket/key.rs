//! What tickets are sealed with.

use std::fmt;

use countersign::crypto::{Random, RandomFailed, Secret};
use zeroize::Zeroizing;

/// Length of a key's name in bytes: what RFC 5077 §4 recommends, so that no two are the same by
/// chance.
pub(super) const NAME: usize = 16;

/// Length of the secret in bytes, for AES-256-GCM as for ChaCha20-Poly1305.
pub(super) const SECRET: usize = 32;

/// A key for tickets: a name, which stands in every ticket, and a secret, which is wiped when
/// dropped. As bytes it is the name, then the secret.
///
/// Whoever has it can read and forge every ticket that it seals, and with a ticket every
/// connection that the session belongs to. Make it of randomness alone, and for nothing else.
#[derive(Clone)]
pub struct TicketKey {
    name: [u8; NAME],
    secret: Secret,
}

impl TicketKey {
    /// Length of a key as bytes.
    pub const LEN: usize = NAME + SECRET;

    /// A new key.
    pub fn generate(random: &mut dyn Random) -> Result<Self, RandomFailed> {
        let mut bytes = Zeroizing::new([0; Self::LEN]);
        random.fill(&mut *bytes)?;
        Ok(Self::from_bytes(&bytes))
    }

    /// A key from another process, or from a file of random bytes.
    pub fn from_bytes(bytes: &[u8; Self::LEN]) -> Self {
        let (from, secret) = bytes.split_at(NAME);
        let mut name = [0; NAME];
        name.copy_from_slice(from);
        Self { name, secret: Secret::new(secret) }
    }

    /// The bytes, for another process.
    pub fn to_bytes(&self) -> Secret {
        Secret::filled(Self::LEN, |out| {
            let (name, secret) = out.split_at_mut(NAME);
            name.copy_from_slice(&self.name);
            secret.copy_from_slice(self.secret.expose());
        })
    }

    /// The name, which is no secret.
    pub fn name(&self) -> &[u8; NAME] {
        &self.name
    }

    pub(super) fn secret(&self) -> &[u8] {
        self.secret.expose()
    }

    /// True where both are the same key.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.secret.matches(other.secret())
    }
}

/// Shown by its name alone.
impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketKey(")?;
        for byte in self.name {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_testkit::{NoRandom, SeededRandom};

    #[test]
    fn it_is_its_bytes_and_shows_its_name() {
        let mut bytes = [0xab; TicketKey::LEN];
        bytes[..NAME].fill(0x01);
        let key = TicketKey::from_bytes(&bytes);
        assert_eq!(key.to_bytes().expose(), bytes);
        assert_eq!(key.name(), &[1; NAME]);
        assert_eq!(format!("{key:?}"), format!("TicketKey({})", "01".repeat(16)));
    }

    #[test]
    fn a_generated_key_is_drawn() {
        let mut random = SeededRandom::new(1);
        let keys = [(); 2].map(|()| TicketKey::generate(&mut random).unwrap());
        assert!(keys[0].is(&keys[0].clone()) && !keys[0].is(&keys[1]));
        assert!(TicketKey::generate(&mut NoRandom).is_err());
    }
}
