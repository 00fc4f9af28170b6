//! Does the machine do again what it did, whatever kind of connection that was?

use countersign::{Cursor, Era, Role, StateName};
use countersign_tape::{Recorder, Stop, Tape, replay};
use countersign_testkit::{Scene, fake};

use crate::meeting::{Meeting, good};

pub(crate) fn agrees(text: &str) {
    let tape = Tape::read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let replayed = replay(&tape, fake::provider()).unwrap();
    assert_eq!(replayed.stop, Stop::End, "{replayed}\n{text}");
    assert_eq!(replayed.agreed, tape.steps().len());
}

fn through(role: Role, state: StateName) -> Scene {
    Scene::through(Cursor { role, era: Era::Tls12, state })
}

#[test]
fn every_kind_of_handshake() {
    use StateName as S;
    for (role, state) in [
        (Role::Client, S::WaitServerHello),
        (Role::Client, S::WaitPskHint),
        (Role::Server, S::WaitPremaster),
        (Role::Client, S::WaitCertificateStatus),
        (Role::Client, S::WaitNewSessionTicket),
        (Role::Server, S::WaitStored),
        (Role::Server, S::WaitOpenedTicket),
        (Role::Server, S::WaitSession),
        (Role::Server, S::WaitCertificateVerify),
    ] {
        let scene = through(role, state);
        let (client, server) = good(&scene);
        agrees(&client);
        agrees(&server);
    }
}

#[test]
fn failures_are_replayed_too() {
    // A bit of the server's second flight; the client refuses it, and the server is told.
    let scene = Scene::fake();
    let mut meeting = Meeting::new(&scene);
    let mut flights = 0;
    meeting.run_with(|from, mut bytes| {
        flights += usize::from(from == Role::Server);
        if from == Role::Server && flights == 2 {
            *bytes.last_mut().unwrap() ^= 1;
        }
        bytes
    });
    assert!(meeting.client.error.is_some() && meeting.server.error.is_some());
    let (client, server) = meeting.tapes();
    assert!(client.contains("error Fault fault=BadRecordMac"), "{client}");
    assert!(server.contains("error AlertReceived description=bad_record_mac"), "{server}");
    agrees(&client);
    agrees(&server);
}

#[test]
fn the_ways_to_end_early() {
    let scene = Scene::fake();
    let mut meeting = Meeting::new(&scene);
    meeting.client.settle();
    meeting.client.call(Recorder::cancel);
    meeting.client.settle();
    meeting.server.recorder.input().extend_from_slice(b"GET / HTTP/1.0\r\n");
    meeting.server.settle();
    meeting.server.recorder.end_of_input();
    meeting.server.settle();
    let (client, server) = meeting.tapes();
    assert!(client.contains("\ncancel\n") && client.contains("error Canceled"), "{client}");
    assert!(server.contains("\nend_of_input\n"), "{server}");
    agrees(&client);
    agrees(&server);
}

#[test]
fn calls_that_are_refused_and_input_that_is_taken_away() {
    let scene = Scene::fake();
    let mut meeting = Meeting::new(&scene);
    // Queued before the handshake, in both ways.
    meeting.client.call(|connection, lent| connection.send(b"early", lent)).unwrap();
    let fill = |place: &mut [u8]| place.len().min(3);
    meeting.client.call(|connection, lent| connection.send_with(8, lent, fill)).unwrap();
    meeting.run();
    assert_eq!(meeting.server.data, b"early\0\0\0");
    meeting.client.call(Recorder::close).unwrap();
    meeting.client.call(|connection, lent| connection.send(b"late", lent)).unwrap_err();
    meeting.run();
    // What stands behind the peer's end is the driver's to take.
    meeting.server.recorder.input().extend_from_slice(b"plain");
    meeting.server.settle();
    assert_eq!(&meeting.server.recorder.input().split()[..], b"plain");
    meeting.server.settle();
    let (client, server) = meeting.tapes();
    assert!(client.contains("misuse SendAfterClose"), "{client}");
    assert!(server.contains("\ninput_replaced bytes=\n"), "{server}");
    agrees(&client);
    agrees(&server);
}

#[test]
fn chunks_are_those_of_the_wire() {
    let scene = Scene::fake();
    let mut meeting = Meeting::new(&scene);
    meeting.client.settle();
    let hello = meeting.client.output.split();
    for byte in &hello[..] {
        meeting.server.recorder.input().extend_from_slice(&[*byte]);
        meeting.server.settle();
    }
    meeting.run();
    meeting.talk();
    let (_, server) = meeting.tapes();
    let pieces = server.lines().filter(|line| line.starts_with("in ")).count();
    assert!(pieces > hello.len(), "{pieces}");
    agrees(&server);
}
