//! G8: TLS 1.3 with OpenSSL: in full, retried, resumed, with early data, with new keys, with clients
//! that prove themselves.

use countersign::{ClientAuthentication, crypto::NamedGroup};
use countersign_testkit::golden::{GivenKey, Step};

use super::{CLIENT_P256, Flow, INSISTS, P256, S_CLIENT, S_SERVER};

/// OpenSSL as a server whose operator types.
const OPERATED: &str = "openssl s_server -accept 127.0.0.1:PORT -tls1_3";
/// A key that both sides have beforehand, and what `openssl` calls it.
const KEY: &str = "an example secret";
const KEY_OPTIONS: &str = "-psk_identity an-example -psk 616e206578616d706c6520736563726574";

pub(super) fn flows() -> Vec<Flow> {
    let all = [as_client(), as_server(), early_as_client(), early_as_server(), updates(), proofs()];
    all.into_iter().flatten().map(Flow::tls13).map(with_groups).collect()
}

/// Where a second hello is to be sent, the groups differ.
fn with_groups(flow: Flow) -> Flow {
    let groups = match flow.name {
        "g8-retry-client" => vec![NamedGroup::X25519, NamedGroup::SECP256R1],
        "g8-retry-server" => vec![NamedGroup::SECP256R1],
        _ => return flow,
    };
    flow.with(|manifest| manifest.policy.groups = groups)
}

fn as_client() -> Vec<Flow> {
    let server = format!("{S_SERVER} -tls1_3 {P256}");
    vec![
        Flow::client("g8-tls13-client", 1000, "TLS 1.3 in full; our client", &server),
        Flow::client(
            "g8-retry-client",
            1010,
            "the server has not the group of the key share, and asks for another: two hellos; our \
             client",
            &format!("{server} -groups P-256"),
        ),
        Flow::client(
            "g8-resume-client",
            1020,
            "resumed by a ticket as a pre-shared key, with a key exchange of its own; our client",
            &server,
        )
        .with(|manifest| {
            manifest.resumption = true;
            manifest.connections = 2;
        }),
        Flow::client(
            "g8-given-key-client",
            1030,
            "a key that both sides have beforehand, and no certificate; our client",
            &format!("{S_SERVER} -tls1_3 {P256} {KEY_OPTIONS}"),
        )
        .with(|manifest| manifest.given_key = Some(given_key())),
    ]
}

fn given_key() -> GivenKey {
    GivenKey { identity: "an-example".to_owned(), key: KEY.to_owned() }
}

fn as_server() -> Vec<Flow> {
    let client = format!("{S_CLIENT} -tls1_3");
    vec![
        Flow::server("g8-tls13-server", 1040, "TLS 1.3 in full; our server", &client)
            .proves("p256"),
        Flow::server(
            "g8-retry-server",
            1050,
            "the client's key share is of a group that the server has not: two hellos; our server",
            &format!("{client} -groups X25519:P-256"),
        )
        .proves("p256"),
        twice(
            "g8-resume-server",
            1060,
            "resumed by a ticket as a pre-shared key, with a key exchange of its own; our server",
            "",
        ),
        Flow::server(
            "g8-given-key-server",
            1070,
            "a key that both sides have beforehand, and no certificate; our server",
            &format!("{client} {KEY_OPTIONS}"),
        )
        .with(|manifest| manifest.given_key = Some(given_key())),
    ]
}

/// OpenSSL keeps its session in a file.
fn twice(name: &'static str, seed: u64, shows: &str, more: &str) -> Flow {
    let client = format!("{S_CLIENT} -tls1_3");
    Flow::server(name, seed, shows, &format!("{client} -sess_out session.pem")).proves("p256").with(
        |manifest| {
            manifest.commands.push(format!("{client} -sess_in session.pem{more}"));
            manifest.connections = 2;
            manifest.tickets = true;
        },
    )
}

/// What our client says before the handshake.
const EARLY: &str = "the first words\n";

