//! `countersign handshake`: our client and our server shake hands in memory.

mod certificate;
mod end;
mod meeting;
mod seeded;

use std::time::Duration;

use countersign::{
    Answers, ClientConfig, Connection, ServerConfig,
    crypto::{Authentication, NamedGroup, Provider, Random},
    pki_types::UnixTime,
};
use countersign_std::{SystemRandom, server_name, verifier_with};
use serde::Serialize;

use self::{certificate::ThrowAway, end::End, meeting::Meeting, seeded::Seeded};
use crate::{
    arguments::{CertificateKind, Handshake},
    failure::Failure,
    output::Output,
    timeline::Timeline,
};

/// The name that the certificate is for.
const SERVER: &str = "localhost";

/// 2026-01-01 00:00:00 UTC: the time of every run with a seed.
const SEEDED_TIME: u64 = 1_767_225_600;

pub(crate) fn run(options: &Handshake, output: Output) -> Result<(), Failure> {
    let (mut random, now): (Box<dyn Random>, _) = match options.seed {
        None => (Box::new(SystemRandom), countersign_std::now()),
        Some(seed) => {
            let now = UnixTime::since_unix_epoch(Duration::from_secs(SEEDED_TIME));
            (Box::new(Seeded::new(seed)), now)
        }
    };
    let kind = certificate_kind(options)?;
    let cryptography = options.provider.cryptography()?;
    let made = certificate::make(kind, SERVER, now, &mut *random, cryptography.read_key)
        .map_err(|error| Failure::usage(format!("no certificate could be made: {error}"), ""))?;
    begin(kind, output);

    let verifier = verifier_with(made.roots()?, cryptography.algorithms)?;
    let server_config = server_config(options, &made, cryptography.provider)?;
    let client_config = client_config(options, kind, cryptography.provider)?;
    let name = server_name(SERVER)?;
    let client = End::new(Connection::client(&client_config, name), Answers::client(&verifier));
    let server =
        End::new(Connection::server(&server_config), Answers::server(&server_config, &made.key));
    let timeline = Timeline::new(output.format);
    Meeting { client, server, now, random: &mut *random, timeline, output }.run()
}

fn begin(kind: CertificateKind, output: Output) {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "begin")]
    struct Begin {
        certificate: &'static str,
        server_name: &'static str,
    }
    let certificate = match kind {
        CertificateKind::Ecdsa => "ECDSA P-256",
        CertificateKind::Rsa => "RSA 2048",
    };
    output.note(
        &format!(
            "A TLS client and a TLS server shake hands in this process. The server has an \
             {certificate}\ncertificate for \"{SERVER}\", made for this run by a throw-away \
             authority that the client trusts.\n"
        ),
        &Begin { certificate, server_name: SERVER },
    );
}

/// What was asked for, else what the named suites need.
fn certificate_kind(options: &Handshake) -> Result<CertificateKind, Failure> {
    let needs = options.offer.authentications()?;
    let Some(first) = needs.first() else {
        return Ok(options.certificate.unwrap_or(CertificateKind::Ecdsa));
    };
    let (kind, wanted) = match options.certificate {
        Some(CertificateKind::Ecdsa) => (CertificateKind::Ecdsa, Authentication::Ecdsa),
        Some(CertificateKind::Rsa) => (CertificateKind::Rsa, Authentication::Rsa),
        None if *first == Authentication::Rsa => return Ok(CertificateKind::Rsa),
        None => return Ok(CertificateKind::Ecdsa),
    };
    if needs.contains(&wanted) {
        return Ok(kind);
    }
    Err(Failure::usage(
        format!(
            "{} is not for certificates of the kind that --certificate names",
            options.offer.suite_words()
        ),
        "leave --certificate out, or name a suite of its kind",
    ))
}

fn server_config(
    options: &Handshake,
    made: &ThrowAway,
    provider: Provider,
) -> Result<ServerConfig, Failure> {
    let protocols = options.offer.protocols()?;
    let builder = ServerConfig::builder(provider).policy(options.offer.policy(false)?);
    let builder = builder.credential(made.key.credential().clone());
    Ok(builder.protocols(protocols).trace(true).build()?)
}

fn client_config(
    options: &Handshake,
    kind: CertificateKind,
    provider: Provider,
) -> Result<ClientConfig, Failure> {
    let mut policy = options.offer.policy(false)?;
    // RFC 8422 §5.1: the groups of the offer are also the curves that a certificate may be on.
    if kind == CertificateKind::Ecdsa && !policy.groups.contains(&NamedGroup::SECP256R1) {
        policy.groups.push(NamedGroup::SECP256R1);
    }
    let protocols = options.offer.protocols()?;
    let builder = ClientConfig::builder(provider).policy(policy);
    Ok(builder.protocols(protocols).trace(true).build()?)
}
