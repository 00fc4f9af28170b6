//! What a cipher suite is made of, read from its name in the registry: so every suite that has a
//! name is understood as far as it goes, whether this library would negotiate it or not.

use core::fmt;

use countersign::{
    crypto::{AeadAlgorithm, CbcAlgorithm, CipherSuite, HashAlgorithm, RecordCipher},
    wire::{ParamsForm, ServerKeyExchangeForm, SignatureForm},
};

/// A suite, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuiteParts {
    /// Its number.
    pub suite: CipherSuite,
    /// How the pre-master secret is agreed on; `None` in TLS 1.3, where the suite does not say.
    pub exchange: Option<Exchange>,
    /// What protects the records; `None` where it is not known here.
    pub cipher: Option<Cipher>,
    /// The hash of the records' MAC; `None` with authenticated ciphers.
    pub mac: Option<HashAlgorithm>,
    /// The hash of PRF and transcript from TLS 1.2 on.
    pub hash: HashAlgorithm,
}

/// What the messages of a key exchange hold (RFC 5246 §7.4.3, §7.4.7; RFC 4279 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The kind of public values, in both messages.
    pub params: ParamsForm,
    /// The client encrypts a secret with the server's RSA key.
    pub rsa: bool,
    /// A pre-shared key is part of it.
    pub psk: bool,
    /// The server shows a certificate.
    pub certificate: bool,
    /// The server's public value is signed.
    pub signed: bool,
}

/// What protects records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cipher {
    /// One that the machine opens too.
    Machine(RecordCipher),
    /// Nothing is encrypted.
    Null,
    /// A stream of key bytes; broken (RFC 7465).
    Rc4,
    /// A block cipher in CBC mode.
    Cbc(Block),
    /// An authenticated cipher.
    Aead(Authenticated),
}

/// Block ciphers in CBC mode that the machine does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "names of ciphers")]
pub enum Block {
    Des,
    TripleDes,
    Camellia128,
    Camellia256,
    Aria128,
    Aria256,
}

/// Authenticated ciphers that the machine does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "names of ciphers")]
pub enum Authenticated {
    /// The machine has it; not every provider computes it.
    Aes128Ccm,
    Aes256Ccm,
    Aes128Ccm8,
    Aes256Ccm8,
    Camellia128Gcm,
    Camellia256Gcm,
    Aria128Gcm,
    Aria256Gcm,
}

/// Name in the registry, cipher.
#[rustfmt::skip]
const CIPHERS: &[(&str, Cipher)] = &[
    ("NULL", Cipher::Null),
    ("RC4_128", Cipher::Rc4),
    ("DES_CBC", Cipher::Cbc(Block::Des)),
    ("3DES_EDE_CBC", Cipher::Cbc(Block::TripleDes)),
    ("CAMELLIA_128_CBC", Cipher::Cbc(Block::Camellia128)),
    ("CAMELLIA_256_CBC", Cipher::Cbc(Block::Camellia256)),
    ("ARIA_128_CBC", Cipher::Cbc(Block::Aria128)),
    ("ARIA_256_CBC", Cipher::Cbc(Block::Aria256)),
    ("AES_128_GCM", Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::Aes128Gcm))),
    ("AES_256_GCM", Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::Aes256Gcm))),
    ("CHACHA20_POLY1305", Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::ChaCha20Poly1305))),
    ("AES_128_CCM", Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::Aes128Ccm))),
    ("AES_256_CCM", Cipher::Aead(Authenticated::Aes256Ccm)),
    ("AES_128_CCM_8", Cipher::Aead(Authenticated::Aes128Ccm8)),
    ("AES_256_CCM_8", Cipher::Aead(Authenticated::Aes256Ccm8)),
    ("CAMELLIA_128_GCM", Cipher::Aead(Authenticated::Camellia128Gcm)),
    ("CAMELLIA_256_GCM", Cipher::Aead(Authenticated::Camellia256Gcm)),
    ("ARIA_128_GCM", Cipher::Aead(Authenticated::Aria128Gcm)),
    ("ARIA_256_GCM", Cipher::Aead(Authenticated::Aria256Gcm)),
];

