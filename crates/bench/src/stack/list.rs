//! Which stacks are compared, and the measurements that every one of them takes.

use std::sync::Arc;

use countersign::{
    crypto::{Random, RandomFailed},
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use countersign_testkit::SeededRandom;

use super::{
    Group, Setup,
    ours::{self, Ours, Parts},
    rustls::{Rustls, narrowed},
};
use crate::{
    certificates::Chain,
    clock::Pace,
    measure::{bulk, handshake, memory},
    null,
    wire::Stack,
};

/// What can be measured of any stack.
pub(crate) trait Measured {
    fn handshake(&self, pace: Pace) -> handshake::Spent;
    /// So many handshakes, unobserved.
    fn repeat(&self, count: u32);
    fn memory(&self) -> [memory::Memory; 2];
    fn bulk(&self, pace: Pace) -> bulk::Rates;
}

impl<S: Stack> Measured for S {
    fn handshake(&self, pace: Pace) -> handshake::Spent {
        handshake::measure(self, pace)
    }

    fn repeat(&self, count: u32) {
        handshake::repeat(self, count);
    }

    fn memory(&self) -> [memory::Memory; 2] {
        memory::measure(self)
    }

    fn bulk(&self, pace: Pace) -> bulk::Rates {
        bulk::measure(self, pace)
    }
}

/// Stacks with their names; the names are those of the report.
pub(crate) type Stacks = Vec<(&'static str, Box<dyn Measured>)>;

/// The randomness of AWS-LC, which rustls draws from there too.
struct AwsLcRandom;

impl Random for AwsLcRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        aws_lc_rs::rand::fill(out).map_err(|_| RandomFailed)
    }
}

/// countersign over RustCrypto. ChaCha20 in user space is what a server would draw from.
pub(crate) fn rustcrypto(chain: &Chain) -> Setup<Parts> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(&chain.key[..]));
    Ok(Parts {
        provider: countersign_rustcrypto::provider(),
        key: countersign_rustcrypto::signing_key(&key)?,
        random: Box::new(SeededRandom::new(1)),
    })
}

/// countersign over AWS-LC.
pub(crate) fn aws_lc(chain: &Chain) -> Setup<Parts> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(&chain.key[..]));
    Ok(Parts {
        provider: countersign_aws_lc::provider(),
        key: countersign_aws_lc::signing_key(&key)?,
        random: Box::new(AwsLcRandom),
    })
}

/// Everything that shakes hands with real cryptography.
pub(crate) fn handshake_stacks(chain: &Chain, group: Group) -> Setup<Stacks> {
    let judge = ours::webpki(chain, countersign_aws_lc::ALL_SIGNATURE_ALGORITHMS)?;
    let with_aws_lc = Ours::new(aws_lc(chain)?, chain, group, judge)?;
    let judge = ours::webpki(chain, countersign_rustcrypto::ALL_SIGNATURE_ALGORITHMS)?;
    let with_rustcrypto = Ours::new(rustcrypto(chain)?, chain, group, judge)?;
    let theirs = |provider| Rustls::new(narrowed(provider, chain.kind, group), chain, None);
    Ok(vec![
        ("rustls aws-lc", Box::new(theirs(rustls::crypto::aws_lc_rs::default_provider())?)),
        ("countersign aws-lc", Box::new(with_aws_lc)),
        ("countersign rustcrypto", Box::new(with_rustcrypto)),
        ("rustls ring", Box::new(theirs(rustls::crypto::ring::default_provider())?)),
        #[cfg(feature = "openssl")]
        ("openssl", Box::new(super::openssl::OpenSsl::new(chain, group)?)),
    ])
}

/// How certificates are judged where nothing is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judge {
    /// Read and judged by webpki, without computing signatures.
    Webpki,
    /// Accepted without a look.
    Nobody,
}

/// The machines alone. `public_key` is the `SubjectPublicKeyInfo` in the leaf.
pub(crate) fn null_stacks(chain: &Chain, public_key: &[u8], judge: Judge) -> Setup<Stacks> {
    let parts = Parts {
        provider: null::ours::provider(),
        key: Box::new(null::ours::NullSigningKey { public_key: public_key.to_vec() }),
        random: Box::new(null::ours::NullRandom),
    };
    let (ours_judge, theirs_judge) = match judge {
        Judge::Webpki => (ours::webpki(chain, null::ours::verifications())?, None),
        Judge::Nobody => {
            let ours = null::ours::NullJudge { public_key: public_key.to_vec() };
            let theirs: Arc<dyn rustls::client::danger::ServerCertVerifier> =
                Arc::new(null::rustls::NullJudge);
            (Box::new(ours) as Box<dyn countersign::VerifyPeer>, Some(theirs))
        }
    };
    let theirs = Rustls::new(null::rustls::provider(), chain, theirs_judge)?;
    let ours = Ours::new(parts, chain, Group::P256, ours_judge)?;
    Ok(vec![("rustls null", Box::new(theirs)), ("countersign null", Box::new(ours))])
}
