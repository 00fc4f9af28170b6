//! What a client has offered, and keeps until the server has chosen.

#[cfg(feature = "tls13")]
use alloc::boxed::Box;
use alloc::vec::Vec;

use bytes::Bytes;
use pki_types::ServerName;

use crate::{config::ClientConfig, resume::ClientSession, wire::RANDOM_LEN};
#[cfg(feature = "tls13")]
use crate::{
    config::ProtocolName,
    crypto::{EphemeralKey, HashAlgorithm, NamedGroup, Secret},
    schedule::PskKind,
};

/// The hello's facts.
pub(crate) struct Offered {
    pub(crate) config: ClientConfig,
    pub(crate) server_name: ServerName<'static>,
    pub(crate) random: [u8; RANDOM_LEN],
    /// The `ClientHello` with its header: it waits for the hash function to be known.
    pub(crate) hello: Vec<u8>,
    /// What stood in it.
    pub(crate) session_id: Bytes,
    /// What it offered to resume.
    pub(crate) session: Option<ClientSession>,
    /// The public values that went with it (RFC 8446 §4.2.8).
    #[cfg(feature = "tls13")]
    pub(crate) shares: Vec<OwnShare>,
    /// The pre-shared keys that it offered, in order (RFC 8446 §4.2.11).
    #[cfg(feature = "tls13")]
    pub(crate) keys: Vec<OfferedKey>,
    /// The early data that it announced.
    #[cfg(feature = "tls13")]
    pub(crate) early_data: Option<EarlyOffer>,
    /// The values that do not exist, where they were offered (RFC 8701).
    pub(crate) grease: Option<Grease>,
    /// The content of an encrypted hello that holds nothing, where one was sent
    /// (RFC 9849 §6.2).
    #[cfg(feature = "tls13")]
    pub(crate) encrypted_hello: Option<Vec<u8>>,
}

/// Our half of a key exchange that may come.
#[cfg(feature = "tls13")]
pub(crate) struct OwnShare {
    pub(crate) group: NamedGroup,
    pub(crate) key: Box<dyn EphemeralKey>,
}

/// A pre-shared key that a client offers.
#[cfg(feature = "tls13")]
pub(crate) struct OfferedKey {
    pub(crate) identity: Bytes,
    pub(crate) obfuscated_age: u32,
    pub(crate) secret: Secret,
    pub(crate) kind: PskKind,
    /// The hash of the suites that it goes with.
    pub(crate) hash: HashAlgorithm,
}

/// What early data are under.
#[cfg(feature = "tls13")]
pub(crate) struct EarlyOffer {
    /// What the session was made with.
    pub(crate) protocol: Option<ProtocolName>,
}

/// Values that do not exist (RFC 8701 §2).
#[derive(Clone, Copy)]
pub(crate) struct Grease {
    draws: [u8; Grease::DRAWS],
}

impl Grease {
    /// Bytes of randomness.
    pub(crate) const DRAWS: usize = 5;

    pub(crate) const fn new(draws: [u8; Self::DRAWS]) -> Self {
        Self { draws }
    }

    /// One of the sixteen values `0x0a0a`, `0x1a1a`, …, another for each place.
    pub(crate) fn value(self, place: GreasePlace) -> u16 {
        let draw = |place: GreasePlace| self.draws.get(place as usize).copied().unwrap_or(0) & 0xf0;
        let mut high = draw(place);
        // No extension stands twice (RFC 8446 §4.2).
        if place == GreasePlace::LastExtension && high == draw(GreasePlace::Extension) {
            high ^= 0x10;
        }
        u16::from(high | 0x0a) * 0x0101
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum GreasePlace {
    Suite,
    Group,
    Version,
    Extension,
    LastExtension,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::is_grease;

    #[test]
    fn every_value_is_one_that_does_not_exist_and_no_extension_stands_twice() {
        for draw in 0..=u8::MAX {
            let grease = Grease::new([draw; Grease::DRAWS]);
            for place in [GreasePlace::Suite, GreasePlace::Group, GreasePlace::LastExtension] {
                assert!(is_grease(grease.value(place)), "{draw}");
            }
            let (first, last) = (GreasePlace::Extension, GreasePlace::LastExtension);
            assert_ne!(grease.value(first), grease.value(last));
        }
    }
}
