//! G8: TLS 1.3 with other stacks than OpenSSL, in full, resumed, with a hybrid group, and
//! with raw public keys.

use countersign::ClientAuthentication;
use countersign_testkit::golden::Step;

use super::{
    Flow, GNUTLS_CLI, GNUTLS_RAW, GNUTLS_READY, GNUTLS_SERV, GO_BUILD, JAVAC, NSS_DATABASE, READY,
};
use crate::record::{
    flow::REQUEST,
    peers::{GNUTLS, GO, JAVA, NSS},
};

/// GnuTLS with TLS 1.3 alone.
const GNUTLS_TLS13: &str = "--priority NORMAL:-VERS-ALL:+VERS-TLS1.3";
/// A suite of Java's.
const SUITE: &str = "TLS_AES_128_GCM_SHA256";

pub(super) fn flows() -> Vec<Flow> {
    let short = [gnutls(), nss(), go(), java()].into_iter().flatten().map(Flow::tls13);
    let mut flows: Vec<_> = short.chain(hybrid().into_iter().map(Flow::tls13_hybrid)).collect();
    flows.push(raw_keys());
    flows
}

/// Our client comes twice.
fn resumes(flow: Flow) -> Flow {
    flow.with(|manifest| {
        manifest.resumption = true;
        manifest.connections = 2;
    })
}

/// The same process comes twice to our server.
fn is_resumed(flow: Flow) -> Flow {
    flow.with(|manifest| {
        manifest.tickets = true;
        manifest.connections = 2;
    })
}

fn gnutls() -> Vec<Flow> {
    let keys = "--x509certfile=keys/p256.pem --x509keyfile=keys/p256-key.pem";
    vec![
        resumes(Flow::client(
            "g8-resume-gnutls-client",
            1200,
            "TLS 1.3 in full, then resumed, with GnuTLS; our client",
            &format!("{GNUTLS_SERV} {GNUTLS_TLS13} {keys}"),
        ))
        .by(GNUTLS, GNUTLS_READY),
        Flow::server(
            "g8-tls13-gnutls-server",
            1210,
            "TLS 1.3 in full, with GnuTLS, which sends a key share of each kind; our server",
            &format!("{GNUTLS_CLI} {GNUTLS_TLS13}"),
        )
        .by(GNUTLS, "")
        .proves("p256"),
    ]
}

fn raw_keys() -> Flow {
    let keys = "--rawpkfile=keys/rsa-2048-public.pem --rawpkkeyfile=keys/rsa-2048-key.pem";
    Flow::client(
        "g8-raw-keys-gnutls-client",
        1300,
        "TLS 1.3 in full, both sides with a raw public key (RFC 7250), with GnuTLS; our client",
        &format!(
            "gnutls-serv --http --httpdata=page.txt -p PORT --require-client-cert \
             {GNUTLS_TLS13}:{GNUTLS_RAW} {keys}"
        ),
    )
    .by(GNUTLS, GNUTLS_READY)
    .tls13()
    .raw_keys("client-p256", "rsa-2048")
}

fn nss() -> Vec<Flow> {
    vec![
        resumes(Flow::client(
            "g8-resume-nss-client",
            1220,
            "TLS 1.3 in full, then resumed, with NSS; our client",
            "selfserv -d sql:nss -n server -p PORT -V tls1.3:tls1.3 -v -u",
        ))
        .by(NSS, "About to call accept")
        .prepared(NSS_DATABASE)
        // It shows the request as it came, and puts this behind it.
        .steps(vec![Step::Say(REQUEST.to_owned()), Step::Hear("EOF\r\n\r\n\r\n".to_owned())]),
        Flow::server(
            "g8-tls13-nss-server",
            1230,
            "TLS 1.3 in full, with NSS; our server",
            "tstclnt -h localhost -4 -p PORT -d sql:nss -V tls1.3:tls1.3 -A request.txt",
        )
        .by(NSS, "")
        .prepared(NSS_DATABASE)
        .with(|manifest| manifest.input.clear())
        .proves("rsa-2048"),
    ]
}

fn go() -> Vec<Flow> {
    vec![
        resumes(Flow::client(
            "g8-resume-go-client",
            1240,
            "TLS 1.3 in full, both sides with a certificate, then resumed, with Go; our client",
            "./peer server PORT keys/p256.pem keys/p256-key.pem keys/ca.pem 1.3",
        ))
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("client-rsa-2048"),
        is_resumed(Flow::server(
            "g8-resume-go-server",
            1250,
            "TLS 1.3 in full, both sides with a certificate, then resumed, with Go; our server",
            "./peer client PORT keys/client-rsa-2048.pem keys/client-rsa-2048-key.pem keys/ca.pem \
             1.3",
        ))
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("rsa-2048")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
    ]
}

/// Go itself ends the connection where the group is another.
fn hybrid() -> Vec<Flow> {
    vec![
        Flow::client(
            "g8-hybrid-go-client",
            1280,
            "TLS 1.3 in full, with the hybrid group X25519MLKEM768, both sides with a certificate, \
             with Go; our client",
            "./peer server PORT keys/p256.pem keys/p256-key.pem keys/ca.pem hybrid",
        )
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("client-p256"),
        Flow::server(
            "g8-hybrid-go-server",
            1290,
            "TLS 1.3 in full, with the hybrid group X25519MLKEM768, both sides with a certificate, \
             with Go; our server",
            "./peer client PORT keys/client-p256.pem keys/client-p256-key.pem keys/ca.pem hybrid",
        )
        .by(GO, READY)
        .prepared(GO_BUILD)
        .proves("p256")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
    ]
}

fn java() -> Vec<Flow> {
    vec![
        resumes(Flow::client(
            "g8-resume-java-client",
            1260,
            "TLS 1.3 in full, then resumed, with Java; our client",
            &format!("java -cp . Peer server PORT {SUITE} keys/rsa-2048.pem keys/rsa-2048-key.pem"),
        ))
        .by(JAVA, READY)
        .prepared(JAVAC),
        is_resumed(Flow::server(
            "g8-resume-java-server",
            1270,
            "TLS 1.3 in full, then resumed, with Java; our server",
            &format!("java -cp . Peer client PORT {SUITE} keys/ca.pem 2"),
        ))
        .by(JAVA, READY)
        .prepared(JAVAC)
        .proves("rsa-2048")
        .with(|manifest| manifest.input.clear()),
    ]
}
