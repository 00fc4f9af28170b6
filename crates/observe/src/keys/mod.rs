//! What an observer is given to decrypt with, and what it learns of sessions on the way. One store
//! serves all connections of a capture, so that a session made in one opens another.

mod log;
mod memory;
mod rsa;

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use countersign::{
    crypto::{Secret, SigningKey},
    wire::RANDOM_LEN,
};

pub use self::log::{KeyLogLineError, Label, LogCount};
use self::memory::Memory;
pub(crate) use self::rsa::decrypted_pre_master;

/// Lines of key logs that are kept: some 150 MiB. What comes behind is passed over.
pub const MAX_LOGGED: usize = 1 << 20;

/// The longest secret that is kept, in bytes: none that is used has more than 64, a configuration
/// for encrypted hellos has some hundred.
pub const MAX_LOGGED_SECRET: usize = 1024;

/// Keys from outside, and sessions that were seen.
#[derive(Default)]
pub struct Keys {
    logged: BTreeMap<(Label, [u8; RANDOM_LEN]), Secret>,
    by_session_id: BTreeMap<Vec<u8>, Secret>,
    by_encrypted: BTreeMap<[u8; 8], Secret>,
    rsa: Vec<Box<dyn SigningKey>>,
    psks: Vec<(Vec<u8>, Secret)>,
    memory: Memory,
}

impl Keys {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A server's private key, for connections with RSA key exchange. It wants
    /// [`SigningKey::decrypt`].
    pub fn add_rsa_key(&mut self, key: Box<dyn SigningKey>) {
        self.rsa.push(key);
    }

    /// A pre-shared key and what it is called (RFC 4279 §2, RFC 8446 §2.2). In TLS 1.3 it opens
    /// early data; the rest only where no key exchange stands beside it.
    pub fn add_pre_shared_key(&mut self, identity: &[u8], key: Secret) {
        self.psks.push((identity.to_vec(), key));
    }

    /// A secret out of a key log.
    pub(crate) fn logged(&self, label: Label, client_random: &[u8; RANDOM_LEN]) -> Option<Secret> {
        self.logged.get(&(label, *client_random)).cloned()
    }

    /// A master secret that a log gives for a session.
    pub(crate) fn master_of_session(&self, session_id: &[u8]) -> Option<Secret> {
        self.by_session_id.get(session_id).filter(|_| !session_id.is_empty()).cloned()
    }

    /// A pre-master secret that a log gives for what a client encrypted.
    pub(crate) fn pre_master_of(&self, encrypted: &[u8]) -> Option<Secret> {
        self.by_encrypted.get(encrypted.first_chunk::<8>()?).cloned()
    }

    /// The pre-shared key of this name.
    pub(crate) fn pre_shared_key(&self, identity: &[u8]) -> Option<Secret> {
        self.psks.iter().find(|(each, _)| each == identity).map(|(_, key)| key.clone())
    }

    /// The private keys, to be tried one by one.
    pub(crate) fn rsa_keys(&self) -> impl Iterator<Item = &dyn SigningKey> {
        self.rsa.iter().map(|key| &**key)
    }

    /// Keeps a session's secret under its id or its ticket.
    pub(crate) fn remember(&mut self, name: &[u8], secret: &Secret) {
        self.memory.keep(name, secret);
    }

    /// The secret of a session that was seen before, by its id or its ticket.
    pub(crate) fn remembered(&self, name: &[u8]) -> Option<Secret> {
        self.memory.find(name)
    }

    fn has_room(&self) -> bool {
        self.logged.len() + self.by_session_id.len() + self.by_encrypted.len() < MAX_LOGGED
    }
}
