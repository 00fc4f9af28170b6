//! What the peers call suites, groups and schemes.

use countersign::{
    crypto::{
        AeadAlgorithm, Authentication, CbcAlgorithm, CipherSuite, HashAlgorithm, KeyExchange,
        NamedGroup, RecordCipher, SignatureScheme, SuiteFacts,
    },
    wire::ProtocolVersion,
};

/// P-521: known to every peer here, and not to us.
pub(super) const SECP521R1: NamedGroup = NamedGroup(0x0019);

/// (number, OpenSSL, GnuTLS)
const GROUPS: &[(NamedGroup, &str, &str)] = &[
    (NamedGroup::X25519, "X25519", "X25519"),
    (NamedGroup::SECP256R1, "P-256", "SECP256R1"),
    (NamedGroup::SECP384R1, "P-384", "SECP384R1"),
    (SECP521R1, "P-521", "SECP521R1"),
    (NamedGroup::FFDHE2048, "ffdhe2048", "FFDHE2048"),
    (NamedGroup::FFDHE3072, "ffdhe3072", "FFDHE3072"),
    (NamedGroup::FFDHE4096, "ffdhe4096", "FFDHE4096"),
];

/// What GnuTLS calls the schemes of TLS 1.3 that have lost their freedom of curve.
const GNUTLS_SCHEMES13: &[(SignatureScheme, &str)] = &[
    (SignatureScheme::ECDSA_SECP256R1_SHA256, "ECDSA-SECP256R1-SHA256"),
    (SignatureScheme::ECDSA_SECP384R1_SHA384, "ECDSA-SECP384R1-SHA384"),
];

/// (number, OpenSSL, GnuTLS)
const SCHEMES: &[(SignatureScheme, &str, &str)] = &[
    (SignatureScheme::ECDSA_SECP256R1_SHA256, "ECDSA+SHA256", "ECDSA-SHA256"),
    (SignatureScheme::ECDSA_SECP384R1_SHA384, "ECDSA+SHA384", "ECDSA-SHA384"),
    (SignatureScheme::ED25519, "ed25519", "EdDSA-Ed25519"),
    (SignatureScheme::RSA_PSS_RSAE_SHA256, "rsa_pss_rsae_sha256", "RSA-PSS-RSAE-SHA256"),
    (SignatureScheme::RSA_PSS_RSAE_SHA384, "rsa_pss_rsae_sha384", "RSA-PSS-RSAE-SHA384"),
    (SignatureScheme::RSA_PSS_RSAE_SHA512, "rsa_pss_rsae_sha512", "RSA-PSS-RSAE-SHA512"),
    (SignatureScheme::RSA_PKCS1_SHA256, "RSA+SHA256", "RSA-SHA256"),
    (SignatureScheme::RSA_PKCS1_SHA384, "RSA+SHA384", "RSA-SHA384"),
    (SignatureScheme::RSA_PKCS1_SHA512, "RSA+SHA512", "RSA-SHA512"),
];

/// A suite as OpenSSL calls it.
pub(super) fn openssl_suite(suite: CipherSuite) -> &'static str {
    suite.facts().map_or("", |row| row.openssl_name)
}

