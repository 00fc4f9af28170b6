//! NSS's test programs: `selfserv` and `tstclnt`. NSS has no encrypt-then-MAC, no Ed25519 and no
//! AES-CCM, and pre-shared keys in TLS 1.3 alone.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use countersign::{
    ClientAuthentication,
    crypto::{CipherSuite, NamedGroup},
    wire::ProtocolVersion,
};

use super::{Client, ClientSetup, NO_PSK, NO_SUITE, PeerServer, Server, ServerSetup, Visit, says};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Combination, Leaf, Offer, Way},
        names::version_number,
        plan::Try,
        psk,
        refusal::Row,
        world::{Identity, World},
    },
    process::{Ended, Running, free_port},
};

/// `selfserv`.
pub(in crate::interop) struct SelfServ;

/// `tstclnt`.
pub(in crate::interop) struct TstClnt;

/// `TLS_AES_128_CCM_SHA256`.
const AES_128_CCM: CipherSuite = CipherSuite(0x1304);

/// The name of the one key in a database.
const KEY: &str = "own";

/// Runs one of the tools that fill a database.
fn run(command: &mut Command) -> Result<(), Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name} does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// A database with who is trusted, and with a key of its own; made once for each program.
fn database(
    world: &World,
    program: &str,
    trusted: &Path,
    identity: Option<&Identity>,
) -> Result<String, Failure> {
    let own = identity.map_or("none", |identity| identity.key.credential().label());
    let trust = trusted.file_stem().unwrap_or_default().to_string_lossy();
    let (folder, is_new) = world.named_folder(&format!("{program}-{trust}-{own}"))?;
    let database = format!("sql:{}", folder.display());
    if !is_new {
        return Ok(database);
    }
    run(Command::new("certutil").args(["-N", "--empty-password", "-d", &database]))?;
    let mut trust = Command::new("certutil");
    trust.args(["-A", "-n", "authority", "-t", "CT,C,C", "-d", &database]).arg("-i").arg(trusted);
    run(&mut trust)?;
    if let Some(identity) = identity {
        let file: PathBuf = folder.join("own.p12");
        let mut export = Command::new("openssl");
        export.args(["pkcs12", "-export", "-name", KEY, "-passout", "pass:", "-out"]).arg(&file);
        export.arg("-in").arg(&identity.certificate_file).arg("-inkey").arg(&identity.key_file);
        run(&mut export)?;
        let mut import = Command::new("pk12util");
        run(import.args(["-W", "", "-K", "", "-d", &database, "-i"]).arg(&file))?;
    }
    Ok(database)
}

fn offer_options(command: &mut Command, offer: &Offer) {
    let version = version_number(offer.version);
    command.args(["-V", &format!("tls{version}:tls{version}")]);
    // It refuses to begin with a suite that it does not know.
    let rows = offer.suites.iter().filter_map(|suite| suite.facts());
    let known = rows.filter(|row| row.key_exchange.has_certificate() && row.suite != AES_128_CCM);
    let suites: Vec<String> = known.map(|row| format!("{:04X}", row.suite.0)).collect();
    if !suites.is_empty() {
        command.args(["-c", &format!(":{}", suites.join(":"))]);
    }
    let group = |group: &NamedGroup| match *group {
        NamedGroup::X25519 => Some("x25519"),
        NamedGroup::SECP256R1 => Some("P256"),
        NamedGroup::SECP384R1 => Some("P384"),
        NamedGroup::FFDHE2048 => Some("FF2048"),
        NamedGroup::FFDHE3072 => Some("FF3072"),
        NamedGroup::FFDHE4096 => Some("FF4096"),
        _ => None,
    };
    let groups: Vec<&str> = offer.groups.iter().filter_map(group).collect();
    if !groups.is_empty() {
        command.args(["-I", &groups.join(",")]);
    }
    if offer.psk.is_some() {
        command.args(["-z", &format!("0x{}:{}", psk::HEX, psk::IDENTITY)]);
    }
}

