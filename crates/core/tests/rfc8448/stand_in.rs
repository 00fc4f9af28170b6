//! The provider of a machine that stands in the place of a trace's client or server.
//!
//! A few messages of ours cannot be the trace's: no two implementations say hello alike. All that
//! follows hangs on them through hashes alone, so the hash hears the trace's message in the place
//! of ours. Messages, records, states and everything else are the machine's own.

use std::sync::Arc;

use countersign::{
    Role,
    crypto::{
        Digest, Hash, HashAlgorithm, HashContext, Provider, SignatureScheme, SignatureVerifiers,
    },
    wire::{HandshakeType as H, ServerHello},
};
use countersign_rustcrypto::provider;

use crate::{short_rsa::ShortRsa, trace::Trace};

/// A provider for this side of the trace. It is never let go, as providers are.
pub(crate) fn stand_in(trace: &Trace, who: Role) -> Provider {
    let provider = with_short_rsa();
    let inner = provider.hash(HashAlgorithm::Sha256).unwrap();
    let hash: &'static dyn Hash = Box::leak(Box::new(Sha256 { inner, twins: twins(trace, who) }));
    let hashes =
        provider.hashes.iter().copied().filter(|hash| hash.algorithm() != inner.algorithm());
    Provider { hashes: hashes.chain([hash]).collect::<Vec<_>>().leak(), ..provider }
}

/// Verifies with the traces' RSA keys too.
fn with_short_rsa() -> Provider {
    let rows = provider().signatures.iter().map(|row| match row.scheme {
        scheme @ SignatureScheme::RSA_PSS_RSAE_SHA256 => {
            SignatureVerifiers { scheme, algorithms: &[&ShortRsa] }
        }
        _ => *row,
    });
    Provider { signatures: rows.collect::<Vec<_>>().leak(), ..provider() }
}

/// A message of the trace, and bytes that tell which message of ours is in its place.
struct Twin {
    mark: Vec<u8>,
    message: Vec<u8>,
}

/// The messages that a side of the trace encodes otherwise than ours.
fn twins(trace: &Trace, who: Role) -> Arc<[Twin]> {
    let messages = trace.messages_of(who).into_iter();
    let of = |kinds: &'static [H]| messages.filter(|one| kinds.contains(&H(one[0])));
    match who {
        // Of two hellos each has a key share of its own.
        Role::Client => of(&[H::CLIENT_HELLO])
            .zip(trace.key_pair_steps(who))
            .map(|(one, pair)| Twin {
                mark: pair.get("public key").to_vec(),
                message: one.to_vec(),
            })
            .collect(),
        Role::Server => of(&[H::SERVER_HELLO, H::ENCRYPTED_EXTENSIONS, H::CERTIFICATE_REQUEST])
            .filter_map(|one| {
                let kind = H(one[0]);
                let is_retry = one[6..].starts_with(ServerHello::RETRY_RANDOM);
                let mark = if is_retry { one[6..38].to_vec() } else { vec![kind.0] };
                let differs = is_retry || kind != H::SERVER_HELLO;
                differs.then(|| Twin { mark, message: one.to_vec() })
            })
            .collect(),
    }
}

impl Twin {
    /// What is heard in the place of these bytes, if they are our message. A binder is over all
    /// of a hello but the list of binders, which is of the same length in both.
    fn instead_of(&self, bytes: &[u8]) -> Option<&[u8]> {
        let [kind, high, middle, low] = *bytes.first_chunk::<4>()?;
        let len = 4 + u32::from_be_bytes([0, high, middle, low]) as usize;
        let is_ours =
            kind == self.message[0] && bytes.windows(self.mark.len()).any(|part| part == self.mark);
        let missing = len.checked_sub(bytes.len()).filter(|_| is_ours)?;
        self.message.get(..self.message.len().checked_sub(missing)?)
    }
}

struct Sha256 {
    inner: &'static dyn Hash,
    twins: Arc<[Twin]>,
}

impl Hash for Sha256 {
    fn algorithm(&self) -> HashAlgorithm {
        self.inner.algorithm()
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Hearing { inner: self.inner.start(), twins: self.twins.clone() })
    }
}

struct Hearing {
    inner: Box<dyn HashContext>,
    twins: Arc<[Twin]>,
}

impl HashContext for Hearing {
    fn update(&mut self, bytes: &[u8]) {
        let heard = self.twins.iter().find_map(|twin| twin.instead_of(bytes));
        self.inner.update(heard.unwrap_or(bytes));
    }

    fn current(&self) -> Digest {
        self.inner.current()
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(Self { inner: self.inner.fork(), twins: self.twins.clone() })
    }
}
