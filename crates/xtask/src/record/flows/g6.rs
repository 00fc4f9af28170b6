//! G6: resumption. Each flow has two connections, the second of which offers what the first left.

use super::{Flow, GNUTLS_READY, GNUTLS_SERV, JAVAC, P256, READY, S_CLIENT, S_SERVER, WOLF_BUILD};
use crate::record::peers::{GNUTLS, JAVA, WOLFSSL};

pub(super) fn flows() -> Vec<Flow> {
    [as_client(), as_server(), others()].into_iter().flatten().collect()
}

/// The second connection of our client goes to the same process, or to another that knows nothing.
fn as_client() -> Vec<Flow> {
    let with_ids = format!("{S_SERVER} -tls1_2 {P256} -no_ticket");
    let with_tickets = format!("{S_SERVER} -tls1_2 {P256}");
    let twice = |flow: Flow| {
        flow.with(|manifest| {
            manifest.resumption = true;
            manifest.connections = 2;
        })
    };
    let anew = |flow: Flow| {
        twice(flow).with(|manifest| manifest.commands.push(manifest.commands[0].clone()))
    };
    vec![
        twice(Flow::client(
            "g6-id-hit-client",
            600,
            "resumed by the id that the server gave; our client",
            &with_ids,
        )),
        anew(Flow::client(
            "g6-id-miss-client",
            610,
            "another server process does not know the id: a full handshake; our client",
            &with_ids,
        )),
        twice(Flow::client(
            "g6-ticket-hit-client",
            620,
            "resumed by a ticket; with it goes an id of the client's own, by whose return it \
             learns of that (RFC 5077 §3.4); our client",
            &with_tickets,
        )),
        anew(Flow::client(
            "g6-ticket-miss-client",
            630,
            "another server process cannot open the ticket: a full handshake, and a new ticket; \
             our client",
            &with_tickets,
        )),
    ]
}

/// OpenSSL keeps its session in a file; our server keeps its own, or forgets.
fn as_server() -> Vec<Flow> {
    let flow = |name, seed, shows, more: &str| {
        let command = format!("{S_CLIENT} -tls1_2{more}");
        Flow::server(name, seed, shows, &format!("{command} -sess_out session.pem"))
            .proves("p256")
            .with(|manifest| {
                manifest.commands.push(format!("{command} -sess_in session.pem"));
                manifest.connections = 2;
            })
    };
    let by_id = |name, seed, shows| {
        flow(name, seed, shows, " -no_ticket").with(|manifest| manifest.session_ids = true)
    };
    let by_ticket =
        |name, seed, shows| flow(name, seed, shows, "").with(|manifest| manifest.tickets = true);
    let forgetful = |flow: Flow| flow.with(|manifest| manifest.forgets = true);
    vec![
        by_id("g6-id-hit-server", 640, "resumed by the id that the server gave; our server"),
        forgetful(by_id(
            "g6-id-miss-server",
            650,
            "the server has forgotten the id: a full handshake; our server",
        )),
        by_ticket("g6-ticket-hit-server", 660, "resumed by a ticket; our server"),
        forgetful(by_ticket(
            "g6-ticket-miss-server",
            670,
            "the server has no longer the key of the ticket: a full handshake, and a new ticket; \
             our server",
        )),
        by_ticket(
            "g6-both-server",
            680,
            "offered a ticket and an id, a server that has both takes the ticket; our server",
        )
        .with(|manifest| manifest.session_ids = true),
    ]
}

fn others() -> Vec<Flow> {
    vec![
        Flow::client(
            "g6-ticket-hit-gnutls-client",
            690,
            "resumed by a ticket, with GnuTLS; our client",
            &format!(
                "{GNUTLS_SERV} --priority NORMAL:-VERS-ALL:+VERS-TLS1.2 \
                 --x509certfile=keys/p256.pem --x509keyfile=keys/p256-key.pem"
            ),
        )
        .by(GNUTLS, GNUTLS_READY)
        .with(|manifest| {
            manifest.resumption = true;
            manifest.connections = 2;
        }),
        Flow::server(
            "g6-id-hit-java-server",
            900,
            "resumed by the id that the server gave, with Java; our server",
            "java -cp . Peer client PORT TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 keys/ca.pem 2",
        )
        .by(JAVA, READY)
        .prepared(JAVAC)
        .proves("rsa-2048")
        .with(|manifest| {
            manifest.input.clear();
            manifest.session_ids = true;
            manifest.connections = 2;
        }),
        Flow::server(
            "g6-ticket-hit-wolfssl-server",
            970,
            "resumed by a ticket, with wolfSSL; our server",
            "./wolf client PORT ECDHE-RSA-AES128-GCM-SHA256 keys/ca.pem",
        )
        .by(WOLFSSL, READY)
        .prepared(WOLF_BUILD)
        .proves("rsa-2048")
        .with(|manifest| {
            manifest.input.clear();
            manifest.tickets = true;
            manifest.connections = 2;
        }),
    ]
}
