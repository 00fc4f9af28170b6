//! CBC records against those that `openssl enc` and `openssl dgst` make, put together in the
//! shell. With the bytes written in hexadecimal, and turned to and from that by `xxd -p`:
//!
//! ```text
//! mac() { openssl dgst -$1 -mac HMAC -macopt hexkey:404142… -binary; }
//! enc() { openssl enc -$1 -nopad -K 000102… -iv $2; }
//! head=<sequence, 8 bytes> <type> <version> <length, 2 bytes>
//! MAC then encrypt:  enc aes-128-cbc a0a1… <text> $(mac sha1 $head <text>) <padding>
//! encrypt then MAC:  enc aes-256-cbc a0a1… <text> <padding>; mac sha256 $head <IV> <that>
//! ```
//!
//! The ciphers and hashes under test are RustCrypto's.

use std::{boxed::Box, vec, vec::Vec};

use super::{cbc::CbcCipher, head::Head, toy::Counting};
use crate::{
    crypto::{
        BLOCK_LEN, Cbc, CbcAlgorithm, CbcKey, CbcKeys, CryptoError, Digest, Hash, HashAlgorithm,
        HashContext, Provider,
    },
    wire::{ContentType, ProtocolVersion},
};

/// The first sequence number.
const SEQUENCE: u64 = 7;

struct Vector {
    cipher: CbcAlgorithm,
    hash: HashAlgorithm,
    version: ProtocolVersion,
    encrypt_then_mac: bool,
    /// Content and fragment of each record in a row.
    records: &'static [(&'static [u8], &'static str)],
}

const VECTORS: &[Vector] = &[
    Vector {
        cipher: CbcAlgorithm::Aes128Cbc,
        hash: HashAlgorithm::Sha1,
        version: ProtocolVersion::TLS12,
        encrypt_then_mac: false,
        records: &[(
            b"a record of TLS",
            "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf20988a71ee9d7416ea8ab5971be3ff82\
             732d23ea10dd41248a9b69dac15d93f3a45d939ce128cfc8176a346dc73bf3f2",
        )],
    },
    Vector {
        cipher: CbcAlgorithm::Aes256Cbc,
        hash: HashAlgorithm::Sha384,
        version: ProtocolVersion::TLS12,
        encrypt_then_mac: false,
        records: &[(
            b"a record of TLS",
            "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf252721822f01bc5343e18b73f1dc91eb\
             9c39b96fdbddcf124b3280215f334f69a2bf42ddf7a93676fa0fc4047d01536a\
             b0c341007bfeb9b65c8f2b6bbc2b461a",
        )],
    },
    Vector {
        cipher: CbcAlgorithm::Aes256Cbc,
        hash: HashAlgorithm::Sha256,
        version: ProtocolVersion::TLS12,
        encrypt_then_mac: true,
        records: &[(
            b"a record of TLS",
            "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf56c920caa41c80298bf1a5f3102e6739\
             95d678e20f66fa431492841288685e93ada3b2145415363b71ca3e87e04a4bc4",
        )],
    },
    // The IV of the second record is the last block of ciphertext of the first.
    Vector {
        cipher: CbcAlgorithm::Aes128Cbc,
        hash: HashAlgorithm::Sha1,
        version: ProtocolVersion::TLS10,
        encrypt_then_mac: false,
        records: &[
            (b"a", "7d071dfaf3cde02e260ddf7fb594d9d3837ba790603789a39bf50a4d21fff895"),
            (
                b" record of TLS",
                "0dc8965590fa96db7d705015f1c5a3cf5f4b009a7c86007b531d5e4645be5711\
                 d5b84d65f0243b5656aaa0be2e28c79e",
            ),
        ],
    },
    Vector {
        cipher: CbcAlgorithm::Aes128Cbc,
        hash: HashAlgorithm::Sha1,
        version: ProtocolVersion::TLS10,
        encrypt_then_mac: true,
        records: &[
            (b"a", "ce4185a64c1bd72f83fe2a3530d8dfafad601a0e909fa63f3b04b1ebf903207c51e0f319"),
            (
                b" record of TLS",
                "4c83701e60e281243b99522b8b99ac4e334c5627244fc713b0d23e580b3cef1e988876d0",
            ),
        ],
    },
];

