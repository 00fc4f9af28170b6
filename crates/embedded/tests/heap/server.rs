//! OpenSSL servers, with a chain of two certificates or with a key beforehand, and a large file to
//! fetch.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair};

/// The name that the server's certificate is for.
pub(crate) const NAME: &str = "device.example";
/// The file to fetch, and its size in bytes.
pub(crate) const FILE: (&str, usize) = ("large", 100_000);

/// What the device is called where it has a key beforehand; each byte of that key; and the suite.
pub(crate) const IDENTITY: &str = "device 7";
pub(crate) const KEY_BYTE: u8 = 0x5a;
pub(crate) const PSK_SUITE: (u16, &str) = (0x00a8, "PSK-AES128-GCM-SHA256");

/// What the server reads.
pub(crate) struct Files {
    folder: PathBuf,
    /// The authority, for the device.
    pub(crate) roots: PathBuf,
}

impl Files {
    /// An authority on P-256, another that it vouches for, and a server's key that the second
    /// one vouches for.
    pub(crate) fn write() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("heap");
        fs::create_dir_all(&folder).expect("the folder for tests can be written");
        let write = |name: &str, content: &[u8]| {
            fs::write(folder.join(name), content).expect("a file of the test can be written");
        };
        let (root_key, root) = (key(), authority("root"));
        let root_certificate = root.self_signed(&root_key).expect("the root signs");
        let root = Issuer::new(root, root_key);
        let (middle_key, middle) = (key(), authority("middle"));
        let middle_certificate = signed(&middle, &middle_key, &root);
        let middle = Issuer::new(middle, middle_key);
        let own_key = key();
        let own = CertificateParams::new([NAME.to_owned()]).expect("it is a DNS name");
        let own_certificate = signed(&own, &own_key, &middle);
        write("root.der", root_certificate.der());
        write("chain.pem", middle_certificate.pem().as_bytes());
        write("own.pem", own_certificate.pem().as_bytes());
        write("key.pem", own_key.serialize_pem().as_bytes());
        write(FILE.0, &vec![b'.'; FILE.1]);
        let roots = folder.join("root.der");
        Self { folder, roots }
    }
}

fn key() -> KeyPair {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key can be made")
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([]).expect("no names are in order");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params
}

fn signed(params: &CertificateParams, key: &KeyPair, issuer: &Issuer<'_, KeyPair>) -> Certificate {
    params.signed_by(key, issuer).expect("an authority signs")
}

/// A running server; ends with this value.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Server {
    /// With a certificate.
    pub(crate) fn certified(files: &Files) -> Self {
        Self::start(files, &["-cert", "own.pem", "-cert_chain", "chain.pem", "-key", "key.pem"])
    }

    /// With the device's key, and no certificate. Its records are small, as for a device whose
    /// buffers are.
    pub(crate) fn with_key(files: &Files) -> Self {
        let key = format!("{KEY_BYTE:02x}").repeat(16);
        let records = ["-max_send_frag", "1024"];
        let keys = ["-nocert", "-cipher", PSK_SUITE.1, "-psk_identity", IDENTITY, "-psk", &key];
        Self::start(files, &[&records[..], &keys].concat())
    }

    fn start(files: &Files, how: &[&str]) -> Self {
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-tls1_2", "-WWW"])
            .args(how)
            .current_dir(&files.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is installed");
        let said = BufReader::new(child.stdout.take().expect("it is piped"));
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ACCEPT ").map(str::to_owned))
            .expect("the server says where it listens");
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
