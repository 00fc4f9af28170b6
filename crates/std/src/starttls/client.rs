//! A client's part of the dialogue: RFC 3207 §4, RFC 2595 §3.1 and §4.

use std::io::{Read, Write};

use super::{Imap, MAX_LINES, Plain, Pop3, Protocol, Smtp, StartTlsError};

/// As errors name it.
const CONNECTION: &str = "the connection";

/// Until the server has said to go ahead.
pub(super) fn ask<T: Read + Write>(
    protocol: Protocol<'_>,
    plain: &mut Plain<T>,
) -> Result<(), StartTlsError> {
    let offered = match protocol {
        Smtp { name } => smtp_offers(name, plain)?,
        Imap => imap_offers(plain)?,
        Pop3 => pop3_offers(plain)?,
    };
    let (name, wanted) = protocol.words();
    if !offered {
        return Err(StartTlsError::NotOffered { protocol: name, wanted });
    }
    match protocol {
        Smtp { .. } => {
            plain.write_lines(wanted)?;
            smtp_reply(plain, wanted, "220").map(drop)
        }
        Imap => {
            plain.write_lines("a2 STARTTLS")?;
            imap_reply(plain, wanted, "a2").map(drop)
        }
        Pop3 => {
            plain.write_lines(wanted)?;
            pop3_reply(plain, wanted)
        }
    }
}

fn smtp_offers<T: Read + Write>(name: &str, plain: &mut Plain<T>) -> Result<bool, StartTlsError> {
    smtp_reply(plain, CONNECTION, "220")?;
    plain.write_lines(&format!("EHLO {name}"))?;
    let lines = smtp_reply(plain, "EHLO", "250")?;
    // The first is the server's name.
    Ok(lines.iter().skip(1).any(|line| line.eq_ignore_ascii_case("STARTTLS")))
}

/// The texts of a reply (RFC 5321 §4.2.1): each line but the last has a hyphen behind its code.
fn smtp_reply<T: Read + Write>(
    plain: &mut Plain<T>,
    asked: &'static str,
    wanted: &str,
) -> Result<Vec<String>, StartTlsError> {
    let mut texts = Vec::new();
    while texts.len() < MAX_LINES {
        let line = plain.read_line()?;
        let Some(text) = line.strip_prefix(wanted) else {
            return Err(StartTlsError::Refused { asked, reply: line });
        };
        if let Some(text) = text.strip_prefix('-') {
            texts.push(text.to_owned());
        } else if text.is_empty() || text.starts_with(' ') {
            texts.push(text.trim_start().to_owned());
            return Ok(texts);
        } else {
            return Err(StartTlsError::Refused { asked, reply: line });
        }
    }
    Err(StartTlsError::TooManyLines)
}

/// A greeting with `PREAUTH` is refused: TLS cannot begin behind it (RFC 2595 §3.1), so that
/// whoever is in between would send it to keep TLS away.
fn imap_offers<T: Read + Write>(plain: &mut Plain<T>) -> Result<bool, StartTlsError> {
    let greeting = plain.read_line()?;
    if !has_words(&greeting, &["*", "OK"]) {
        return Err(StartTlsError::Refused { asked: CONNECTION, reply: greeting });
    }
    plain.write_lines("a1 CAPABILITY")?;
    let lines = imap_reply(plain, "CAPABILITY", "a1")?;
    let offers = |line: &String| {
        has_words(line, &["*", "CAPABILITY"])
            && line.split(' ').any(|word| word.eq_ignore_ascii_case("STARTTLS"))
    };
    Ok(lines.iter().any(offers))
}

/// What comes before the line with our tag (RFC 3501 §2.2.2), which has to say OK.
fn imap_reply<T: Read + Write>(
    plain: &mut Plain<T>,
    asked: &'static str,
    tag: &str,
) -> Result<Vec<String>, StartTlsError> {
    let mut untagged = Vec::new();
    while untagged.len() < MAX_LINES {
        let line = plain.read_line()?;
        if has_words(&line, &[tag, "OK"]) {
            return Ok(untagged);
        }
        if !line.starts_with("* ") || has_words(&line, &["*", "BYE"]) {
            return Err(StartTlsError::Refused { asked, reply: line });
        }
        untagged.push(line);
    }
    Err(StartTlsError::TooManyLines)
}

/// Whether a line begins with these words.
fn has_words(line: &str, words: &[&str]) -> bool {
    let mut said = line.split(' ');
    words.iter().all(|word| said.next().is_some_and(|said| said.eq_ignore_ascii_case(word)))
}

fn pop3_offers<T: Read + Write>(plain: &mut Plain<T>) -> Result<bool, StartTlsError> {
    pop3_reply(plain, CONNECTION)?;
    plain.write_lines("CAPA")?;
    // A server that does not know the question does not know STLS either (RFC 2595 §4).
    if !plain.read_line()?.starts_with("+OK") {
        return Ok(false);
    }
    let mut offered = false;
    for _ in 0..MAX_LINES {
        match plain.read_line()?.as_str() {
            "." => return Ok(offered),
            line => offered |= line.eq_ignore_ascii_case("STLS"),
        }
    }
    Err(StartTlsError::TooManyLines)
}

fn pop3_reply<T: Read + Write>(
    plain: &mut Plain<T>,
    asked: &'static str,
) -> Result<(), StartTlsError> {
    let reply = plain.read_line()?;
    if has_words(&reply, &["+OK"]) {
        return Ok(());
    }
    Err(StartTlsError::Refused { asked, reply })
}
