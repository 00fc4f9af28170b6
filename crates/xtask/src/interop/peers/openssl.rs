//! OpenSSL's test programs: `s_server` and `s_client`.

use std::process::Command;

use countersign::{crypto::NamedGroup, fault::FaultKind as F, wire::AlertDescription as A};

use super::{Client, ClientSetup, PeerServer, Server, ServerSetup, says};
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Offer, Version},
        names::{colons, openssl_group, openssl_scheme, openssl_suite},
        refusal::{
            Ours::{Finds, IsTold},
            Refusal as R, Row, row,
        },
        world::World,
    },
    process::{Running, free_port},
};

/// `openssl s_server`.
pub(in crate::interop) struct SServer;

/// `openssl s_client`.
pub(in crate::interop) struct SClient;

fn offer_options(command: &mut Command, offer: &Offer) {
    match offer.version {
        Version::Tls11 => command.args(["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]),
        Version::Tls13 => command.arg("-tls1_3"),
        Version::Tls12 => command
            .args(["-tls1_2", "-cipher", &colons(&offer.suites, openssl_suite)])
            .args(["-groups", &colons(&offer.groups, openssl_group)])
            .args(["-sigalgs", &colons(&offer.schemes, openssl_scheme)]),
    };
}

impl Server for SServer {
    fn start(&self, _: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let port = free_port()?;
        let mut command = Command::new("openssl");
        command.args(["s_server", "-accept", &format!("127.0.0.1:{port}")]);
        command.arg("-cert").arg(&setup.identity.certificate_file);
        command.arg("-key").arg(&setup.identity.key_file);
        offer_options(&mut command, &setup.offer);
        if !setup.protocols.is_empty() {
            command.args(["-alpn", &setup.protocols.join(",")]);
        }
        if setup.asks_certificate {
            command.args(["-verify", "1"]);
        }
        if let Some(file) = setup.without_ems {
            command.env("OPENSSL_CONF", file);
        }
        if setup.options.is_empty() {
            command.arg("-www");
        }
        command.args(setup.options);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: None })
    }

    fn confirm(&self, page: &str, combination: Combination) -> Result<(), Failure> {
        says(page, &[&format!("Cipher is {}", openssl_suite(combination.suite))])
    }

    fn refusals(&self) -> &'static [Row] {
        SERVER_REFUSALS
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
        if let Some(file) = setup.without_ems {
            command.env("OPENSSL_CONF", file);
        }
        command.args(setup.options);
        Running::start(&mut command)
    }

    fn confirm(&self, said: &str, combination: Combination) -> Result<(), Failure> {
        let cipher = format!("Cipher is {}", openssl_suite(combination.suite));
        let share = match combination.group {
            NamedGroup::SECP256R1 => "ECDH, prime256v1, 256 bits",
            NamedGroup::SECP384R1 => "ECDH, secp384r1, 384 bits",
            _ => "X25519, 253 bits",
        };
        let share = format!("Server Temp Key: {share}");
        says(said, &[&cipher, &share, "Verify return code: 0 (ok)", "Verified peername"])
    }

    fn closes_in_turn(&self) -> bool {
        true
    }

    fn protocol_words(&self, protocol: &str) -> String {
        format!("ALPN protocol: {protocol}")
    }

    fn refusals(&self) -> &'static [Row] {
        CLIENT_REFUSALS
    }
}

#[rustfmt::skip]
const SERVER_REFUSALS: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "alert unknown ca"),
    row(R::WrongName, Finds(F::WrongName), "alert bad certificate"),
    row(R::Expired, Finds(F::CertificateExpired), "alert certificate expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "no shared signature algorithms"),
    row(R::PeerOnlyTls11, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::PeerOnlyTls13, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "no application protocol"),
];

#[rustfmt::skip]
const CLIENT_REFUSALS: &[Row] = &[
    row(R::WrongCa, IsTold(A::UNKNOWN_CA), "unable to get local issuer certificate"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "hostname mismatch"),
    row(R::Expired, IsTold(A::CERTIFICATE_EXPIRED), "certificate has expired"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "alert handshake failure"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "alert handshake failure"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "alert handshake failure"),
    row(R::PeerOnlyTls11, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::PeerOnlyTls13, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "alert no application protocol"),
];
