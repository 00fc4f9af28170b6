//! What all tries share: certificates, in memory for us and as files for the peers.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use countersign::CertifiedKey;
use countersign_rustcrypto::KeyKind;
use countersign_std::SystemRandom;
use tempfile::TempDir;

use super::matrix::Leaf;
use crate::{
    Failure,
    authority::{Authority, Holder, Issued, Validity, certificate_pem},
};

/// The names that every good certificate has.
const NAMES: &[&str] = &["localhost", "127.0.0.1"];
/// The name on the certificate that is for somebody else.
const OTHER_NAME: &str = "elsewhere.example";

/// A certificate and its key.
pub(super) struct Identity {
    /// For our own server.
    pub(super) key: Arc<CertifiedKey>,
    pub(super) certificate_file: PathBuf,
    pub(super) key_file: PathBuf,
}

/// Who vouches for whom here.
pub(super) struct Anchor {
    pub(super) certificate: Bytes,
    pub(super) file: PathBuf,
}

/// The certificates, and a folder that goes away with them.
pub(super) struct World {
    scratch: TempDir,
    pub(super) trusted: Anchor,
    /// Vouches for nobody.
    pub(super) stranger: Anchor,
    good: Vec<(Leaf, Identity)>,
    pub(super) expired: Identity,
    pub(super) elsewhere: Identity,
    /// Tells OpenSSL to leave the extended master secret out.
    pub(super) without_ems: PathBuf,
}

/// Its programs have no option for this.
const WITHOUT_EMS: &str = "\
openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = plain
[plain]
Options = -ExtendedMasterSecret
";

impl World {
    /// Makes all keys and certificates anew.
    pub(super) fn new() -> Result<Self, Failure> {
        let scratch = tempfile::Builder::new().prefix("countersign-interop-").tempdir()?;
        let folder = scratch.path().to_owned();
        let random = &mut SystemRandom;
        let mut authority = Authority::new("countersign test authority", random)?;
        let stranger = Authority::new("countersign stranger", random)?;
        let mut issue = |label: &str, kind, names: &[&str], validity| {
            identity(
                &folder,
                label,
                &authority.issue(Holder::Server, kind, names, validity, random)?,
            )
        };
        let good = Leaf::ALL
            .iter()
            .map(|leaf| Ok((*leaf, issue(leaf.name(), leaf.key_kind(), NAMES, Validity::Long)?)))
            .collect::<Result<_, Failure>>()?;
        let expired = issue("expired", KeyKind::P256, NAMES, Validity::Expired)?;
        let elsewhere = issue("elsewhere", KeyKind::P256, &[OTHER_NAME], Validity::Long)?;
        let without_ems = folder.join("without-ems.cnf");
        fs::write(&without_ems, WITHOUT_EMS)?;
        Ok(Self {
            without_ems,
            trusted: anchor(&folder, "trusted", &authority)?,
            stranger: anchor(&folder, "stranger", &stranger)?,
            scratch,
            good,
            expired,
            elsewhere,
        })
    }

    /// The good certificate of this kind.
    pub(super) fn identity(&self, leaf: Leaf) -> Result<&Identity, Failure> {
        let found = self.good.iter().find(|(kind, _)| *kind == leaf);
        found.map(|(_, identity)| identity).ok_or_else(|| "there is no such certificate".into())
    }

    /// A new empty folder for a peer.
    pub(super) fn folder(&self) -> io::Result<PathBuf> {
        Ok(tempfile::Builder::new().tempdir_in(self.scratch.path())?.keep())
    }
}

fn anchor(folder: &Path, label: &str, authority: &Authority) -> Result<Anchor, Failure> {
    let certificate = authority.certificate().clone();
    let file = folder.join(format!("{label}-ca.pem"));
    fs::write(&file, certificate_pem(&certificate))?;
    Ok(Anchor { certificate, file })
}

fn identity(folder: &Path, label: &str, issued: &Issued) -> Result<Identity, Failure> {
    let certificate_file = folder.join(format!("{label}.pem"));
    let key_file = folder.join(format!("{label}-key.pem"));
    fs::write(&certificate_file, certificate_pem(&issued.certificate))?;
    fs::write(&key_file, issued.key_pem())?;
    let key = Arc::new(issued.certified_key(label)?);
    Ok(Identity { key, certificate_file, key_file })
}
