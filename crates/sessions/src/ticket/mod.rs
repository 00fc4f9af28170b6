//! A server's sessions, kept by its clients in tickets (RFC 5077).

mod format;
mod key;
mod keys;
mod policy;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use countersign::{
    OpenTicketRequest, OpenedTicket, SealTicketRequest, SealedTicket, Sessions,
    crypto::{Aead, Provider, Random},
    pki_types::UnixTime,
};

use crate::span::{Span, seconds};
use format::SealingKey;
use key::SECRET;
use keys::Keys;

pub use key::TicketKey;
pub use policy::{TicketPolicy, UnfitCipher};

/// Seals sessions into tickets, and opens them.
///
/// A ticket is 52 bytes longer than its session: the name of its key, a random nonce, and, sealed
/// with the session, when it was made and for how long. A session that would not fit a
/// `NewSessionTicket` gets none; nothing that a client sends makes it panic.
///
/// Left alone it makes its own keys ([`TicketPolicy::rotate_every`]). Servers that take each
/// other's tickets share theirs, with `rotate_every: None`:
///
/// 1. one of them makes the next key ([`TicketKey::generate`], [`TicketKey::to_bytes`]);
/// 2. each gets it ([`TicketKey::from_bytes`]) and learns to open its tickets
///    ([`TicketSealer::accept`]);
/// 3. when all have, each seals with it ([`TicketSealer::rotate`]).
pub struct TicketSealer {
    aead: &'static dyn Aead,
    policy: TicketPolicy,
    keys: Mutex<Keys>,
}

impl TicketSealer {
    /// A sealer without keys as yet.
    pub fn new(provider: &Provider, policy: TicketPolicy) -> Result<Self, UnfitCipher> {
        let unfit = UnfitCipher(policy.cipher);
        let aead = provider.aead(policy.cipher).ok_or(unfit)?;
        if policy.cipher.key_len() != SECRET {
            return Err(unfit);
        }
        Ok(Self { aead, policy, keys: Mutex::default() })
    }

    /// Seals with `key` from now on. The one before opens tickets for
    /// [`TicketPolicy::accept_for`] more seconds.
    ///
    /// `Err` where the provider refuses the key; all is as it was then.
    pub fn rotate(&self, now: UnixTime, key: TicketKey) -> Result<(), UnfitCipher> {
        let key = self.prepare(key)?;
        self.keys().rotate(key, seconds(now));
        Ok(())
    }

    /// Opens tickets of `key` too, from now on for [`TicketPolicy::accept_for`] seconds: one that
    /// others will seal with before we do, or one from before a restart.
    ///
    /// `Err` where the provider refuses the key.
    pub fn accept(&self, now: UnixTime, key: TicketKey) -> Result<(), UnfitCipher> {
        let key = self.prepare(key)?;
        self.keys().accept(key, seconds(now));
        Ok(())
    }

    /// The key that seals, if there is one, then those that only open, the newest first: to be
    /// given to another process, or to this one after a restart.
    pub fn export(&self) -> Vec<TicketKey> {
        self.keys().all()
    }

    fn prepare(&self, key: TicketKey) -> Result<SealingKey, UnfitCipher> {
        let aead = self.aead.key(key.secret()).map_err(|_| UnfitCipher(self.policy.cipher))?;
        Ok(SealingKey { key, aead })
    }

    /// How many tickets one key may seal.
    fn most(&self) -> u64 {
        self.policy.tickets_per_key.min(TicketPolicy::MAX_TICKETS_PER_KEY)
    }

    /// Rotates if it is time to.
    fn keep_keys_fresh(&self, keys: &mut Keys, now: u32, random: &mut dyn Random) -> Option<()> {
        let Some(every) = self.policy.rotate_every else { return Some(()) };
        if keys.is_due(now, every) || keys.is_spent(self.most()) {
            let key = self.prepare(TicketKey::generate(random).ok()?).ok()?;
            keys.rotate(key, now);
        }
        Some(())
    }

    /// No change of the keys is half done where a lent source of randomness panics.
    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions for TicketSealer {
    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        let name = format::name(&request.ticket)?;
        let now = seconds(request.now);
        let (key, renew) = {
            let mut keys = self.keys();
            keys.expire(now, self.policy.accept_for);
            let (key, seals) = keys.named(name)?;
            let is_due = self.policy.rotate_every.is_some_and(|every| keys.is_due(now, every));
            (key, !seals || is_due)
        };
        let session = key.open(&request.ticket, request.now)?;
        Some(OpenedTicket { session, renew })
    }

    /// The hint is no longer than the key is sure to open it.
    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        let SealTicketRequest { session, lifetime, now } = request;
        let span = Span::new(*now, *lifetime);
        if !span.holds(*now) {
            return None;
        }
        let key = {
            let mut keys = self.keys();
            self.keep_keys_fresh(&mut keys, span.since, random)?;
            keys.expire(span.since, self.policy.accept_for);
            keys.sealing(self.most())?
        };
        let ticket = key.seal(session, span, random)?;
        Some(SealedTicket { ticket, lifetime_hint: self.policy.accept_for.min(*lifetime) })
    }
}

/// Shown without its keys.
impl fmt::Debug for TicketSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketSealer").field("policy", &self.policy).finish_non_exhaustive()
    }
}
