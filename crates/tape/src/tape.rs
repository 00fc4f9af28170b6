//! A tape that was read: its head, and what happened, step by step.

use alloc::{borrow::ToOwned as _, string::String, vec::Vec};

use countersign::{ClientConfig, ServerConfig, pki_types::ServerName};

use crate::{
    answer::Head,
    computing::Computing,
    config,
    error::{TapeError, TapeFault},
    fact::Fact,
    recorder::Recorder,
    reel::{IN, INPUT_REPLACED, MAGIC, NOW, QUIC, VERSION},
    sink::Recording,
};

/// What stands before a call: it changes what the call finds.
const BEFORE: &[&str] = &[IN, INPUT_REPLACED, NOW];
/// What a driver does.
const CALLS: &[&str] = &[
    "poll",
    "answer",
    "send",
    "send_early",
    "send_with",
    "handshake_input",
    "update_keys",
    "close",
    "cancel",
    "end_of_input",
];
/// What comes of it; behind an answer also the facts of a configuration.
const PARTS: &[&str] =
    &["draw", "draw_failed", "output", "event", "error", "misuse", "filled", "taken"];

/// A tape. It borrows the text that it was read from.
#[derive(Clone, Debug)]
pub struct Tape<'a> {
    head: Vec<Fact<'a>>,
    begin: usize,
    steps: Vec<Step<'a>>,
    whole: bool,
    lines: usize,
}

/// One call of a driver, and what came of it.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What came in and what time it was, where that has changed.
    pub before: Vec<Fact<'a>>,
    /// The call.
    pub call: Fact<'a>,
    /// What came of it.
    pub parts: Vec<Fact<'a>>,
}

impl<'a> Tape<'a> {
    /// Reads a text. Its structure is checked here, and each value when it is needed: a tape with
    /// something new in its middle can be replayed up to there.
    ///
    /// A line without its end is taken for one that was cut, and left out.
    pub fn read(text: &'a str) -> Result<Self, TapeError> {
        let mut lines = Lines::new(text);
        let first = lines.next().transpose()?.ok_or(TapeFault::NotATape.at(1))?;
        if first.verb() != MAGIC {
            return Err(first.fault(TapeFault::NotATape));
        }
        match first.word(0) {
            Ok(VERSION) => {}
            other => {
                let found = other.unwrap_or_default().to_owned();
                return Err(first.fault(TapeFault::Version { found }));
            }
        }
        let mut head = Vec::new();
        let begin = loop {
            let fact = lines.next().transpose()?.ok_or(TapeFault::NoBegin.at(lines.number))?;
            if fact.verb() == "begin" {
                break fact.line;
            }
            head.push(fact);
        };
        let (steps, whole) = read_steps(&mut lines)?;
        Ok(Self { head, begin, steps, whole, lines: lines.number })
    }

    /// What happened.
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// False where the tape was cut: its recorder did not come to the end.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Lines, from 1; what is behind the last was cut off, if anything was.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// True where the secrets were taken out.
    pub fn is_redacted(&self) -> bool {
        self.head_fact("secrets").is_ok_and(|fact| fact.word(0) == Ok("redacted"))
    }

