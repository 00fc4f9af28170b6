//! RSA for the key exchange: what is encrypted is decrypted, with its padding and in every length
//! of modulus; all else is refused. RFC 8017 §5.1 and §7.2.

use countersign::{
    crypto::{CryptoError, RsaEncryption, SigningKey},
    pki_types::alg_id::RSA_ENCRYPTION,
};

use super::{
    Area, Candidate, Stuck,
    keys::{self, MESSAGE, key_bits},
    signing::pkcs8,
};
use crate::{NoRandom, SeededRandom};

/// Name, private key, public half, length of the modulus, what OpenSSL encrypted for it.
type Row = (&'static str, &'static [u8], &'static [u8], usize, &'static [u8]);

const KEYS: [Row; 2] = [
    (
        "RSA with 2048 bits",
        keys::RSA2048,
        keys::RSA2048_PUBLIC,
        256,
        include_bytes!("../../ciphertexts/rsa2048-pkcs1.bin"),
    ),
    (
        "RSA with 2049 bits",
        keys::RSA2049,
        keys::RSA2049_PUBLIC,
        257,
        include_bytes!("../../ciphertexts/rsa2049-pkcs1.bin"),
    ),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    let Some(encryption) = candidate.rsa_encryption(area) else { return };
    for row in &KEYS {
        let (name, der, info, len, openssl) = *row;
        let key = pkcs8(candidate, der);
        let Some(key) = area.there(key.ok(), || String::from(name)) else { continue };
        let public = key_bits(info, &RSA_ENCRYPTION);
        let Some(public) = area.there(public, || String::from("a test's key")) else { continue };
        area.hold(key.decrypts(), || format!("{name} does not decrypt"));
        // Blinding leaves no trace in the result.
        for seed in [1, 2] {
            let padded = decrypt(&*key, openssl, seed);
            area.hold(padded.len() == len, || format!("{name}: another length"));
            area.same(unpadded(&padded).unwrap_or_default(), MESSAGE, || name.to_owned());
        }
        round_trips(area, encryption, &*key, public, row);
        bad_ciphertexts(area, &*key, public, row);
    }
    bad_keys(area, encryption);
    for der in [keys::P256, keys::P384, keys::ED25519] {
        let Ok(key) = pkcs8(candidate, der) else { continue };
        let error = key.decrypt(&[0; 256], &mut SeededRandom::new(1)).err();
        area.hold(!key.decrypts() && error == Some(CryptoError::Unsupported), || {
            format!("a key on a curve decrypts: {error:?}")
        });
    }
}

/// The padded message; empty where it was refused.
fn decrypt(key: &dyn SigningKey, ciphertext: &[u8], seed: u64) -> Vec<u8> {
    let message = key.decrypt(ciphertext, &mut SeededRandom::new(seed));
    message.map(|message| message.expose().to_vec()).unwrap_or_default()
}

/// RFC 8017 §7.2.2, step 3, as plain as it goes: no secret is in these tests.
pub(super) fn unpadded(padded: &[u8]) -> Option<&[u8]> {
    let rest = padded.strip_prefix(&[0, 2])?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    if end < 8 { None } else { rest.get(end + 1..) }
}

fn round_trips(
    area: &mut Area,
    encryption: &dyn RsaEncryption,
    key: &dyn SigningKey,
    public: &[u8],
    row: &Row,
) {
    let (name, len) = (row.0, row.3);
    let text: Vec<u8> = (0..=255).collect();
    for message in [0, 1, 48, len - 12, len - 11].map(|len| &text[..len]) {
        let mut ciphertexts = Vec::new();
        for seed in [1, 1, 2] {
            let sealed = encryption.encrypt(public, message, &mut SeededRandom::new(seed));
            let sealed = sealed.unwrap_or_default();
            area.hold(sealed.len() == len, || format!("{name}: {} bytes", sealed.len()));
            let padded = decrypt(key, &sealed, 3);
            let what = || format!("{name}, {} bytes", message.len());
            area.hold(unpadded(&padded) == Some(message), what);
            ciphertexts.push(sealed);
        }
        let drawn = ciphertexts[0] == ciphertexts[1] && ciphertexts[1] != ciphertexts[2];
        area.hold(drawn, || format!("{name}: the padding is not what was drawn"));
    }
    let long = encryption.encrypt(public, &text[..len - 10], &mut SeededRandom::new(1));
    area.hold(long == Err(CryptoError::Invalid), || format!("{name}: a long message passes"));
    // RFC 8017 §7.2.1: no byte of the padding is zero.
    for result in [
        encryption.encrypt(public, MESSAGE, &mut NoRandom),
        encryption.encrypt(public, MESSAGE, &mut Stuck(0)),
    ] {
        area.hold(result == Err(CryptoError::Random), || {
            format!("{name} over a source that fails: {:?}", result.err())
        });
    }
}

/// RFC 8017 §5.1.2: a number below the modulus, in as many bytes. 0, 1 and n - 1 stay what they
/// are.
fn bad_ciphertexts(area: &mut Area, key: &dyn SigningKey, public: &[u8], row: &Row) {
    let (name, len, openssl) = (row.0, row.3, row.4);
    // `SEQUENCE { INTEGER n, INTEGER 65537 }`: the exponent takes the last five bytes.
    let modulus = public.len().checked_sub(5 + len).and_then(|at| public.get(at..at + len));
    let Some(modulus) = area.there(modulus, || String::from("a test's modulus")) else { return };
    let mut above = modulus.to_vec();
    above[0] = 0xff;
    let bad: [&[u8]; 7] = [
        &[],
        &openssl[1..],
        &openssl[..len - 1],
        &[&[0], openssl].concat(),
        &[openssl, &[0]].concat(),
        modulus,
        &above,
    ];
    for ciphertext in bad {
        let error = key.decrypt(ciphertext, &mut SeededRandom::new(1)).err();
        area.hold(error == Some(CryptoError::Invalid), || {
            format!("{name}, {} bytes: {error:?}", ciphertext.len())
        });
    }
    let (mut one, mut below) = (vec![0; len], modulus.to_vec());
    one[len - 1] = 1;
    below[len - 1] -= 1;
    for fixed in [vec![0; len], one, below] {
        area.same(&decrypt(key, &fixed, 1), &fixed, || format!("{name}, a fixed point"));
    }
    let error = key.decrypt(openssl, &mut NoRandom).err();
    area.hold(error == Some(CryptoError::Random), || {
        format!("{name} is not blinded by what is drawn: {error:?}")
    });
}

/// RFC 9325 §4.5: at least 2048 bits; and nothing but an `RSAPublicKey`.
fn bad_keys(area: &mut Area, encryption: &dyn RsaEncryption) {
    let bits = |info| key_bits(info, &RSA_ENCRYPTION).unwrap_or_default();
    let good = bits(keys::RSA2048_PUBLIC);
    let longer = [good, &[0]].concat();
    let cut = (0..good.len()).map(|at| &good[..at]);
    let others = [bits(keys::RSA1024_PUBLIC), keys::RSA2048_PUBLIC, keys::P256_PUBLIC, &longer];
    for key in cut.chain(others) {
        let error = encryption.encrypt(key, MESSAGE, &mut SeededRandom::new(1)).err();
        area.hold(error == Some(CryptoError::Invalid), || format!("{key:02x?}: {error:?}"));
    }
}
