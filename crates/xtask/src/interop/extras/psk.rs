//! Pre-shared keys that do not fit, and prime fields without a name.

use countersign::{Policy, fault::FaultKind, wire::AlertDescription};

use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        matrix::{Combination, Leaf, Offer},
        our_client::{Wish, dial, get},
        our_server::{Setup, answer_get, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, openssl},
        refusal::{Ours, Refusal, Row, row},
        world::World,
    },
};

const UNKNOWN: Row = row(
    Refusal::UnknownIdentity,
    Ours::Finds(FaultKind::UnknownPskIdentity),
    "alert unknown psk identity",
);
/// RFC 4279 §2: another key shows first where a record does not open.
const OTHER_KEY: Row =
    row(Refusal::OtherKey, Ours::Finds(FaultKind::BadRecordMac), "alert bad record mac");

fn psk() -> Result<Offer, Failure> {
    let combination = Combination::named("PSK-AES128-GCM-SHA256").ok_or("no such suite")?;
    Ok(combination.offer())
}

fn refuse(world: &World, row: &Row, options: &[&str]) -> Result<String, Failure> {
    let mut setup = Setup::without_certificate(world);
    setup.offer = psk()?;
    let serving = serve(&setup, answer_get)?;
    let wish = ClientSetup::new(world, serving.port, psk()?);
    let ended = ask_and_wait(openssl::SClient.start(&ClientSetup { options, ..wish })?)?;
    let seen = row.check(serving.join())?;
    row.check_words(&ended.said)?;
    Ok(seen)
}

/// Its user has another identity.
pub(super) fn unknown_identity(world: &World) -> Result<String, Failure> {
    refuse(world, &UNKNOWN, &["-psk_identity", "somebody else"])
}

/// Its user has another key.
pub(super) fn other_key(world: &World) -> Result<String, Failure> {
    refuse(world, &OTHER_KEY, &["-psk", "ffffffffffffffffffffffffffffffff"])
}

/// Its user has another key; so has our client, from where the server sees it.
pub(super) fn other_key_at_s_server(world: &World) -> Result<String, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::Rsa)?);
    setup.offer = psk()?;
    setup.options = &["-www", "-psk", "ffffffffffffffffffffffffffffffff"];
    let peer = openssl::SServer.start(world, &setup)?;
    let told = row(
        Refusal::OtherKey,
        Ours::IsTold(AlertDescription::BAD_RECORD_MAC),
        "decryption failed or bad record mac",
    );
    let mut stream = dial(&Wish::new(world, peer.port, psk()?))?;
    let seen = told.check(stream.handshake().map(|_| ()).map_err(Failure::from))?;
    peer.running.wait_for_text(told.peer_says)?;
    Ok(seen)
}

/// OpenSSL's own choice is a field of RFC 3526: refused, unless the policy takes it.
pub(super) fn unnamed_field(world: &World) -> Result<String, Failure> {
    let combination = Combination::named("DHE-RSA-AES128-GCM-SHA256").ok_or("no such suite")?;
    let mut setup = ServerSetup::new(world.identity(Leaf::Rsa)?);
    (setup.offer, setup.field) = (combination.offer(), None);
    let peer = openssl::SServer.start(world, &setup)?;
    let wish = Wish::new(world, peer.port, combination.offer());
    let unknown = row(Refusal::UnnamedField, Ours::Finds(FaultKind::DheGroupUnknown), "");
    let refused = unknown.check(dial(&wish)?.handshake().map(|_| ()).map_err(Failure::from))?;
    let policy = |policy| Policy { accept_unnamed_dhe_groups: true, ..policy };
    let mut stream = dial(&Wish { policy, ..wish })?;
    if let Some(group) = stream.handshake()?.group {
        return Err(format!("it has a name: {group}").into());
    }
    get(&mut stream, "/")?;
    Ok(format!("{refused}; accepted where the policy says so"))
}
