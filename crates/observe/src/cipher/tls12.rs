//! The keys of SSL 3.0 to TLS 1.2: the key block, cut (RFC 5246 §6.3).

use alloc::boxed::Box;

use countersign::{
    Role,
    crypto::{
        AeadAlgorithm, AeadKeys, BLOCK_LEN, CbcKeys, CryptoError, HashAlgorithm, NonceRule,
        Provider, RecordCipher, Secret, TrafficKeys,
    },
    observing::RecordOpener,
    wire::ProtocolVersion,
};

use super::{
    Opener,
    aead::AeadOpener,
    body::{self, Body, Null},
    mac::Mac,
    older::OlderOpener,
};
use crate::suite::{Authenticated, Block, Cipher, SuiteParts};

/// What decides about the keys.
#[derive(Clone, Copy)]
pub(crate) struct Protected {
    pub(crate) version: ProtocolVersion,
    pub(crate) cipher: Cipher,
    pub(crate) mac: Option<HashAlgorithm>,
    pub(crate) encrypt_then_mac: bool,
}

/// A key block that can be cut.
pub(crate) struct BlockKeys {
    block: Secret,
}

impl Protected {
    /// `None` where the suite's cipher is not known here.
    pub(crate) fn of(
        suite: &SuiteParts,
        version: ProtocolVersion,
        encrypt_then_mac: bool,
    ) -> Option<Self> {
        let cipher = suite.cipher?;
        Some(Self { version, cipher, mac: suite.mac, encrypt_then_mac })
    }

    /// Bytes of MAC key, key and IV of each direction.
    fn lens(self) -> [usize; 3] {
        let mac = self.mac.map_or(0, HashAlgorithm::output_len);
        // Since TLS 1.1 each record carries its IV.
        let iv = |block| if self.version <= ProtocolVersion::TLS10 { block } else { 0 };
        match self.cipher {
            Cipher::Machine(RecordCipher::Aead(aead)) => {
                [0, aead.key_len(), aead.tls12_nonce().fixed_iv_len()]
            }
            Cipher::Machine(RecordCipher::Cbc(cipher, hash)) => {
                [hash.output_len(), cipher.key_len(), iv(BLOCK_LEN)]
            }
            Cipher::Null => [mac, 0, 0],
            Cipher::Rc4 => [mac, 16, 0],
            Cipher::Cbc(block) => {
                let (key, block) = block_lens(block);
                [mac, key, iv(block)]
            }
            Cipher::Aead(cipher) => [0, aead_key_len(cipher), NonceRule::Explicit.fixed_iv_len()],
        }
    }

    /// How long the key block is that is cut.
    pub(crate) fn block_len(self) -> usize {
        2 * self.lens().iter().sum::<usize>()
    }

    /// What opens records without keys, where nothing is encrypted: their MACs are not checked.
    pub(crate) fn without_keys(self) -> Option<Opener> {
        let (Cipher::Null, Some(mac)) = (self.cipher, self.mac) else { return None };
        Some(Opener::Older(OlderOpener {
            body: Box::new(Null),
            mac: Mac::Unchecked(mac.output_len()),
            explicit_iv: false,
            encrypt_then_mac: false,
            padding_is_free: false,
            sequence: 0,
        }))
    }

    fn is_ssl3(self) -> bool {
        self.version == ProtocolVersion::SSL3
    }

