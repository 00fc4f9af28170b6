//! What all tries share: certificates and secrets, in memory for us and as files for the peers.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use countersign::{
    CertifiedKey,
    crypto::{FFDHE_GENERATOR, NamedGroup},
};
use countersign_rustcrypto::KeyKind;
use countersign_std::SystemRandom;
use tempfile::TempDir;

use super::{
    matrix::{FIELDS, Leaf},
    psk,
};
use crate::{
    Failure,
    authority::{Authority, Holder, Issued, Validity, certificate_pem, pem},
};

/// The names that every good certificate has.
const NAMES: &[&str] = &["localhost", "127.0.0.1"];
/// The name on the certificate that is for somebody else.
const OTHER_NAME: &str = "elsewhere.example";
/// The name on clients' certificates.
pub(super) const CLIENT_NAME: &str = "client.example";

/// A certificate and its key.
pub(super) struct Identity {
    /// For our own side.
    pub(super) key: Arc<CertifiedKey>,
    pub(super) certificate_file: PathBuf,
    pub(super) key_file: PathBuf,
}

/// Who vouches for whom here.
pub(super) struct Anchor {
    pub(super) certificate: Bytes,
    pub(super) file: PathBuf,
    pub(super) key_file: PathBuf,
}

/// The certificates, and a folder that goes away with them.
pub(super) struct World {
    scratch: TempDir,
    pub(super) trusted: Anchor,
    /// Vouches for nobody else than [`World::strange_client`].
    pub(super) stranger: Anchor,
    servers: Vec<(Leaf, Identity)>,
    clients: Vec<(Leaf, Identity)>,
    pub(super) strange_client: Identity,
    pub(super) expired: Identity,
    pub(super) elsewhere: Identity,
    fields: Vec<(NamedGroup, PathBuf)>,
    /// The pre-shared key, as GnuTLS wants it.
    pub(super) psk_file: PathBuf,
}

impl World {
    /// Makes all keys and certificates anew.
    pub(super) fn new() -> Result<Self, Failure> {
        let scratch = tempfile::Builder::new().prefix("countersign-interop-").tempdir()?;
        let folder = scratch.path().to_owned();
        let random = &mut SystemRandom;
        let mut trusted = Authority::new("countersign test authority", random)?;
        let mut stranger = Authority::new("countersign stranger", random)?;
        let mut issue = |label: &str, kind, names: &[&str], validity| {
            let issued = trusted.issue(Holder::Server, kind, names, validity, random)?;
            identity(&folder, label, &issued)
        };
        let expired = issue("expired", KeyKind::P256, NAMES, Validity::Expired)?;
        let elsewhere = issue("elsewhere", KeyKind::P256, &[OTHER_NAME], Validity::Long)?;
        let strange_client = of_client(&folder, "stranger", KeyKind::P256, &mut stranger)?;
        let mut servers = Vec::new();
        for leaf in Leaf::ALL {
            servers.push((leaf, issue(leaf.name(), leaf.key_kind(), NAMES, Validity::Long)?));
        }
        let mut clients = Vec::new();
        for leaf in Leaf::ALL {
            clients.push((leaf, of_client(&folder, leaf.name(), leaf.key_kind(), &mut trusted)?));
        }
        let psk_file = folder.join("psk.txt");
        fs::write(&psk_file, format!("{}:{}\n", psk::IDENTITY, psk::HEX))?;
        Ok(Self {
            trusted: anchor(&folder, "trusted", &trusted)?,
            stranger: anchor(&folder, "stranger", &stranger)?,
            fields: FIELDS
                .iter()
                .map(|field| file_of(&folder, *field))
                .collect::<Result<_, _>>()?,
            servers,
            clients,
            strange_client,
            expired,
            elsewhere,
            psk_file,
            scratch,
        })
    }

    /// The good certificate of this kind.
    pub(super) fn identity(&self, leaf: Leaf) -> Result<&Identity, Failure> {
        find(&self.servers, leaf, "certificate")
    }

