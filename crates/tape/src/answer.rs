//! Answers, as facts and back. The table of answers: one arm for each kind, in both directions.

use alloc::{borrow::ToOwned as _, string::String, vec::Vec};

use bytes::Bytes;
use countersign::{
    AcceptedPeer, Answer, AnswerKind, ClientConfig, OpenedTicket, PreSharedKey, RefusedHello,
    RejectedPeer, SealedTicket, ServerConfig, crypto::Secret,
};

use crate::{
    computing::Computing,
    config,
    error::{TapeError, TapeFault},
    fact::Fact,
    names::{CERTIFICATE_FAULTS, HASHES, REFUSALS, name, named},
    page::{Line, NONE, Page},
};

/// What an answer may refer to instead of saying it again.
pub(crate) enum Head {
    /// A client's configuration, with its credentials.
    Client(ClientConfig),
    /// A server's configuration, and its text.
    Server(ServerConfig, String),
}

/// Says that the answer is the head's configuration.
const OF_THE_HEAD: &str = "of_the_head";
/// Says that what was answered follows.
const GIVEN: &str = "given";
/// A credential of the head's configuration; its number from 0 on.
const CONFIGURED: &str = "configured";
const REFUSED: &str = "refused";
const ACCEPTED: &str = "accepted";
const REJECTED: &str = "rejected";
const FAILED: &str = "failed";

/// Writes the answer to question `number`.
pub(crate) fn write(answer: &Answer, question: &str, head: &Head, page: &mut Page) {
    let line = page.call("answer").field("question", question).word(answer.kind());
    match answer {
        Answer::Configuration(Ok(served)) => match head {
            Head::Server(_, text) if config::server_text(served) == *text => {
                line.word(OF_THE_HEAD).end();
            }
            _ => {
                line.word(GIVEN).end();
                config::write_server(served, page, "  ");
            }
        },
        Answer::Configuration(Err(refused)) => line
            .word(REFUSED)
            .word(name(REFUSALS, &refused.why))
            .text("reason", &refused.reason)
            .end(),
        Answer::PeerVerdict(Ok(peer)) => {
            line.word(ACCEPTED).bytes("public_key", &peer.public_key).end();
        }
        Answer::PeerVerdict(Err(rejected)) => line
            .word(REJECTED)
            .word(name(CERTIFICATE_FAULTS, &rejected.fault))
            .text("reason", &rejected.reason)
            .end(),
        Answer::Signature(signature) => {
            outcome(line, signature, |line, it| line.bytes("signature", it));
        }
        Answer::Credential(None) => line.word(NONE).end(),
        Answer::Credential(Some(credential)) => {
            let configured = match head {
                Head::Client(config) => {
                    config.credentials().iter().position(|own| own.same(credential))
                }
                Head::Server(..) => None,
            };
            if let Some(index) = configured {
                line.word(CONFIGURED).field("number", index).end();
            } else {
                line.word(GIVEN).end();
                config::write_credential(credential, page.part("credential"));
            }
        }
        Answer::Premaster(secret) => {
            outcome(line, secret, |line, it| line.secret("secret", it.expose()));
        }
        Answer::PreSharedKey(key) => maybe(line, key.as_ref(), |line, it| {
            line.word(name(HASHES, &it.hash))
                .flag("imported", it.imported)
                .bytes("identity", &it.identity)
                .secret("key", it.key.expose())
        }),
        Answer::Session(session) => {
            maybe(line, session.as_ref(), |line, it| line.secret("session", it.expose()));
        }
        Answer::OpenedTicket(ticket) => maybe(line, ticket.as_ref(), |line, it| {
            line.flag("renew", it.renew).secret("session", it.session.expose())
        }),
        Answer::SealedTicket(ticket) => maybe(line, ticket.as_ref(), |line, it| {
            line.field("lifetime_hint", it.lifetime_hint).bytes("ticket", &it.ticket)
        }),
        Answer::EarlyDataVerdict(taken) => line.flag("taken", *taken).end(),
        // It is stored, and that is all; and of a kind that is not known here, reading says so.
        _ => line.end(),
    }
}

fn outcome<T>(
    line: Line<'_>,
    result: &Result<T, String>,
    write: impl for<'l> FnOnce(Line<'l>, &T) -> Line<'l>,
) {
    match result {
        Ok(value) => write(line, value),
        Err(reason) => line.word(FAILED).text("reason", reason),
    }
    .end();
}

fn maybe<T>(
    line: Line<'_>,
    value: Option<&T>,
    write: impl for<'l> FnOnce(Line<'l>, &T) -> Line<'l>,
) {
    match value {
        Some(value) => write(line.word(GIVEN), value),
        None => line.word(NONE),
    }
    .end();
}

