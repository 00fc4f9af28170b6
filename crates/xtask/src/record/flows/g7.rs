//! G7: the conditions are not met, and the handshake fails.

use countersign::ClientAuthentication;

use super::{Flow, INSISTS, P256, S_CLIENT, S_SERVER};

/// `TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`, and what OpenSSL calls another.
const ONE: &[u16] = &[0xc02b];
const OTHER: &str = "-cipher ECDHE-ECDSA-CHACHA20-POLY1305";
/// OpenSSL with a version that our side does not allow.
const TLS11: &str = "-tls1_1 -cipher ALL:@SECLEVEL=0";

pub(super) fn flows() -> Vec<Flow> {
    let flows = [hellos(), server_certificates(), client_certificates()];
    flows.into_iter().flatten().map(Flow::fails).collect()
}

fn hellos() -> Vec<Flow> {
    vec![
        Flow::client(
            "g7-no-common-suite-client",
            700,
            "the server finds no common suite; our client is told",
            &format!("{S_SERVER} -tls1_2 {P256} {OTHER}"),
        )
        .suites(ONE),
        Flow::server(
            "g7-no-common-suite-server",
            710,
            "no common suite; our server refuses",
            &format!("{S_CLIENT} -tls1_2 {OTHER}"),
        )
        .proves("p256")
        .suites(ONE),
        Flow::client(
            "g7-no-common-version-client",
            720,
            "the server knows TLS 1.1 at most; our client is told",
            &format!("{S_SERVER} {TLS11} {P256}"),
        ),
        Flow::server(
            "g7-no-common-version-server",
            730,
            "the client knows TLS 1.1 at most; our server refuses",
            &format!("{S_CLIENT} {TLS11}"),
        )
        .proves("p256"),
    ]
}

fn server_certificates() -> Vec<Flow> {
    vec![
        Flow::client(
            "g7-unknown-ca-client",
            740,
            "nobody whom we trust vouches for the server; our client refuses",
            &format!("{S_SERVER} -tls1_2 -cert keys/stranger.pem -key keys/stranger-key.pem"),
        ),
        Flow::server(
            "g7-unknown-ca-server",
            750,
            "nobody whom the client trusts vouches for the server; our server is told",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("stranger"),
    ]
}

fn client_certificates() -> Vec<Flow> {
    let expired = "-cert keys/client-expired.pem -key keys/client-expired-key.pem";
    let asking = |flow: Flow| {
        flow.proves("p256")
            .with(|manifest| manifest.client_authentication = ClientAuthentication::Required)
    };
    vec![
        Flow::client(
            "g7-bad-client-certificate-client",
            760,
            "the client's certificate has expired; our client is told",
            &format!("{S_SERVER} -tls1_2 {P256} {INSISTS}"),
        )
        .proves("client-expired"),
        asking(Flow::server(
            "g7-bad-client-certificate-server",
            770,
            "the client's certificate has expired; our server refuses",
            &format!("{S_CLIENT} -tls1_2 {expired}"),
        )),
        Flow::client(
            "g7-no-client-certificate-client",
            780,
            "the client has no certificate, and the server insists; our client is told",
            &format!("{S_SERVER} -tls1_2 {P256} {INSISTS}"),
        ),
        asking(Flow::server(
            "g7-no-client-certificate-server",
            790,
            "the client has no certificate, and the server insists; our server refuses",
            &format!("{S_CLIENT} -tls1_2"),
        )),
    ]
}
