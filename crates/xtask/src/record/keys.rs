//! Test keys and certificates that stay, so that our side is the same in each recording.

use std::{fs, path::Path};

use countersign_rustcrypto::KeyKind;
use countersign_testkit::SeededRandom;

use crate::{
    Failure,
    authority::{Authority, Holder, Validity, certificate_pem},
};

/// Where they lie, from the folder of the recordings.
pub(super) const FOLDER: &str = "keys";
/// The authority's certificate.
pub(super) const AUTHORITY: &str = "ca.pem";
/// They are made from this, should they ever be lost.
const SEED: u64 = 2246;

/// (name of the files, kind of key)
const LEAVES: &[(&str, KeyKind)] = &[("p256", KeyKind::P256), ("rsa-2048", KeyKind::Rsa2048)];

/// Makes all of them where the authority is missing.
pub(super) fn ensure(folder: &Path) -> Result<(), Failure> {
    if folder.join(AUTHORITY).exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let random = &mut SeededRandom::new(SEED);
    let mut authority = Authority::new("countersign test authority", random)?;
    for (name, kind) in LEAVES {
        let names = ["localhost", "127.0.0.1"];
        let issued = authority.issue(Holder::Server, *kind, &names, Validity::Long, random)?;
        fs::write(folder.join(format!("{name}.pem")), certificate_pem(&issued.certificate))?;
        fs::write(folder.join(format!("{name}-key.pem")), issued.key_pem())?;
    }
    fs::write(folder.join(AUTHORITY), certificate_pem(authority.certificate()))?;
    Ok(())
}
