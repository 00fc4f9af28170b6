//! THE SUITES: every cipher suite that this library can negotiate, with what it is made of.

use super::{
    AeadAlgorithm::{self, Aes128Ccm, Aes128Gcm, Aes256Gcm, ChaCha20Poly1305},
    Authentication,
    CbcAlgorithm::{self, Aes128Cbc, Aes256Cbc},
    CipherSuite,
    HashAlgorithm::{self, Sha1, Sha256, Sha384},
    RecordCipher::{self, Aead, Cbc},
};
use crate::wire::ProtocolVersion;

/// How a suite agrees on the pre-master secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyExchange {
    /// Ephemeral elliptic-curve Diffie-Hellman, signed by the server (RFC 8422 §2).
    Ecdhe,
    /// Ephemeral Diffie-Hellman in a prime field, signed by the server (RFC 5246 §7.4.3).
    Dhe,
    /// The client chooses the secret and encrypts it with the server's RSA key (RFC 5246
    /// §7.4.7.1): whoever gets that key later reads everything.
    Rsa,
    /// A secret that both sides have beforehand (RFC 4279 §2).
    Psk,
    /// Such a secret, together with ephemeral elliptic-curve Diffie-Hellman (RFC 5489 §2).
    EcdhePsk,
    /// TLS 1.3: the suite does not say; the extensions of the hellos do (RFC 8446 §1.2).
    Any,
}

impl KeyExchange {
    /// True where the server shows a certificate; in TLS 1.3 it may.
    pub const fn has_certificate(self) -> bool {
        matches!(self, Self::Ecdhe | Self::Dhe | Self::Rsa | Self::Any)
    }

    /// True where the server's half is signed with the certificate's key.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::Ecdhe | Self::Dhe | Self::Any)
    }

    /// True where the secret is gone when the connection is.
    pub const fn is_ephemeral(self) -> bool {
        matches!(self, Self::Ecdhe | Self::Dhe | Self::EcdhePsk | Self::Any)
    }

    /// True where a group of elliptic curves is agreed on.
    pub const fn uses_curve(self) -> bool {
        matches!(self, Self::Ecdhe | Self::EcdhePsk)
    }

    /// True where a secret that both sides have beforehand is part of it.
    pub const fn uses_psk(self) -> bool {
        matches!(self, Self::Psk | Self::EcdhePsk)
    }
}

/// One row of the table of usable suites.
#[derive(Debug, PartialEq, Eq)]
pub struct SuiteFacts {
    /// The number on the wire.
    pub suite: CipherSuite,
    /// The registry's name.
    pub name: &'static str,
    /// The name that OpenSSL gives it, which configuration files use.
    pub openssl_name: &'static str,
    /// The first version that has it.
    pub since: ProtocolVersion,
    /// The last version that has it.
    pub until: ProtocolVersion,
    /// How the pre-master secret is agreed on.
    pub key_exchange: KeyExchange,
    /// The kind of key that the server proves itself with; none where a pre-shared key does, or the
    /// suite does not say.
    pub authentication: Option<Authentication>,
    /// What protects the records.
    pub cipher: RecordCipher,
    /// The hash of PRF and transcript in TLS 1.2 (RFC 5246 §5), of HKDF and transcript in TLS 1.3
    /// (RFC 8446 §7.1). Versions before have MD5 and SHA-1 there, whatever the suite.
    pub hash: HashAlgorithm,
}

impl SuiteFacts {
    /// True if a connection of this version can use it.
    pub fn is_for(&self, version: ProtocolVersion) -> bool {
        (self.since..=self.until).contains(&version)
    }
}

/// Key exchange, and the kind of key that proves the server.
type Exchange = (KeyExchange, Option<Authentication>);

const ECDHE_ECDSA: Exchange = (KeyExchange::Ecdhe, Some(Authentication::Ecdsa));
const ECDHE_RSA: Exchange = (KeyExchange::Ecdhe, Some(Authentication::Rsa));
const DHE_RSA: Exchange = (KeyExchange::Dhe, Some(Authentication::Rsa));
const RSA: Exchange = (KeyExchange::Rsa, Some(Authentication::Rsa));
const PSK: Exchange = (KeyExchange::Psk, None);
const ECDHE_PSK: Exchange = (KeyExchange::EcdhePsk, None);

/// In TLS 1.3 OpenSSL gives suites the registry's names.
const fn tls13(
    number: u16,
    name: &'static str,
    cipher: AeadAlgorithm,
    hash: HashAlgorithm,
) -> SuiteFacts {
    let exchange = (KeyExchange::Any, None);
    SuiteFacts {
        since: ProtocolVersion::TLS13,
        until: ProtocolVersion::TLS13,
        ..tls12(number, (name, name), exchange, Aead(cipher), hash)
    }
}

