//! Stapled OCSP responses (RFC 6066 §8).

use countersign::{Request, Role, bytes::Bytes, wire::HandshakeType};
use countersign_testkit::{
    RawRecord, Records, Scene,
    fake::{self, FakeKey, KeyKind},
    tamper,
};

use crate::stage::{connect, connected, policy, suite};

const RESPONSE: &[u8] = b"an OCSP response";

fn stapling(name: &str, asks: bool, staples: bool) -> Scene {
    let row = suite(name);
    let kind = if name.contains("ECDSA") { KeyKind::EcdsaP256 } else { KeyKind::Rsa };
    let key = FakeKey::new(kind, 3);
    let chain = vec![fake::certificate("server.example", &key, 0)];
    let mut key = countersign::CertifiedKey::new("stapled", chain, Box::new(key)).unwrap();
    if staples {
        key = key.with_ocsp_response(Bytes::from_static(RESPONSE));
    }
    let mut scene = Scene::fake();
    let policy = policy(&[row]);
    let provider = fake::provider();
    scene.client = countersign::ClientConfig::builder(provider)
        .policy(policy.clone())
        .request_ocsp(asks)
        .build()
        .unwrap();
    scene.server = countersign::ServerConfig::builder(provider)
        .policy(policy)
        .credential(key.credential().clone())
        .build()
        .unwrap();
    scene.keys = vec![key];
    scene
}

fn asked(pair: &countersign_testkit::Pair<'_>) -> Option<Bytes> {
    pair.client.noted().iter().find_map(|noted| match &noted.event {
        countersign::Event::Ask(_, Request::VerifyPeer(request)) => {
            Some(request.ocsp_response.clone())
        }
        _ => None,
    })?
}

#[test]
fn it_is_sent_where_it_is_asked_for_and_there() {
    for name in ["ECDHE-ECDSA-AES128-GCM-SHA256", "DHE-RSA-AES128-SHA", "AES128-SHA"] {
        for (asks, staples) in [(true, true), (true, false), (false, true), (false, false)] {
            let scene = stapling(name, asks, staples);
            let mut pair = scene.pair();
            pair.run();
            connected(&pair.client);
            let response = (asks && staples).then_some(RESPONSE);
            assert_eq!(asked(&pair).as_deref(), response, "{name} {asks} {staples}");
            connect(&scene, 4);
        }
    }
}

/// RFC 6066 §8: a server may leave it out though it has said that it knows the extension. Here the
/// message is taken out on the way, so that the handshake goes on until Finished.
#[test]
fn it_may_be_left_out() {
    for name in ["ECDHE-ECDSA-AES128-GCM-SHA256", "AES128-SHA"] {
        let scene = stapling(name, true, true);
        let mut pair = scene
            .pair()
            .framing(countersign_testkit::Framing::EachMessage)
            .chunks(&countersign_testkit::Chunks::Records);
        pair.tamper(Role::Server, tamper::lose(2));
        pair.run();
        let dropped = Records::new(pair.sent(Role::Server)).all(|record: RawRecord| {
            record.fragment.first() != Some(&HandshakeType::CERTIFICATE_STATUS.0)
        });
        assert!(dropped);
        let error = pair.server.error().unwrap();
        assert_eq!(error.at().state, countersign::StateName::WaitFinished, "{error}");
        assert_eq!(asked(&pair), None);
    }
}