fn early_as_client() -> Vec<Flow> {
    let server = format!("{OPERATED} {P256} -early_data -max_early_data 1024");
    let flow = |name, seed, shows| {
        Flow::client(name, seed, shows, &server)
            .steps(vec![Step::Hear("the answer\n".to_owned())])
            .prompted(&[("the first words", "the answer\n")], "")
            .with(|manifest| {
                EARLY.clone_into(&mut manifest.early);
                manifest.resumption = true;
                manifest.connections = 2;
            })
    };
    vec![
        flow(
            "g8-early-data-client",
            1080,
            "the second connection begins with early data, which the server takes; our client",
        ),
        flow(
            "g8-early-data-refused-client",
            1090,
            "another server process passes over the early data, and gets it behind the handshake; \
             our client",
        )
        .with(|manifest| manifest.commands.push(server.clone())),
    ]
}

fn early_as_server() -> Vec<Flow> {
    let flow = |name, seed, shows| {
        twice(name, seed, shows, " -early_data request.txt")
            .with(|manifest| manifest.max_early_data = 1024)
    };
    vec![
        flow(
            "g8-early-data-server",
            1100,
            "the second connection begins with early data, which our server takes",
        ),
        flow(
            "g8-early-data-refused-server",
            1110,
            "the second connection begins with early data, which our server passes over: nobody \
             can tell it that it is new",
        )
        .with(|manifest| manifest.refuses_early_data = true),
    ]
}

fn say(text: &str) -> Step {
    Step::Say(text.to_owned())
}

fn hear(text: &str) -> Step {
    Step::Hear(text.to_owned())
}

fn updates() -> Vec<Flow> {
    let update = || Step::Update { request_peer: true };
    vec![
        Flow::client(
            "g8-key-update-client",
            1120,
            "both sides change their keys, first because the server wants it, then because we do; \
             our client",
            &format!("{OPERATED} {P256}"),
        )
        .steps(vec![
            say("the first words\n"),
            hear("the second words"),
            update(),
            say("the third words\n"),
            hear("the fourth words"),
        ])
        .prompted(
            &[
                ("the first words", "K\n"),
                ("SSL_do_handshake -> 1", "the second words\n"),
                ("the third words", "the fourth words\n"),
            ],
            "",
        ),
        Flow::server(
            "g8-key-update-server",
            1130,
            "both sides change their keys, first because the client wants it, then because we do; \
             our server",
            &format!("{S_CLIENT} -tls1_3"),
        )
        .proves("p256")
        .steps(vec![
            hear("the first words"),
            say("the second words\n"),
            hear("the third words"),
            update(),
            say("the fourth words\n"),
            hear("the fifth words"),
        ])
        .prompted(
            &[
                ("", "K\n"),
                ("KEYUPDATE", "the first words\n"),
                ("the second words", "the third words\n"),
                ("the fourth words", "the fifth words\n"),
            ],
            "the fourth words",
        ),
    ]
}

fn proofs() -> Vec<Flow> {
    vec![
        Flow::client(
            "g8-client-certificate-client",
            1140,
            "both sides with a certificate; our client",
            &format!("{S_SERVER} -tls1_3 {P256} {INSISTS}"),
        )
        .proves("client-p256"),
        Flow::server(
            "g8-client-certificate-server",
            1150,
            "both sides with a certificate; our server",
            &format!("{S_CLIENT} -tls1_3 {CLIENT_P256}"),
        )
        .proves("p256")
        .with(|manifest| manifest.client_authentication = ClientAuthentication::Required),
        Flow::client(
            "g8-asked-later-client",
            1160,
            "the server asks for a certificate in the middle of the connection; our client",
            &format!("{OPERATED} {P256} -CAfile keys/ca.pem"),
        )
        .proves("client-rsa-2048")
        .steps(vec![say("the first words\n"), hear("the second words")])
        .prompted(
            &[("the first words", "c\n"), ("SSL_do_handshake -> 1", "the second words\n")],
            "",
        )
        .with(|manifest| manifest.post_handshake_auth = true),
    ]
}
