//! G1: the whole establishment, all 13 messages.

use countersign::ClientAuthentication;

use super::{CLIENT_P256, Flow, INSISTS, P256, S_CLIENT, S_SERVER};

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
    ]
}
