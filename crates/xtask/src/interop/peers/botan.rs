//! Botan's command line: `tls_server`, which says again what it hears, and `tls_client`. Neither
//! asks for or shows a client's certificate, and what else they do stands in a policy.

use std::{path::PathBuf, process::Command};

use countersign::{
    crypto::{AeadAlgorithm, NamedGroup, RecordCipher},
    wire::ProtocolVersion,
};

use super::{Client, ClientSetup, NO_PSK, PeerServer, Server, ServerSetup, Visit, says};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Clients, Combination, Course, Leaf, Offer, Way},
        names::version_number,
        plan::Try,
        refusal::Row,
        world::World,
    },
    process::{Ended, Running, free_port},
};

/// `botan tls_server`.
pub(super) struct TlsServer;

/// `botan tls_client`.
pub(super) struct TlsClient;

/// The policy as a file. It names parts of suites; all of them are on, and our side chooses.
fn policy(world: &World, offer: &Offer) -> Result<PathBuf, Failure> {
    let name = |group: &NamedGroup| match *group {
        NamedGroup::X25519 => Some("x25519"),
        NamedGroup::SECP256R1 => Some("secp256r1"),
        NamedGroup::SECP384R1 => Some("secp384r1"),
        NamedGroup::FFDHE2048 => Some("ffdhe/ietf/2048"),
        NamedGroup::FFDHE3072 => Some("ffdhe/ietf/3072"),
        NamedGroup::FFDHE4096 => Some("ffdhe/ietf/4096"),
        _ => None,
    };
    let groups: Vec<&str> = offer.groups.iter().filter_map(name).collect();
    // Without a group it refuses to begin, also where none is used.
    let groups = if groups.is_empty() { "x25519".to_owned() } else { groups.join(" ") };
    let is = |version| offer.version == version;
    let text = format!(
        "allow_tls12 = {}\nallow_tls11 = {}\nallow_tls10 = {}\n\
         ciphers = AES-128/GCM AES-256/GCM ChaCha20Poly1305 AES-128 AES-256\n\
         macs = AEAD SHA-384 SHA-256 SHA-1\n\
         key_exchange_methods = ECDH DH RSA\n\
         signature_methods = ECDSA RSA IMPLICIT\n\
         signature_hashes = SHA-512 SHA-384 SHA-256 SHA-1\n\
         key_exchange_groups = {groups}\n\
         negotiate_encrypt_then_mac = {}\nminimum_rsa_bits = 1024\n",
        is(ProtocolVersion::TLS12),
        is(ProtocolVersion::TLS11),
        is(ProtocolVersion::TLS10),
        offer.encrypt_then_mac,
    );
    Ok(world.file("policy.txt", text.as_bytes())?)
}

/// What stands in its summary: `TLS v1.2 using RSA_WITH_AES_128_CBC_SHA`.
fn words(wanted: &Wanted) -> String {
    let Combination { version, suite, .. } = wanted.combination;
    format!("TLS v{} using {}", version_number(version), suite.name.trim_start_matches("TLS_"))
}

fn lacks(tried: &Try) -> Option<&'static str> {
    let other_client = |course: Course| course.clients != Clients::NotAsked;
    match tried.combination {
        one if one.version >= ProtocolVersion::TLS13 => Some("Botan 2 has no TLS 1.3"),
        one if one.suite.key_exchange.uses_psk() => Some(NO_PSK),
        one if one.leaf == Some(Leaf::Ed25519) => Some("Botan has no Ed25519 here"),
        _ if tried.course.is_some_and(other_client) => Some("no clients' certificates"),
        _ => None,
    }
}

impl Server for TlsServer {
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let mut command = Command::new("botan");
        command.arg("tls_server").arg(&setup.identity.certificate_file);
        command.arg(&setup.identity.key_file).arg(format!("--port={port}"));
        command.arg(format!("--policy={}", policy(world, &setup.offer)?.display()));
        let mut running = Running::start(command.args(setup.options))?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, _: &Wanted) -> Result<(), Failure> {
        says(page, &["say this again"])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        let Combination { version, group, leaf, .. } = tried.combination;
        if version >= ProtocolVersion::TLS13 {
            return lacks(tried);
        }
        if leaf == Some(Leaf::P256) && group == Some(NamedGroup::SECP384R1) {
            return Some("the curve of its certificate is offered too, and it prefers that one");
        }
        match tried.course {
            Some(course) if !matches!(course.way, Way::IdHit | Way::IdMiss) => {
                Some("it always keeps sessions, and gives no tickets")
            }
            _ => lacks(tried),
        }
    }

    fn echoes(&self) -> bool {
        true
    }

    fn refusals(&self) -> &'static [Row] {
        &[]
    }
}

impl Client for TlsClient {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("botan");
        command.args(["tls_client", setup.name, "--skip-system-cert-store"]);
        command.arg(format!("--port={}", setup.port));
        command.arg(format!("--tls{}", version_number(setup.offer.version)));
        command.arg(format!("--trusted-cas={}", setup.trusted.file.display()));
        command.arg(format!("--policy={}", policy(setup.world, &setup.offer)?.display()));
        Running::start(command.args(setup.options))
    }

    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure> {
        let file = setup.world.folder()?.join("sessions");
        let database = format!("--session-db={}", file.display());
        let options = [database.as_str(), "--session-db-pass=secret"];
        let setup = ClientSetup { options: &options, ..setup.clone() };
        let first = visit(&setup)?;
        if first.status.success() { visit(&setup) } else { Ok(first) }
    }

    fn resumed_words(&self) -> Option<&'static str> {
        None
    }

    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure> {
        says(said, &[&words(wanted)])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        let is_sample =
            tried.combination.suite.cipher == RecordCipher::Aead(AeadAlgorithm::Aes128Gcm);
        let is_new = tried.combination.version >= ProtocolVersion::TLS13;
        if tried.course.is_some() && !is_sample && !is_new {
            return Some("opening its sessions takes it a second: AES-128-GCM has to do");
        }
        lacks(tried)
    }

    fn is_tunable(&self) -> bool {
        false
    }

    fn closes_in_turn(&self) -> bool {
        true
    }

    fn protocol_words(&self, _: &str) -> String {
        String::new()
    }

    fn refusals(&self) -> &'static [Row] {
        &[]
    }
}
