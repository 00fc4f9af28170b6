//! `countersign connect`: a client; standard input and output go through the tunnel.

mod client;
mod dial;
mod early;
mod sessions;
mod target;
mod trust;
mod tunnel;

use serde::Serialize;

use self::{client::Client, target::Target, trust::Trust};
use crate::{
    arguments::Connect, failure::Failure, output::Output, private_file, starttls::StartTls,
};

pub(crate) fn run(options: &Connect, output: Output) -> Result<(), Failure> {
    let target = Target::parse(
        &options.address,
        options.servername.as_deref(),
        options.starttls.map_or(target::HTTPS, StartTls::port),
    )?;
    let cryptography = options.provider.cryptography()?;
    let trust = Trust::new(options, cryptography.algorithms)?;
    let client = Client::new(options, target, trust, cryptography, output)?;
    if let Some(path) = &options.sessions.session_out {
        private_file::check_writable(path)
            .map_err(|error| Failure::file(path, "written", &error))?;
    }
    let times = 1 + options.sessions.reconnect.unwrap_or(0);
    for number in 1..times {
        client.connect((number, times))?.leave()?;
    }
    let last = client.connect((times, times))?;
    let Some(path) = &options.sessions.session_out else { return last.tunnel() };
    // Who ends us in the middle has what came with the handshake.
    let mut is_written = client.sessions.write(path, &client.target.name)?;
    // Tickets of TLS 1.3 come behind it, before or between the server's data.
    let ended = last.tunnel();
    is_written |= client.sessions.write(path, &client.target.name)?;
    if !is_written {
        no_session(path, output);
    }
    ended
}

/// It is no failure of the connection.
fn no_session(path: &std::path::Path, output: Output) {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "no_session")]
    struct NoSession {
        file: String,
    }
    let file = path.display().to_string();
    let text = format!("the server gave no session that can be resumed: {file} is not written");
    output.note(&text, &NoSession { file });
}