const fn tls12(
    number: u16,
    names: (&'static str, &'static str),
    exchange: Exchange,
    cipher: RecordCipher,
    hash: HashAlgorithm,
) -> SuiteFacts {
    SuiteFacts {
        suite: CipherSuite(number),
        name: names.0,
        openssl_name: names.1,
        since: ProtocolVersion::TLS12,
        until: ProtocolVersion::TLS12,
        key_exchange: exchange.0,
        authentication: exchange.1,
        cipher,
        hash,
    }
}

/// The suites with HMAC-SHA1 are older than TLS 1.2; there they have SHA-256 in the PRF.
const fn sha1(
    number: u16,
    names: (&'static str, &'static str),
    exchange: Exchange,
    cipher: CbcAlgorithm,
) -> SuiteFacts {
    let facts = tls12(number, names, exchange, Cbc(cipher, Sha1), Sha256);
    SuiteFacts { since: ProtocolVersion::TLS10, ..facts }
}

/// Every suite that this library can negotiate, the better ones first.
#[rustfmt::skip]
pub static SUITES: &[SuiteFacts] = &[
    // TLS 1.3: RFC 8446 appendix B.4.
    tls13(0x1301, "TLS_AES_128_GCM_SHA256", Aes128Gcm, Sha256),
    tls13(0x1302, "TLS_AES_256_GCM_SHA384", Aes256Gcm, Sha384),
    tls13(0x1303, "TLS_CHACHA20_POLY1305_SHA256", ChaCha20Poly1305, Sha256),
    tls13(0x1304, "TLS_AES_128_CCM_SHA256", Aes128Ccm, Sha256),

    // Ephemeral and authenticated: RFC 5289 §3.2, RFC 7905 §2.
    tls12(0xc02b, ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"), ECDHE_ECDSA, Aead(Aes128Gcm), Sha256),
    tls12(0xc02c, ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"), ECDHE_ECDSA, Aead(Aes256Gcm), Sha384),
    tls12(0xcca9, ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"), ECDHE_ECDSA, Aead(ChaCha20Poly1305), Sha256),
    tls12(0xc02f, ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"), ECDHE_RSA, Aead(Aes128Gcm), Sha256),
    tls12(0xc030, ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"), ECDHE_RSA, Aead(Aes256Gcm), Sha384),
    tls12(0xcca8, ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"), ECDHE_RSA, Aead(ChaCha20Poly1305), Sha256),

    // The same over prime fields: RFC 5288 §3, RFC 7905 §2.
    tls12(0x009e, ("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE-RSA-AES128-GCM-SHA256"), DHE_RSA, Aead(Aes128Gcm), Sha256),
    tls12(0x009f, ("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE-RSA-AES256-GCM-SHA384"), DHE_RSA, Aead(Aes256Gcm), Sha384),
    tls12(0xccaa, ("TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "DHE-RSA-CHACHA20-POLY1305"), DHE_RSA, Aead(ChaCha20Poly1305), Sha256),

    // Ephemeral, with CBC and HMAC: RFC 5289 §3.1, RFC 8422 §6, RFC 5246 appendix A.5.
    tls12(0xc023, ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256"), ECDHE_ECDSA, Cbc(Aes128Cbc, Sha256), Sha256),
    tls12(0xc024, ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "ECDHE-ECDSA-AES256-SHA384"), ECDHE_ECDSA, Cbc(Aes256Cbc, Sha384), Sha384),
    tls12(0xc027, ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256"), ECDHE_RSA, Cbc(Aes128Cbc, Sha256), Sha256),
    tls12(0xc028, ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "ECDHE-RSA-AES256-SHA384"), ECDHE_RSA, Cbc(Aes256Cbc, Sha384), Sha384),
    sha1(0xc009, ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"), ECDHE_ECDSA, Aes128Cbc),
    sha1(0xc00a, ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"), ECDHE_ECDSA, Aes256Cbc),
    sha1(0xc013, ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"), ECDHE_RSA, Aes128Cbc),
    sha1(0xc014, ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"), ECDHE_RSA, Aes256Cbc),
    tls12(0x0067, ("TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "DHE-RSA-AES128-SHA256"), DHE_RSA, Cbc(Aes128Cbc, Sha256), Sha256),
    tls12(0x006b, ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", "DHE-RSA-AES256-SHA256"), DHE_RSA, Cbc(Aes256Cbc, Sha256), Sha256),
    sha1(0x0033, ("TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "DHE-RSA-AES128-SHA"), DHE_RSA, Aes128Cbc),
    sha1(0x0039, ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA"), DHE_RSA, Aes256Cbc),

    // The secret under the server's RSA key: RFC 5288 §3, RFC 5246 appendix A.5.
    tls12(0x009c, ("TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256"), RSA, Aead(Aes128Gcm), Sha256),
    tls12(0x009d, ("TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"), RSA, Aead(Aes256Gcm), Sha384),
    tls12(0x003c, ("TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256"), RSA, Cbc(Aes128Cbc, Sha256), Sha256),
    tls12(0x003d, ("TLS_RSA_WITH_AES_256_CBC_SHA256", "AES256-SHA256"), RSA, Cbc(Aes256Cbc, Sha256), Sha256),
    sha1(0x002f, ("TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA"), RSA, Aes128Cbc),
    sha1(0x0035, ("TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA"), RSA, Aes256Cbc),

    // Pre-shared keys: RFC 8442 §3, RFC 7905 §2, RFC 5489 §3, RFC 5487 §3, RFC 4279 §2.
    tls12(0xd001, ("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", "ECDHE-PSK-AES128-GCM-SHA256"), ECDHE_PSK, Aead(Aes128Gcm), Sha256),
    tls12(0xd002, ("TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384", "ECDHE-PSK-AES256-GCM-SHA384"), ECDHE_PSK, Aead(Aes256Gcm), Sha384),
    tls12(0xccac, ("TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-PSK-CHACHA20-POLY1305"), ECDHE_PSK, Aead(ChaCha20Poly1305), Sha256),
    tls12(0xc037, ("TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", "ECDHE-PSK-AES128-CBC-SHA256"), ECDHE_PSK, Cbc(Aes128Cbc, Sha256), Sha256),
    sha1(0xc035, ("TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", "ECDHE-PSK-AES128-CBC-SHA"), ECDHE_PSK, Aes128Cbc),
    sha1(0xc036, ("TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", "ECDHE-PSK-AES256-CBC-SHA"), ECDHE_PSK, Aes256Cbc),
    tls12(0x00a8, ("TLS_PSK_WITH_AES_128_GCM_SHA256", "PSK-AES128-GCM-SHA256"), PSK, Aead(Aes128Gcm), Sha256),
    tls12(0x00a9, ("TLS_PSK_WITH_AES_256_GCM_SHA384", "PSK-AES256-GCM-SHA384"), PSK, Aead(Aes256Gcm), Sha384),
    tls12(0xccab, ("TLS_PSK_WITH_CHACHA20_POLY1305_SHA256", "PSK-CHACHA20-POLY1305"), PSK, Aead(ChaCha20Poly1305), Sha256),
    tls12(0x00ae, ("TLS_PSK_WITH_AES_128_CBC_SHA256", "PSK-AES128-CBC-SHA256"), PSK, Cbc(Aes128Cbc, Sha256), Sha256),
    sha1(0x008c, ("TLS_PSK_WITH_AES_128_CBC_SHA", "PSK-AES128-CBC-SHA"), PSK, Aes128Cbc),
    sha1(0x008d, ("TLS_PSK_WITH_AES_256_CBC_SHA", "PSK-AES256-CBC-SHA"), PSK, Aes256Cbc),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::cipher_suite_name;

    #[test]
    fn every_row_has_the_name_of_the_registry_and_stands_once() {
        for (index, row) in SUITES.iter().enumerate() {
            let registered = cipher_suite_name(row.suite.0);
            assert_eq!(registered, Some(row.name));
            let same = |other: &SuiteFacts| {
                other.suite == row.suite
                    || other.name == row.name
                    || other.openssl_name == row.openssl_name
            };
            assert_eq!(SUITES.iter().position(same), Some(index), "{}", row.name);
        }
    }

    #[test]
    fn names_and_columns_agree() {
        for row in SUITES {
            assert_eq!(
                row.name.contains("_GCM_"),
                matches!(row.cipher, Aead(Aes128Gcm | Aes256Gcm))
            );
            assert_eq!(row.name.ends_with("_CBC_SHA"), row.cipher.mac_key_len() == 20);
            assert_eq!(row.name.ends_with("SHA384"), row.hash == Sha384, "{}", row.name);
            assert_eq!(
                row.name.contains("_256_") || row.name.contains("CHACHA20"),
                row.cipher.key_len() == 32
            );
            assert_eq!(row.name.contains("PSK"), row.key_exchange.uses_psk());
            assert_eq!(row.name.contains("ECDHE"), row.key_exchange.uses_curve());
            assert_eq!(row.name.starts_with("TLS_DHE"), row.key_exchange == KeyExchange::Dhe);
            let says_no_key = row.key_exchange.uses_psk() || row.key_exchange == KeyExchange::Any;
            assert_eq!(row.authentication.is_none(), says_no_key);
            let is_tls13 = row.since == ProtocolVersion::TLS13;
            assert_eq!(row.key_exchange == KeyExchange::Any, is_tls13);
        }
    }
}