fn lacks(tried: &Try) -> Option<&'static str> {
    match tried.combination {
        _ if tried.shown() == Some(Leaf::Ed25519) => Some("NSS has no Ed25519"),
        one if one.suite.key_exchange.uses_psk() => Some(NO_PSK),
        one if one.suite.suite == AES_128_CCM => Some(NO_SUITE),
        one if one.leaf.is_none() && one.group.is_none() => {
            Some("it offers and takes psk_dhe_ke alone")
        }
        one if one.encrypt_then_mac => Some("NSS has no encrypt-then-MAC"),
        one if one.leaf == Some(Leaf::Ed25519) => Some("NSS has no Ed25519"),
        _ => None,
    }
}

impl Server for SelfServ {
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let database = database(world, "selfserv", &world.trusted.file, Some(setup.identity))?;
        let mut command = Command::new("selfserv");
        command.args(["-d", &database, "-p", &port.to_string(), "-v"]);
        command.args(match setup.identity.key.credential().schemes().first() {
            Some(scheme) if scheme.curve().is_some() => ["-e", KEY],
            _ => ["-n", KEY],
        });
        offer_options(&mut command, &setup.offer);
        match setup.clients {
            ClientAuthentication::None => &mut command,
            ClientAuthentication::Optional => command.arg("-r"),
            ClientAuthentication::Required => command.arg("-rr"),
        };
        if !setup.way.ids() {
            command.arg("-N");
        }
        if setup.way.tickets() {
            command.arg("-u");
        }
        if !setup.without_ems {
            command.arg("-G");
        }
        if !setup.protocols.is_empty() {
            command.arg("-Q");
        }
        let mut running = Running::start(command.args(setup.options))?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, _: &Wanted) -> Result<(), Failure> {
        // The page is what we asked with; what was negotiated it says to its operator.
        says(page, &["Server: Generic Web Server", "GET / HTTP/1.0"])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        let Combination { version, group, leaf, .. } = tried.combination;
        let pair = (leaf.and_then(Leaf::curve), group);
        let p384 = Some(NamedGroup::SECP384R1);
        let longer = pair.0 == p384 && pair.1.is_some() && pair.1 != p384;
        let both = version < ProtocolVersion::TLS13;
        if !both && leaf.is_none() {
            return Some("it shows its certificate to its own client too");
        }
        if !both && tried.course.is_some_and(|course| course.way == Way::IdHit) {
            return Some("in TLS 1.3 it keeps no session itself");
        }
        if both && (longer || pair == (Some(NamedGroup::SECP256R1), p384)) {
            return Some("two groups are offered, and it chooses by the strength of the suite");
        }
        lacks(tried)
    }

    fn can_leave_ems_out(&self) -> bool {
        false
    }

    fn refusals(&self) -> &'static [Row] {
        &[]
    }
}

impl Client for TstClnt {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let world = setup.world;
        let database = database(world, "tstclnt", &setup.trusted.file, setup.identity)?;
        let request = world.file("request", b"GET / HTTP/1.0\r\n\r\n")?;
        let mut command = Command::new("tstclnt");
        command.args(["-h", "127.0.0.1", "-p", &setup.port.to_string(), "-a", setup.name]);
        command.args(["-d", &database, "-v", "-A"]).arg(request);
        offer_options(&mut command, &setup.offer);
        if setup.identity.is_some() {
            command.args(["-n", KEY]);
        }
        if setup.tickets {
            command.arg("-u");
        }
        if !setup.without_ems {
            command.arg("-G");
        }
        Running::start(command.args(setup.options))
    }

    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure> {
        let first = visit(setup)?;
        if first.status.success() { visit(setup) } else { Ok(first) }
    }

    fn resumed_words(&self) -> Option<&'static str> {
        None
    }

    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure> {
        let version = wanted.combination.version.0 & 0xff;
        let version = format!("SSL version 3.{version} using");
        says(said, &[&version, "Extended Master Secret: Yes"])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        if tried.course.is_some_and(|course| !matches!(course.way, Way::Full | Way::Retry)) {
            return Some("it keeps no session when it ends");
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