/// A suite's key exchange, cipher and MAC as GnuTLS calls them.
pub(super) fn gnutls_suite(suite: &SuiteFacts) -> [&'static str; 3] {
    let exchange = match (suite.key_exchange, suite.authentication) {
        (KeyExchange::Ecdhe, Some(Authentication::Ecdsa)) => "ECDHE-ECDSA",
        (KeyExchange::Ecdhe, _) => "ECDHE-RSA",
        (KeyExchange::Dhe, _) => "DHE-RSA",
        (KeyExchange::Rsa, _) => "RSA",
        (KeyExchange::Psk, _) => "PSK",
        (KeyExchange::EcdhePsk, _) => "ECDHE-PSK",
        // In TLS 1.3 it says nothing: groups and pre-shared keys are chosen by themselves.
        (KeyExchange::Any, _) => "",
    };
    let (cipher, mac) = match suite.cipher {
        RecordCipher::Aead(AeadAlgorithm::Aes128Gcm) => ("AES-128-GCM", "AEAD"),
        RecordCipher::Aead(AeadAlgorithm::Aes256Gcm) => ("AES-256-GCM", "AEAD"),
        RecordCipher::Aead(AeadAlgorithm::ChaCha20Poly1305) => ("CHACHA20-POLY1305", "AEAD"),
        RecordCipher::Aead(AeadAlgorithm::Aes128Ccm) => ("AES-128-CCM", "AEAD"),
        RecordCipher::Cbc(cipher, mac) => (
            match cipher {
                CbcAlgorithm::Aes128Cbc => "AES-128-CBC",
                CbcAlgorithm::Aes256Cbc => "AES-256-CBC",
            },
            match mac {
                HashAlgorithm::Sha256 => "SHA256",
                HashAlgorithm::Sha384 => "SHA384",
                _ => "SHA1",
            },
        ),
    };
    [exchange, cipher, mac]
}

/// A version with its number alone, such as 1.2.
pub(super) fn version_number(version: ProtocolVersion) -> &'static str {
    match version {
        ProtocolVersion::TLS10 => "1.0",
        ProtocolVersion::TLS11 => "1.1",
        ProtocolVersion::TLS13 => "1.3",
        _ => "1.2",
    }
}

/// A version as OpenSSL calls it: TLS 1.0 has no second number there.
pub(super) fn openssl_version(version: ProtocolVersion) -> &'static str {
    match version {
        ProtocolVersion::TLS10 => "TLSv1",
        ProtocolVersion::TLS11 => "TLSv1.1",
        ProtocolVersion::TLS13 => "TLSv1.3",
        _ => "TLSv1.2",
    }
}

/// A group as OpenSSL calls it.
pub(super) fn openssl_group(group: NamedGroup) -> &'static str {
    GROUPS.iter().find(|row| row.0 == group).map_or("", |row| row.1)
}

/// A group as GnuTLS calls it.
pub(super) fn gnutls_group(group: NamedGroup) -> &'static str {
    GROUPS.iter().find(|row| row.0 == group).map_or("", |row| row.2)
}

/// A scheme as OpenSSL calls it.
pub(super) fn openssl_scheme(scheme: SignatureScheme) -> &'static str {
    SCHEMES.iter().find(|row| row.0 == scheme).map_or("", |row| row.1)
}

/// A scheme as GnuTLS calls it in this version.
pub(super) fn gnutls_scheme(scheme: SignatureScheme, version: ProtocolVersion) -> &'static str {
    let named = GNUTLS_SCHEMES13.iter().find(|row| row.0 == scheme);
    if let Some(row) = named.filter(|_| version >= ProtocolVersion::TLS13) {
        return row.1;
    }
    SCHEMES.iter().find(|row| row.0 == scheme).map_or("", |row| row.2)
}

/// A list as OpenSSL takes it.
pub(super) fn colons<T: Copy>(items: &[T], name: fn(T) -> &'static str) -> String {
    items.iter().map(|&item| name(item)).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use countersign::crypto::SUITES;

    use super::*;
    use crate::interop::matrix::Offer;

    #[test]
    fn everything_that_we_offer_has_a_name() {
        let Offer { groups, schemes, .. } = Offer::everything(ProtocolVersion::TLS12);
        for group in groups {
            assert!(!openssl_group(group).is_empty() && !gnutls_group(group).is_empty());
        }
        for scheme in schemes {
            for version in [ProtocolVersion::TLS12, ProtocolVersion::TLS13] {
                assert!(!gnutls_scheme(scheme, version).is_empty());
            }
            assert!(!openssl_scheme(scheme).is_empty());
        }
    }

    #[test]
    fn no_two_suites_have_the_same_names() {
        let names: Vec<_> = SUITES.iter().map(gnutls_suite).collect();
        for (index, name) in names.iter().enumerate() {
            // GnuTLS tells suites with the same MAC and different hashes of the PRF apart by
            // version alone, and we have no such two.
            assert_eq!(names.iter().position(|other| other == name), Some(index), "{name:?}");
        }
    }
}
