//! Sessions that are resumed by a second stream: by id and by ticket.

use std::{
    io::{Read as _, Write as _},
    sync::Arc,
};

use countersign::{Resumption, ServerConfigBuilder, pki_types::ServerName, wire::ProtocolVersion};
use countersign_std::{Answerers, TlsStream};
use countersign_testkit::Kept;

use crate::site::{Site, VERSIONS, client_config, listen_with, only, site};

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
    // A server that keeps sessions under ids finds the one that TLS 1.3 has in a ticket.
    assert_eq!(resumption.is_some(), server.join().unwrap().is_some());
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
    let policy = only(ProtocolVersion::TLS12);
    let (resumption, far) = twice(|builder| builder.policy(policy).session_ids(true));
    assert_eq!(resumption, Some(Resumption::SessionId));
    assert_eq!(far.counts(), (2, 0));
}

#[test]
fn by_ticket() {
    for version in VERSIONS {
        let (resumption, far) = twice(|builder| builder.policy(only(version)).tickets(true));
        assert_eq!(resumption, Some(Resumption::Ticket));
        assert_eq!(far.counts().0, 0, "what is in a ticket is not kept by the server");
    }
}

#[test]
fn by_an_id_that_is_the_ticket() {
    let (resumption, far) = twice(|builder| builder.session_ids(true));
    assert_eq!(resumption, Some(Resumption::Ticket), "as a client of TLS 1.3 has it");
    assert_eq!(far.counts(), (6, 0), "two for each of three connections");
}