/// Reads an answer; `block` are the facts of what is given.
pub(crate) fn read(
    fact: &Fact<'_>,
    block: &[Fact<'_>],
    head: &Head,
    computing: Computing,
) -> Result<Answer, TapeError> {
    let kind = kind(fact)?;
    Ok(match kind {
        AnswerKind::Configuration => Answer::Configuration(match fact.word(1)? {
            REFUSED => Err(RefusedHello {
                why: named(REFUSALS, fact, 2, "refusal")?,
                reason: fact.quoted("reason")?,
            }),
            OF_THE_HEAD => match head {
                Head::Server(config, _) => Ok(config.clone()),
                Head::Client(_) => return Err(unfit(fact)),
            },
            GIVEN => Ok(config::read_server(block, computing, fact.line)?),
            _ => return Err(unfit(fact)),
        }),
        AnswerKind::PeerVerdict => Answer::PeerVerdict(match fact.word(1)? {
            ACCEPTED => Ok(AcceptedPeer { public_key: fact.bytes("public_key")? }),
            REJECTED => Err(RejectedPeer {
                fault: named(CERTIFICATE_FAULTS, fact, 2, "certificate fault")?,
                reason: fact.quoted("reason")?,
            }),
            _ => return Err(unfit(fact)),
        }),
        AnswerKind::Signature => {
            Answer::Signature(read_outcome(fact, |fact| fact.bytes("signature"))?)
        }
        AnswerKind::Credential => Answer::Credential(read_selected(fact, block, head)?),
        AnswerKind::Premaster => {
            Answer::Premaster(read_outcome(fact, |fact| fact.secret("secret"))?)
        }
        AnswerKind::SessionStored => Answer::SessionStored(()),
        AnswerKind::EarlyDataVerdict => Answer::EarlyDataVerdict(fact.flag("taken")?),
        AnswerKind::PreSharedKey => Answer::PreSharedKey(read_maybe(fact, |fact| {
            let identity = Bytes::from(fact.bytes("identity")?);
            Ok(PreSharedKey {
                identity,
                key: fact.secret("key")?,
                hash: named(HASHES, fact, 2, "hash")?,
                imported: fact.flag("imported")?,
            })
        })?),
        AnswerKind::Session => Answer::Session(read_maybe(fact, session)?),
        AnswerKind::OpenedTicket => Answer::OpenedTicket(read_maybe(fact, |fact| {
            Ok(OpenedTicket { session: session(fact)?, renew: fact.flag("renew")? })
        })?),
        AnswerKind::SealedTicket => Answer::SealedTicket(read_maybe(fact, |fact| {
            let lifetime_hint = fact.small("lifetime_hint")?;
            Ok(SealedTicket { ticket: fact.bytes("ticket")?, lifetime_hint })
        })?),
        newer => {
            return Err(
                fact.fault(TapeFault::UnknownKind { of: "answer", name: newer.name().to_owned() })
            );
        }
    })
}

fn kind(fact: &Fact<'_>) -> Result<AnswerKind, TapeError> {
    let word = fact.word(0)?;
    let found = AnswerKind::ALL.iter().copied().find(|kind| kind.name() == word);
    let unknown = || TapeFault::UnknownKind { of: "answer", name: word.to_owned() };
    found.ok_or_else(|| fact.fault(unknown()))
}

fn unfit(fact: &Fact<'_>) -> TapeError {
    fact.fault(TapeFault::Value {
        name: "the answer".to_owned(),
        expected: "one of the forms of its kind",
    })
}

fn session(fact: &Fact<'_>) -> Result<Secret, TapeError> {
    fact.secret("session")
}

fn read_outcome<T>(
    fact: &Fact<'_>,
    read: impl FnOnce(&Fact<'_>) -> Result<T, TapeError>,
) -> Result<Result<T, String>, TapeError> {
    match fact.word(1) {
        Ok(FAILED) => Ok(Err(fact.quoted("reason")?)),
        Ok(_) => Err(unfit(fact)),
        Err(_) => read(fact).map(Ok),
    }
}

fn read_maybe<T>(
    fact: &Fact<'_>,
    read: impl FnOnce(&Fact<'_>) -> Result<T, TapeError>,
) -> Result<Option<T>, TapeError> {
    match fact.word(1)? {
        NONE => Ok(None),
        GIVEN => read(fact).map(Some),
        _ => Err(unfit(fact)),
    }
}

fn read_selected(
    fact: &Fact<'_>,
    block: &[Fact<'_>],
    head: &Head,
) -> Result<Option<countersign::Credential>, TapeError> {
    let credential = match (fact.word(1)?, head) {
        (NONE, _) => return Ok(None),
        (CONFIGURED, Head::Client(config)) => {
            config.credentials().get(fact.size("number")?).cloned()
        }
        (GIVEN, _) => {
            let given: Vec<_> = block.iter().filter(|it| it.verb() == "credential").collect();
            given.first().map(|fact| config::read_credential(fact)).transpose()?
        }
        _ => None,
    };
    credential.map(Some).ok_or_else(|| unfit(fact))
}
