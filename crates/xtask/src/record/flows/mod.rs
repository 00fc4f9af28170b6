//! Every flow, figure by figure.

mod g1;
mod g2;
mod g3;
mod g4;
mod g5;
mod g6;
mod g7;
mod g8;
mod g8_others;
mod g8_tls13;
mod g9;

use super::flow::Flow;

/// OpenSSL as a server, and what it proves itself with.
const S_SERVER: &str = "openssl s_server -accept 127.0.0.1:PORT -HTTP";
const P256: &str = "-cert keys/p256.pem -key keys/p256-key.pem";
const RSA: &str = "-cert keys/rsa-2048.pem -key keys/rsa-2048-key.pem";
/// OpenSSL as a client that judges us.
const S_CLIENT: &str = "openssl s_client -connect 127.0.0.1:PORT -CAfile keys/ca.pem \
    -verify_return_error -verify_hostname localhost -servername localhost";
/// What OpenSSL proves itself with as a client.
const CLIENT_P256: &str = "-cert keys/client-p256.pem -key keys/client-p256-key.pem";
/// OpenSSL as a server asks for a certificate, and insists.
const INSISTS: &str = "-Verify 1 -verify_return_error -CAfile keys/ca.pem";

/// GnuTLS as a server, and as a client that judges us.
const GNUTLS_SERV: &str = "gnutls-serv --http --httpdata=page.txt -p PORT --disable-client-cert";
const GNUTLS_CLI: &str = "gnutls-cli -p PORT --x509cafile=keys/ca.pem --sni-hostname=localhost \
    --verify-hostname=localhost 127.0.0.1";
/// GnuTLS with keys that have no certificates.
const GNUTLS_RAW: &str = "-CTYPE-ALL:+CTYPE-SRV-RAWPK:+CTYPE-CLI-RAWPK";
/// What GnuTLS servers say when they can be connected to.
const GNUTLS_READY: &str = "...done";
/// NSS has keys and authorities in a database.
const NSS_DATABASE: &[&str] = &[
    "mkdir nss",
    "certutil -N -d sql:nss --empty-password",
    "certutil -A -n authority -t C,, -i keys/ca.pem -d sql:nss",
    "openssl pkcs12 -export -in keys/rsa-2048.pem -inkey keys/rsa-2048-key.pem -name server \
     -out server.p12 -passout pass:x",
    "pk12util -i server.p12 -d sql:nss -W x",
];
/// The programs for Java, Go and wolfSSL that lie beside the recordings.
const JAVAC: &[&str] = &["javac -d . peers/Peer.java"];
const GO_BUILD: &[&str] = &["go build -o peer peers/peer.go"];
const WOLF_BUILD: &[&str] = &["cc -o wolf peers/wolf.c -lwolfssl"];
/// What they say when they can be connected to.
const READY: &str = "ready";

/// All of them.
pub(super) fn all() -> Vec<Flow> {
    let figures = [
        g1::flows(),
        g2::flows(),
        g3::flows(),
        g4::flows(),
        g5::flows(),
        g6::flows(),
        g7::flows(),
        g8::flows(),
        g8_tls13::flows(),
        g8_others::flows(),
        g9::flows(),
    ];
    figures.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_connections_draw_the_same() {
        let mut seeds: Vec<_> = all().iter().map(|flow| flow.manifest.seed).collect();
        seeds.sort_unstable();
        assert!(seeds.windows(2).all(|pair| pair[1] - pair[0] >= 10), "{seeds:?}");
    }
}
