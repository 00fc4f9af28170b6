//! The flows that are recorded, and how each is run.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::Arc,
    time::Duration,
};

use countersign::{
    ClientConfig, Policy, Role, ServerConfig,
    pki_types::{ServerName, UnixTime},
};
use countersign_std::{TlsStream, certified_key, roots, verifier};
use countersign_testkit::SeededRandom;

use super::{
    keys::{AUTHORITY, FOLDER},
    manifest::Manifest,
    tap::{Chunk, Tap},
};
use crate::{
    Failure,
    process::{PATIENCE, Running, free_port, until},
};

/// One handshake that is recorded.
pub(super) struct Flow {
    pub(super) name: &'static str,
    shows: &'static str,
    /// Ours.
    role: Role,
    /// The server's key: the name of its files.
    leaf: &'static str,
    seed: u64,
}

/// A recorded handshake.
pub(super) struct Recording {
    pub(super) manifest: Manifest,
    pub(super) role: Role,
    pub(super) chunks: Vec<Chunk>,
    /// Lines in the format of NSS key logs.
    pub(super) key_log: String,
}

/// Every flow.
pub(super) const FLOWS: &[Flow] = &[
    Flow {
        name: "g3-ecdhe-ecdsa-client",
        shows: "full ECDHE handshake, ECDSA certificate; our client asks OpenSSL for a page",
        role: Role::Client,
        leaf: "p256",
        seed: 31,
    },
    Flow {
        name: "g3-ecdhe-rsa-client",
        shows: "full ECDHE handshake, RSA certificate; our client asks OpenSSL for a page",
        role: Role::Client,
        leaf: "rsa-2048",
        seed: 32,
    },
    Flow {
        name: "g3-ecdhe-ecdsa-server",
        shows: "full ECDHE handshake, ECDSA certificate; OpenSSL asks our server for a page",
        role: Role::Server,
        leaf: "p256",
        seed: 33,
    },
    Flow {
        name: "g3-ecdhe-rsa-server",
        shows: "full ECDHE handshake, RSA certificate; OpenSSL asks our server for a page",
        role: Role::Server,
        leaf: "rsa-2048",
        seed: 34,
    },
];

/// 1 January 2026, 00:00 UTC: what our clock shows.
const NOW: u64 = 1_767_225_600;
const SERVER_NAME: &str = "localhost";
const REQUEST: &str = "GET /page.txt HTTP/1.0\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "Two parties know each other by their countersign.\n";

/// What both kinds of server answer.
fn answer() -> String {
    let head = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{PAGE}", PAGE.len())
}

impl Flow {
    /// Runs it; `folder` is that of the recordings.
    pub(super) fn run(&self, folder: &Path) -> Result<Recording, Failure> {
        let folder = folder.canonicalize()?;
        let scratch = tempfile::tempdir()?;
        fs::write(scratch.path().join("page.txt"), answer())?;
        let key_log = scratch.path().join("keys.log");
        let manifest = self.manifest()?;
        let chunks = match self.role {
            Role::Client => self.as_client(&manifest, &folder, scratch.path())?,
            Role::Server => self.as_server(&manifest, &folder, scratch.path())?,
        };
        let key_log = fs::read_to_string(key_log)?;
        // OpenSSL writes comments around them.
        let is_secret = |line: &&str| line.starts_with("CLIENT_RANDOM ");
        let key_log = key_log.split_inclusive('\n').filter(is_secret).collect();
        Ok(Recording { manifest, role: self.role, chunks, key_log })
    }

    fn manifest(&self) -> Result<Manifest, Failure> {
        let output = Command::new("openssl").arg("version").output()?;
        let version = String::from_utf8_lossy(&output.stdout).into_owned();
        let file = |end: &str| format!("{FOLDER}/{}{end}.pem", self.leaf);
        let says = match self.role {
            Role::Client => REQUEST.to_owned(),
            Role::Server => answer(),
        };
        let mut manifest = Manifest {
            shows: self.shows.to_owned(),
            // The name and the number, without the date of the release.
            peer: version.split(' ').take(2).collect::<Vec<_>>().join(" "),
            command: String::new(),
            role: self.role.to_string(),
            seed: self.seed,
            time: NOW,
            server_name: SERVER_NAME.to_owned(),
            authority: format!("{FOLDER}/{AUTHORITY}"),
            certificate: file(""),
            key: file("-key"),
            says,
            policy: Policy::modern(),
        };
        manifest.command = format!("openssl {}", self.arguments(&manifest, "PORT", "").join(" "));
        Ok(manifest)
    }

