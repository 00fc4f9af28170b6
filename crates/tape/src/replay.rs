//! A tape once more, through a fresh machine.

use alloc::{boxed::Box, string::String, vec::Vec};
use core::{fmt, time::Duration};

use bytes::BytesMut;
use countersign::{
    Event, QuestionId, Surroundings,
    crypto::{Random, RandomFailed},
    pki_types::UnixTime,
};

use crate::{
    answer::{self, Head},
    computing::Computing,
    config,
    difference::{self, Difference},
    error::{TapeError, TapeFault},
    fact::Fact,
    names::{LEVELS, named},
    recorder::Recorder,
    reel::{FOREIGN, INPUT_REPLACED, NOW},
    tape::{Step, Tape},
};

/// Polls for the failure behind a difference: what a machine still tells is some events long.
const MAX_EVENTS_BEFORE_A_FAILURE: usize = 16;

/// How a replay ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Steps in which tape and machine agree.
    pub agreed: usize,
    /// Steps of the tape.
    pub steps: usize,
    /// Why it went no further.
    pub stop: Stop,
}

/// Why a replay went no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The tape has come to its end.
    End,
    /// The tape was cut behind this line.
    Cut {
        /// The last line that is whole.
        line: usize,
    },
    /// What is needed next was taken out of the tape.
    Redacted(TapeError),
    /// The machine does something else.
    Differs(Box<Difference>),
}

impl Replay {
    /// True where the machine did what the tape has, as far as the tape goes.
    pub fn agrees(&self) -> bool {
        matches!(self.stop, Stop::End | Stop::Cut { .. })
    }
}

impl fmt::Display for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agreed, steps, stop } = self;
        match stop {
            Stop::End => write!(f, "agrees in all {steps} steps"),
            Stop::Cut { line } => write!(
                f,
                "agrees in all {agreed} steps that are there; the tape was cut behind line {line}"
            ),
            Stop::Redacted(error) => {
                write!(f, "agrees in {agreed} of {steps} steps, then stops: {error}")
            }
            Stop::Differs(difference) => {
                write!(f, "agrees in {agreed} of {steps} steps, then differs: {difference}")
            }
        }
    }
}

/// Runs a tape through a fresh machine, over a provider or [`Computing`]. It need not be the
/// provider that the tape was made with: all that make their key pairs of the randomness that is
/// lent give the same bytes.
///
/// An error is the tape's: it is damaged, or has something in it that is not known here.
pub fn replay(tape: &Tape<'_>, computing: impl Into<Computing>) -> Result<Replay, TapeError> {
    let computing = computing.into();
    let (recorder, head) = tape.machine(computing)?;
    let mut player = Player { recorder, head, computing, now: 0, asked: None, carried: Vec::new() };
    let steps = tape.steps().len();
    let ended = |agreed, stop| Ok(Replay { agreed, steps, stop });
    for (index, step) in tape.steps().iter().enumerate() {
        let cut = !tape.is_whole() && index + 1 == steps;
        match player.step(index + 1, step, cut) {
            Ok(None) => {}
            Ok(Some(difference)) => return ended(index, Stop::Differs(Box::new(difference))),
            Err(error) if matches!(error.fault, TapeFault::Redacted { .. }) => {
                return ended(index, Stop::Redacted(error));
            }
            // What is missing may have been behind the cut.
            Err(_) if cut => return ended(index, Stop::Cut { line: tape.lines() }),
            Err(error) => return Err(error),
        }
    }
    let stop = if tape.is_whole() { Stop::End } else { Stop::Cut { line: tape.lines() } };
    ended(steps, stop)
}

struct Player<'a> {
    recorder: Recorder,
    head: Head,
    computing: Computing,
    now: u64,
    asked: Option<QuestionId>,
    /// What came in before a call that could not be made again, which comes out with the next.
    carried: Vec<Fact<'a>>,
}

impl<'a> Player<'a> {
    /// One step; tells where machine and tape differ.
    fn step(
        &mut self,
        number: usize,
        step: &Step<'a>,
        cut: bool,
    ) -> Result<Option<Difference>, TapeError> {
        for fact in &step.before {
            self.prepare(fact)?;
        }
        if step.call.verb() == "answer" && step.call.field("question") == Some(FOREIGN) {
            // It was refused, and has changed nothing; nobody but its own connection has its id.
            self.carried.extend(step.before.iter().cloned());
            return Ok(None);
        }
        let mut draws = TapeRandom::new(&step.parts);
        let called = self.call(step, &mut draws);
        if let Some(error) = draws.error {
            return Err(error);
        }
        called?;
        let got = self.recorder.kept();
        let carried = core::mem::take(&mut self.carried);
        let expected = carried.iter().chain(&step.before);
        let expected = expected.chain(core::iter::once(&step.call)).chain(&step.parts);
        let mut difference = Difference::find(number, &step.call, expected, &got, cut);
        if let Some(difference) = &mut difference
            && !difference.tells_a_failure()
        {
            difference.failure = self.failure();
        }
        Ok(difference)
    }

