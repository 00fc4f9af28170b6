//! Old versions: refused where they are not wanted, and no way back to them by force.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Command,
};

use countersign::{
    Policy,
    fault::FaultKind,
    wire::{AlertDescription, ProtocolVersion},
};

use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        matrix::{Leaf, Offer},
        our_client::{Wish, dial, get, set_patience},
        our_server::{Setup, answer_get, serve},
        peers::{Client, ClientSetup, gnutls, openssl},
        refusal::{Ours, Refusal, Row, row},
        world::World,
    },
    process::{Running, free_port},
};

/// Our server ends it: the client could do better.
const FALLBACK: Row =
    row(Refusal::Fallback, Ours::Finds(FaultKind::InappropriateFallback), "inappropriate fallback");
/// The server ends it.
const FALLBACK_TOLD: Row = row(
    Refusal::Fallback,
    Ours::IsTold(AlertDescription::INAPPROPRIATE_FALLBACK),
    "inappropriate fallback",
);

fn both(policy: Policy) -> Policy {
    Policy { versions: vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11], ..policy }
}

/// A client that says that it comes again with less (RFC 7507).
fn fallback(
    client: &dyn Client,
    world: &World,
    row: &Row,
    options: &[&str],
) -> Result<String, Failure> {
    let old = Offer::everything(ProtocolVersion::TLS11);
    let mut setup = Setup::new(world, world.identity(Leaf::Rsa)?);
    (setup.offer, setup.policy) = (Offer::everything(ProtocolVersion::TLS12), both);
    let serving = serve(&setup, answer_get)?;
    let wish = ClientSetup::new(world, serving.port, old);
    let ended = ask_and_wait(client.start(&ClientSetup { options, ..wish })?)?;
    let seen = row.check(serving.join())?;
    row.check_words(&ended.said)?;
    Ok(seen)
}

pub(super) fn fallback_of_s_client(world: &World) -> Result<String, Failure> {
    fallback(&openssl::SClient, world, &FALLBACK, &["-fallback_scsv"])
}

/// Our client comes again with less; the server has more.
pub(super) fn fallback_at_s_server(world: &World) -> Result<String, Failure> {
    let (port, identity) = (free_port()?, world.identity(Leaf::Rsa)?);
    let mut command = Command::new("openssl");
    command.args(["s_server", "-accept", &format!("127.0.0.1:{port}"), "-www", "-no_tls1_3"]);
    command.args(["-min_protocol", "TLSv1", "-cipher", "ALL:@SECLEVEL=0"]);
    command.arg("-cert").arg(&identity.certificate_file).arg("-key").arg(&identity.key_file);
    let mut running = Running::start(&mut command)?;
    running.wait_for_port(port)?;
    let plain = Wish::new(world, port, Offer::everything(ProtocolVersion::TLS11));
    get(&mut dial(&plain)?, "/")?;
    let wish = Wish { tune: |builder| builder.fallback(true), ..plain };
    let seen = FALLBACK_TOLD.check(dial(&wish)?.handshake().map(|_| ()).map_err(Failure::from))?;
    running.wait_for_text(FALLBACK_TOLD.peer_says)?;
    Ok(seen)
}

/// A client with TLS 1.0 alone comes to a server that has 1.2 alone.
fn too_old(client: &dyn Client, world: &World, words: &'static str) -> Result<String, Failure> {
    let row = row(Refusal::PeerOnlyTls10, Ours::Finds(FaultKind::NoCommonVersion), words);
    let serving = serve(&Setup::new(world, world.identity(Leaf::Rsa)?), answer_get)?;
    let old = Offer::everything(ProtocolVersion::TLS10);
    let ended = ask_and_wait(client.start(&ClientSetup::new(world, serving.port, old))?)?;
    let seen = row.check(serving.join())?;
    row.check_words(&ended.said)?;
    Ok(seen)
}

pub(super) fn too_old_s_client(world: &World) -> Result<String, Failure> {
    too_old(&openssl::SClient, world, "alert protocol version")
}

pub(super) fn too_old_gnutls_cli(world: &World) -> Result<String, Failure> {
    too_old(&gnutls::Cli, world, "Error in protocol version")
}

/// `ClientHello` of SSL 3.0 (RFC 6101 §5.6.1.2) in its record: one suite, no compression.
fn ssl3_hello() -> Vec<u8> {
    let mut hello = vec![0x16, 3, 0, 0, 45, 1, 0, 0, 41, 3, 0];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0, 0x2f, 1, 0]);
    hello
}

/// `CLIENT-HELLO` of SSL 2.0 (RFC 5246 appendix E.2): three suites, a challenge of 16 bytes.
fn ssl2_hello() -> Vec<u8> {
    let mut hello = vec![0x80, 34, 1, 0, 2, 0, 9, 0, 0, 0, 16];
    hello.extend([1, 0, 0x80, 7, 0, 0xc0, 3, 0, 0x80]);
    hello.extend([7; 16]);
    hello
}

/// The bytes of a hello that is refused: the alert, in the clear, is all that comes back.
pub(super) fn before_tls(world: &World) -> Result<String, Failure> {
    let cases = [(ssl3_hello(), FaultKind::NoCommonVersion), (ssl2_hello(), FaultKind::Ssl2Hello)];
    for (hello, fault) in cases {
        let row = row(Refusal::BeforeTls, Ours::Finds(fault), "");
        let serving = serve(&Setup::new(world, world.identity(Leaf::Rsa)?), answer_get)?;
        let mut socket = TcpStream::connect(("127.0.0.1", serving.port))?;
        set_patience(&socket)?;
        socket.write_all(&hello)?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer)?;
        // Our server reads to our end.
        drop(socket);
        row.check(serving.join())?;
        // An alert of two bytes: fatal, protocol_version. The version of the record may vary.
        match answer.as_slice() {
            [21, 3, _, 0, 2, 2, 70] => {}
            other => return Err(format!("the answer is {}", other.escape_ascii()).into()),
        }
    }
    Ok("protocol_version for SSL 3.0 and SSL 2.0".to_owned())
}
