//! Does the live machine keep to the table of the order? Each state is given each input: what
//! has a row passes and leads where the row says; all else ends with `unexpected_message` and
//! an error that names what has a row.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;

use countersign::{
    Answer, AnswerKind, CallError, Cursor, Era, Misuse, Role, StateName,
    crypto::NonceRule,
    fault::FaultKind,
    order::{self, InputKind},
    wire::{AlertDescription, ContentType, HandshakeType},
};
use countersign_testkit::{
    Chunks, Framing, Pair, RawRecord, Records, Scene, Step,
    fake::{self, Forger, Forger13},
    is_tls13,
};

/// What the suite of a fake scene uses.
const RULE: NonceRule = NonceRule::Explicit;

/// A client that has not begun.
const START: Cursor = Cursor { role: Role::Client, era: Era::Hello, state: StateName::Start };

/// The walk with both versions. With one alone, its states do what they do here.
const WALK: &str = include_str!("snapshots/order_walk__every_state_is_given_every_input.snap");
const HAS_BOTH: bool = cfg!(all(feature = "tls12", feature = "tls13"));

/// What a handshake can do without.
const GOES_ON: &[AnswerKind] = &[
    AnswerKind::EarlyDataVerdict,
    AnswerKind::Credential,
    AnswerKind::Premaster,
    AnswerKind::Session,
    AnswerKind::SessionStored,
    AnswerKind::OpenedTicket,
    AnswerKind::SealedTicket,
];

/// What is sent to each state, by name, with the row that it would need. Content types other
/// than those of the table have none.
fn inputs(at: Cursor) -> Vec<(String, Option<InputKind>, ContentType, Vec<u8>)> {
    let recorded = recorded(at);
    let mut inputs: Vec<_> = HandshakeType::ALL
        .iter()
        .chain(&[HandshakeType(99)])
        .map(|kind| {
            let message = recorded.iter().find(|message| message[0] == kind.0).cloned();
            let message =
                message.unwrap_or_else(|| RawRecord::handshake(*kind, unseen(*kind, at)).fragment);
            let input = InputKind::Message(*kind);
            (input.to_string(), Some(input), ContentType::HANDSHAKE, message)
        })
        .collect();
    for (input, content_type, content) in [
        (InputKind::ChangeCipherSpec, ContentType::CHANGE_CIPHER_SPEC, &[1][..]),
        (InputKind::ApplicationData, ContentType::APPLICATION_DATA, b"data"),
    ] {
        inputs.push((input.to_string(), Some(input), content_type, content.to_vec()));
    }
    for content_type in [ContentType(24), ContentType(77)] {
        inputs.push((content_type.to_string(), None, content_type, vec![1]));
    }
    inputs
}

/// The body of a message that the handshake did not have.
fn unseen(kind: HandshakeType, at: Cursor) -> &'static [u8] {
    match kind {
        // With a context, and signature_algorithms.
        HandshakeType::CERTIFICATE_REQUEST if is_tls13(at) => {
            &[1, 7, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3]
        }
        HandshakeType::HELLO_REQUEST | HandshakeType::SERVER_HELLO_DONE => &[],
        HandshakeType::CERTIFICATE_REQUEST => &[1, 64, 0, 2, 4, 3, 0, 0],
        HandshakeType::NEW_SESSION_TICKET => &[0, 0, 0, 9, 0, 1, 7],
        HandshakeType::CERTIFICATE_STATUS => &[1, 0, 0, 1, 7],
        // A hint to a pre-shared key.
        HandshakeType::SERVER_KEY_EXCHANGE => &[0, 1, 7],
        _ => &[0; 4],
    }
}

/// Every message of a handshake through this state, those of the peer first. Seeds are fixed, so
/// that they fit every other handshake of the scene.
fn recorded(at: Cursor) -> Vec<Vec<u8>> {
    let scene = Scene::through(at);
    let mut pair = scene.pair();
    pair.run();
    let mut messages = Vec::new();
    for role in [at.role.peer(), at.role] {
        let mut protected = false;
        for record in Records::new(pair.sent(role)) {
            match record.content_type {
                ContentType::APPLICATION_DATA if is_tls13(at) => {
                    if let Some((ContentType::HANDSHAKE, content)) = Forger13::open(&record) {
                        messages.extend(fake::messages(content).into_iter().map(<[u8]>::to_vec));
                    }
                }
                ContentType::HANDSHAKE if is_tls13(at) => messages.extend(record.messages()),
                ContentType::HANDSHAKE if protected => {
                    messages.push(Forger::open(&record, RULE).unwrap().to_vec());
                }
                ContentType::HANDSHAKE => messages.extend(record.messages()),
                _ => protected = true,
            }
        }
    }
    messages
}

