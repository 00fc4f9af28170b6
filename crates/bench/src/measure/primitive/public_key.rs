//! The public-key operations of each provider, through the interface that its machine uses.

use std::cell::RefCell;

use countersign::{
    crypto::{NamedGroup, SignatureScheme, SignatureVerifiers},
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, SignatureVerificationAlgorithm},
    wire::PublicKeyInfo,
};
use rustls::crypto::CryptoProvider;

use crate::{
    certificates::{Chain, Kind},
    stack::{
        Group, Setup, aws_lc,
        ours::Parts,
        rustcrypto,
        rustls::{narrowed, scheme},
    },
};

/// What is signed in a TLS 1.2 handshake: two randoms and the parameters.
const MESSAGE: [u8; 133] = [5; 133];

/// Each does its work once.
pub(crate) struct Operations {
    pub(crate) exchange: Box<dyn Fn()>,
    pub(crate) sign: Box<dyn Fn()>,
    pub(crate) verify: Box<dyn Fn()>,
}

/// Verifies one signature again and again.
fn verify(
    algorithms: &[&'static dyn SignatureVerificationAlgorithm],
    public_key: &[u8],
    signature: Vec<u8>,
) -> Setup<Box<dyn Fn()>> {
    let info = PublicKeyInfo::decode(public_key)?;
    let algorithm = algorithms
        .iter()
        .copied()
        .find(|each| each.public_key_alg_id().as_ref() == info.algorithm)
        .ok_or("no algorithm for the key")?;
    let key = info.key.to_vec();
    Ok(Box::new(move || {
        algorithm.verify_signature(&key, &MESSAGE, &signature).expect("it is our own");
    }))
}

fn ours(parts: Parts, kind: Kind, group: Group) -> Setup<Operations> {
    let Parts { provider, key, mut random } = parts;
    let name = match group {
        Group::P256 => NamedGroup::SECP256R1,
        Group::X25519 => NamedGroup::X25519,
    };
    let group = provider.group(name).ok_or("no such group")?;
    let scheme = match kind {
        Kind::EcdsaP256 => SignatureScheme::ECDSA_SECP256R1_SHA256,
        Kind::Rsa2048 => SignatureScheme::RSA_PSS_RSAE_SHA256,
    };
    let peer = group.start(&mut *random)?.public_key().to_vec();
    let signature = key.sign(scheme, &MESSAGE, &mut *random)?;
    let row = provider.signatures.iter().find(|row| row.scheme == scheme);
    let SignatureVerifiers { algorithms, .. } = row.ok_or("no such scheme")?;
    let verify = verify(algorithms, key.public_key(), signature)?;
    let random = std::rc::Rc::new(RefCell::new(random));
    let lent = random.clone();
    Ok(Operations {
        exchange: Box::new(move || {
            let own = group.start(&mut **lent.borrow_mut()).expect("randomness is there");
            own.agree(&peer).expect("it is a point");
        }),
        sign: Box::new(move || {
            key.sign(scheme, &MESSAGE, &mut **random.borrow_mut()).expect("the scheme fits");
        }),
        verify,
    })
}

fn theirs(provider: CryptoProvider, chain: &Chain, group: Group) -> Setup<Operations> {
    let provider = narrowed(provider, chain.kind, group);
    let group = *provider.kx_groups.first().ok_or("no such group")?;
    let peer = group.start()?.pub_key().to_vec();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(chain.key.clone()));
    let key = provider.key_provider.load_private_key(key)?;
    let signer = key.choose_scheme(&[scheme(chain.kind)]).ok_or("the scheme does not fit")?;
    let signature = signer.sign(&MESSAGE)?;
    let public_key = aws_lc(chain)?.key.public_key().to_vec();
    let mapping = provider.signature_verification_algorithms.mapping;
    let (_, algorithms) = mapping.first().ok_or("no such scheme")?;
    Ok(Operations {
        exchange: Box::new(move || {
            let own = group.start().expect("randomness is there");
            own.complete(&peer).expect("it is a point");
        }),
        sign: Box::new(move || {
            signer.sign(&MESSAGE).expect("the scheme fits");
        }),
        verify: verify(algorithms, &public_key, signature)?,
    })
}

/// Each under the name of the stack that uses it; OpenSSL's are not taken apart.
pub(crate) fn operations(chain: &Chain, group: Group) -> Setup<Vec<(&'static str, Operations)>> {
    let aws_lc_rs = rustls::crypto::aws_lc_rs::default_provider();
    Ok(vec![
        ("rustls aws-lc", theirs(aws_lc_rs, chain, group)?),
        ("countersign aws-lc", ours(aws_lc(chain)?, chain.kind, group)?),
        ("countersign rustcrypto", ours(rustcrypto(chain)?, chain.kind, group)?),
        ("rustls ring", theirs(rustls::crypto::ring::default_provider(), chain, group)?),
    ])
}
