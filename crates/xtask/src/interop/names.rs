//! What the peers call suites, groups and schemes.

use countersign::crypto::{CipherSuite, NamedGroup, SignatureScheme};

/// P-521: known to every peer here, and not to us.
pub(super) const SECP521R1: NamedGroup = NamedGroup(0x0019);

/// (number, OpenSSL, GnuTLS's key exchange, GnuTLS's cipher)
const SUITES: &[(CipherSuite, &str, &str, &str)] = &[
    (CipherSuite(0xc02b), "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA", "AES-128-GCM"),
    (CipherSuite(0xc02c), "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA", "AES-256-GCM"),
    (CipherSuite(0xcca9), "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-ECDSA", "CHACHA20-POLY1305"),
    (CipherSuite(0xc02f), "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA", "AES-128-GCM"),
    (CipherSuite(0xc030), "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA", "AES-256-GCM"),
    (CipherSuite(0xcca8), "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA", "CHACHA20-POLY1305"),
];

/// (number, OpenSSL, GnuTLS)
const GROUPS: &[(NamedGroup, &str, &str)] = &[
    (NamedGroup::X25519, "X25519", "X25519"),
    (NamedGroup::SECP256R1, "P-256", "SECP256R1"),
    (NamedGroup::SECP384R1, "P-384", "SECP384R1"),
    (SECP521R1, "P-521", "SECP521R1"),
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
    SUITES.iter().find(|row| row.0 == suite).map_or("", |row| row.1)
}

/// A suite's key exchange and cipher as GnuTLS calls them.
pub(super) fn gnutls_suite(suite: CipherSuite) -> (&'static str, &'static str) {
    SUITES.iter().find(|row| row.0 == suite).map_or(("", ""), |row| (row.2, row.3))
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

/// A scheme as GnuTLS calls it.
pub(super) fn gnutls_scheme(scheme: SignatureScheme) -> &'static str {
    SCHEMES.iter().find(|row| row.0 == scheme).map_or("", |row| row.2)
}

/// A list as OpenSSL takes it.
pub(super) fn colons<T: Copy>(items: &[T], name: fn(T) -> &'static str) -> String {
    items.iter().map(|&item| name(item)).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_we_offer_has_a_name() {
        let policy = countersign::Policy::modern();
        for suite in policy.suites {
            assert!(!openssl_suite(suite).is_empty() && !gnutls_suite(suite).1.is_empty());
        }
        for group in policy.groups {
            assert!(!openssl_group(group).is_empty() && !gnutls_group(group).is_empty());
        }
        for scheme in policy.schemes {
            assert!(!openssl_scheme(scheme).is_empty() && !gnutls_scheme(scheme).is_empty());
        }
    }
}
