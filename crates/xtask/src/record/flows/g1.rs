//! G1: the whole establishment, all 13 messages.

use countersign::ClientAuthentication;

use super::{CLIENT_P256, Flow, GO_BUILD, INSISTS, P256, READY, S_CLIENT, S_SERVER};
use crate::record::peers::{GO, MBEDTLS};

pub(super) fn flows() -> Vec<Flow> {
    vec![
        Flow::client(
            "g1-client",
            100,
            "all 13 messages: ECDHE, both sides with a certificate; our client",
            &format!("{S_SERVER} -tls1_2 {P256} {INSISTS}"),
        )
        .proves("client-p256"),
        Flow::server(
            "g1-server",
            110,
            "all 13 messages: ECDHE, both sides with a certificate; our server",
            &format!("{S_CLIENT} -tls1_2 {CLIENT_P256}"),
        )
        .proves("p256")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
        Flow::client(
            "g1-go-client",
            120,
            "all 13 messages, with Go; our client",
            "./peer server PORT keys/p256.pem keys/p256-key.pem keys/ca.pem",
        )
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("client-rsa-2048"),
        Flow::server(
            "g1-go-server",
            130,
            "all 13 messages, with Go; our server",
            "./peer client PORT keys/client-rsa-2048.pem keys/client-rsa-2048-key.pem keys/ca.pem",
        )
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("rsa-2048")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
        Flow::server(
            "g1-mbedtls-server",
            140,
            "all 13 messages, with Mbed TLS; our server",
            "python3 peers/mbed.py client PORT keys/client-p256.pem keys/client-p256-key.pem \
             keys/ca.pem",
        )
        .by(MBEDTLS, READY)
        .proves("p256")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
    ]
}