    /// A client's certificate of this kind.
    pub(super) fn client(&self, leaf: Leaf) -> Result<&Identity, Failure> {
        find(&self.clients, leaf, "client's certificate")
    }

    /// The parameters of a prime field, as OpenSSL and nginx take them.
    pub(super) fn field(&self, field: NamedGroup) -> Result<&PathBuf, Failure> {
        find(&self.fields, field, "prime field")
    }

    /// A new empty folder for a peer.
    pub(super) fn folder(&self) -> io::Result<PathBuf> {
        Ok(tempfile::Builder::new().tempdir_in(self.scratch.path())?.keep())
    }

    /// The folder of this name, and whether it is new.
    pub(super) fn named_folder(&self, name: &str) -> io::Result<(PathBuf, bool)> {
        let folder = self.scratch.path().join(name);
        let is_new = !folder.exists();
        fs::create_dir_all(&folder)?;
        Ok((folder, is_new))
    }

    /// Writes a file for a peer.
    pub(super) fn file(&self, name: &str, content: &[u8]) -> io::Result<PathBuf> {
        let file = self.folder()?.join(name);
        fs::write(&file, content)?;
        Ok(file)
    }
}

fn find<'a, K: PartialEq + Copy, V>(
    of: &'a [(K, V)],
    key: K,
    what: &str,
) -> Result<&'a V, Failure> {
    let found = of.iter().find(|(other, _)| *other == key);
    found.map(|(_, value)| value).ok_or_else(|| format!("there is no such {what}").into())
}

fn anchor(folder: &Path, label: &str, authority: &Authority) -> Result<Anchor, Failure> {
    let certificate = authority.certificate().clone();
    let file = folder.join(format!("{label}-ca.pem"));
    fs::write(&file, certificate_pem(&certificate))?;
    let key_file = folder.join(format!("{label}-ca-key.pem"));
    fs::write(&key_file, authority.key_pem())?;
    Ok(Anchor { certificate, file, key_file })
}

fn of_client(
    folder: &Path,
    label: &str,
    kind: KeyKind,
    authority: &mut Authority,
) -> Result<Identity, Failure> {
    let random = &mut SystemRandom;
    let issued = authority.issue(Holder::Client, kind, &[CLIENT_NAME], Validity::Long, random)?;
    identity(folder, &format!("client-{label}"), &issued)
}

fn identity(folder: &Path, label: &str, issued: &Issued) -> Result<Identity, Failure> {
    let certificate_file = folder.join(format!("{label}.pem"));
    let key_file = folder.join(format!("{label}-key.pem"));
    fs::write(&certificate_file, certificate_pem(&issued.certificate))?;
    fs::write(&key_file, issued.key_pem())?;
    let key = Arc::new(issued.certified_key(label)?);
    Ok(Identity { key, certificate_file, key_file })
}

/// PKCS #3: `DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER }`.
fn file_of(folder: &Path, field: NamedGroup) -> Result<(NamedGroup, PathBuf), Failure> {
    let prime = field.prime().ok_or("a field without a prime")?;
    // Its first bit is set, so that a zero has to stand before it.
    let prime = der(0x02, &[&[0], prime].concat())?;
    let sequence = der(0x30, &[prime, der(0x02, FFDHE_GENERATOR)?].concat())?;
    let file = folder.join(format!("{field}.pem"));
    fs::write(&file, pem("DH PARAMETERS", &sequence))?;
    Ok((field, file))
}

/// A value in DER, with a length of at most two bytes.
fn der(tag: u8, content: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut value = vec![tag];
    if let Ok(len @ ..=0x7f) = u8::try_from(content.len()) {
        value.push(len);
    } else {
        value.push(0x82);
        value.extend(u16::try_from(content.len())?.to_be_bytes());
    }
    value.extend_from_slice(content);
    Ok(value)
}
