//! `countersign connect`: a client; standard input and output go through the tunnel.

mod dial;
mod target;
mod trust;
mod tunnel;

use std::sync::{Arc, Mutex, PoisonError};

use countersign::{ClientConfig, Role, crypto::Provider};
use countersign_std::TlsStream;
use serde::Serialize;

use self::{target::Target, trust::Trust};
use crate::{
    arguments::Connect,
    failure::Failure,
    output::Output,
    timeline::Timeline,
    wire::{Wire, deadline},
};

pub(crate) fn run(options: &Connect, output: Output) -> Result<(), Failure> {
    let limit = options.timeout;
    let target = Target::parse(&options.address, options.servername.as_deref())?;
    let cryptography = options.provider.cryptography()?;
    let trust = Trust::new(options, cryptography.algorithms)?;
    let config = config(options, cryptography.provider)?;

    let deadline = deadline(limit);
    let socket = dial::dial(&target, deadline)?;
    if !options.telling.quiet {
        begin(&target, &socket, &trust, output);
    }
    let wire = Wire::new(socket, deadline);
    let mut stream = TlsStream::client(&config, target.name.clone(), trust.verifier, wire);
    let timeline = Arc::new(Mutex::new(Timeline::new(output.format)));
    if !options.telling.quiet {
        let timeline = Arc::clone(&timeline);
        stream.observe(move |event| {
            let mut timeline = timeline.lock().unwrap_or_else(PoisonError::into_inner);
            output.print(&timeline.event(Role::Client, event));
        });
    }
    if let Err(error) = stream.handshake() {
        let what = format!("the handshake with {} failed", target.address);
        return Err(Failure::stream(&what, &error, Some(stream.connection())));
    }
    let (sent, received) = tunnel::run(stream, limit)?;
    if !options.telling.quiet {
        let timeline = timeline.lock().unwrap_or_else(PoisonError::into_inner);
        output.print(&timeline.closed(sent, received));
    }
    Ok(())
}

fn config(options: &Connect, provider: Provider) -> Result<ClientConfig, Failure> {
    let builder = ClientConfig::builder(provider).policy(options.offer.policy());
    let builder = builder.protocols(options.offer.protocols()?);
    Ok(builder.trace(!options.telling.quiet).build()?)
}

fn begin(target: &Target, socket: &std::net::TcpStream, trust: &Trust, output: Output) {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "begin")]
    struct Begin<'a> {
        address: String,
        server_name: &'a str,
        trusted: &'a str,
    }
    let address = socket.peer_addr().map_or_else(|_| target.address.clone(), |at| at.to_string());
    let server_name = target.name.to_str();
    let text = format!("{address}, wanted as \"{server_name}\"; trusted: {}\n", trust.words);
    output.note(&text, &Begin { address, server_name: &server_name, trusted: &trust.words });
}
