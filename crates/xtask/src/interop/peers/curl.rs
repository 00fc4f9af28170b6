//! curl, a client that people use; its TLS is OpenSSL's here.

use std::process::Command;

use countersign::{
    fault::FaultKind as F,
    wire::{AlertDescription as A, ProtocolVersion},
};

use super::{
    Client, ClientSetup, NO_PSK, NO_SUITE, Visit,
    catalogue::openssl_has,
    openssl::{ciphers, configure, curves},
    says,
};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        names::{openssl_version, version_number},
        plan::Try,
        refusal::{
            Ours::{Finds, IsLeft, IsTold},
            Refusal as R, Row, row,
        },
    },
    process::{Ended, Running},
};

/// curl. It offers `http/1.1` where ALPN is wanted; its signature schemes cannot be chosen, and
/// it knows no tickets.
pub(in crate::interop) struct Curl;

impl Client for Curl {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("curl");
        let address = format!("{}:{}:127.0.0.1", setup.name, setup.port);
        command.args(["--silent", "--show-error", "--verbose", "--resolve", &address]);
        command.arg("--cacert").arg(&setup.trusted.file);
        let version = version_number(setup.offer.version);
        command.args([&format!("--tlsv{version}"), "--tls-max", version]);
        let suites = match setup.offer.version {
            ProtocolVersion::TLS13 => "--tls13-ciphers",
            _ => "--ciphers",
        };
        command.args([suites, &ciphers(&setup.offer)]);
        if let Some(curves) = curves(&setup.offer) {
            command.args(["--curves", &curves]);
        }
        command.arg(if setup.protocols.is_empty() { "--no-alpn" } else { "--http1.1" });
        if let Some(identity) = setup.identity {
            command.arg("--cert").arg(&identity.certificate_file);
            command.arg("--key").arg(&identity.key_file);
        }
        let is_new = setup.offer.version >= ProtocolVersion::TLS13;
        let lacks = [
            (setup.without_ems, "ExtendedMasterSecret"),
            (!setup.offer.encrypt_then_mac && !is_new, "EncryptThenMac"),
        ];
        let without: Vec<&str> = lacks.iter().filter(|one| one.0).map(|one| one.1).collect();
        configure(&mut command, setup.world, &without)?;
        if let Some(file) = setup.key_log {
            command.env("SSLKEYLOGFILE", file);
        }
        command.args(setup.options);
        Running::start(command.arg(format!("https://{}:{}/", setup.name, setup.port)))
    }

    fn come_twice(&self, setup: &ClientSetup<'_>, visit: Visit<'_>) -> Result<Ended, Failure> {
        let again = format!("https://{}:{}/", setup.name, setup.port);
        visit(&ClientSetup { options: &[&again], ..setup.clone() })
    }

    fn resumed_words(&self) -> Option<&'static str> {
        // It says whether it tries, not whether the server agrees.
        None
    }

    fn confirm(&self, said: &str, wanted: &Wanted) -> Result<(), Failure> {
        let (version, suite) = (wanted.combination.version, wanted.combination.suite);
        let connection =
            format!("SSL connection using {} / {}", openssl_version(version), suite.openssl_name);
        says(said, &[&connection, "SSL certificate verify ok."])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        // It turns the extension of RFC 5077 off, which is none of TLS 1.3.
        let is_new = tried.combination.version >= ProtocolVersion::TLS13;
        match tried.combination.suite {
            row if row.key_exchange.uses_psk() => Some(NO_PSK),
            _ if tried.combination.leaf.is_none() => Some(NO_PSK),
            row if !openssl_has(row) => Some(NO_SUITE),
            _ if !is_new && tried.course.is_some_and(|course| course.way.tickets()) => {
                Some("it knows no tickets")
            }
            _ => None,
        }
    }

    fn closes_in_turn(&self) -> bool {
        true
    }

    fn protocol_words(&self, protocol: &str) -> String {
        format!("ALPN: server accepted {protocol}")
    }

    fn refusals(&self) -> &'static [Row] {
        REFUSALS
    }
}

#[rustfmt::skip]
const REFUSALS: &[Row] = &[
    row(R::WrongCa, IsTold(A::UNKNOWN_CA), "unable to get local issuer certificate"),
    row(R::WrongName, IsLeft, "no alternative certificate subject name matches"),
    row(R::Expired, IsTold(A::CERTIFICATE_EXPIRED), "certificate has expired"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "alert handshake failure"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "alert handshake failure"),
    row(R::PeerOnlyTls11, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::PeerOnlyTls13, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "alert no application protocol"),
    row(R::ClientWithout, Finds(F::ClientCertificateMissing), "alert handshake failure"),
    row(R::ClientWrongCa, Finds(F::UnknownCa), "alert unknown ca"),
];