    /// How the machine fails next, if it does before it wants something: a client first tells that
    /// the session of a connection is lost, and at its next poll why.
    fn failure(&mut self) -> Option<String> {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.now));
        let (draws, output) = (&mut TapeRandom::new(&[]), &mut BytesMut::new());
        for _ in 0..MAX_EVENTS_BEFORE_A_FAILURE {
            match self.recorder.poll(&mut Surroundings { now, random: draws, output }) {
                Err(_) => return difference::last_error(&self.recorder.kept()),
                Ok(Event::NeedInput { .. } | Event::Ask(..) | Event::PeerClosed) => return None,
                Ok(_) => {}
            }
        }
        None
    }

    /// Brings in what came in, and sets the clock.
    fn prepare(&mut self, fact: &Fact<'_>) -> Result<(), TapeError> {
        if fact.verb() == NOW {
            self.now = fact.number("seconds")?;
            return Ok(());
        }
        let bytes = fact.bytes("bytes")?;
        let input = self.recorder.input();
        if fact.verb() == INPUT_REPLACED {
            input.clear();
        }
        input.extend_from_slice(&bytes);
        Ok(())
    }

    /// Makes a call again. What comes of it, the recorder takes down.
    fn call(&mut self, step: &Step<'_>, draws: &mut TapeRandom<'_>) -> Result<(), TapeError> {
        let call = &step.call;
        let mut output = BytesMut::new();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.now));
        let surroundings = &mut Surroundings { now, random: draws, output: &mut output };
        let recorder = &mut self.recorder;
        match call.verb() {
            "poll" => {
                if let Ok(Event::Ask(id, _)) = recorder.poll(surroundings) {
                    self.asked = Some(id);
                }
            }
            "answer" => {
                let block: Vec<_> = step
                    .parts
                    .iter()
                    .filter(|it| config::VERBS.contains(&it.verb()))
                    .cloned()
                    .collect();
                let answer = answer::read(call, &block, &self.head, self.computing)?;
                let number = call.small("question")?;
                let asked = self.asked.filter(|id| id.number() == number);
                let id = asked.ok_or_else(|| {
                    let expected = "the number of a question that was asked";
                    call.fault(TapeFault::Value { name: String::from("question"), expected })
                })?;
                // Where it is refused, that is taken down.
                let _ = recorder.answer(id, answer);
            }
            "send" => {
                let plaintext = call.secret("bytes")?;
                let _ = recorder.send(plaintext.expose(), surroundings);
            }
            "send_early" => {
                let plaintext = call.secret("bytes")?;
                let _ = recorder.send_early(plaintext.expose(), surroundings);
            }
            "handshake_input" => {
                let level = named(LEVELS, call, 0, "level")?;
                let _ = recorder.handshake_input(level, &call.bytes("bytes")?);
            }
            "update_keys" => {
                let _ = recorder.update_keys(call.flag("request_peer")?, surroundings);
            }
            "send_with" => {
                let filled = step.parts.iter().find(|it| it.verb() == "filled");
                let filled = filled.map(|fact| fact.secret("bytes")).transpose()?;
                let fill = |place: &mut [u8]| {
                    let bytes = filled.as_ref().map_or(&[][..], |filled| filled.expose());
                    let len = bytes.len().min(place.len());
                    for (to, from) in place.iter_mut().zip(bytes) {
                        *to = *from;
                    }
                    len
                };
                let _ = recorder.send_with(call.size("most")?, surroundings, fill);
            }
            "close" => {
                let _ = recorder.close(surroundings);
            }
            "cancel" => recorder.cancel(surroundings),
            _ => recorder.end_of_input(),
        }
        Ok(())
    }
}

/// Gives the draws of a step, in their order.
struct TapeRandom<'a> {
    draws: Vec<&'a Fact<'a>>,
    next: usize,
    error: Option<TapeError>,
}

impl<'a> TapeRandom<'a> {
    fn new(parts: &'a [Fact<'a>]) -> Self {
        let draws = parts.iter().filter(|it| it.verb().starts_with("draw")).collect();
        Self { draws, next: 0, error: None }
    }
}

impl Random for TapeRandom<'_> {
    /// Fails where the tape has no such draw: the recorder takes that down, so that it is found.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        let fact = self.draws.get(self.next).ok_or(RandomFailed)?;
        self.next += 1;
        if fact.verb() != "draw" {
            return Err(RandomFailed);
        }
        let bytes = fact.secret("bytes").map_err(|error| {
            self.error.get_or_insert(error);
            RandomFailed
        })?;
        if bytes.expose().len() != out.len() {
            return Err(RandomFailed);
        }
        out.copy_from_slice(bytes.expose());
        Ok(())
    }
}
