//! What a session is bound to besides its secrets: what a server checks against the new hello.

use crate::crypto::Hash;

/// Length in bytes: enough that nobody finds two that are equal by chance or by trying.
const LEN: usize = 16;

/// The first bytes of a hash over everything that has to be the same when a session is resumed,
/// and that would be too long to be kept: a session is no more than it was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding(pub(crate) [u8; LEN]);

impl Binding {
    pub(crate) const LEN: usize = LEN;

    /// Over the name that the client wanted, the application protocol, and how the server
    /// asks clients to prove themselves: a session without a client's certificate is of no use
    /// where one is required, nor the other way round, nor under another name.
    ///
    /// Empty parts at the end count as left out: so a session that a release without them has made
    /// is still one, where nothing says otherwise.
    pub(crate) fn new(hash: &dyn Hash, parts: &[&[u8]]) -> Self {
        let mut context = hash.start();
        let len = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
        let parts = parts.get(..len).unwrap_or(parts);
        for part in parts {
            // With its length, so that no two lists of parts give the same bytes.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut binding = [0; LEN];
        for (byte, from) in binding.iter_mut().zip(context.current().as_ref()) {
            *byte = *from;
        }
        Self(binding)
    }
}
