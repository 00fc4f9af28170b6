//! curl, a client that people use; its TLS is OpenSSL's here.

use std::process::Command;

use countersign::{fault::FaultKind as F, wire::AlertDescription as A};

use super::{Client, ClientSetup, says};
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Version},
        names::{colons, openssl_group, openssl_suite},
        refusal::{
            Ours::{Finds, IsLeft, IsTold},
            Refusal as R, Row, row,
        },
    },
    process::Running,
};

/// curl. It offers `http/1.1` where ALPN is wanted; its signature schemes cannot be chosen.
pub(in crate::interop) struct Curl;

impl Client for Curl {
    fn start(&self, setup: &ClientSetup<'_>) -> Result<Running, Failure> {
        let mut command = Command::new("curl");
        let address = format!("{}:{}:127.0.0.1", setup.name, setup.port);
        command.args(["--silent", "--show-error", "--verbose", "--resolve", &address]);
        command.arg("--cacert").arg(&setup.trusted.file);
        match setup.offer.version {
            Version::Tls11 => {
                command.args(["--tlsv1.0", "--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0"])
            }
            Version::Tls12 => command
                .args(["--tls-max", "1.2"])
                .args(["--ciphers", &colons(&setup.offer.suites, openssl_suite)])
                .args(["--curves", &colons(&setup.offer.groups, openssl_group)]),
            Version::Tls13 => command.arg("--tlsv1.3"),
        };
        command.arg(if setup.protocols.is_empty() { "--no-alpn" } else { "--http1.1" });
        if let Some(file) = setup.without_ems {
            command.env("OPENSSL_CONF", file);
        }
        command.args(setup.options);
        Running::start(command.arg(format!("https://{}:{}/", setup.name, setup.port)))
    }

    fn confirm(&self, said: &str, combination: Combination) -> Result<(), Failure> {
        let connection =
            format!("SSL connection using TLSv1.2 / {}", openssl_suite(combination.suite));
        says(said, &[&connection, "SSL certificate verify ok."])
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
];
