//! Somebody in between takes TLS 1.3 out of a hello: the client must see that by the server's
//! random (RFC 8446 §4.1.3), with each of us as the client.

use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process::Command,
    thread::{self, JoinHandle},
};

use countersign::{
    Policy,
    fault::FaultKind,
    wire::{AlertDescription, ProtocolVersion, extension::ExtensionType},
};
use countersign_testkit::ClientHelloParts;

use super::{combination, combination13};
use crate::{
    Failure,
    interop::{
        matrix::{Leaf, Offer},
        our_client::{Wish, dial, set_patience},
        our_server::{Setup, answer_get, serve},
        refusal::{Ours, Refusal, Row, row},
        world::World,
    },
    process::{Running, free_port},
};

const WE_FIND: Row = row(Refusal::Downgrade, Ours::Finds(FaultKind::Downgraded), "");
const WE_ARE_TOLD: Row = row(
    Refusal::Downgrade,
    Ours::IsTold(AlertDescription::ILLEGAL_PARAMETER),
    "inappropriate fallback",
);

/// Header of a record, bytes.
const HEADER: usize = 5;

/// Our side knows both versions.
fn both(policy: Policy) -> Policy {
    let versions = vec![ProtocolVersion::TLS13, ProtocolVersion::TLS12];
    let new = combination13().map(|one| one.suite.suite);
    Policy { suites: new.into_iter().chain(policy.suites.clone()).collect(), versions, ..policy }
}

/// Carries one connection to `port`, and takes the offer of TLS 1.3 out of its first record.
fn spoil(port: u16) -> Result<(u16, JoinHandle<Result<(), Failure>>), Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let own_port = listener.local_addr()?.port();
    let carrier = thread::spawn(move || {
        let (mut client, _) = listener.accept()?;
        let mut server = TcpStream::connect(("127.0.0.1", port))?;
        set_patience(&client)?;
        set_patience(&server)?;
        let mut header = [0; HEADER];
        client.read_exact(&mut header)?;
        let mut hello = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
        client.read_exact(&mut hello)?;
        let parts = ClientHelloParts::decode(&hello).map_err(|fault| fault.to_string())?;
        let parts = parts.without(ExtensionType::SUPPORTED_VERSIONS);
        server.write_all(&parts.record().bytes())?;
        let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
        let there = thread::spawn(move || {
            let copied = io::copy(&mut from, &mut to);
            // The other side may be gone already.
            let _ = to.shutdown(Shutdown::Write);
            copied
        });
        // What is cut off by the end of either is of no interest here.
        let _ = io::copy(&mut server, &mut client);
        let _ = client.shutdown(Shutdown::Write);
        let _ = there.join();
        Ok(())
    });
    Ok((own_port, carrier))
}

/// Our client with an OpenSSL that knows both.
pub(super) fn of_s_server(world: &World) -> Result<String, Failure> {
    let (port, identity) = (free_port()?, world.identity(Leaf::P256)?);
    let mut command = Command::new("openssl");
    command.args(["s_server", "-accept", &format!("127.0.0.1:{port}"), "-www"]);
    command.arg("-cert").arg(&identity.certificate_file).arg("-key").arg(&identity.key_file);
    let mut running = Running::start(&mut command)?;
    running.wait_for_port(port)?;
    let (spoilt, carrier) = spoil(port)?;
    let wish = Wish { policy: both, ..Wish::new(world, spoilt, combination().offer()) };
    let mut stream = dial(&wish)?;
    let seen = WE_FIND.check(stream.handshake().map(|_| ()).map_err(Failure::from))?;
    drop(stream);
    carrier.join().unwrap_or_else(|_| Err("the carrier panicked".into()))?;
    Ok(seen)
}

/// OpenSSL's client with our server that knows both.
pub(super) fn of_s_client(world: &World) -> Result<String, Failure> {
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    (setup.offer, setup.policy) = (Offer::modern(), both);
    let serving = serve(&setup, answer_get)?;
    let (spoilt, carrier) = spoil(serving.port)?;
    let mut command = Command::new("openssl");
    command.args(["s_client", "-connect", &format!("127.0.0.1:{spoilt}")]);
    command.arg("-CAfile").arg(&world.trusted.file);
    let ended = Running::start(&mut command)?.wait()?;
    let seen = WE_ARE_TOLD.check(serving.join())?;
    carrier.join().unwrap_or_else(|_| Err("the carrier panicked".into()))?;
    WE_ARE_TOLD.check_words(&ended.said)?;
    Ok(seen)
}