impl Vector {
    fn cipher(&self) -> CbcCipher {
        let key: Vec<u8> = (0..).take(self.cipher.key_len()).collect();
        let mac_key: Vec<u8> = (0x40..).take(self.hash.output_len()).collect();
        let iv = core::array::from_fn(|place| 0xa0 + u8::try_from(place).unwrap());
        let chained_iv = (self.version == ProtocolVersion::TLS10).then_some(iv);
        let suite = (self.cipher, self.hash);
        let etm = self.encrypt_then_mac;
        CbcCipher::new(CbcKeys::new(&PROVIDER, suite, &key, &mac_key, chained_iv, etm).unwrap())
    }
}

#[test]
fn records_are_those_of_openssl() {
    for vector in VECTORS {
        let (mut writer, mut reader) = (vector.cipher(), vector.cipher());
        for (sequence, (content, wanted)) in (SEQUENCE..).zip(vector.records) {
            let content_type = ContentType::APPLICATION_DATA;
            let head = Head { sequence, content_type, version: vector.version };
            let suffix = vec![0; writer.suffix_len(content.len())];
            let mut fragment = [&vec![0; writer.iv_len()], *content, &suffix].concat();
            // The IV that is drawn is a0a1….
            writer.seal(head, &mut Counting(0x9f), &mut fragment, content.len()).unwrap();
            assert_eq!(fragment, bytes(wanted));
            let opened = reader.open(head, &mut fragment).unwrap();
            assert_eq!(fragment[opened], **content);
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// What RustCrypto computes. Its crate is built upon this one as others see it, whose types are
/// not those of the test: so it is reached by its methods alone.
const PROVIDER: Provider = Provider {
    hashes: &[
        &Foreign(HashAlgorithm::Sha1),
        &Foreign(HashAlgorithm::Sha256),
        &Foreign(HashAlgorithm::Sha384),
    ],
    cbcs: &[&Foreign(CbcAlgorithm::Aes128Cbc), &Foreign(CbcAlgorithm::Aes256Cbc)],
    ..super::toy::PROVIDER
};

struct Foreign<A>(A);

/// All that was taken in.
struct Message(HashAlgorithm, Vec<u8>);

impl Hash for Foreign<HashAlgorithm> {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Message(self.0, Vec::new()))
    }
}

impl HashContext for Message {
    fn update(&mut self, bytes: &[u8]) {
        self.1.extend(bytes);
    }

    fn current(&self) -> Digest {
        let hashes = countersign_rustcrypto::provider().hashes;
        let len = self.0.output_len();
        let hash = hashes.iter().find(|hash| hash.algorithm().output_len() == len).unwrap();
        let mut context = hash.start();
        context.update(&self.1);
        Digest::new(context.current().as_ref())
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(Self(self.0, self.1.clone()))
    }
}

impl Cbc for Foreign<CbcAlgorithm> {
    fn algorithm(&self) -> CbcAlgorithm {
        self.0
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError> {
        let cbcs = countersign_rustcrypto::provider().cbcs;
        let cbc = cbcs.iter().find(|cbc| cbc.algorithm().key_len() == key.len()).unwrap();
        let prepared = cbc.key(key).map_err(|_| CryptoError::Invalid)?;
        let run = move |encrypt, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]| {
            if encrypt { prepared.encrypt(iv, blocks) } else { prepared.decrypt(iv, blocks) }
                .map_err(|_| CryptoError::Invalid)
        };
        Ok(Box::new(Keyed(run)))
    }
}

struct Keyed<F>(F);

impl<F> CbcKey for Keyed<F>
where
    F: Fn(bool, &[u8; BLOCK_LEN], &mut [u8]) -> Result<(), CryptoError> + Send + Sync,
{
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        (self.0)(true, iv, blocks)
    }

    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        (self.0)(false, iv, blocks)
    }
}
