//! OpenSSL's test programs: `s_server` and `s_client`.

use std::{path::Path, process::Command};

use countersign::{
    ClientAuthentication,
    crypto::NamedGroup,
    wire::{ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

use super::{
    Client, ClientSetup, NO_SUITE, PeerServer, Server, ServerSetup, Visit, catalogue::openssl_has,
    refusals, says,
};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Combination, Offer},
        names::{colons, openssl_group, openssl_scheme, openssl_suite, openssl_version},
        plan::Try,
        psk,
        refusal::Row,
        world::World,
    },
    process::{Ended, Running, free_port},
};

/// `openssl s_server`.
pub(in crate::interop) struct SServer;

/// `openssl s_client`.
pub(in crate::interop) struct SClient;

/// A list of ciphers; with versions before 1.2 nothing is too weak.
pub(super) fn ciphers(offer: &Offer) -> String {
    let list = colons(&offer.suites, openssl_suite);
    if offer.version < ProtocolVersion::TLS12 { format!("{list}:@SECLEVEL=0") } else { list }
}

/// The groups of TLS 1.2: OpenSSL has names of prime fields for TLS 1.3 alone.
pub(super) fn curves(offer: &Offer) -> Option<String> {
    let curves: Vec<NamedGroup> =
        offer.groups.iter().copied().filter(|group| !group.is_finite_field()).collect();
    (!curves.is_empty()).then(|| colons(&curves, openssl_group))
}

fn offer_options(command: &mut Command, offer: &Offer) {
    command.arg(match offer.version {
        ProtocolVersion::TLS10 => "-tls1",
        ProtocolVersion::TLS11 => "-tls1_1",
        ProtocolVersion::TLS13 => "-tls1_3",
        _ => "-tls1_2",
    });
    let suites = if offer.version == ProtocolVersion::TLS13 { "-ciphersuites" } else { "-cipher" };
    command.args([suites, &ciphers(offer)]);
    if let Some(curves) = curves(offer) {
        command.args(["-groups", &curves]);
    }
    if offer.version >= ProtocolVersion::TLS12 {
        command.args(["-sigalgs", &colons(&offer.schemes, openssl_scheme)]);
    }
    if !offer.encrypt_then_mac && offer.version < ProtocolVersion::TLS13 {
        command.arg("-no_etm");
    }
    if offer.psk == Some(PskKeyExchangeMode::PSK_KE) {
        command.arg("-allow_no_dhe_kex");
    }
    let mut suites = offer.suites.iter().filter_map(|suite| suite.facts());
    if offer.psk.is_some() || suites.any(|row| row.key_exchange.uses_psk()) {
        command.args(["-psk_identity", psk::IDENTITY, "-psk", psk::HEX]);
    }
}

/// Tells OpenSSL by a file what its programs have no option for.
pub(super) fn configure(
    command: &mut Command,
    world: &World,
    without: &[&str],
) -> Result<(), Failure> {
    if without.is_empty() {
        return Ok(());
    }
    let options: Vec<String> = without.iter().map(|option| format!("-{option}")).collect();
    let configuration = format!(
        "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = plain\n\
         [plain]\nOptions = {}\n",
        options.join(",")
    );
    command.env("OPENSSL_CONF", world.file("openssl.cnf", configuration.as_bytes())?);
    Ok(())
}

/// The extended master secret, in the language of such a file.
const EMS: &str = "ExtendedMasterSecret";

/// It counts pre-shared keys of TLS 1.3 among sessions, since the extension is the same.
fn calls_reused(wanted: &Wanted) -> bool {
    let Combination { version, leaf, .. } = wanted.combination;
    wanted.resumption.is_some() || (version == ProtocolVersion::TLS13 && leaf.is_none())
}

