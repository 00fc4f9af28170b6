//! A server with an authority of its own, and clients that trust it.

use std::{
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use bytes::Bytes;
use countersign::{
    CertifiedKey, ClientConfig, ClientConfigBuilder, Policy, ProtocolName, ServerConfig,
    ServerConfigBuilder,
    pki_types::{PrivateKeyDer, ServerName},
    wire::ProtocolVersion,
};
use countersign_rustcrypto::provider;
use countersign_std::{Answerers, TlsStream, verifier};
use countersign_verify::{Roots, Verifier};
use rcgen::{CertificateParams, Issuer, KeyPair};

/// After this a test has failed: somebody waits for who will not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server may be told to speak alone; clients speak both.
pub(crate) const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];

pub(crate) fn only(version: ProtocolVersion) -> Policy {
    Policy::modern().with_versions([version])
}

pub(crate) struct Site {
    pub(crate) config: ServerConfig,
    pub(crate) key: Arc<CertifiedKey>,
    pub(crate) roots: Roots,
    issuer: Issuer<'static, KeyPair>,
}

pub(crate) fn site(name: &str) -> Site {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new([]).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let issuer = Issuer::new(ca, ca_key);
    let key = issue(&issuer, name);
    let mut roots = Roots::new();
    roots.add_der(ca_certificate.der()).unwrap();
    let config = server_config(&key, |builder| builder);
    Site { config, key: Arc::new(key), roots, issuer }
}

fn issue(issuer: &Issuer<'_, KeyPair>, name: &str) -> CertifiedKey {
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new([name.to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let key = countersign_rustcrypto::signing_key(&key).unwrap();
    CertifiedKey::new(name, vec![Bytes::copy_from_slice(leaf.der())], key).unwrap()
}

fn server_config(
    key: &CertifiedKey,
    complete: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> ServerConfig {
    let builder = ServerConfig::builder(provider())
        .credential(key.credential().clone())
        .protocols([ProtocolName::new("echo").unwrap()]);
    complete(builder).build().unwrap()
}

impl Site {
    /// The same with more in the server's configuration.
    pub(crate) fn with(
        mut self,
        complete: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
    ) -> Self {
        self.config = server_config(&self.key, complete);
        self
    }

    /// Another key that the authority vouches for.
    pub(crate) fn issue(&self, name: &str) -> CertifiedKey {
        issue(&self.issuer, name)
    }

    pub(crate) fn verifier(&self) -> Arc<Verifier> {
        Arc::new(verifier(self.roots.clone()).unwrap())
    }

    /// Who answers for the server, by itself.
    pub(crate) fn answerers(&self) -> Answerers {
        Answerers::server(Arc::new(self.config.clone()), self.key.clone())
    }
}

/// Two ends of a connection of the system's own.
pub(crate) fn sockets() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    for socket in [&near, &far] {
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
    }
    (near, far)
}

/// Hands the server's stream to `serve`, on a thread of its own.
pub(crate) fn listen<R: Send + 'static>(
    site: &Site,
    serve: impl FnOnce(TlsStream<TcpStream>) -> R + Send + 'static,
) -> (TcpStream, thread::JoinHandle<R>) {
    listen_with(&site.config, site.answerers(), serve)
}

/// The same, with other answers.
pub(crate) fn listen_with<R: Send + 'static>(
    config: &ServerConfig,
    answerers: Answerers,
    serve: impl FnOnce(TlsStream<TcpStream>) -> R + Send + 'static,
) -> (TcpStream, thread::JoinHandle<R>) {
    let (near, far) = sockets();
    let stream = TlsStream::server_with(config, answerers, far);
    (near, thread::spawn(move || serve(stream)))
}

pub(crate) fn client_config(
    complete: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
) -> ClientConfig {
    let builder = ClientConfig::builder(provider()).protocols([ProtocolName::new("echo").unwrap()]);
    complete(builder).build().unwrap()
}

pub(crate) fn client(site: &Site, name: &str, socket: TcpStream) -> TlsStream<TcpStream> {
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsStream::client(&client_config(|builder| builder), name, site.verifier(), socket)
}
