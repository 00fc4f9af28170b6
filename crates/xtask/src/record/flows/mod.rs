//! Every flow, figure by figure.

mod g1;
mod g2;
mod g3;
mod g4;
mod g5;
mod g6;
mod g7;
mod g8;

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
