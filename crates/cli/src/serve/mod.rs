//! `countersign serve`: a server for many clients at once, a thread for each.

mod book;
mod client;
mod page;
mod service;
mod slots;

use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use serde::Serialize;

use self::{
    client::Client,
    service::Service,
    slots::{Slot, Slots},
};
use crate::{arguments::Serve, failure::Failure, output::Output};

/// A pause after a connection could not be accepted: mostly there are too many open files, and
/// trying again at once would only burn the processor.
const PAUSE: Duration = Duration::from_millis(50);

pub(crate) fn run(options: &Serve, output: Output) -> Result<(), Failure> {
    let service = Arc::new(Service::new(options, output)?);
    let listener = TcpListener::bind(&options.address).map_err(|error| cannot(options, &error))?;
    let address = listener.local_addr().map_err(|error| cannot(options, &error))?;
    listening(address, output);
    let slots = Slots::new(options.max_clients);
    for number in 1.. {
        let slot = slots.take();
        match listener.accept() {
            Ok((socket, address)) => spawn(&service, slot, number, socket, address),
            Err(error) => {
                output.failure(&Failure::network("a client could not be accepted", &error));
                thread::sleep(PAUSE);
            }
        }
    }
    Ok(())
}

fn cannot(options: &Serve, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::InvalidInput => Failure::usage(
            format!("\"{}\" is not ADDRESS:PORT", options.address),
            "write 127.0.0.1:4433, [::]:4433 or localhost:0",
        ),
        _ => Failure::network(&format!("cannot listen on {}", options.address), error),
    }
}

fn listening(address: SocketAddr, output: Output) {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "listening")]
    struct Listening {
        address: SocketAddr,
    }
    output.note(&format!("listening on {address}"), &Listening { address });
}

/// The slot is free again when the thread ends, however it ends.
fn spawn(service: &Arc<Service>, slot: Slot, number: u64, socket: TcpStream, from: SocketAddr) {
    let shared = Arc::clone(service);
    let serve = move || {
        let _slot = slot;
        Client::new(&shared, number, from).serve(socket);
    };
    if let Err(error) = thread::Builder::new().name(format!("client {number}")).spawn(serve) {
        let failure = Failure::network("no thread for a client", &error);
        service.output.failure(&failure);
    }
}
