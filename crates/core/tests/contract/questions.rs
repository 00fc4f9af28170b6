//! Rules a, c, d, e, f: questions and answers.

use bytes::BytesMut;
use countersign::{
    Answer, AnswerKind, Answers, CallError, Connection, Error, Event, Misuse, Nobody, QuestionId,
    Request, Role, StateName, Surroundings, fault::FaultKind, pki_types::UnixTime,
};
use countersign_testkit::{Pair, Scene, SeededRandom, Step};

use super::IS_TLS12;

/// Runs until a side's question is open; the first of a server is about its configuration.
fn held(scene: &Scene, role: Role) -> Pair<'_> {
    let mut pair = scene.pair();
    pair.side(role).hold = true;
    pair.run();
    assert!(pair.side(role).held.is_some());
    pair
}

/// Rule a.
#[test]
fn questions_are_owned_and_cross_threads() {
    fn owned<T: Send + 'static>() {}
    owned::<(QuestionId, Request, Answer, Event, Error)>();
    owned::<Connection>();

    let scene = Scene::fake();
    let mut pair = held(&scene, Role::Client);
    let (id, request) = pair.client.held.take().unwrap();
    // The scene's verifier is moved by reference; the question itself goes to another thread.
    let verifier = countersign_testkit::fake::FakeVerifier;
    let answer = std::thread::spawn(move || {
        Answers::client(&verifier).answer(&request, &mut SeededRandom::new(3))
    });
    pair.client.connection.answer(id, answer.join().unwrap()).unwrap();
    pair.run();
    assert!(pair.client.connection.is_connected() && pair.server.connection.is_connected());
}

/// Rule c.
#[test]
fn wrong_answers_change_nothing() {
    let scene = Scene::fake();
    let mut pair = held(&scene, Role::Server);
    let (first, _) = pair.server.held.clone().unwrap();
    let at = pair.server.connection.state();
    let wrong = pair.server.answer_with(Answer::Signature(Ok(vec![1])));
    let (wanted, given) = (AnswerKind::Configuration, AnswerKind::Signature);
    let misuse = Misuse::WrongAnswer { question: first, wanted, given };
    assert_eq!(wrong, Err(CallError::Misuse(misuse)));
    assert_eq!(
        (pair.server.settle(), pair.server.connection.state()),
        (Step::AwaitAnswer(first), at)
    );

    assert!(pair.server.answer_held());
    let again = pair.server.connection.answer(first, configuration(&scene));
    assert_eq!(again, Err(CallError::Misuse(Misuse::NoSuchQuestion(first))), "answered already");
    pair.run();

    let (second, _) = pair.server.held.clone().unwrap();
    assert_ne!(first, second);
    let stale = pair.server.connection.answer(first, configuration(&scene));
    assert_eq!(stale, Err(CallError::Misuse(Misuse::NoSuchQuestion(first))), "of another question");
    assert_eq!(pair.server.settle(), Step::AwaitAnswer(second));

    pair.server.hold = false;
    assert!(pair.server.answer_held());
    pair.run();
    assert!(pair.client.connection.is_connected() && pair.server.connection.is_connected());
    let late = pair.server.connection.answer(second, configuration(&scene));
    assert_eq!(late, Err(CallError::Misuse(Misuse::NoSuchQuestion(second))), "long after");
}

fn configuration(scene: &Scene) -> Answer {
    Answer::Configuration(Ok(scene.server.clone()))
}

/// Rule c: a server asks twice and a client once; without an answer neither goes on.
#[test]
fn nothing_goes_on_without_an_answer() {
    for (role, held_back, state) in [
        (Role::Server, 1, StateName::WaitConfiguration),
        (Role::Server, 2, StateName::WaitSignature),
        (Role::Client, 1, StateName::WaitPeerVerdict),
    ] {
        let scene = Scene::fake();
        let mut pair = held(&scene, role);
        for _ in 1..held_back {
            pair.side(role).answer_held();
            pair.run();
        }
        let (id, _) = pair.side(role).held.clone().unwrap();
        for _ in 0..100 {
            pair.run();
            assert_eq!(pair.side(role).poll(), Step::AwaitAnswer(id));
        }
        assert_eq!(pair.side(role).connection.state().state, state);
        assert!(!pair.client.connection.is_connected() && !pair.server.connection.is_connected());
    }
}

