//! What is offered, and what is made of a driver's choice that does not fit.

use countersign::{
    Answer, ClientAuthentication, ClientConfig, Policy, Request, StateName, fault::FaultKind,
    wire::ClientHello,
};
use countersign_testkit::{Pair, Scene, fake};

use crate::{Kinds, RAW, USUAL, X509, both_versions, client_hello, fault, key, scene, shown};

#[test]
fn the_usual_kind_twice_is_the_usual_kind() {
    let twice = Kinds { client_takes: &[X509, X509], server_shows: &[X509], ..USUAL };
    let hello = client_hello(&scene(&Policy::modern(), &twice));
    assert_eq!(ClientHello::decode(&hello).unwrap().server_certificate_types(), Ok(None));
    let mixed = Kinds { client_takes: &[RAW, X509, RAW], ..USUAL };
    let hello = client_hello(&scene(&Policy::modern(), &mixed));
    let types = ClientHello::decode(&hello).unwrap().server_certificate_types();
    assert_eq!(types, Ok(Some(&[2, 0][..])));
}

/// The server would resume it: it is the client that no longer takes its server's kind.
#[test]
fn a_client_offers_no_session_whose_server_it_would_not_take() {
    both_versions(|policy| {
        let mut scene = scene(policy, &USUAL);
        shown(&scene);
        scene.client = ClientConfig::builder(fake::provider())
            .policy(policy.clone())
            .resumption(true)
            .trace(true)
            .build()
            .unwrap();
        let mut pair = scene.pair();
        pair.run();
        // Not resumed, and in full there is nothing that it takes.
        assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType));
    });
}

/// A client that is asked for a raw public key, and waits for its driver's choice.
fn asked(scene: &Scene) -> Pair<'_> {
    let mut pair = scene.pair();
    let state = |pair: &Pair<'_>| pair.client.connection.state().state;
    pair.client.hold = true;
    while state(&pair) != StateName::WaitCredential {
        pair.run();
        let Some((_, request)) = &pair.client.held else { panic!("nothing is asked") };
        if !matches!(request, Request::SelectCredential(_)) {
            assert!(pair.client.answer_held());
        }
    }
    let Some((_, Request::SelectCredential(request))) = &pair.client.held else { panic!() };
    assert_eq!(request.certificate_type, RAW);
    assert!(request.fitting.iter().all(|it| it.certificate_type() == RAW));
    pair
}

#[test]
fn a_choice_of_the_other_kind_is_refused_and_none_is_for_the_server_to_judge() {
    both_versions(|policy| {
        for (kind, required) in [(Some(X509), true), (None, true), (None, false)] {
            let asked_for = ClientAuthentication::Required;
            let asked_for = if required { asked_for } else { ClientAuthentication::Optional };
            let kinds =
                Kinds { client_shows: &[RAW], server_takes: &[RAW], asked: asked_for, ..USUAL };
            let scene = scene(policy, &kinds);
            let mut pair = asked(&scene);
            let chosen = kind.map(|kind| key(kind, 7).credential().clone());
            let _ = pair.client.answer_with(Answer::Credential(chosen));
            pair.client.hold = false;
            pair.run();
            match (kind, required) {
                (Some(_), _) => {
                    assert_eq!(fault(&pair).0, Some(FaultKind::NoCommonCertificateType));
                }
                (None, true) => assert!(matches!(
                    fault(&pair).1,
                    Some(
                        FaultKind::ClientCertificateMissing | FaultKind::ClientCertificateRequired
                    )
                )),
                (None, false) => {
                    assert_eq!(pair.server.connected().peer_certificate_type(), None);
                }
            }
        }
    });
}
