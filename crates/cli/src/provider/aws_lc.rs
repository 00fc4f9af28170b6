//! AWS-LC, and from the provider in pure Rust what AWS-LC's does not compute: the older suites.

use std::sync::LazyLock;

use countersign::{
    crypto::{
        Cbc, CryptoError, Hash, Hmac, KeyError, KeyExchangeGroup, Provider, Random, Secret,
        SignatureScheme, SignatureVerifiers, SigningKey,
    },
    pki_types::PrivateKeyDer,
};
use countersign_aws_lc as fast;
use countersign_rustcrypto as whole;

use super::Cryptography;

static HASHES: LazyLock<Vec<&'static dyn Hash>> = LazyLock::new(|| {
    joined(fast::provider().hashes, whole::provider().hashes, |hash| hash.algorithm())
});
static HMACS: LazyLock<Vec<&'static dyn Hmac>> = LazyLock::new(|| {
    joined(fast::provider().hmacs, whole::provider().hmacs, |hmac| hmac.algorithm())
});
static CBCS: LazyLock<Vec<&'static dyn Cbc>> =
    LazyLock::new(|| joined(fast::provider().cbcs, whole::provider().cbcs, |cbc| cbc.algorithm()));
static GROUPS: LazyLock<Vec<&'static dyn KeyExchangeGroup>> = LazyLock::new(|| {
    joined(fast::provider().groups, whole::provider().groups, |group| group.name())
});
static SIGNATURES: LazyLock<Vec<SignatureVerifiers>> = LazyLock::new(|| {
    joined(fast::provider().signatures, whole::provider().signatures, |row| row.scheme)
});

/// The first list, and what only the second has.
fn joined<T: Copy, N: PartialEq>(first: &[T], second: &[T], name: impl Fn(&T) -> N) -> Vec<T> {
    let missing = |item: &&T| first.iter().all(|other| name(other) != name(item));
    first.iter().chain(second.iter().filter(missing)).copied().collect()
}

pub(super) fn cryptography() -> Cryptography {
    Cryptography {
        provider: provider(),
        algorithms: fast::ALL_SIGNATURE_ALGORITHMS,
        read_key: signing_key,
    }
}

fn provider() -> Provider {
    let whole = whole::provider();
    Provider {
        hashes: &HASHES,
        hmacs: &HMACS,
        cbcs: &CBCS,
        groups: &GROUPS,
        finite_fields: whole.finite_fields,
        rsa_encryption: whole.rsa_encryption,
        signatures: &SIGNATURES,
        ..fast::provider()
    }
}

/// A key that signs by AWS-LC where that has the scheme, and decrypts.
fn signing_key(key: &PrivateKeyDer<'_>) -> Result<Box<dyn SigningKey>, KeyError> {
    let (fast, whole) = (fast::signing_key(key)?, whole::signing_key(key)?);
    let schemes = joined(fast.schemes(), whole.schemes(), |scheme| *scheme);
    Ok(Box::new(BothKeys { fast, whole, schemes }))
}

struct BothKeys {
    fast: Box<dyn SigningKey>,
    whole: Box<dyn SigningKey>,
    schemes: Vec<SignatureScheme>,
}

impl SigningKey for BothKeys {
    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn public_key(&self) -> &[u8] {
        self.fast.public_key()
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        let key = if self.fast.schemes().contains(&scheme) { &self.fast } else { &self.whole };
        key.sign(scheme, message, random)
    }

    fn decrypts(&self) -> bool {
        self.whole.decrypts()
    }

    fn decrypt(&self, ciphertext: &[u8], random: &mut dyn Random) -> Result<Secret, CryptoError> {
        self.whole.decrypt(ciphertext, random)
    }
}
