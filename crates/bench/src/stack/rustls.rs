//! rustls 0.23 with its buffered API, as its adapters drive it; no resumption on either side.

use std::{
    io::{self, IoSlice, Read, Write},
    ops::DerefMut,
    sync::Arc,
};

use rustls::{
    CipherSuite, ClientConfig, ClientConnection, ConnectionCommon, NamedGroup, RootCertStore,
    ServerConfig, ServerConnection, SideData, SignatureScheme,
    client::{Resumption, WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms},
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
    server::NoServerSessionStorage,
};

use super::{Group, Setup};
use crate::{
    certificates::{Chain, Kind, NAME},
    wire::{End, Stack},
};

/// Both configurations.
pub(crate) struct Rustls {
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
    name: ServerName<'static>,
}

/// Leaves of `provider` what the other stacks use too: one suite, one group, one scheme.
pub(crate) fn narrowed(mut provider: CryptoProvider, kind: Kind, group: Group) -> CryptoProvider {
    let suite = match kind {
        Kind::EcdsaP256 => CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        Kind::Rsa2048 => CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    };
    provider.cipher_suites.retain(|each| each.suite() == suite);
    let group = match group {
        Group::P256 => NamedGroup::secp256r1,
        Group::X25519 => NamedGroup::X25519,
    };
    // The curve of an ECDSA certificate need not be named here.
    provider.kx_groups.retain(|each| each.name() == group);
    let algorithms = provider.signature_verification_algorithms;
    provider.signature_verification_algorithms = WebPkiSupportedAlgorithms {
        // Made once for each case, and needed to the end.
        mapping: algorithms
            .mapping
            .iter()
            .filter(|(each, _)| *each == scheme(kind))
            .copied()
            .collect::<Vec<_>>()
            .leak(),
        ..algorithms
    };
    provider
}

/// The scheme that the handshake is signed with.
pub(crate) fn scheme(kind: Kind) -> SignatureScheme {
    match kind {
        Kind::EcdsaP256 => SignatureScheme::ECDSA_NISTP256_SHA256,
        Kind::Rsa2048 => SignatureScheme::RSA_PSS_SHA256,
    }
}

impl Rustls {
    /// With webpki as judge, or with `judge`.
    pub(crate) fn new(
        provider: CryptoProvider,
        chain: &Chain,
        judge: Option<Arc<dyn ServerCertVerifier>>,
    ) -> Setup<Self> {
        let provider = Arc::new(provider);
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(chain.root.clone()))?;
        let webpki = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
            .build()?;
        let mut client = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&[&rustls::version::TLS12])?
            .dangerous()
            .with_custom_certificate_verifier(judge.unwrap_or(webpki))
            .with_no_client_auth();
        client.resumption = Resumption::disabled();
        let mut server = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS12])?
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(chain.leaf.clone())],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(chain.key.clone())),
            )?;
        server.session_storage = Arc::new(NoServerSessionStorage {});
        Ok(Self {
            client: Arc::new(client),
            server: Arc::new(server),
            name: ServerName::try_from(NAME)?,
        })
    }
}

impl Stack for Rustls {
    type Client<'a> = Link<ClientConnection>;
    type Server<'a> = Link<ServerConnection>;

    fn client(&self) -> Link<ClientConnection> {
        let connection = ClientConnection::new(self.client.clone(), self.name.clone());
        Link(connection.expect("the configuration is in order"))
    }

    fn server(&self) -> Link<ServerConnection> {
        Link(ServerConnection::new(self.server.clone()).expect("the configuration is in order"))
    }

    fn value_bytes(&self) -> [usize; 2] {
        [size_of::<ClientConnection>(), size_of::<ServerConnection>()]
    }
}

/// One connection.
pub(crate) struct Link<C>(C);

impl<C, D> Link<C>
where
    C: DerefMut<Target = ConnectionCommon<D>>,
    D: SideData,
{
    fn flush(&mut self, to: &mut dyn Write) {
        while self.0.wants_write() {
            self.0.write_tls(to).expect("memory takes everything");
        }
    }
}

impl<C, D> End for Link<C>
where
    C: DerefMut<Target = ConnectionCommon<D>>,
    D: SideData,
{
    fn bring(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            self.0.read_tls(&mut bytes).expect("its buffer takes a flight, or a record");
        }
    }

    fn go_on(&mut self, wire: &mut Vec<u8>) {
        self.0.process_new_packets().expect("the peer keeps the rules");
        self.flush(wire);
    }

    fn is_connected(&self) -> bool {
        !self.0.is_handshaking()
    }

    fn send(&mut self, plaintext: &[u8], wire: Option<&mut Vec<u8>>) {
        self.0.writer().write_all(plaintext).expect("it is connected");
        match wire {
            Some(wire) => self.flush(wire),
            None => self.flush(&mut Dropped),
        }
    }

    fn receive(&mut self) -> usize {
        self.0.process_new_packets().expect("the peer keeps the rules");
        let (mut buffer, mut received) = ([0; 16 * 1024], 0);
        loop {
            match self.0.reader().read(&mut buffer) {
                Ok(0) => return received,
                Ok(len) => received += len,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return received,
                Err(error) => unreachable!("{error}"),
            }
        }
    }
}

/// Takes everything, as a kernel does.
pub(super) struct Dropped;

impl Write for Dropped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        Ok(parts.iter().map(|part| part.len()).sum())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
