//! A server that asks for a certificate in the middle of the connection: RFC 8446 §4.6.2.

use std::{
    io::{Read as _, Write as _},
    thread,
};

use super::combination13;
use crate::{
    Failure,
    interop::{
        matrix::{Leaf, Offer},
        our_client::{Wish, dial},
        peers::{PeerServer, Server, ServerSetup, gnutls, openssl},
        watch::watch,
        world::World,
    },
    process::until,
};

fn offer() -> Result<Offer, Failure> {
    let combination = combination13().ok_or("no such suite")?;
    let schemes = Offer::everything(combination.version).schemes;
    Ok(Offer { schemes, ..combination.offer() })
}

/// With each kind of key.
fn with_each_key(
    server: &dyn Server,
    world: &World,
    options: &[&str],
    ask: fn(&mut PeerServer) -> Result<(), Failure>,
    says: &str,
) -> Result<String, Failure> {
    for leaf in Leaf::ALL {
        let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
        (setup.offer, setup.options) = (offer()?, options);
        let mut peer = server.start(world, &setup)?;
        let wish = Wish::new(world, peer.port, offer()?);
        let tune = |builder: countersign::ClientConfigBuilder| builder.post_handshake_auth(true);
        let mut stream = dial(&Wish { identity: Some(world.client(leaf)?), tune, ..wish })?;
        let watch = watch(&mut stream);
        stream.write_all(b"**REAUTH**\n")?;
        peer.running.wait_for_text("**REAUTH**")?;
        thread::scope(|scope| {
            // While we read, its request is answered.
            let answer = scope.spawn(|| stream.read_exact(&mut [0; 1]));
            let asked = ask(&mut peer);
            answer.join().map_err(|_| "our client panicked")??;
            asked
        })?;
        // It takes this only behind our Certificate, CertificateVerify and Finished.
        stream.write_all(b"taken by you\n")?;
        peer.running.wait_for_text("taken by you")?;
        let wanted = ["received CertificateRequest", "sent Certificate", "sent CertificateVerify"];
        if let Some(message) = wanted.into_iter().find(|message| !watch.has_seen(message)) {
            return Err(format!("{}: `{message}` did not go by", leaf.name()).into());
        }
        if !until(|| peer.said().contains(says)) {
            return Err(format!("{}: the peer says {}", leaf.name(), peer.said()).into());
        }
    }
    Ok("proven with each kind of key".to_owned())
}

/// What `s_server` says when it has asked.
const ASKED: &str = "SSL_do_handshake -> 1";

/// Its operator asks.
pub(super) fn by_s_server(world: &World) -> Result<String, Failure> {
    let ask = |peer: &mut PeerServer| {
        peer.running.write(b"c\n")?;
        peer.running.wait_for_text(ASKED)?;
        Ok(peer.running.write(b"behind it\n")?)
    };
    with_each_key(&openssl::SServer, world, &["-naccept", "2"], ask, ASKED)
}

/// Its client has it ask.
pub(super) fn by_gnutls_serv(world: &World) -> Result<String, Failure> {
    let verifies = "verifying TLS 1.3 handshake data";
    with_each_key(&gnutls::Serv, world, &["--echo"], |_| Ok(()), verifies)
}
