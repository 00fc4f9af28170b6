//! A server's part of the dialogue, for one that serves nobody without TLS: RFC 3207 §4,
//! RFC 2595 §3.1 and §4.

use std::io::{Read, Write};

use super::{Imap, MAX_LINES, Plain, Pop3, Protocol, Smtp, StartTlsError};

/// What to do about a command.
enum Step {
    Answer(String),
    /// The client leaves.
    Leave(String),
    /// The client asks for TLS: what to tell it, and what where it did not wait for that.
    Start {
        go_ahead: String,
        too_soon: String,
    },
}

/// Until the client was told to go ahead.
pub(super) fn offer<T: Read + Write>(
    protocol: Protocol<'_>,
    plain: &mut Plain<T>,
) -> Result<(), StartTlsError> {
    plain.write_lines(&match protocol {
        Smtp { name } => format!("220 {name} ESMTP"),
        Imap => format!("* OK [{CAPABILITY}] ready"),
        Pop3 => "+OK ready".to_owned(),
    })?;
    for _ in 0..MAX_LINES {
        let line = plain.read_line()?;
        let step = match protocol {
            Smtp { name } => smtp(&line, name),
            Imap => imap(&line),
            Pop3 => pop3(&line),
        };
        match step {
            Step::Answer(answer) => plain.write_lines(&answer)?,
            Step::Leave(answer) => {
                // Who leaves need not wait for it.
                let _ = plain.write_lines(&answer);
                return Err(StartTlsError::Quit);
            }
            // What stands behind the command came in plaintext: were it taken up inside of TLS,
            // somebody in between would have spoken for the client. The caller finds it there.
            Step::Start { too_soon, .. } if plain.has_more() => {
                return Ok(plain.write_lines(&too_soon)?);
            }
            Step::Start { go_ahead, .. } => return Ok(plain.write_lines(&go_ahead)?),
        }
    }
    Err(StartTlsError::TooManyLines)
}

/// RFC 3207 §4 has the codes.
fn smtp(line: &str, name: &str) -> Step {
    match &*line.trim_end().to_ascii_uppercase() {
        "STARTTLS" => Step::Start {
            go_ahead: "220 Ready to start TLS".to_owned(),
            too_soon: "554 Wait for the answer to STARTTLS".to_owned(),
        },
        "QUIT" => Step::Leave("221 Bye".to_owned()),
        command if command.starts_with("EHLO ") => {
            Step::Answer(format!("250-{name}\n250 STARTTLS"))
        }
        command if command.starts_with("NOOP") => Step::Answer("250 OK".to_owned()),
        command if command.starts_with("STARTTLS ") => {
            Step::Answer("501 STARTTLS has no parameters".to_owned())
        }
        _ => Step::Answer("530 Must issue a STARTTLS command first".to_owned()),
    }
}

/// Logging in without TLS is switched off (RFC 2595 §3.2).
const CAPABILITY: &str = "CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED";

fn imap(line: &str) -> Step {
    let mut words = line.trim_end().splitn(2, ' ');
    let (Some(tag), Some(command)) = (words.next().filter(|tag| is_tag(tag)), words.next()) else {
        return Step::Answer("* BAD no tag and command".to_owned());
    };
    match &*command.to_ascii_uppercase() {
        "STARTTLS" => Step::Start {
            go_ahead: format!("{tag} OK Begin TLS negotiation now"),
            too_soon: format!("{tag} BAD Wait for the answer to STARTTLS"),
        },
        "CAPABILITY" => Step::Answer(format!("* {CAPABILITY}\n{tag} OK done")),
        "NOOP" => Step::Answer(format!("{tag} OK done")),
        "LOGOUT" => Step::Leave(format!("* BYE leaving\n{tag} OK done")),
        _ => Step::Answer(format!("{tag} NO [PRIVACYREQUIRED] STARTTLS first")),
    }
}

/// It is said again in the answer.
fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

fn pop3(line: &str) -> Step {
    match &*line.trim_end().to_ascii_uppercase() {
        "STLS" => Step::Start {
            go_ahead: "+OK Begin TLS negotiation".to_owned(),
            too_soon: "-ERR Wait for the answer to STLS".to_owned(),
        },
        "CAPA" => Step::Answer("+OK\nSTLS\n.".to_owned()),
        "QUIT" => Step::Leave("+OK".to_owned()),
        _ => Step::Answer("-ERR STLS first".to_owned()),
    }
}
