//! G2: phase 1, the hellos.

use countersign::{
    crypto::{Authentication, SUITES},
    wire::{ProtocolVersion, extension::max_fragment_length::MaxFragmentLength},
};

use super::{Flow, READY, RSA, S_CLIENT, S_SERVER};
use crate::record::peers::MBEDTLS;

/// 73 suites of OpenSSL's, behind which it puts `TLS_EMPTY_RENEGOTIATION_INFO_SCSV`.
const SUITES_73: &str = "-cipher ALL:!PSK:!SRP:!ARIA:@SECLEVEL=0";

pub(super) fn flows() -> Vec<Flow> {
    let proven_by_rsa: Vec<_> = SUITES
        .iter()
        .filter(|row| row.is_for(ProtocolVersion::TLS12) && row.key_exchange.uses_curve())
        .filter(|row| row.authentication == Some(Authentication::Rsa))
        .map(|row| row.suite.0)
        .collect();
    vec![
        Flow::server(
            "g2-server",
            200,
            "a ClientHello with 74 suites, of which the server chooses one; our server",
            &format!("{S_CLIENT} -tls1_2 {SUITES_73}"),
        )
        .proves("p256"),
        Flow::client(
            "g2-client",
            210,
            "the server chooses another suite than the first that is offered; our client",
            &format!("{S_SERVER} -tls1_2 {RSA} -cipher ECDHE-RSA-AES256-SHA"),
        )
        .suites(&proven_by_rsa),
        Flow::client(
            "g2-max-fragment-mbedtls-client",
            220,
            "fragments of 512 bytes at most, with Mbed TLS (RFC 6066 §4); our client",
            "python3 peers/mbed.py server PORT keys/p256.pem keys/p256-key.pem",
        )
        .by(MBEDTLS, READY)
        .with(|manifest| manifest.policy.max_fragment_length = Some(MaxFragmentLength(1))),
    ]
}
