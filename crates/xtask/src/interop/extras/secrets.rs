//! What both sides know when the handshake is over: exported keying material (RFC 5705) and the
//! lines of a file of keys are the same at both ends.

use std::{fmt::Write as _, fs, path::Path};

use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        matrix::{Combination, Offer},
        our_client::{Stream, Wish, dial},
        our_server::{Setup, answer_get, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, curl, gnutls, openssl},
        watch::{Watch, watch},
        world::World,
    },
    process::until,
};

const LABEL: &str = "EXPERIMENTAL-countersign";
const LEN: usize = 40;

/// The suites: with each hash of the PRF, one before TLS 1.2, and TLS 1.3.
pub(super) fn combinations() -> Vec<Combination> {
    let names = [
        "ECDHE-RSA-AES128-GCM-SHA256",
        "DHE-RSA-AES256-GCM-SHA384",
        "AES128-SHA",
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
    ];
    let before = Combination::all_before_tls12();
    let old = before.into_iter().find(|one| one.suite.openssl_name == "AES256-SHA");
    names.into_iter().filter_map(Combination::named).chain(old).collect()
}

/// What our side knows.
struct Ours {
    exported: String,
    lines: Vec<String>,
}

impl Ours {
    fn of(stream: &mut Stream, watch: &Watch) -> Result<Self, Failure> {
        stream.handshake()?;
        let mut exported = [0; LEN];
        stream.connection().export_keying_material(LABEL, None, &mut exported)?;
        let mut hex = String::new();
        for byte in exported {
            write!(hex, "{byte:02x}")?;
        }
        Ok(Self { exported: hex, lines: watch.key_lines() })
    }

    /// The peer writes its hexadecimal its own way.
    fn is_in(&self, said: &str) -> bool {
        said.to_lowercase().replace(':', "").contains(&self.exported)
    }

    fn check_log(&self, file: &Path) -> Result<(), Failure> {
        let theirs = fs::read_to_string(file)?;
        // Some write comments, or the encrypted pre-master secret too.
        let known = |line: &&str| !line.starts_with('#') && !line.starts_with("RSA ");
        let mut theirs: Vec<&str> = theirs.lines().filter(known).collect();
        let mut ours: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        theirs.sort_unstable();
        ours.sort_unstable();
        if !ours.is_empty() && ours == theirs {
            return Ok(());
        }
        Err(format!("the peer's log of keys is {theirs:?}, ours {ours:?}").into())
    }
}

fn with_server(server: &dyn Server, world: &World, options: &[&str]) -> Result<String, Failure> {
    for combination in combinations() {
        let leaf = combination.leaf.ok_or("a suite without a certificate")?;
        let log = world.file("keys.log", b"")?;
        let mut offer = combination.offer();
        offer.encrypt_then_mac = true;
        let setup = ServerSetup {
            offer: offer.clone(),
            key_log: Some(&log),
            options,
            ..ServerSetup::new(world.identity(leaf)?)
        };
        let peer = server.start(world, &setup)?;
        let tune = |builder: countersign::ClientConfigBuilder| builder.key_log(true);
        let mut stream = dial(&Wish { tune, ..Wish::new(world, peer.port, offer) })?;
        let watch = watch(&mut stream);
        let ours = Ours::of(&mut stream, &watch)?;
        stream.close_write()?;
        if !until(|| ours.is_in(&peer.said())) {
            return Err(format!("not {}, but: {}", ours.exported, peer.said()).into());
        }
        ours.check_log(&log)?;
    }
    Ok("the same exported, the same log of keys".to_owned())
}

pub(super) fn with_s_server(world: &World) -> Result<String, Failure> {
    let len = LEN.to_string();
    with_server(&openssl::SServer, world, &["-keymatexport", LABEL, "-keymatexportlen", &len])
}

pub(super) fn with_gnutls_serv(world: &World) -> Result<String, Failure> {
    let len = LEN.to_string();
    let options = ["--echo", "--keymatexport", LABEL, "--keymatexportsize", &len];
    with_server(&gnutls::Serv, world, &options)
}

fn with_client(
    client: &dyn Client,
    world: &World,
    options: &[&str],
    exports: bool,
) -> Result<String, Failure> {
    for combination in combinations() {
        let leaf = combination.leaf.ok_or("a suite without a certificate")?;
        let log = world.file("keys.log", b"")?;
        let offer = Offer { encrypt_then_mac: true, ..combination.offer() };
        let mut setup = Setup::new(world, world.identity(leaf)?);
        setup.offer = offer.clone();
        setup.tune = |builder| builder.key_log(true);
        let serving = serve(&setup, |stream| {
            let watch = watch(stream);
            let ours = Ours::of(stream, &watch)?;
            answer_get(stream)?;
            Ok(ours)
        })?;
        let wish = ClientSetup::new(world, serving.port, offer);
        let key_log = Some(log.as_path());
        let ended = ask_and_wait(client.start(&ClientSetup { key_log, options, ..wish })?)?;
        let ours = serving.join()?;
        if exports && !ours.is_in(&ended.said) {
            return Err(format!("not {}, but: {}", ours.exported, ended.said).into());
        }
        ours.check_log(&log)?;
    }
    Ok("the same at both ends".to_owned())
}

pub(super) fn with_s_client(world: &World) -> Result<String, Failure> {
    let len = LEN.to_string();
    let options = ["-keymatexport", LABEL, "-keymatexportlen", &len];
    with_client(&openssl::SClient, world, &options, true)
}

pub(super) fn with_gnutls_cli(world: &World) -> Result<String, Failure> {
    let len = LEN.to_string();
    let options = ["--keymatexport", LABEL, "--keymatexportsize", &len];
    with_client(&gnutls::Cli, world, &options, true)
}

/// It has no exporter.
pub(super) fn with_curl(world: &World) -> Result<String, Failure> {
    with_client(&curl::Curl, world, &[], false)
}