/// Name at the end of a suite, hash.
const HASHES: &[(&str, HashAlgorithm)] = &[
    ("_MD5", HashAlgorithm::Md5),
    ("_SHA", HashAlgorithm::Sha1),
    ("_SHA256", HashAlgorithm::Sha256),
    ("_SHA384", HashAlgorithm::Sha384),
];

impl SuiteParts {
    /// From the registry's name. `None` where the number has none, or the name another form.
    pub fn of(suite: CipherSuite) -> Option<Self> {
        let name = suite.name()?.strip_prefix("TLS_")?;
        let Some((exchange, protection)) = name.split_once("_WITH_") else {
            // RFC 8446 appendix B.4: TLS_AEAD_HASH.
            let (cipher, hash) = split_hash(name);
            let (cipher, hash) = (named(cipher)?, hash?);
            return Some(Self { suite, exchange: None, cipher: Some(cipher), mac: None, hash });
        };
        let (cipher, hash) = split_hash(protection);
        // Keys of export suites come about in ways of their own (RFC 2246 §6.3.1).
        let cipher = named(cipher).filter(|_| !exchange.contains("EXPORT"));
        let is_aead = |cipher: &Cipher| {
            matches!(cipher, Cipher::Aead(_) | Cipher::Machine(RecordCipher::Aead(_)))
        };
        let cipher = match (cipher, cbc(protection), hash) {
            (None, Some(algorithm), Some(hash)) => {
                Some(Cipher::Machine(RecordCipher::Cbc(algorithm, hash)))
            }
            (cipher, ..) => cipher,
        };
        Some(Self {
            suite,
            exchange: Some(Exchange::of(exchange)),
            mac: hash.filter(|_| !cipher.as_ref().is_some_and(is_aead)),
            cipher,
            // RFC 5246 §5: older suites, and those whose name ends with the cipher, have SHA-256.
            hash: match hash {
                Some(HashAlgorithm::Sha384) => HashAlgorithm::Sha384,
                _ => HashAlgorithm::Sha256,
            },
        })
    }
}

impl Exchange {
    /// What a `ServerKeyExchange` looks like; `has_schemes`: signatures name theirs, as they do
    /// from TLS 1.2 on (RFC 5246 §4.7).
    pub fn server_key_exchange(self, has_schemes: bool) -> ServerKeyExchangeForm {
        let signature = match (self.signed, has_schemes) {
            (false, _) => SignatureForm::None,
            (true, true) => SignatureForm::WithScheme,
            (true, false) => SignatureForm::Bare,
        };
        ServerKeyExchangeForm { psk_identity_hint: self.psk, params: self.params, signature }
    }

    fn of(name: &str) -> Self {
        let psk = name.split('_').any(|word| word == "PSK");
        let ephemeral = name.starts_with("ECDHE_") || name.starts_with("DHE_");
        let anonymous = name.contains("_anon");
        let params = match (ephemeral || anonymous, name.starts_with("EC")) {
            (false, _) => ParamsForm::None,
            (true, true) => ParamsForm::Ecdhe,
            (true, false) => ParamsForm::Dhe,
        };
        let rsa = matches!(name, "RSA" | "RSA_PSK") || name.starts_with("RSA_EXPORT");
        let certificate = !anonymous && (!psk || rsa) && !name.starts_with("KRB5");
        Self { params, rsa, psk, certificate, signed: ephemeral && certificate }
    }
}

fn named(name: &str) -> Option<Cipher> {
    CIPHERS.iter().find(|(each, _)| *each == name).map(|(_, cipher)| *cipher)
}

fn cbc(protection: &str) -> Option<CbcAlgorithm> {
    match protection.rsplit_once('_')?.0 {
        "AES_128_CBC" => Some(CbcAlgorithm::Aes128Cbc),
        "AES_256_CBC" => Some(CbcAlgorithm::Aes256Cbc),
        _ => None,
    }
}

