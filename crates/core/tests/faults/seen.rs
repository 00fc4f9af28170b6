//! What is seen of a connection that has failed, and that it stays so.

use countersign::{
    Answer, CallError, Error, Event,
    wire::{AlertDescription, ContentType},
};
use countersign_testkit::{
    Records, Side, Step,
    fake::{Forger, Forger13},
};

/// How a connection failed.
pub(crate) struct Seen {
    pub(crate) error: Error,
    /// Level and description of the alert that ends the output.
    pub(crate) alert: Option<(u8, AlertDescription)>,
}

/// Settles a connection that must fail, and checks that the failure is final.
pub(crate) fn see(side: &mut Side<'_>) -> Seen {
    assert_eq!(side.settle(), Step::Failed, "in {}", side.connection.state());
    let error = side.error().unwrap().clone();
    let alert = last_alert(&side.take_output());
    check_final(side, &error);
    Seen { error, alert }
}

/// An alert in the last record, plain or under the fake provider.
fn last_alert(output: &[u8]) -> Option<(u8, AlertDescription)> {
    let record = Records::new(output).last()?;
    let (content_type, content) = match record.content_type {
        ContentType::APPLICATION_DATA => Forger13::open(&record)?,
        plain if record.fragment.len() == 2 => (plain, &record.fragment[..]),
        protected => (protected, Forger::open(&record, countersign::crypto::NonceRule::Explicit)?),
    };
    assert_eq!(content_type, ContentType::ALERT, "the last record is no alert");
    Some((content[0], AlertDescription(content[1])))
}

fn check_final(side: &mut Side<'_>, error: &Error) {
    let failed = Err(CallError::Failed(error.clone()));
    let at = side.connection.state();
    assert_eq!(at, error.at());
    let known = (side.connection.version(), side.connection.suite());
    let question = side.noted().iter().rev().find_map(|noted| match noted.event {
        Event::Ask(id, _) => Some(id),
        _ => None,
    });
    for _ in 0..2 {
        side.feed(&[22, 3, 3, 0, 1, 0]);
        assert_eq!(side.poll(), Step::Failed);
        assert_eq!(side.error(), Some(error));
        assert_eq!(side.send(b"more"), failed.clone().map(|()| 0));
        assert_eq!(side.close(), Err(error.clone()));
        if let Some(id) = question {
            let answer = Answer::Signature(Ok(vec![1]));
            assert_eq!(side.connection.answer(id, answer), failed);
        }
        side.cancel();
        side.connection.end_of_input();
    }
    assert!(side.output.is_empty(), "nothing goes out behind the alert");
    assert_eq!(side.connection.state(), at);
    assert_eq!((side.connection.version(), side.connection.suite()), known);
}
