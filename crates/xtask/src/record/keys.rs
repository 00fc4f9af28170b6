//! Test keys and certificates that stay, so that our side is the same in each recording.

use std::{fs, path::Path};

use countersign_rustcrypto::{KeyKind, signing_key};
use countersign_std::pem::private_key;
use countersign_testkit::SeededRandom;

use crate::{
    Failure,
    authority::{Authority, Holder, Issued, Validity, certificate_pem, pem},
};

/// Where they lie, from the folder of the recordings.
pub(super) const FOLDER: &str = "keys";
/// The authority's certificate.
pub(super) const AUTHORITY: &str = "keys/ca.pem";
/// They are made from this, should they ever be lost.
const SEED: u64 = 2246;
/// The names of servers.
const SERVER: &[&str] = &["localhost", "127.0.0.1"];
const CLIENT: &[&str] = &["client.example"];

/// (name of the files, who shows it, kind of key, names, validity)
type Leaf = (&'static str, Holder, KeyKind, &'static [&'static str], Validity);

const LEAVES: &[Leaf] = &[
    ("p256", Holder::Server, KeyKind::P256, SERVER, Validity::Long),
    ("rsa-2048", Holder::Server, KeyKind::Rsa2048, SERVER, Validity::Long),
    ("client-p256", Holder::Client, KeyKind::P256, CLIENT, Validity::Long),
    ("client-rsa-2048", Holder::Client, KeyKind::Rsa2048, CLIENT, Validity::Long),
    ("client-expired", Holder::Client, KeyKind::P256, CLIENT, Validity::Expired),
];

/// What an authority vouches for that nobody trusts.
const STRANGERS: &[Leaf] = &[("stranger", Holder::Server, KeyKind::P256, SERVER, Validity::Long)];

/// The keys that are also shown without a certificate (RFC 7250).
const RAW: &[&str] = &["p256", "rsa-2048", "client-p256", "client-rsa-2048"];

/// Makes what is missing.
pub(super) fn ensure(vectors: &Path) -> Result<(), Failure> {
    let folder = vectors.join(FOLDER);
    if !vectors.join(AUTHORITY).exists() {
        make(vectors, &folder)?;
    }
    for name in RAW {
        let public = folder.join(format!("{name}-public.pem"));
        if !public.exists() {
            let private = private_key(&*folder.join(format!("{name}-key.pem")))?;
            fs::write(public, pem("PUBLIC KEY", signing_key(&private)?.public_key()))?;
        }
    }
    Ok(())
}

/// Makes all keys and certificates.
fn make(vectors: &Path, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let random = &mut SeededRandom::new(SEED);
    let mut authority = Authority::new("countersign test authority", random)?;
    let mut stranger = Authority::new("countersign stranger", random)?;
    for (authority, leaves) in [(&mut authority, LEAVES), (&mut stranger, STRANGERS)] {
        for &(name, holder, kind, names, validity) in leaves {
            write(folder, name, &authority.issue(holder, kind, names, validity, random)?)?;
        }
    }
    fs::write(vectors.join(AUTHORITY), certificate_pem(authority.certificate()))?;
    Ok(())
}

fn write(folder: &Path, name: &str, issued: &Issued) -> Result<(), Failure> {
    fs::write(folder.join(format!("{name}.pem")), certificate_pem(&issued.certificate))?;
    fs::write(folder.join(format!("{name}-key.pem")), issued.key_pem())?;
    Ok(())
}
