//! Clients and servers that fit together.

use std::sync::Arc;

use bytes::Bytes;
use countersign::{
    CertifiedKey, ClientConfig, ServerConfig, ServerConfigBuilder,
    pki_types::{PrivateKeyDer, ServerName},
};
use countersign_rustcrypto::provider;
use countersign_testkit::{Scene, fake::FakeVerifier};
use countersign_tokio::{TlsAcceptor, TlsConnector, TlsStream, verifier};
use countersign_verify::Roots;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, duplex};

pub(crate) struct Site {
    pub(crate) client: ClientConfig,
    pub(crate) server: ServerConfig,
    pub(crate) keys: Arc<Vec<CertifiedKey>>,
    pub(crate) name: ServerName<'static>,
}

impl Site {
    pub(crate) fn fake() -> Self {
        Self::of(Scene::fake_tls13())
    }

    /// The same with TLS 1.2 alone.
    pub(crate) fn fake_tls12() -> Self {
        Self::of(Scene::fake())
    }

    pub(crate) fn of(scene: Scene) -> Self {
        let Scene { client, server, keys, server_name: name, .. } = scene;
        Self { client, server, keys: Arc::new(keys), name }
    }

    pub(crate) fn connector(&self) -> TlsConnector {
        TlsConnector::new(self.client.clone(), Arc::new(FakeVerifier))
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::new(self.server.clone(), self.keys.clone())
    }

    /// Both sides before the handshake, over a pipe that holds `room` bytes each way.
    pub(crate) fn pair(&self, room: usize) -> (TlsStream<DuplexStream>, TlsStream<DuplexStream>) {
        let (near, far) = duplex(room);
        (self.connector().start(self.name.clone(), near), self.acceptor().start(far))
    }

    /// Both sides after the handshake.
    pub(crate) async fn connected(
        &self,
        room: usize,
    ) -> (TlsStream<DuplexStream>, TlsStream<DuplexStream>) {
        let (mut client, mut server) = self.pair(room);
        shake(&mut client, &mut server).await;
        (client, server)
    }
}

pub(crate) async fn shake<A, B>(client: &mut TlsStream<A>, server: &mut TlsStream<B>)
where
    A: AsyncRead + AsyncWrite + Unpin,
    B: AsyncRead + AsyncWrite + Unpin,
{
    let (client, server) = tokio::join!(client.handshake(), server.handshake());
    assert_eq!(client.unwrap().hello, server.unwrap().hello);
}

/// Bytes of which no two neighbouring kilobytes are alike.
pub(crate) fn text(len: usize) -> Vec<u8> {
    (0..len).map(|index| index.to_le_bytes()[0] ^ (index / 1000).to_le_bytes()[0]).collect()
}

/// A server with a certificate of its own authority, whose PEM is the last.
pub(crate) fn real(name: &str) -> (TlsConnector, TlsAcceptor, String) {
    real_with(name, |server| server)
}

/// The same with more in the server's configuration.
pub(crate) fn real_with(
    name: &str,
    complete: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> (TlsConnector, TlsAcceptor, String) {
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let mut ca = rcgen::CertificateParams::new([]).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    // With the name of the leaf, OpenSSL takes the leaf for self-signed.
    ca.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let issuer = rcgen::Issuer::new(ca, ca_key);
    let leaf_key = rcgen::KeyPair::generate().unwrap();
    let leaf = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    let leaf = leaf.signed_by(&leaf_key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(leaf_key.serialize_der()).unwrap();
    let key = countersign_rustcrypto::signing_key(&key).unwrap();
    let key = CertifiedKey::new(name, vec![Bytes::copy_from_slice(leaf.der())], key).unwrap();
    let mut roots = Roots::new();
    roots.add_der(ca_certificate.der()).unwrap();
    let client = ClientConfig::builder(provider()).build().unwrap();
    let server = ServerConfig::builder(provider()).credential(key.credential().clone());
    let connector = TlsConnector::new(client, Arc::new(verifier(roots).unwrap()));
    let acceptor = TlsAcceptor::new(complete(server).build().unwrap(), Arc::new(key));
    (connector, acceptor, ca_certificate.pem())
}
