//! `countersign handshake`: our client and our server shake hands in memory.

mod certificate;
mod end;
mod meeting;
mod parties;
mod seeded;

use std::time::Duration;

use countersign::{
    crypto::{Authentication, Random},
    pki_types::UnixTime,
};
use countersign_std::SystemRandom;
use serde::Serialize;

use self::{parties::Parties, seeded::Seeded};
use crate::{
    arguments::{CertificateKind, Handshake},
    failure::Failure,
    output::Output,
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
    let parties = Parties::new(options, kind, now, &mut *random, output)?;
    begin(kind, output);
    parties.meet(0, now, &mut *random, output)?;
    if options.keeper().is_some() {
        again(output);
        parties.meet(1, now, &mut *random, output)?;
    }
    Ok(())
}

fn again(output: Output) {
    #[derive(Serialize)]
    #[serde(tag = "event", rename = "again")]
    struct Again {}
    output.note("\nBoth shake hands again.\n", &Again {});
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
