//! G8: the older versions.

use countersign::wire::ProtocolVersion;

use super::{Flow, P256, RSA, S_CLIENT, S_SERVER};

/// `TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA`, `TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA`,
/// `TLS_RSA_WITH_AES_128_CBC_SHA`.
const CBC: &[u16] = &[0xc014, 0xc009, 0x002f];
/// OpenSSL takes what these versions sign with below its own level 1 only.
const LEVEL_0: &str = "-cipher ALL:@SECLEVEL=0";

pub(super) fn flows() -> Vec<Flow> {
    let old = |flow: Flow, version| {
        flow.suites(CBC).with(|manifest| manifest.policy.versions = vec![version])
    };
    let (tls10, tls11) = (ProtocolVersion::TLS10, ProtocolVersion::TLS11);
    vec![
        old(
            Flow::client(
                "g8-tls10-client",
                800,
                "TLS 1.0: the IV of a record is the end of the one before, so data is sent behind \
                 a record of one byte; signed with MD5 and SHA-1; our client",
                &format!("{S_SERVER} -tls1 {RSA} {LEVEL_0}"),
            ),
            tls10,
        ),
        old(
            Flow::server(
                "g8-tls10-server",
                810,
                "TLS 1.0: signed with ECDSA over SHA-1; our server",
                &format!("{S_CLIENT} -tls1 {LEVEL_0}"),
            )
            .proves("p256"),
            tls10,
        ),
        old(
            Flow::client(
                "g8-tls11-client",
                820,
                "TLS 1.1: each record has an IV of its own; our client",
                &format!("{S_SERVER} -tls1_1 {P256} {LEVEL_0}"),
            ),
            tls11,
        ),
        old(
            Flow::server(
                "g8-tls11-server",
                830,
                "TLS 1.1: each record has an IV of its own; our server",
                &format!("{S_CLIENT} -tls1_1 {LEVEL_0}"),
            )
            .proves("rsa-2048"),
            tls11,
        ),
    ]
}
