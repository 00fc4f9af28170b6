//! Do the forms of events have the fields that they always had, and do they read back?
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use countersign::{Cursor, Era, Role, StateName};
use countersign_tape::forms::{ErrorForm, EventForm};
use countersign_testkit::{Mishap, Pair, Scene, Side};

fn lines(side: &Side<'_>) -> Vec<String> {
    let form = |event| {
        let form = EventForm::from(event);
        let line = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<EventForm>(&line).unwrap(), form, "{line}");
        line
    };
    side.noted().iter().map(|noted| form(&noted.event)).collect()
}

fn told(pair: &Pair<'_>) -> String {
    [lines(&pair.client), lines(&pair.server)].concat().join("\n")
}

#[test]
fn the_fields_are_those_that_they_always_were() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    pair.client.send(b"ping").unwrap();
    pair.run();
    insta::assert_snapshot!("full", told(&pair));
}

#[test]
fn every_kind_of_question() {
    use StateName as S;
    for (role, state, question) in [
        (Role::Server, S::WaitConfiguration, "client_hello"),
        (Role::Client, S::WaitPeerVerdict, "verify_peer"),
        (Role::Server, S::WaitSignature, "sign"),
        (Role::Client, S::WaitCredential, "select_credential"),
        (Role::Server, S::WaitPremaster, "decrypt_premaster"),
        (Role::Server, S::WaitPreSharedKey, "pre_shared_key"),
        (Role::Client, S::WaitSession, "find_session"),
        (Role::Server, S::WaitStored, "store_session"),
        (Role::Server, S::WaitOpenedTicket, "open_ticket"),
        (Role::Server, S::WaitSealedTicket, "seal_ticket"),
    ] {
        let scene = Scene::through(Cursor { role, era: Era::Tls12, state });
        let mut pair = scene.pair();
        pair.run();
        let told = told(&pair);
        assert!(told.contains(&format!("\"question\":\"{question}\"")), "{question}: {told}");
        assert!(!told.contains("\"event\":\"other\"") && !told.contains("\"question\":\"other\""));
    }
}

#[test]
fn an_error() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.tamper(Role::Server, Mishap::Flip { record: 3, byte: 20, bit: 0 }.tamper());
    pair.run();
    let forms = [&pair.client, &pair.server].map(|side| ErrorForm::from(side.error().unwrap()));
    insta::assert_snapshot!("errors", serde_json::to_string_pretty(&forms).unwrap());
}
