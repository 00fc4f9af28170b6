//! Do tapes that were cut or damaged say so, and never end in a panic?

use countersign::crypto::Random;
use countersign_tape::{Stop, Tape, replay};
use countersign_testkit::{Scene, SeededRandom, fake};

use crate::meeting::good;

#[test]
fn every_prefix_is_replayed_as_far_as_it_goes() {
    let (client, server) = good(&Scene::fake());
    for text in [client, server] {
        let begin = text.find("\nbegin\n").unwrap() + "\nbegin\n".len();
        for end in 0..text.len() {
            let Some(prefix) = text.get(..end) else { continue };
            // Each byte of the head and of the first and last lines, and a sample between.
            if end > begin + 2000 && end + 2000 < text.len() && end % 97 != 0 {
                continue;
            }
            match Tape::read(prefix) {
                Err(error) => assert!(end < begin, "{end}: {error}"),
                Ok(tape) => {
                    let replayed = replay(&tape, fake::provider()).unwrap();
                    let cut = matches!(replayed.stop, Stop::Cut { .. });
                    assert!(cut || prefix.ends_with("\nend"), "{end}: {replayed}");
                    assert!(replayed.agrees());
                }
            }
        }
    }
}

#[test]
fn random_damage_is_never_a_panic() {
    let (client, server) = good(&Scene::fake());
    let mut random = SeededRandom::new(7);
    let mut draw = |below: usize| {
        let mut bytes = [0; 4];
        random.fill(&mut bytes).unwrap();
        u32::from_be_bytes(bytes) as usize % below
    };
    let mut refused = 0;
    let mut differed = 0;
    for round in 0..3000 {
        let mut text = if round % 2 == 0 { client.clone() } else { server.clone() }.into_bytes();
        for _ in 0..=draw(3) {
            let at = draw(text.len());
            match draw(4) {
                0 => text[at] = b" \n=\"~,0af:x"[draw(11)],
                1 => drop(text.remove(at)),
                2 => text.insert(at, b" \n=\"~,0af:x"[draw(11)]),
                _ => {
                    let to = (at + draw(200)).min(text.len());
                    text.drain(at..to);
                }
            }
        }
        let text = String::from_utf8_lossy(&text);
        match Tape::read(&text).and_then(|tape| replay(&tape, fake::provider())) {
            Err(error) => {
                refused += 1;
                assert!((1..=text.lines().count() + 1).contains(&error.line), "{error}");
            }
            Ok(replayed) => differed += usize::from(!replayed.agrees()),
        }
    }
    assert!(refused > 300 && differed > 300, "{refused} {differed}");
}