    fn opener(self, provider: &Provider, keys: [&[u8]; 3]) -> Result<Opener, CryptoError> {
        let [mac_key, key, iv] = keys;
        let body: Box<dyn Body> = match self.cipher {
            Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::Aes128Ccm))
                if provider.aead(AeadAlgorithm::Aes128Ccm).is_none() =>
            {
                let cipher = Authenticated::Aes128Ccm;
                return AeadOpener::new(cipher, NonceRule::Explicit, key, iv).map(Opener::Aead);
            }
            Cipher::Machine(RecordCipher::Aead(aead)) => {
                let keys = AeadKeys::new(provider, aead, aead.tls12_nonce(), key, iv)?;
                return Ok(Opener::Machine(RecordOpener::new(TrafficKeys::Aead(keys))));
            }
            Cipher::Machine(RecordCipher::Cbc(cipher, _)) if self.is_ssl3() => {
                match cipher.key_len() {
                    16 => body::cbc::<aes::Aes128>(key, iv)?,
                    _ => body::cbc::<aes::Aes256>(key, iv)?,
                }
            }
            Cipher::Machine(RecordCipher::Cbc(cipher, hash)) => {
                let chained = iv.first_chunk().copied();
                let algorithms = (cipher, hash);
                let keys = CbcKeys::new(
                    provider,
                    algorithms,
                    key,
                    mac_key,
                    chained,
                    self.encrypt_then_mac,
                )?;
                return Ok(Opener::Machine(RecordOpener::new(TrafficKeys::Cbc(keys))));
            }
            Cipher::Aead(cipher) => {
                let opener = AeadOpener::new(cipher, NonceRule::Explicit, key, iv)?;
                return Ok(Opener::Aead(opener));
            }
            Cipher::Null => Box::new(Null),
            Cipher::Rc4 => body::rc4(key)?,
            Cipher::Cbc(block) => block_body(block, key, iv)?,
        };
        let mac = self.mac.ok_or(CryptoError::Invalid)?;
        let is_cbc = body.block_len() > 1;
        Ok(Opener::Older(OlderOpener {
            explicit_iv: is_cbc && self.version > ProtocolVersion::TLS10,
            encrypt_then_mac: is_cbc && self.encrypt_then_mac,
            padding_is_free: self.is_ssl3(),
            body,
            mac: Mac::new(provider, mac, mac_key, self.is_ssl3())?,
            sequence: 0,
        }))
    }
}

impl BlockKeys {
    /// As long as [`Protected::block_len`] says.
    pub(crate) fn new(block: Secret) -> Self {
        Self { block }
    }

    /// What opens the records of `sender`.
    pub(crate) fn opener(
        &self,
        provider: &Provider,
        protected: Protected,
        sender: Role,
    ) -> Result<Opener, CryptoError> {
        let mut rest = self.block.expose();
        let mut keys = [&[][..]; 3];
        for (key, len) in keys.iter_mut().zip(protected.lens()) {
            let (client, behind) = rest.split_at_checked(len).ok_or(CryptoError::Invalid)?;
            let (server, behind) = behind.split_at_checked(len).ok_or(CryptoError::Invalid)?;
            *key = if sender == Role::Client { client } else { server };
            rest = behind;
        }
        protected.opener(provider, keys)
    }
}

/// Bytes of key and block.
const fn block_lens(block: Block) -> (usize, usize) {
    match block {
        Block::Des => (8, 8),
        Block::TripleDes => (24, 8),
        Block::Camellia128 | Block::Aria128 => (16, 16),
        Block::Camellia256 | Block::Aria256 => (32, 16),
    }
}

pub(super) const fn aead_key_len(cipher: Authenticated) -> usize {
    match cipher {
        Authenticated::Aes128Ccm
        | Authenticated::Aes128Ccm8
        | Authenticated::Camellia128Gcm
        | Authenticated::Aria128Gcm => 16,
        Authenticated::Aes256Ccm
        | Authenticated::Aes256Ccm8
        | Authenticated::Camellia256Gcm
        | Authenticated::Aria256Gcm => 32,
    }
}

fn block_body(block: Block, key: &[u8], iv: &[u8]) -> Result<Box<dyn Body>, CryptoError> {
    match block {
        Block::Des => body::cbc::<des::Des>(key, iv),
        Block::TripleDes => body::cbc::<des::TdesEde3>(key, iv),
        Block::Camellia128 => body::cbc::<camellia::Camellia128>(key, iv),
        Block::Camellia256 => body::cbc::<camellia::Camellia256>(key, iv),
        Block::Aria128 => body::cbc::<aria::Aria128>(key, iv),
        Block::Aria256 => body::cbc::<aria::Aria256>(key, iv),
    }
}
