//! Which suites a peer has: it lists them itself.

use std::{process::Command, sync::OnceLock};

use countersign::crypto::SuiteFacts;

/// The numbers that a program lists in its own way.
struct Catalogue {
    program: &'static str,
    arguments: &'static [&'static str],
    numbers: OnceLock<Vec<u16>>,
}

static OPENSSL: Catalogue = Catalogue {
    program: "openssl",
    arguments: &[
        "ciphers",
        "-V",
        "-ciphersuites",
        "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:\
         TLS_AES_128_CCM_SHA256",
        "ALL:@SECLEVEL=0",
    ],
    numbers: OnceLock::new(),
};

static GNUTLS: Catalogue =
    Catalogue { program: "gnutls-cli", arguments: &["--list"], numbers: OnceLock::new() };

/// True if OpenSSL's programs have this suite.
pub(super) fn openssl_has(suite: &SuiteFacts) -> bool {
    OPENSSL.has(suite)
}

/// True if GnuTLS's programs have this suite.
pub(super) fn gnutls_has(suite: &SuiteFacts) -> bool {
    GNUTLS.has(suite)
}

impl Catalogue {
    /// Where there is no list, the suite is tried.
    fn has(&self, suite: &SuiteFacts) -> bool {
        let numbers = self.numbers.get_or_init(|| {
            let output = Command::new(self.program).args(self.arguments).output();
            let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
            said.unwrap_or_default().lines().filter_map(number).collect()
        });
        numbers.is_empty() || numbers.contains(&suite.suite.0)
    }
}

/// The number on a line, as in `0xC0,0x2B - NAME` and `NAME 0xc0, 0x2b TLS1.2`.
fn number(line: &str) -> Option<u16> {
    let mut bytes = line.split("0x").skip(1).map(|part| {
        let digits = part.get(..2)?;
        u8::from_str_radix(digits, 16).ok()
    });
    Some(u16::from_be_bytes([bytes.next()??, bytes.next()??]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_both_lists() {
        assert_eq!(number("  0xC0,0x2B - ECDHE-ECDSA-AES128-GCM-SHA256 TLSv1.2"), Some(0xc02b));
        assert_eq!(number("TLS_RSA_AES_128_CBC_SHA1 \t0x00, 0x2f\tTLS1.0"), Some(0x002f));
        assert_eq!(number("Cipher suites for NORMAL"), None);
    }
}
