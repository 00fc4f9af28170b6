//! GnuTLS's test programs: `gnutls-serv` and `gnutls-cli`.

use std::process::Command;

use countersign::{fault::FaultKind as F, wire::AlertDescription as A};

use super::{Client, ClientSetup, PeerServer, Server, ServerSetup, says};
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Offer, Version},
        names::{gnutls_group, gnutls_scheme, gnutls_suite},
        refusal::{
            Ours::{Finds, IsTold},
            Refusal as R, Row, row,
        },
        world::World,
    },
    process::{Running, free_port},
};

/// `gnutls-serv`.
pub(in crate::interop) struct Serv;

/// `gnutls-cli`.
pub(in crate::interop) struct Cli;

/// An offer in the language of GnuTLS.
fn priority(offer: &Offer, with_ems: bool) -> String {
    let version = match offer.version {
        Version::Tls11 => return "NORMAL:-VERS-ALL:+VERS-TLS1.1".to_owned(),
        Version::Tls13 => return "NORMAL:-VERS-ALL:+VERS-TLS1.3".to_owned(),
        Version::Tls12 => "VERS-TLS1.2",
    };
    let mut parts = vec![version.to_owned(), "AEAD".to_owned(), "COMP-NULL".to_owned()];
    for &suite in &offer.suites {
        let (exchange, cipher) = gnutls_suite(suite);
        parts.extend([exchange.to_owned(), cipher.to_owned()]);
    }
    parts.extend(offer.groups.iter().map(|&group| format!("GROUP-{}", gnutls_group(group))));
    parts.extend(offer.schemes.iter().map(|&scheme| format!("SIGN-{}", gnutls_scheme(scheme))));
    let list = parts.iter().fold("NONE".to_owned(), |all, part| format!("{all}:+{part}"));
    if with_ems { list } else { format!("{list}:%NO_SESSION_HASH") }
}

/// How both programs sum a connection up.
fn description(combination: Combination) -> String {
    let (group, scheme) = (gnutls_group(combination.group), gnutls_scheme(combination.scheme));
    let (_, cipher) = gnutls_suite(combination.suite);
    format!("(TLS1.2-X.509)-(ECDHE-{group})-({scheme})-({cipher})")
}

impl Server for Serv {
    fn start(&self, _: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let mut command = Command::new("gnutls-serv");
        let priority = priority(&setup.offer, setup.without_ems.is_none());
        // From this level on it says which alerts it receives.
        command.args(["-p", &port.to_string(), "--priority", &priority, "--debug", "5"]);
        command.arg("--x509certfile").arg(&setup.identity.certificate_file);
        command.arg("--x509keyfile").arg(&setup.identity.key_file);
        if !setup.asks_certificate {
            command.arg("--disable-client-cert");
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
        command.args(setup.options);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, combination: Combination) -> Result<(), Failure> {
        says(page, &[&description(combination)])
    }

    fn refusals(&self) -> &'static [Row] {
        SERVER_REFUSALS
    }
}

impl Client for Cli {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("gnutls-cli");
        let priority = priority(&setup.offer, setup.without_ems.is_none());
        command.args(["-p", &setup.port.to_string(), "--priority", &priority]);
        command.arg("--x509cafile").arg(&setup.trusted.file);
        command.args(["--sni-hostname", setup.name, "--verify-hostname", setup.name]);
        for protocol in setup.protocols {
            command.args(["--alpn", protocol]);
        }
        command.args(setup.options);
        Running::start(command.arg("127.0.0.1"))
    }

    fn confirm(&self, said: &str, combination: Combination) -> Result<(), Failure> {
        says(said, &[&description(combination), "Status: The certificate is trusted."])
    }

    fn closes_in_turn(&self) -> bool {
        // It does where its input ends first, which is tried by itself.
        false
    }

    fn protocol_words(&self, protocol: &str) -> String {
        format!("Application protocol: {protocol}")
    }

    fn refusals(&self) -> &'static [Row] {
        CLIENT_REFUSALS
    }
}

#[rustfmt::skip]
const SERVER_REFUSALS: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "CA is unknown"),
    row(R::WrongName, Finds(F::WrongName), "Certificate is bad"),
    row(R::Expired, Finds(F::CertificateExpired), "Certificate is expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    // Its TLS 1.1 has no suite of ours.
    row(R::PeerOnlyTls11, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::PeerOnlyTls13, IsTold(A::PROTOCOL_VERSION), "unsupported version"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "No common application protocol"),
];

#[rustfmt::skip]
const CLIENT_REFUSALS: &[Row] = &[
    row(R::WrongCa, IsTold(A::BAD_CERTIFICATE), "issuer is unknown"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "does not match"),
    row(R::Expired, IsTold(A::BAD_CERTIFICATE), "expired certificate"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "Handshake failed"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "Handshake failed"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "Handshake failed"),
    row(R::PeerOnlyTls11, Finds(F::NoCommonVersion), "Error in protocol version"),
    row(R::PeerOnlyTls13, Finds(F::NoCommonVersion), "Error in protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "No supported application protocol"),
];