/// A pair with the side of `at` in that state: nothing of what follows has reached it, and its
/// question, if it has one, is open.
fn pair_at(scene: &Scene, at: Cursor) -> Pair<'_> {
    let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
    if is_tls13(at) {
        pair = pair.unpacking();
    }
    pair.client.hold = true;
    pair.server.hold = true;
    let state_of = |pair: &Pair<'_>| match at.role {
        Role::Client => pair.client.connection.state(),
        Role::Server => pair.server.connection.state(),
    };
    if state_of(&pair) == at {
        return pair;
    }
    loop {
        if pair.run_until(|pair| state_of(pair) == at) {
            break;
        }
        let answered = pair.client.answer_held() | pair.server.answer_held();
        assert!(answered, "{at} is not reached");
        // Before anything more arrives.
        pair.side(at.role).settle();
        if state_of(&pair) == at {
            break;
        }
    }
    pair.side(at.role).settle();
    pair
}

/// Lays the content into a record as the peer would have to at this place.
fn record(pair: &Pair<'_>, at: Cursor, content_type: ContentType, content: &[u8]) -> RawRecord {
    #[cfg(feature = "tls13")]
    if is_tls13(at) {
        let side = if at.role == Role::Client { &pair.client } else { &pair.server };
        // What is there for middleboxes is never protected.
        let plain = content_type == ContentType::CHANGE_CIPHER_SPEC;
        return match Forger13::next_for(side).filter(|_| !plain) {
            Some(mut forger) => forger.seal(content_type, content),
            None => RawRecord::new(content_type, content),
        };
    }
    let sequence = match at.state {
        StateName::WaitFinished => 0,
        StateName::Connected => 1,
        _ => return RawRecord::new(content_type, content),
    };
    let finished = Records::new(pair.sent(at.role.peer())).last().unwrap();
    let mut forger = Forger::learn(&finished, 0, RULE).unwrap();
    forger.sequence = sequence;
    forger.seal(content_type, content)
}

/// What comes of one input in one state, in words; checked against the table.
fn outcome(
    at: Cursor,
    input: Option<InputKind>,
    content_type: ContentType,
    content: &[u8],
) -> String {
    let scene = Scene::through(at);
    let mut pair = pair_at(&scene, at);
    let bytes = record(&pair, at, content_type, content).bytes();
    let side = pair.side(at.role);
    side.take_output();
    let row = input.and_then(|input| order::find(at, input));
    match side.receive(&bytes) {
        Step::AwaitAnswer(_) if side.connection.state() == at => {
            assert_eq!(side.connection.input_len(), bytes.len());
            assert!(row.is_none(), "{at}: the input has a row, but was not taken");
            "waits until the question is answered".into()
        }
        Step::Failed => {
            let output = side.take_output();
            refusal(at, row, side.error().unwrap(), &output)
        }
        _ => {
            let now = side.connection.state();
            let row = row.unwrap_or_else(|| panic!("{at}: {content_type} passed without a row"));
            assert!(row.next.contains(&(now.era, now.state)), "{now}");
            format!("passes, to {} {}", now.era, now.state)
        }
    }
}

fn refusal(
    at: Cursor,
    row: Option<&order::Row>,
    error: &countersign::Error,
    output: &[u8],
) -> String {
    let countersign::Error::Fault { at: failed_at, fault, .. } = error else { panic!("{error}") };
    assert_eq!(*failed_at, at);
    let has_alert = [2, fault.kind.alert().0];
    let last = Records::new(output).last().expect("the alert is in the output");
    let content = match last.content_type {
        ContentType::APPLICATION_DATA => Forger13::open(&last).map(|(_, content)| content),
        _ => Forger::open(&last, RULE).filter(|text| !text.is_empty()),
    };
    assert_eq!(content.unwrap_or(&last.fragment), has_alert);
    if let Some(row) = row {
        // The rows that stand under a condition: the suite of this handshake, or what the client
        // has offered.
        let conditions = ["with RSA key exchange only", "where the client has said"];
        if conditions.iter().any(|condition| row.note.contains(condition)) {
            assert_eq!(fault.kind, FaultKind::UnexpectedMessage);
            return format!("refused in this handshake: {fault}");
        }
        assert_ne!(fault.kind, FaultKind::UnexpectedMessage, "{error}");
        return format!("passes, then: {fault}");
    }
    assert_eq!(fault.kind.alert(), AlertDescription::UNEXPECTED_MESSAGE);
    if fault.kind == FaultKind::NotTls {
        return format!("refused: {}", fault.kind.sentence());
    }
    assert_eq!(fault.kind, FaultKind::UnexpectedMessage, "{error}");
    let rows: Vec<_> = order::rows(at).map(|row| row.input.to_string()).collect();
    assert_eq!(fault.expected, rows.join(", "));
    format!("refused; expected {}", fault.expected)
}

