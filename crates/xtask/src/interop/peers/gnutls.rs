//! GnuTLS's test programs: `gnutls-serv` and `gnutls-cli`.

use std::process::Command;

use countersign::{
    ClientAuthentication,
    crypto::KeyExchange,
    wire::{ProtocolVersion, extension::psk_key_exchange_modes::PskKeyExchangeMode},
};

use super::{
    Client, ClientSetup, NO_SUITE, PeerServer, Server, ServerSetup, Visit, catalogue::gnutls_has,
    refusals, says,
};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Combination, Offer, Way},
        names::{gnutls_group, gnutls_scheme, gnutls_suite, version_number},
        plan::Try,
        psk,
        refusal::Row,
        world::World,
    },
    process::{Ended, Running, free_port},
};

/// `gnutls-serv`.
pub(in crate::interop) struct Serv;

/// `gnutls-cli`.
pub(in crate::interop) struct Cli;

/// An offer in the language of GnuTLS.
fn priority(offer: &Offer, with_ems: bool) -> String {
    let version = format!("VERS-TLS{}", version_number(offer.version));
    let mut parts = vec![version, "COMP-NULL".to_owned()];
    for suite in offer.suites.iter().filter_map(|suite| suite.facts()) {
        let named = gnutls_suite(suite).into_iter().filter(|part| !part.is_empty());
        parts.extend(named.map(str::to_owned));
    }
    parts.extend(offer.psk.map(|mode| match mode {
        PskKeyExchangeMode::PSK_KE => "PSK".to_owned(),
        _ => "ECDHE-PSK".to_owned(),
    }));
    parts.extend(offer.groups.iter().map(|&group| format!("GROUP-{}", gnutls_group(group))));
    let sign = |&scheme| format!("SIGN-{}", gnutls_scheme(scheme, offer.version));
    parts.extend(offer.schemes.iter().map(sign));
    if offer.version < ProtocolVersion::TLS12 {
        parts.extend(["SIGN-RSA-SHA1", "SIGN-ECDSA-SHA1"].map(str::to_owned));
    }
    // It reads 64 parts at most, and drops the others without a word.
    let mut once: Vec<String> = Vec::new();
    for part in parts {
        if !once.contains(&part) {
            once.push(part);
        }
    }
    let mut list = once.iter().fold("NONE".to_owned(), |all, part| format!("{all}:+{part}"));
    if !with_ems {
        list.push_str(":%NO_SESSION_HASH");
    }
    if !offer.encrypt_then_mac && offer.version < ProtocolVersion::TLS13 {
        list.push_str(":%NO_ETM");
    }
    list
}

/// The parts of the line in which both programs sum a connection up.
fn description(wanted: &Wanted) -> Vec<String> {
    let Combination { version, suite, group, leaf, scheme, .. } = wanted.combination;
    let [exchange, cipher, mac] = gnutls_suite(suite);
    let mut parts = vec![format!("(TLS{}", version_number(version)), format!("-({cipher})")];
    let has_certificates = leaf.is_some() && wanted.resumption.is_none();
    // The kind of group, with its name; resumed it stands for what the first handshake had.
    match group.map(gnutls_group) {
        // In TLS 1.3 it leaves this out where a key or a ticket proves both sides.
        _ if version == ProtocolVersion::TLS13 && !has_certificates => {}
        Some(name) if name.starts_with("FFDHE") => parts.push(format!("-(DHE-{name})")),
        Some(name) => parts.push(format!("-(ECDHE-{name})")),
        None => parts.push(format!("-({exchange})")),
    }
    if mac != "AEAD" {
        parts.push(format!("-({mac})"));
    }
    let signed = scheme.filter(|scheme| !scheme.is_before_tls12() && wanted.resumption.is_none());
    parts.extend(signed.map(|scheme| format!("-({})", gnutls_scheme(scheme, version))));
    parts
}

