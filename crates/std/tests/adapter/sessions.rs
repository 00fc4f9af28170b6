//! Sessions that are resumed by a second stream: by id and by ticket.

use std::{
    io::{Read as _, Write as _},
    sync::Arc,
};

use countersign::{Resumption, ServerConfigBuilder, pki_types::ServerName};
use countersign_std::{Answerers, TlsStream};
use countersign_testkit::Kept;

use crate::site::{Site, client_config, listen_with, site};

/// One connection: how it was resumed, as both sides say.
fn connect(site: &Site, near: &Arc<Kept>, far: &Arc<Kept>) -> Option<Resumption> {
    let answerers = Answerers { sessions: far.clone(), ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        let resumption = stream.handshake().unwrap().hello.resumption;
        stream.write_all(b"hello").unwrap();
        stream.shutdown().unwrap();
        resumption
    });
    let config = client_config(|builder| builder.resumption(true));
    let answerers = Answerers { sessions: near.clone(), ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsStream::client_with(&config, name, answerers, socket);
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    stream.close_write().unwrap();
    assert_eq!(said, "hello");
    let resumption = stream.summary().unwrap().hello.resumption;
    assert_eq!(resumption, server.join().unwrap());
    resumption
}

fn twice(
    complete: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> (Option<Resumption>, Arc<Kept>) {
    let site = site("localhost").with(complete);
    let (near, far) = (Arc::new(Kept::default()), Arc::new(Kept::default()));
    assert_eq!(connect(&site, &near, &far), None);
    assert_eq!(near.counts(), (1, 0), "the client keeps one session by the server's name");
    let resumption = connect(&site, &near, &far);
    near.clear();
    assert_eq!(connect(&site, &near, &far), None);
    (resumption, far)
}

#[test]
fn by_id() {
    let (resumption, far) = twice(|builder| builder.session_ids(true));
    assert_eq!(resumption, Some(Resumption::SessionId));
    assert_eq!(far.counts(), (2, 0));
}

#[test]
fn by_ticket() {
    let (resumption, far) = twice(|builder| builder.tickets(true));
    assert_eq!(resumption, Some(Resumption::Ticket));
    assert_eq!(far.counts().0, 0, "what is in a ticket is not kept by the server");
}