    /// Our side: `client` or `server`.
    pub fn role(&self) -> &'a str {
        self.head_fact("role").and_then(|fact| fact.word(0)).unwrap_or_default()
    }

    /// What computed, where the recorder was told.
    pub fn provider(&self) -> Option<String> {
        self.head_fact("provider").and_then(|fact| fact.quoted("name")).ok()
    }

    fn head_fact(&self, verb: &'static str) -> Result<&Fact<'a>, TapeError> {
        let found = self.head.iter().find(|fact| fact.verb() == verb);
        found.ok_or_else(|| TapeFault::HeadWithout { verb }.at(self.begin))
    }

    /// The machine as it was at the beginning, which keeps its lines.
    pub(crate) fn machine(&self, computing: Computing) -> Result<(Recorder, Head), TapeError> {
        let facts: Vec<_> =
            self.head.iter().filter(|it| config::VERBS.contains(&it.verb())).cloned().collect();
        let known = ["secrets", "role", "provider", "server_name", QUIC];
        for fact in &self.head {
            if !config::VERBS.contains(&fact.verb()) && !known.contains(&fact.verb()) {
                let verb = fact.verb().to_owned();
                return Err(fact.fault(TapeFault::UnknownFact { verb }));
            }
        }
        let nowhere = Recording::to(|_: &str| Ok(())).redacted(self.is_redacted());
        let role = self.head_fact("role")?;
        let quic = self.head.iter().find(|fact| fact.verb() == QUIC);
        let quic = quic.map(|fact| fact.bytes("transport_parameters")).transpose()?;
        let refused = |error| TapeFault::Configuration(error).at(self.begin);
        let (mut recorder, head) = match role.word(0)? {
            "client" => {
                let config: ClientConfig = config::read_client(&facts, computing, self.begin)?;
                let name = self.server_name()?;
                let recorder = match &quic {
                    Some(parameters) => {
                        Recorder::quic_client(&config, name, parameters, Some(nowhere))
                            .map_err(refused)?
                    }
                    None => Recorder::client(&config, name, Some(nowhere)),
                };
                (recorder, Head::Client(config))
            }
            "server" => {
                let config: ServerConfig = config::read_server(&facts, computing, self.begin)?;
                let text = config::server_text(&config);
                let recorder = match &quic {
                    Some(parameters) => Recorder::quic_server(&config, parameters, Some(nowhere))
                        .map_err(refused)?,
                    None => Recorder::server(&config, Some(nowhere)),
                };
                (recorder, Head::Server(config, text))
            }
            _ => {
                let name = "role".to_owned();
                return Err(role.fault(TapeFault::Value { name, expected: "client or server" }));
            }
        };
        recorder.keep();
        Ok((recorder, head))
    }

    fn server_name(&self) -> Result<ServerName<'static>, TapeError> {
        let fact = self.head_fact("server_name")?;
        ServerName::try_from(fact.quoted("name")?).map_err(|_| {
            let name = "name".to_owned();
            fact.fault(TapeFault::Value { name, expected: "a DNS name or an address" })
        })
    }
}

/// The lines that say something.
struct Lines<'a> {
    rest: &'a str,
    /// Of the line that was read last.
    number: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text, number: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Result<Fact<'a>, TapeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, rest) = match self.rest.split_once('\n') {
                Some(parts) => parts,
                // The one line that may go without its end, since nothing is behind it.
                None if self.rest == "end" => (self.rest, ""),
                None => return None,
            };
            self.rest = rest;
            self.number += 1;
            if !line.trim().is_empty() && !line.starts_with('#') {
                return Some(Fact::read(self.number, line));
            }
        }
    }
}

/// All steps, and whether the end is there.
fn read_steps<'a>(lines: &mut Lines<'a>) -> Result<(Vec<Step<'a>>, bool), TapeError> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut before = Vec::new();
    while let Some(fact) = lines.next().transpose()? {
        let verb = fact.verb();
        if fact.indented {
            let Some(step) = steps.last_mut().filter(|_| before.is_empty()) else {
                return Err(fact.fault(TapeFault::WithoutCall));
            };
            let given = step.call.verb() == "answer" && config::VERBS.contains(&verb);
            if !given && !PARTS.contains(&verb) {
                return Err(fact.fault(TapeFault::UnknownFact { verb: verb.to_owned() }));
            }
            step.parts.push(fact);
        } else if BEFORE.contains(&verb) {
            before.push(fact);
        } else if CALLS.contains(&verb) {
            let before = core::mem::take(&mut before);
            steps.push(Step { before, call: fact, parts: Vec::new() });
        } else if verb == "end" {
            return match lines.next().transpose()? {
                None if lines.rest.is_empty() => Ok((steps, true)),
                _ => Err(TapeFault::BehindEnd.at(fact.line + 1)),
            };
        } else {
            return Err(fact.fault(TapeFault::UnknownFact { verb: verb.to_owned() }));
        }
    }
    Ok((steps, false))
}
