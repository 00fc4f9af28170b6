//! Is nothing secret left in a tape that is given away?

use countersign::{Cursor, Era, Role, StateName};
use countersign_tape::{Stop, Tape, redact, replay};
use countersign_testkit::{Scene, fake};

use crate::{agreement::agrees, meeting::good};

/// All values behind `secret:`.
fn secrets(text: &str) -> Vec<&str> {
    let parts = text.split("secret:").skip(1);
    parts.map(|part| part.split([' ', '\n', ',']).next().unwrap()).collect()
}

#[test]
fn no_secret_and_no_data_stay() {
    for state in [StateName::WaitStored, StateName::WaitPskHint, StateName::WaitSealedTicket] {
        let scene = Scene::through(Cursor { role: Role::Client, era: Era::Tls12, state });
        let (client, server) = good(&scene);
        for text in [client, server] {
            agrees(&text);
            let redacted = redact(&text);
            assert_eq!(redact(&redacted), redacted);
            let (kept, left) = (secrets(&text), secrets(&redacted));
            assert!(kept.len() > 3 && kept.len() == left.len());
            for (secret, left) in kept.iter().zip(left) {
                assert_eq!(left, format!("redacted:{}", secret.len() / 2));
                // What is drawn may go over the wire, such as the random of a hello.
                let drawn = text.contains(&format!("draw bytes=secret:{secret}"));
                assert!(drawn || secret.len() < 16 || !redacted.contains(secret), "{secret}");
            }
        }
    }
}

#[test]
fn a_redacted_tape_goes_as_far_as_it_can_and_says_why_not_further() {
    let (client, server) = good(&Scene::fake());
    let text = redact(&client);
    let tape = Tape::read(&text).unwrap();
    assert!(tape.is_redacted() && tape.is_whole());
    let replayed = replay(&tape, fake::provider()).unwrap();
    assert!(!replayed.agrees());
    assert_eq!(replayed.agreed, 0);
    let said = replayed.to_string();
    assert!(said.contains("was taken out of the tape"), "{said}");
    // A server draws later.
    let text = redact(&server);
    let replayed = replay(&Tape::read(&text).unwrap(), fake::provider()).unwrap();
    assert!(matches!(replayed.stop, Stop::Redacted(_)) && replayed.agreed > 1, "{replayed}");
}