fn says_description(said: &str, wanted: &Wanted) -> Result<(), Failure> {
    let parts = description(wanted);
    says(said, &parts.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Server for Serv {
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let mut command = Command::new("gnutls-serv");
        let priority = priority(&setup.offer, !setup.without_ems);
        // From this level on it says which alerts it receives.
        command.args(["-p", &port.to_string(), "--priority", &priority, "--debug", "5"]);
        command.arg("--x509certfile").arg(&setup.identity.certificate_file);
        command.arg("--x509keyfile").arg(&setup.identity.key_file);
        command.arg("--pskpasswd").arg(&world.psk_file);
        command.arg("--x509cafile").arg(&world.trusted.file);
        command.args(match setup.clients {
            ClientAuthentication::None => &["--disable-client-cert"][..],
            ClientAuthentication::Optional => &["--verify-client-cert"],
            ClientAuthentication::Required => &["--require-client-cert", "--verify-client-cert"],
        });
        if !setup.way.tickets() {
            command.arg("--noticket");
        }
        if !setup.way.ids() {
            command.arg("--nodb");
        }
        for protocol in setup.protocols {
            command.args(["--alpn", protocol]);
        }
        if !setup.protocols.is_empty() {
            command.arg("--alpn-fatal");
        }
        if setup.options.is_empty() {
            command.arg("--http");
        }
        if let Some(file) = setup.key_log {
            command.env("SSLKEYLOGFILE", file);
        }
        command.args(setup.options);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, wanted: &Wanted) -> Result<(), Failure> {
        says_description(page, wanted)?;
        match wanted.client {
            Some(_) if wanted.resumption.is_none() => {
                says(page, &["X.509 Certificate Information"])
            }
            _ => Ok(()),
        }
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        if tried.combination.version == ProtocolVersion::TLS13
            && tried.course.is_some_and(|course| course.way == Way::IdHit)
        {
            return Some("in TLS 1.3 it keeps no session itself");
        }
        (!gnutls_has(tried.combination.suite)).then_some(NO_SUITE)
    }

    fn refusals(&self) -> &'static [Row] {
        refusals::GNUTLS_SERVER
    }
}

impl Client for Cli {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("gnutls-cli");
        let priority = priority(&setup.offer, !setup.without_ems);
        command.args(["-p", &setup.port.to_string(), "--priority", &priority]);
        command.arg("--x509cafile").arg(&setup.trusted.file);
        command.args(["--sni-hostname", setup.name, "--verify-hostname", setup.name]);
        if let Some(identity) = setup.identity {
            command.arg("--x509certfile").arg(&identity.certificate_file);
            command.arg("--x509keyfile").arg(&identity.key_file);
        }
        command.args(["--pskusername", psk::IDENTITY, "--pskkey", psk::HEX]);
        if !setup.tickets {
            command.arg("--noticket");
        }
        for protocol in setup.protocols {
            command.args(["--alpn", protocol]);
        }
        if let Some(file) = setup.key_log {
            command.env("SSLKEYLOGFILE", file);
        }
        command.args(setup.options);
        Running::start(command.arg("127.0.0.1"))
    }

    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure> {
        visit(&ClientSetup { options: &["--resume"], ..setup.clone() })
    }

    fn resumed_words(&self) -> Option<&'static str> {
        Some("*** This is a resumed session")
    }

    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure> {
        says_description(said, wanted)?;
        match wanted.combination.leaf {
            Some(_) => says(said, &["Status: The certificate is trusted."]),
            None => Ok(()),
        }
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        if tried.combination.suite.key_exchange == KeyExchange::EcdhePsk {
            return Some("it crashes when it describes such a connection, to its own server too");
        }
        (!gnutls_has(tried.combination.suite)).then_some(NO_SUITE)
    }

    fn closes_in_turn(&self) -> bool {
        // It does where its input ends first, which is tried by itself.
        false
    }

    fn protocol_words(&self, protocol: &str) -> String {
        format!("Application protocol: {protocol}")
    }

    fn refusals(&self) -> &'static [Row] {
        refusals::GNUTLS_CLIENT
    }
}