impl Server for SServer {
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", &format!("127.0.0.1:{port}")]);
        command.arg("-cert").arg(&setup.identity.certificate_file);
        command.arg("-key").arg(&setup.identity.key_file);
        if let Some(field) = setup.field {
            command.arg("-dhparam").arg(world.field(field)?);
        }
        if let Some(file) = setup.key_log {
            command.arg("-keylogfile").arg(file);
        }
        offer_options(&mut command, &setup.offer);
        if !setup.protocols.is_empty() {
            command.args(["-alpn", &setup.protocols.join(",")]);
        }
        match setup.clients {
            ClientAuthentication::None => &mut command,
            ClientAuthentication::Optional => command.args(["-verify", "1"]),
            ClientAuthentication::Required => command.args(["-Verify", "1"]),
        };
        command.arg("-CAfile").arg(&world.trusted.file).arg("-verify_return_error");
        if !setup.way.tickets() {
            command.arg("-no_ticket");
        }
        if !setup.way.ids() {
            command.arg("-no_cache");
        }
        // In TLS 1.3 either comes with a ticket.
        if !setup.way.tickets() && !setup.way.ids() {
            command.args(["-num_tickets", "0"]);
        }
        configure(&mut command, world, if setup.without_ems { &[EMS] } else { &[] })?;
        if setup.options.is_empty() {
            command.arg("-www");
        }
        command.args(setup.options);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, wanted: &Wanted) -> Result<(), Failure> {
        let how = if calls_reused(wanted) { "Reused" } else { "New" };
        let (suite, version) = (wanted.combination.suite, wanted.combination.version);
        let cipher = format!("Cipher is {}", suite.openssl_name);
        let version = format!("Protocol  : {}", openssl_version(version));
        // "Client certificate", with the article where there is none.
        let client = match wanted.client {
            Some(_) => "Client certificate",
            None => "no client certificate available",
        };
        says(page, &[&format!("{how}, "), &cipher, &version, client])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        (!openssl_has(tried.combination.suite)).then_some(NO_SUITE)
    }

    fn refusals(&self) -> &'static [Row] {
        refusals::OPENSSL_SERVER
    }
}

impl Client for SClient {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-connect", &format!("127.0.0.1:{}", setup.port)]);
        command.arg("-CAfile").arg(&setup.trusted.file);
        command.args(["-verify_return_error", "-verify_hostname", setup.name]);
        command.args(["-servername", setup.name]);
        offer_options(&mut command, &setup.offer);
        if !setup.protocols.is_empty() {
            command.args(["-alpn", &setup.protocols.join(",")]);
        }
        if let Some(identity) = setup.identity {
            command.arg("-cert").arg(&identity.certificate_file);
            command.arg("-key").arg(&identity.key_file);
        }
        if let Some(file) = setup.key_log {
            command.arg("-keylogfile").arg(file);
        }
        if !setup.tickets {
            command.arg("-no_ticket");
        }
        configure(&mut command, setup.world, if setup.without_ems { &[EMS] } else { &[] })?;
        command.args(setup.options);
        Running::start(&mut command)
    }

    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure> {
        let file = setup.world.folder()?.join("session.pem");
        let file = file.to_string_lossy();
        let first = visit(&ClientSetup { options: &["-sess_out", &file], ..setup.clone() })?;
        if !first.status.success() {
            return Ok(first);
        }
        // It writes no file where the server has offered nothing to come back with.
        let options: &[&str] = if Path::new(&*file).exists() { &["-sess_in", &file] } else { &[] };
        visit(&ClientSetup { options, ..setup.clone() })
    }

    fn resumed_words(&self) -> Option<&'static str> {
        Some("Reused, ")
    }

    fn calls_resumed(&self, wanted: &Wanted) -> bool {
        calls_reused(wanted)
    }

    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure> {
        let combination = wanted.combination;
        let cipher = format!("Cipher is {}", combination.suite.openssl_name);
        let version = openssl_version(combination.version);
        let verified = "Verify return code: 0 (ok)";
        if combination.version < ProtocolVersion::TLS13 {
            let protocol = format!("Protocol  : {version}");
            says(said, &[&cipher, &protocol, "Extended master secret: yes", verified])?;
        } else {
            let verified = if combination.leaf.is_some() { verified } else { "" };
            says(said, &[&format!(", {version}, {cipher}"), verified])?;
        }
        // It has no words for a key exchange without a signature.
        if wanted.resumption.is_some() || combination.leaf.is_none() {
            return Ok(());
        }
        let share = match combination.group {
            None => return Ok(()),
            Some(NamedGroup::SECP256R1) => "ECDH, prime256v1, 256 bits",
            Some(NamedGroup::SECP384R1) => "ECDH, secp384r1, 384 bits",
            Some(NamedGroup::FFDHE2048) => "DH, 2048 bits",
            Some(NamedGroup::FFDHE3072) => "DH, 3072 bits",
            Some(NamedGroup::FFDHE4096) => "DH, 4096 bits",
            Some(_) => "X25519, 253 bits",
        };
        says(said, &[&format!("Server Temp Key: {share}"), "Verified peername"])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        (!openssl_has(tried.combination.suite)).then_some(NO_SUITE)
    }

    fn closes_in_turn(&self) -> bool {
        true
    }

    fn protocol_words(&self, protocol: &str) -> String {
        format!("ALPN protocol: {protocol}")
    }

    fn refusals(&self) -> &'static [Row] {
        refusals::OPENSSL_CLIENT
    }
}