    /// The peer's arguments; with all in its place for the manifest, with paths to be run.
    fn arguments(&self, manifest: &Manifest, port: &str, folder: &str) -> Vec<String> {
        let path = |file: &str| format!("{folder}{file}");
        let address = format!("127.0.0.1:{port}");
        let name = manifest.server_name.as_str();
        let (certificate, key) = (path(&manifest.certificate), path(&manifest.key));
        let authority = path(&manifest.authority);
        let arguments: &[&str] = match self.role {
            Role::Client => {
                &["s_server", "-accept", &address, "-cert", &certificate, "-key", &key, "-HTTP"]
            }
            Role::Server => &[
                "s_client",
                "-connect",
                &address,
                "-CAfile",
                &authority,
                "-verify_return_error",
                "-verify_hostname",
                name,
                "-servername",
                name,
            ],
        };
        let common = ["-tls1_2", "-keylogfile", "keys.log"];
        arguments.iter().chain(&common).map(|&argument| argument.to_owned()).collect()
    }

    fn start(
        &self,
        manifest: &Manifest,
        folder: &Path,
        scratch: &Path,
        port: u16,
    ) -> Result<Running, Failure> {
        let folder = format!("{}/", folder.display());
        let arguments = self.arguments(manifest, &port.to_string(), &folder);
        Running::start(Command::new("openssl").args(arguments).current_dir(scratch))
    }

    fn as_client(
        &self,
        manifest: &Manifest,
        folder: &Path,
        scratch: &Path,
    ) -> Result<Vec<Chunk>, Failure> {
        let port = free_port()?;
        let peer = self.start(manifest, folder, scratch, port)?;
        peer.wait_for_text("ACCEPT")?;
        let verifier = verifier(roots::from_pem(&folder.join(&manifest.authority))?)?;
        let config = ClientConfig::builder(countersign_rustcrypto::provider()).build()?;
        let name = ServerName::try_from(SERVER_NAME)?;
        let socket = TcpStream::connect(("127.0.0.1", port))?;
        socket.set_read_timeout(Some(PATIENCE))?;
        let (tap, kept) = Tap::new(socket);
        let mut stream = TlsStream::client(&config, name, Arc::new(verifier), tap);
        self.fix(&mut stream);
        stream.write_all(manifest.says.as_bytes())?;
        let mut page = String::new();
        stream.read_to_string(&mut page)?;
        if !page.ends_with(PAGE) {
            return Err(format!("the peer's page is another: {page}").into());
        }
        stream.shutdown()?;
        Ok(kept.chunks())
    }

    fn as_server(
        &self,
        manifest: &Manifest,
        folder: &Path,
        scratch: &Path,
    ) -> Result<Vec<Chunk>, Failure> {
        let key = certified_key(&folder.join(&manifest.certificate), &folder.join(&manifest.key))?;
        let config = ServerConfig::builder(countersign_rustcrypto::provider())
            .credential(key.credential().clone())
            .build()?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let mut peer = self.start(manifest, folder, scratch, listener.local_addr()?.port())?;
        peer.write(REQUEST.as_bytes())?;
        let socket = accept(&listener)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        let (tap, kept) = Tap::new(socket);
        let mut stream = TlsStream::server(&config, Arc::new(config.clone()), Arc::new(key), tap);
        self.fix(&mut stream);
        let mut asked = vec![0; REQUEST.len()];
        stream.read_exact(&mut asked)?;
        stream.write_all(manifest.says.as_bytes())?;
        stream.close_write()?;
        // The peer's close_notify belongs to the recording.
        stream.read_to_end(&mut Vec::new())?;
        let ended = peer.wait()?;
        if !ended.status.success() || !ended.said.contains(PAGE.trim_end()) {
            return Err(format!("the peer is not content: {}", ended.said).into());
        }
        Ok(kept.chunks())
    }

    fn fix(&self, stream: &mut TlsStream<Tap<TcpStream>>) {
        stream.use_random(Box::new(SeededRandom::new(self.seed)));
        stream.use_clock(|| UnixTime::since_unix_epoch(Duration::from_secs(NOW)));
    }
}

fn accept(listener: &TcpListener) -> Result<TcpStream, Failure> {
    listener.set_nonblocking(true)?;
    let mut accepted = None;
    until(|| {
        accepted = listener.accept().ok();
        accepted.is_some()
    });
    let (socket, _) = accepted.ok_or("the peer does not connect")?;
    socket.set_nonblocking(false)?;
    Ok(socket)
}
