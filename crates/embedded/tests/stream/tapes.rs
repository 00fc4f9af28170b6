//! Is what a device did on the tape, and does a machine elsewhere do it again?

use std::sync::{Arc, Mutex};

use countersign::Answers;
use countersign_embedded::{Lent, Sizes, blocking::TlsStream};
use countersign_tape::{Recorder, Recording, Stop, Tape, replay};
use countersign_testkit::{Scene, SeededRandom, fake};
use embedded_io::{Read as _, Write as _};

use crate::{clock, peer::Peer};

#[test]
fn a_device_is_recorded() {
    let text = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&text);
    let recording = Recording::to(move |lines: &str| {
        kept.lock().unwrap().push_str(lines);
        Ok(())
    });
    let scene = Scene::fake();
    let mut random = SeededRandom::new(7);
    let mut peer = Peer::new(scene.server_side());
    peer.most = 20;
    let lent =
        Lent { answers: Answers::client(&*scene.verifier), random: &mut random, clock: &clock };
    let recorder = Recorder::client(&scene.client, scene.server_name.clone(), Some(recording));
    let mut stream = TlsStream::recorded(recorder, lent, Sizes { read: 16, write: 64 }, peer);
    stream.write_all(b"question").unwrap();
    stream.flush().unwrap();
    stream.get_mut().settle();
    stream.get_mut().side.send(b"answer").unwrap();
    let mut answer = [0; 6];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"answer");
    drop(stream);

    let text = text.lock().unwrap();
    let replayed = replay(&Tape::read(&text).unwrap(), fake::provider()).unwrap();
    assert_eq!(replayed.stop, Stop::End, "{replayed}");
    assert!(replayed.steps > 20);
}
