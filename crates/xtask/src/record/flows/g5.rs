//! G5: phase 4, the change of ciphers, and records under the new ones.

use countersign_testkit::golden::Step;

use super::{Flow, JAVAC, P256, READY, RSA, S_CLIENT, S_SERVER, WOLF_BUILD};
use crate::record::peers::{BOTAN, JAVA, WOLFSSL};

/// `TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256`, and with RSA `TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA`.
const CBC: &[u16] = &[0xc023];
const CBC_SHA1: &[u16] = &[0xc014];
/// `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`, `TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256`.
const GCM: &[u16] = &[0xc030];
const CHACHA20: &[u16] = &[0xcca9];

pub(super) fn flows() -> Vec<Flow> {
    [cbc(), aead(), others()].into_iter().flatten().collect()
}

fn cbc() -> Vec<Flow> {
    vec![
        Flow::client(
            "g5-cbc-etm-client",
            500,
            "AES-128-CBC with HMAC-SHA-256 over the ciphertext (RFC 7366); our client",
            &format!("{S_SERVER} -tls1_2 {P256}"),
        )
        .suites(CBC),
        Flow::server(
            "g5-cbc-etm-server",
            510,
            "AES-128-CBC with HMAC-SHA-256 over the ciphertext (RFC 7366); our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("p256")
        .suites(CBC),
        Flow::client(
            "g5-cbc-mte-client",
            520,
            "AES-256-CBC with HMAC-SHA-1 inside of the ciphertext; our client",
            &format!("{S_SERVER} -tls1_2 {RSA} -no_etm"),
        )
        .suites(CBC_SHA1),
        Flow::server(
            "g5-cbc-mte-server",
            530,
            "AES-256-CBC with HMAC-SHA-1 inside of the ciphertext; our server",
            &format!("{S_CLIENT} -tls1_2 -no_etm"),
        )
        .proves("rsa-2048")
        .suites(CBC_SHA1),
    ]
}

/// AES-128-GCM is in G1 and G3.
fn aead() -> Vec<Flow> {
    vec![
        Flow::client(
            "g5-aes-256-gcm-client",
            540,
            "AES-256-GCM, with SHA-384 in the PRF; our client",
            &format!("{S_SERVER} -tls1_2 {RSA}"),
        )
        .suites(GCM),
        Flow::server(
            "g5-chacha20-server",
            550,
            "ChaCha20-Poly1305, whose nonce is not sent; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("p256")
        .suites(CHACHA20),
    ]
}

fn others() -> Vec<Flow> {
    const WORD: &str = "countersign\n";
    vec![
        Flow::client(
            "g5-cbc-mte-java-client",
            560,
            "AES-128-CBC with HMAC-SHA-256 inside of the ciphertext, with Java; our client",
            "java -cp . Peer server PORT TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 keys/rsa-2048.pem \
             keys/rsa-2048-key.pem",
        )
        .by(JAVA, READY)
        .prepared(JAVAC)
        .suites(&[0xc027]),
        Flow::client(
            "g5-cbc-etm-botan-client",
            570,
            "AES-256-CBC with HMAC-SHA-1 over the ciphertext, with Botan, which sends back what \
             it is told; our client",
            "botan tls_server keys/rsa-2048.pem keys/rsa-2048-key.pem --port=PORT \
             --policy=peers/botan-cbc.policy",
        )
        .by(BOTAN, "Listening")
        .steps(vec![Step::Say(WORD.to_owned()), Step::Hear(WORD.to_owned())])
        .suites(CBC_SHA1),
        Flow::server(
            "g5-chacha20-botan-server",
            580,
            "ChaCha20-Poly1305, with Botan; our server",
            "botan tls_client localhost --port=PORT --tls1.2 --skip-system-cert-store \
             --trusted-cas=keys/ca.pem",
        )
        .by(BOTAN, "")
        .proves("p256")
        .suites(CHACHA20),
        Flow::client(
            "g5-chacha20-wolfssl-client",
            590,
            "ChaCha20-Poly1305, with wolfSSL; our client",
            "./wolf server PORT ECDHE-ECDSA-CHACHA20-POLY1305 keys/p256.pem keys/p256-key.pem",
        )
        .by(WOLFSSL, READY)
        .prepared(WOLF_BUILD)
        .suites(CHACHA20),
    ]
}
