//! Who closes first, and what the other may still say.

use std::io::{Read as _, Write as _};

use super::combination;
use crate::{
    Failure,
    interop::{
        matrix::Leaf,
        our_client::{Wish, dial},
        our_server::{Setup, close, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, openssl},
        world::World,
    },
};

/// We say `close_notify` behind our data, and hear the server's.
pub(super) fn before_s_server(world: &World) -> Result<String, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    setup.options = &["-quiet"];
    let peer = openssl::SServer.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, combination().offer()))?;
    stream.write_all(b"the last words\n")?;
    stream.close_write()?;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest)?;
    peer.running.wait_for_text("the last words")?;
    Ok("close_notify came back".to_owned())
}

/// The client's input ends, so that it closes; we answer behind its `close_notify`.
fn after(client: &dyn Client, options: &[&str], world: &World) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let setup = Setup::new(world, identity);
    let serving = serve(&setup, |stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        stream.write_all(b"too late, and not forbidden\n")?;
        close(stream)?;
        Ok(all)
    })?;
    let wish = ClientSetup::new(world, serving.port, combination().offer());
    let mut running = client.start(&ClientSetup { options, ..wish })?;
    running.write(b"the last words\n")?;
    running.close_input();
    let ended = running.wait()?;
    let got = serving.join()?;
    if got != b"the last words\n" {
        return Err(format!("we got `{}`", got.escape_ascii()).into());
    }
    if !ended.status.success() {
        return Err(format!("the client ended with {}: {}", ended.status, ended.said).into());
    }
    Ok("close_notify came, and we could still write".to_owned())
}

pub(super) fn after_s_client(world: &World) -> Result<String, Failure> {
    after(&openssl::SClient, &[], world)
}

pub(super) fn after_gnutls_cli(world: &World) -> Result<String, Failure> {
    after(&gnutls::Cli, &[], world)
}