/// Rule d: and bytes that come meanwhile wait, whole, until the question is answered.
#[test]
fn an_open_question_is_not_a_want_of_bytes() {
    let scene = Scene::fake();
    let mut pair = held(&scene, Role::Client);
    let (id, _) = pair.client.held.clone().unwrap();
    let junk = [22, 3, 3, 0, 4, 99, 0, 0, 0];
    for (count, byte) in (1..).zip(junk) {
        pair.client.feed(&[byte]);
        assert_eq!(pair.client.settle(), Step::AwaitAnswer(id));
        assert_eq!(pair.client.connection.input_len(), count);
    }
    assert!(pair.client.answer_held());
    assert_eq!(pair.client.settle(), Step::Failed);
    let (fault, state) = if IS_TLS12 {
        (FaultKind::UnexpectedMessage, StateName::WaitChangeCipherSpec)
    } else {
        // The rest of the server's flight came in one record with the certificate.
        (FaultKind::UnprotectedRecord, StateName::Connected)
    };
    assert_eq!(pair.client.error().unwrap().fault(), Some(fault));
    assert_eq!(pair.client.error().unwrap().at().state, state);
}

/// Rule f: who answers nothing accepts nothing.
#[test]
fn nobody_accepts_nobody() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.client.answers = Answers::client(&Nobody);
    pair.run();
    assert_eq!(pair.client.error().unwrap().fault(), Some(FaultKind::CertificateUnknown));

    let mut pair = scene.pair();
    pair.server.answers = Answers::server(&Nobody, &Nobody);
    pair.run();
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::Declined));

    let mut pair = scene.pair();
    pair.server.answers = Answers::server(&scene.server, &Nobody);
    pair.run();
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::SigningFailed));
}

/// Rule e: a driver is one loop over the public calls, and this is it.
#[test]
fn a_driver_is_one_loop() {
    fn drive(connection: &mut Connection, answers: &Answers<'_>, output: &mut BytesMut) {
        let random = &mut SeededRandom::new(5);
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_700_000_000));
        let mut surroundings = Surroundings { now, random, output };
        loop {
            match connection.poll(&mut surroundings).unwrap() {
                Event::NeedInput { .. } => return,
                Event::Ask(id, request) => {
                    let answer = answers.answer(&request, surroundings.random);
                    connection.answer(id, answer).unwrap();
                }
                _ => {}
            }
        }
    }
    let scene = Scene::fake();
    let mut client = Connection::client(&scene.client, scene.server_name.clone());
    let mut server = Connection::server(&scene.server);
    let (mut to_server, mut to_client) = (BytesMut::new(), BytesMut::new());
    while !(client.is_connected() && server.is_connected()) {
        drive(&mut client, &Answers::client(&*scene.verifier), &mut to_server);
        server.input().unsplit(to_server.split());
        drive(&mut server, &Answers::server(&scene.server, &scene.keys), &mut to_client);
        client.input().unsplit(to_client.split());
    }
    assert_eq!(client.suite(), server.suite());
}

/// Rule c, for drivers that route late answers by socket: the answer for a connection that is
/// gone must not pass for that of the connection in its place.
#[test]
fn an_answer_for_another_connection_is_refused() {
    let scene = Scene::fake();
    for role in [Role::Client, Role::Server] {
        let mut gone = held(&scene, role);
        let (late, request) = gone.side(role).held.clone().unwrap();
        let mut here = scene.pair();
        here.client.random = Box::new(SeededRandom::new(77));
        here.side(role).hold = true;
        here.run();
        let (open, _) = here.side(role).held.clone().unwrap();
        assert_ne!(open, late);
        let answers = here.side(role).answers;
        let answer = answers.answer(&request, &mut SeededRandom::new(3));
        let refused = here.side(role).connection.answer(late, answer);
        assert_eq!(refused, Err(CallError::Misuse(Misuse::NoSuchQuestion(late))), "{role}");
        assert_eq!(here.side(role).settle(), Step::AwaitAnswer(open));
    }
}
