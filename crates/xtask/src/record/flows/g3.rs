//! G3: phase 2, the server's key exchange and its signature.

use countersign::{Policy, crypto::NamedGroup};
use countersign_testkit::golden::Manifest;

use super::{Flow, GNUTLS_CLI, NSS_DATABASE, P256, RSA, S_CLIENT, S_SERVER};
use crate::record::peers::{GNUTLS, NSS};

/// `TLS_DHE_RSA_WITH_AES_128_GCM_SHA256`.
const DHE: &[u16] = &[0x009e];

pub(super) fn flows() -> Vec<Flow> {
    [ecdhe(), dhe(), others()].into_iter().flatten().collect()
}

fn ecdhe() -> Vec<Flow> {
    vec![
        Flow::client(
            "g3-ecdhe-ecdsa-client",
            300,
            "ECDHE, signed with ECDSA; our client",
            &format!("{S_SERVER} -tls1_2 {P256}"),
        ),
        Flow::client(
            "g3-ecdhe-rsa-client",
            310,
            "ECDHE, signed with RSA; our client",
            &format!("{S_SERVER} -tls1_2 {RSA}"),
        ),
        Flow::server(
            "g3-ecdhe-ecdsa-server",
            320,
            "ECDHE, signed with ECDSA; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("p256"),
        Flow::server(
            "g3-ecdhe-rsa-server",
            330,
            "ECDHE, signed with RSA; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("rsa-2048"),
    ]
}

fn dhe() -> Vec<Flow> {
    vec![
        Flow::client(
            "g3-dhe-rsa-client",
            340,
            "DHE in a field of RFC 7919, signed with RSA; our client",
            &format!("{S_SERVER} -tls1_2 {RSA} -dhparam ffdhe2048.pem"),
        )
        .suites(DHE)
        .with(ffdhe2048)
        .with(|manifest| {
            let make = "openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048";
            manifest.prepare = vec![format!("{make} -out ffdhe2048.pem")];
        }),
        Flow::client(
            "g3-dhe-rsa-unnamed-client",
            350,
            "DHE in a field that RFC 7919 does not name, OpenSSL's own choice; our client",
            &format!("{S_SERVER} -tls1_2 {RSA}"),
        )
        .suites(DHE)
        .with(ffdhe2048)
        .with(|manifest| manifest.policy.accept_unnamed_dhe_groups = true),
        Flow::server(
            "g3-dhe-rsa-server",
            360,
            "DHE in a field of RFC 7919, signed with RSA; our server",
            &format!("{S_CLIENT} -tls1_2"),
        )
        .proves("rsa-2048")
        .suites(DHE)
        .with(ffdhe2048),
    ]
}

fn others() -> Vec<Flow> {
    vec![
        Flow::server(
            "g3-dhe-rsa-gnutls-server",
            370,
            "DHE in a field that the client names among its groups (RFC 7919 §4); our server",
            &format!(
                "{GNUTLS_CLI} --priority \
                 NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:-GROUP-ALL:+GROUP-FFDHE2048"
            ),
        )
        .by(GNUTLS, "")
        .proves("rsa-2048")
        .suites(DHE)
        .with(ffdhe2048),
        Flow::server(
            "g3-ecdhe-rsa-nss-server",
            380,
            "ECDHE, signed with RSA, with NSS; our server",
            "tstclnt -h localhost -4 -p PORT -d sql:nss -V tls1.2:tls1.2 -G -A request.txt",
        )
        .by(NSS, "")
        .prepared(NSS_DATABASE)
        .with(|manifest| manifest.input.clear())
        .proves("rsa-2048"),
    ]
}

fn ffdhe2048(manifest: &mut Manifest) {
    manifest.policy = Policy { groups: vec![NamedGroup::FFDHE2048], ..manifest.policy.clone() };
}