fn split_hash(name: &str) -> (&str, Option<HashAlgorithm>) {
    let found = HASHES.iter().find_map(|(end, hash)| Some((name.strip_suffix(end)?, *hash)));
    found.map_or((name, None), |(name, hash)| (name, Some(hash)))
}

impl fmt::Display for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine(cipher) => write!(f, "{cipher}"),
            Self::Null => f.write_str("no cipher"),
            Self::Rc4 => f.write_str("RC4"),
            Self::Cbc(block) => f.write_str(match block {
                Block::Des => "DES-CBC",
                Block::TripleDes => "3DES-CBC",
                Block::Camellia128 => "Camellia-128-CBC",
                Block::Camellia256 => "Camellia-256-CBC",
                Block::Aria128 => "ARIA-128-CBC",
                Block::Aria256 => "ARIA-256-CBC",
            }),
            Self::Aead(cipher) => f.write_str(match cipher {
                Authenticated::Aes128Ccm => "AES-128-CCM",
                Authenticated::Aes256Ccm => "AES-256-CCM",
                Authenticated::Aes128Ccm8 => "AES-128-CCM-8",
                Authenticated::Aes256Ccm8 => "AES-256-CCM-8",
                Authenticated::Camellia128Gcm => "Camellia-128-GCM",
                Authenticated::Camellia256Gcm => "Camellia-256-GCM",
                Authenticated::Aria128Gcm => "ARIA-128-GCM",
                Authenticated::Aria256Gcm => "ARIA-256-GCM",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use countersign::crypto::{KeyExchange, SUITES};

    use super::*;

    #[test]
    fn the_names_say_what_the_table_of_the_machine_says() {
        for row in SUITES {
            let parts = SuiteParts::of(row.suite).unwrap();
            assert_eq!(parts.cipher, Some(Cipher::Machine(row.cipher)), "{}", row.name);
            assert_eq!(parts.hash, row.hash, "{}", row.name);
            let Some(exchange) = parts.exchange else {
                assert_eq!(row.key_exchange, KeyExchange::Any);
                continue;
            };
            let kind = row.key_exchange;
            assert_eq!(exchange.psk, kind.uses_psk(), "{}", row.name);
            assert_eq!(exchange.signed, kind.is_signed(), "{}", row.name);
            assert_eq!(exchange.certificate, kind.has_certificate(), "{}", row.name);
            assert_eq!(exchange.rsa, kind == KeyExchange::Rsa, "{}", row.name);
            assert_eq!(exchange.params == ParamsForm::Ecdhe, kind.uses_curve(), "{}", row.name);
        }
    }

    #[test]
    fn suites_that_nobody_should_use_are_understood_too() {
        let parts = |number| SuiteParts::of(CipherSuite(number)).unwrap();
        // TLS_RSA_WITH_RC4_128_MD5, TLS_ECDH_anon_WITH_AES_128_CBC_SHA,
        // TLS_RSA_EXPORT_WITH_RC4_40_MD5
        assert_eq!((parts(4).cipher, parts(4).mac), (Some(Cipher::Rc4), Some(HashAlgorithm::Md5)));
        let anonymous = parts(0xc018).exchange.unwrap();
        assert!(!anonymous.certificate && !anonymous.signed && !anonymous.psk);
        assert_eq!(anonymous.params, ParamsForm::Ecdhe);
        assert_eq!((parts(3).cipher, parts(3).exchange.unwrap().rsa), (None, true));
        // TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8: no hash in its name.
        let ccm = parts(0xc0ae);
        assert_eq!(ccm.cipher, Some(Cipher::Aead(Authenticated::Aes128Ccm8)));
        assert_eq!((ccm.mac, ccm.hash), (None, HashAlgorithm::Sha256));
        assert_eq!(SuiteParts::of(CipherSuite(0x0a0a)), None);
    }
}
