//! AES-128-GCM of each provider, as bare as its interface has it.

use countersign::crypto::{AeadAlgorithm, AeadKey, Provider};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, Tag, UnboundKey};

use crate::stack::Setup;

const KEY: [u8; 16] = [7; 16];
const NONCE: [u8; 12] = [9; 12];
/// As long as that of a record of TLS 1.2.
const DATA: [u8; 13] = [1; 13];

/// A cipher with a fixed key and nonce.
pub(crate) trait BareAead {
    fn seal(&mut self, text: &mut [u8]) -> [u8; 16];
    fn open(&mut self, text: &mut [u8], tag: &[u8; 16]);
}

struct Ours(Box<dyn AeadKey>);

impl BareAead for Ours {
    fn seal(&mut self, text: &mut [u8]) -> [u8; 16] {
        self.0.seal(&NONCE, &DATA, text).expect("the length is allowed")
    }

    fn open(&mut self, text: &mut [u8], tag: &[u8; 16]) {
        self.0.open(&NONCE, &DATA, text, tag).expect("the tag fits");
    }
}

struct Ring(LessSafeKey);

impl BareAead for Ring {
    fn seal(&mut self, text: &mut [u8]) -> [u8; 16] {
        let nonce = Nonce::assume_unique_for_key(NONCE);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(DATA), text);
        let tag = tag.expect("the length is allowed");
        tag.as_ref().try_into().expect("a tag has 16 bytes")
    }

    fn open(&mut self, text: &mut [u8], tag: &[u8; 16]) {
        let nonce = Nonce::assume_unique_for_key(NONCE);
        self.0
            .open_in_place_separate_tag(nonce, Aad::from(DATA), Tag::from(*tag), text, 0..)
            .expect("the tag fits");
    }
}

#[cfg(feature = "openssl")]
struct OpenSsl {
    seal: openssl::cipher_ctx::CipherCtx,
    open: openssl::cipher_ctx::CipherCtx,
}

#[cfg(feature = "openssl")]
impl OpenSsl {
    fn new() -> Setup<Self> {
        use openssl::{cipher::Cipher, cipher_ctx::CipherCtx};
        let (mut seal, mut open) = (CipherCtx::new()?, CipherCtx::new()?);
        seal.encrypt_init(Some(Cipher::aes_128_gcm()), Some(&KEY), Some(&NONCE))?;
        open.decrypt_init(Some(Cipher::aes_128_gcm()), Some(&KEY), Some(&NONCE))?;
        Ok(Self { seal, open })
    }
}

#[cfg(feature = "openssl")]
impl BareAead for OpenSsl {
    fn seal(&mut self, text: &mut [u8]) -> [u8; 16] {
        let mut tag = [0; 16];
        let mut run = || {
            self.seal.encrypt_init(None, None, Some(&NONCE))?;
            self.seal.cipher_update(&DATA, None)?;
            self.seal.cipher_update_inplace(text, text.len())?;
            self.seal.cipher_final(&mut [])?;
            self.seal.tag(&mut tag)
        };
        run().expect("the length is allowed");
        tag
    }

    fn open(&mut self, text: &mut [u8], tag: &[u8; 16]) {
        let mut run = || {
            self.open.decrypt_init(None, None, Some(&NONCE))?;
            self.open.set_tag(tag)?;
            self.open.cipher_update(&DATA, None)?;
            self.open.cipher_update_inplace(text, text.len())?;
            self.open.cipher_final(&mut [])
        };
        run().expect("the tag fits");
    }
}

/// Each under the name of the stack that uses it.
pub(crate) fn bare_aeads() -> Setup<Vec<(&'static str, Box<dyn BareAead>)>> {
    let ours = |provider: Provider| -> Setup<Box<dyn BareAead>> {
        let aead = provider.aead(AeadAlgorithm::Aes128Gcm).ok_or("no AES-128-GCM")?;
        Ok(Box::new(Ours(aead.key(&KEY)?)))
    };
    let key = UnboundKey::new(&AES_128_GCM, &KEY).map_err(|_| "ring refuses the key")?;
    Ok(vec![
        ("rustls aws-lc", ours(countersign_aws_lc::provider())?),
        ("countersign aws-lc", ours(countersign_aws_lc::provider())?),
        ("countersign rustcrypto", ours(countersign_rustcrypto::provider())?),
        ("rustls ring", Box::new(Ring(LessSafeKey::new(key)))),
        #[cfg(feature = "openssl")]
        ("openssl", Box::new(OpenSsl::new()?)),
    ])
}
