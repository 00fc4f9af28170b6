//! G4: phase 3, the client's key exchange, with and without a certificate of its own.

use countersign::ClientAuthentication;

use countersign_testkit::golden::Step;

use super::{CLIENT_P256, Flow, GNUTLS_RAW, INSISTS, NSS_DATABASE, P256, RSA, S_CLIENT, S_SERVER};
use crate::record::peers::{GNUTLS, NSS};

/// `TLS_RSA_WITH_AES_128_GCM_SHA256`.
const RSA_KEY_EXCHANGE: &[u16] = &[0x009c];

pub(super) fn flows() -> Vec<Flow> {
    [rsa(), declining(), vec![raw_keys()]].into_iter().flatten().collect()
}

fn rsa() -> Vec<Flow> {
    vec![
        Flow::client(
            "g4-rsa-client",
            400,
            "the pre-master secret is encrypted with the server's RSA key; our client",
            &format!("{S_SERVER} -tls1_2 {RSA}"),
        )
        .suites(RSA_KEY_EXCHANGE),
        Flow::server(
            "g4-rsa-server",
            410,
            "the pre-master secret is encrypted with the server's RSA key; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("rsa-2048")
        .suites(RSA_KEY_EXCHANGE),
        Flow::client(
            "g4-rsa-certificate-client",
            420,
            "RSA key exchange, and the client signs with RSA; our client",
            &format!("{S_SERVER} -tls1_2 {RSA} {INSISTS}"),
        )
        .proves("client-rsa-2048")
        .suites(RSA_KEY_EXCHANGE),
        Flow::server(
            "g4-rsa-certificate-server",
            430,
            "RSA key exchange, and the client signs with ECDSA; our server",
            &format!("{S_CLIENT} -tls1_2 {CLIENT_P256}"),
        )
        .proves("rsa-2048")
        .suites(RSA_KEY_EXCHANGE)
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
        Flow::client(
            "g4-rsa-nss-client",
            460,
            "RSA key exchange, with NSS; our client",
            "selfserv -d sql:nss -n server -p PORT -V tls1.2:tls1.2 -v -G",
        )
        .by(NSS, "About to call accept")
        .prepared(NSS_DATABASE)
        .suites(RSA_KEY_EXCHANGE)
        // It shows the request as it came, and puts this behind it.
        .steps(vec![
            Step::Say("GET / HTTP/1.0\r\n\r\n".to_owned()),
            Step::Hear("EOF\r\n".to_owned()),
        ]),
    ]
}

fn raw_keys() -> Flow {
    let keys =
        "--rawpkfile=keys/client-rsa-2048-public.pem --rawpkkeyfile=keys/client-rsa-2048-key.pem";
    Flow::server(
        "g4-raw-keys-gnutls-server",
        470,
        "ECDHE, both sides with a raw public key (RFC 7250), with GnuTLS; our server",
        // It finds known keys in a file of its user's alone, so it is to take any.
        &format!(
            "gnutls-cli --insecure -p PORT --sni-hostname=localhost \
             --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:{GNUTLS_RAW} {keys} 127.0.0.1"
        ),
    )
    .by(GNUTLS, "")
    .raw_keys("p256", "client-rsa-2048")
    .with(|manifest| manifest.client_authentication = ClientAuthentication::Required)
}

/// ECDHE with a certificate is G1, without being asked for one G3.
fn declining() -> Vec<Flow> {
    vec![
        Flow::client(
            "g4-no-certificate-client",
            440,
            "asked for a certificate, the client has none, and goes on; our client",
            &format!("{S_SERVER} -tls1_2 {P256} -verify 1 -CAfile keys/ca.pem"),
        ),
        Flow::server(
            "g4-no-certificate-server",
            450,
            "asked for a certificate, the client has none, and goes on; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("p256")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Optional),
    ]
}
