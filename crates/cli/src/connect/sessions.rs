//! The session of a client: from a file, for the next connection, to a file.
//!
//! ```text
//! countersign session
//! server localhost
//! session 0103…
//! ```

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use countersign::{
    FindSessionRequest, SessionKey, Sessions, StoreSession,
    crypto::Secret,
    pki_types::{ServerName, UnixTime},
};

use crate::{
    failure::Failure,
    private_file::{self, from_hex, hex},
};

const FIRST_LINE: &str = "countersign session";
const SERVER: &str = "server ";
const SESSION: &str = "session ";

/// Keeps one session, with one server: the newest. One of TLS 1.3 is used once (RFC 8446
/// appendix C.4).
#[derive(Default)]
pub(super) struct OneSession(Mutex<Option<StoreSession>>);

impl OneSession {
    /// With the session of a file, which has to be with this server.
    pub(super) fn read(path: &Path, server: &ServerName<'_>) -> Result<Self, Failure> {
        let text = private_file::read(path).map_err(|error| Failure::file(path, "read", &error))?;
        let Some((of, session)) = parse(&text) else {
            return Err(Failure::usage(
                format!("{} holds no session", path.display()),
                "name a file that --session-out has written",
            ));
        };
        if of != server.to_str() {
            return Err(Failure::usage(
                format!(
                    "{} holds a session with \"{}\", not with \"{}\"",
                    path.display(),
                    of.escape_debug(),
                    server.to_str()
                ),
                "name the file of this server, or leave --session-in out",
            ));
        }
        let session = StoreSession {
            key: SessionKey::ServerName(server.to_owned()),
            session,
            // The machine knows its lifetime.
            lifetime: 0,
            now: UnixTime::since_unix_epoch(Duration::ZERO),
        };
        Ok(Self(Mutex::new(Some(session))))
    }

    /// Writes the session to a file, if there is one to be resumed next; tells whether there is.
    pub(super) fn write(&self, path: &Path, server: &ServerName<'_>) -> Result<bool, Failure> {
        let kept = self.kept();
        let Some(session) = &*kept else { return Ok(false) };
        let session = hex(session.session.expose());
        let text = format!("{FIRST_LINE}\n{SERVER}{}\n{SESSION}{session}\n", server.to_str());
        let written = private_file::write(path, &text);
        written.map(|()| true).map_err(|error| Failure::file(path, "written", &error))
    }

    fn kept(&self) -> MutexGuard<'_, Option<StoreSession>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server and the session.
fn parse(text: &str) -> Option<(&str, Secret)> {
    let mut lines = text.lines();
    lines.next().filter(|line| *line == FIRST_LINE)?;
    let server = lines.next()?.strip_prefix(SERVER)?;
    let session = from_hex(lines.next()?.strip_prefix(SESSION)?)?;
    Some((server, session))
}

impl Sessions for OneSession {
    /// All connections of a run are with one server.
    fn find(&self, _: &FindSessionRequest) -> Option<Secret> {
        let mut kept = self.kept();
        let once = kept.as_ref().is_some_and(StoreSession::is_single_use);
        let found = if once { kept.take() } else { kept.clone() };
        found.map(|session| session.session)
    }

    fn store(&self, session: &StoreSession) {
        *self.kept() = Some(session.clone());
    }

    fn forget(&self, _: &SessionKey) {
        *self.kept() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_three_lines() {
        let text = "countersign session\nserver a.example\nsession 0aff\n";
        let (server, session) = parse(text).unwrap();
        assert_eq!(server, "a.example");
        assert!(session.matches(&[0x0a, 0xff]));
        for bad in ["", "countersign session\n", &text[1..], &text.replace("0aff", "0af")] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