#[test]
fn every_state_is_given_every_input() {
    let mut text = String::new();
    for at in order::places().filter(|at| at.state != StateName::Start) {
        let mut outcomes: Vec<(String, Vec<String>)> = Vec::new();
        for (name, input, content_type, content) in &inputs(at) {
            let outcome = outcome(at, *input, *content_type, content);
            match outcomes.iter_mut().find(|(each, _)| *each == outcome) {
                Some((_, names)) => names.push(name.clone()),
                None => outcomes.push((outcome, vec![name.clone()])),
            }
        }
        let mut place = format!("{at}\n");
        for (outcome, names) in outcomes {
            writeln!(place, "  {outcome}\n    {}", names.join(", ")).unwrap();
        }
        assert!(HAS_BOTH || at.era == Era::Hello || WALK.contains(&place), "{place}");
        text.push_str(&place);
    }
    if HAS_BOTH {
        insta::assert_snapshot!(text);
    }
}

#[test]
fn a_client_begins_before_it_looks_at_what_came() {
    let scene = Scene::fake();
    for (_, _, content_type, content) in inputs(START) {
        let run = |begin_first: bool| {
            let mut client = scene.client_side();
            if begin_first {
                client.settle();
            }
            let step = client.receive(&RawRecord::new(content_type, content.clone()).bytes());
            (step, client.take_output(), client.error().cloned())
        };
        assert_eq!(run(false), run(true), "{content_type}");
    }
}

#[test]
fn every_state_is_given_every_answer() {
    let answers: [fn() -> Answer; 11] = [
        || Answer::EarlyDataVerdict(false),
        || Answer::Credential(None),
        || Answer::Premaster(Err("no".into())),
        || Answer::PreSharedKey(None),
        || Answer::Session(None),
        || Answer::SessionStored(()),
        || Answer::OpenedTicket(None),
        || Answer::SealedTicket(None),
        || Answer::Signature(Err("no".into())),
        || Answer::PeerVerdict(Err(rejected())),
        || Answer::Configuration(Err(refused())),
    ];
    for at in order::places() {
        for answer in answers {
            let scene = Scene::through(at);
            let mut pair = pair_at(&scene, at);
            let side = pair.side(at.role);
            let Some((id, request)) = side.held.clone() else { continue };
            assert_eq!(order::rows(at).count(), 1, "{at}: one answer is all that it takes");
            let given = answer().kind();
            if given == request.wants() {
                assert!(order::find(at, InputKind::Answer(given)).is_some());
                assert_eq!(side.answer_with(answer()), Ok(()));
                // All answers here say no: some of them end the handshake, and others do without.
                let goes_on = side.settle() != Step::Failed;
                // TLS 1.3 does without a pre-shared key that is not known.
                let tls13_key =
                    given == AnswerKind::PreSharedKey && (is_tls13(at) || at.era == Era::Hello);
                assert_eq!(goes_on, GOES_ON.contains(&given) || tls13_key, "{at}: {given}");
            } else {
                let misuse = Misuse::WrongAnswer { question: id, wanted: request.wants(), given };
                assert_eq!(side.answer_with(answer()), Err(CallError::Misuse(misuse)));
                assert_eq!(side.settle(), Step::AwaitAnswer(id));
                assert_eq!(side.connection.state(), at);
            }
        }
    }
}

fn rejected() -> countersign::RejectedPeer {
    countersign::RejectedPeer {
        fault: countersign::CertificateFault::Unknown,
        reason: "as the test wants".into(),
    }
}

fn refused() -> countersign::RefusedHello {
    countersign::RefusedHello {
        why: countersign::RefuseHello::Declined,
        reason: "as the test wants".into(),
    }
}
