//! Keying material, channel bindings and the key log.

use countersign::{
    ChannelBinding, Event, ExportError, Role, crypto::HashAlgorithm, tls_server_end_point,
};
use countersign_testkit::{Pair, Scene};

use crate::stage::{policy, scene, suite};

fn material(pair: &Pair<'_>, role: Role, label: &str, context: Option<&[u8]>) -> Vec<u8> {
    let connection = match role {
        Role::Client => &pair.client.connection,
        Role::Server => &pair.server.connection,
    };
    let mut out = vec![0; 40];
    connection.export_keying_material(label, context, &mut out).unwrap();
    out
}

#[test]
fn both_sides_export_the_same_and_nothing_else_gives_it() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    let early = pair.client.connection.export_keying_material("EXPORTER-a", None, &mut [0; 8]);
    assert_eq!(early, Err(ExportError::NotConnected));
    pair.run();
    let uses: [(&str, Option<&[u8]>); 4] = [
        ("EXPORTER-a", None),
        ("EXPORTER-a", Some(b"")),
        ("EXPORTER-a", Some(b"x")),
        ("EXPORTER-b", None),
    ];
    let exported: Vec<_> = uses
        .iter()
        .map(|(label, context)| material(&pair, Role::Client, label, *context))
        .collect();
    for (place, (label, context)) in uses.iter().enumerate() {
        assert_eq!(material(&pair, Role::Server, label, *context), exported[place]);
        assert_eq!(exported.iter().position(|other| *other == exported[place]), Some(place));
    }
    for binding in [ChannelBinding::TlsUnique, ChannelBinding::TlsExporter] {
        let client = pair.client.connection.channel_binding(binding).unwrap();
        assert_eq!(pair.server.connection.channel_binding(binding).unwrap(), client);
        assert_eq!(client.len(), if binding == ChannelBinding::TlsUnique { 12 } else { 32 });
    }
    let reserved =
        pair.client.connection.export_keying_material("key expansion", None, &mut [0; 8]);
    assert_eq!(reserved, Err(ExportError::ReservedLabel));
    let long = vec![0; 65_536];
    let too_long =
        pair.client.connection.export_keying_material("EXPORTER-a", Some(&long), &mut [0; 8]);
    assert_eq!(too_long, Err(ExportError::ContextTooLong));
    pair.client.cancel();
    let after = pair.client.connection.export_keying_material("EXPORTER-a", None, &mut [0; 8]);
    assert_eq!(after, Err(ExportError::NotConnected), "the secrets are gone");
}

#[test]
fn the_key_log_names_the_same_secret_on_both_sides_and_only_where_it_is_wanted() {
    let policy = policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")]);
    let logged = |on: bool| {
        let scene = scene(&policy, |client| client.key_log(on), |server| server.key_log(on));
        let mut pair = scene.pair();
        pair.run();
        [&pair.client, &pair.server].map(|side| {
            let lines = side.noted().iter().filter_map(|noted| match &noted.event {
                Event::KeyLog(log) => Some(log.line()),
                _ => None,
            });
            lines.collect::<Vec<_>>()
        })
    };
    let [client, server] = logged(true);
    assert_eq!(client, server);
    assert_eq!(client.len(), 1);
    assert!(client[0].starts_with("CLIENT_RANDOM ") && client[0].len() == 14 + 64 + 1 + 96 + 1);
    assert!(logged(false).iter().all(Vec::is_empty));
}

/// RFC 5929 §4.1: the hash of the certificate's own signature, and SHA-256 in place of what is
/// broken; where there is no rule there is no binding.
#[test]
fn the_server_end_point_is_hashed_as_its_certificate_is_signed() {
    let provider = countersign_rustcrypto::provider();
    for (algorithm, hash) in [
        (&rcgen::PKCS_ECDSA_P256_SHA256, Some(HashAlgorithm::Sha256)),
        (&rcgen::PKCS_ECDSA_P384_SHA384, Some(HashAlgorithm::Sha384)),
        (&rcgen::PKCS_ED25519, None),
    ] {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        let params = rcgen::CertificateParams::new(vec!["server.example".into()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let der: &[u8] = certificate.der();
        let wanted = hash.map(|hash| {
            let mut context = provider.hash(hash).unwrap().start();
            context.update(der);
            context.current().as_ref().to_vec()
        });
        let bound = tls_server_end_point(&provider, der).map(|value| value.as_ref().to_vec());
        assert_eq!(bound, wanted, "{algorithm:?}");
        assert!(tls_server_end_point(&provider, &der[..der.len() - 1]).is_none());
    }
}
