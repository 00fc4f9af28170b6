//! Configurations, keys and a verifier that fit together.

use countersign::{
    Answers, CertifiedKey, ClientConfig, ClientConfigBuilder, Cursor, Nobody, Policy,
    PreSharedKeys, ServerConfig, ServerConfigBuilder, VerifyPeer,
    crypto::{Provider, SigningKey},
    pki_types::ServerName,
    wire::ProtocolVersion,
};

use crate::{
    Kept, Pair, Side,
    fake::{self, FakeKey, FakeVerifier, KeyKind},
};

/// The modern policy for TLS 1.2 alone.
pub fn tls12() -> Policy {
    Policy::modern().with_versions([ProtocolVersion::TLS12])
}

/// The modern policy for TLS 1.3 alone.
pub fn tls13() -> Policy {
    Policy::modern().with_versions([ProtocolVersion::TLS13])
}

/// True where the rules of TLS 1.3 are in force, built in or not.
pub fn is_tls13(at: Cursor) -> bool {
    match at.era {
        #[cfg(feature = "tls13")]
        countersign::Era::Tls13 => true,
        _ => false,
    }
}

/// What a scene has where its test says nothing else.
fn usual() -> Policy {
    if cfg!(feature = "tls12") { tls12() } else { tls13() }
}

/// The name that fake certificates are for.
const NAME: &str = "server.example";

/// What a client and a server are made of. Fields can be exchanged one by one.
pub struct Scene {
    /// The client's configuration.
    pub client: ClientConfig,
    /// The server's configuration.
    pub server: ServerConfig,
    /// The server's keys.
    pub keys: Vec<CertifiedKey>,
    /// Judges the server's certificates.
    pub verifier: Box<dyn VerifyPeer>,
    /// The name that the client wants to reach.
    pub server_name: ServerName<'static>,
    /// The client's keys.
    pub client_keys: Vec<CertifiedKey>,
    /// What the client keeps.
    pub client_sessions: Kept,
    /// What the server keeps.
    pub server_sessions: Kept,
    /// What both know beforehand.
    pub pre_shared_keys: Box<dyn PreSharedKeys>,
}

impl Scene {
    /// Both sides over the fake provider, with tracing, TLS 1.2 alone (TLS 1.3 where 1.2 is not
    /// built in), and a server with a P-256 key.
    pub fn fake() -> Self {
        Self::fake_with(&[KeyKind::EcdsaP256], |client| client, |server| server)
    }

    /// The same with TLS 1.3 alone.
    pub fn fake_tls13() -> Self {
        let client = |client: ClientConfigBuilder| client.policy(tls13());
        let server = |server: ServerConfigBuilder| server.policy(tls13());
        Self::fake_with(&[KeyKind::EcdsaP256], client, server)
    }

    /// As [`Scene::fake`] with other keys, and with configurations that a test completes.
    ///
    /// # Panics
    /// Where the configurations are refused.
    pub fn fake_with(
        kinds: &[KeyKind],
        client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
        server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
    ) -> Self {
        let keys: Vec<_> = (1..).zip(kinds).map(|(seed, kind)| fake_key(*kind, seed)).collect();
        let mut builder = ServerConfig::builder(fake::provider()).policy(usual()).trace(true);
        for key in &keys {
            builder = builder.credential(key.credential().clone());
        }
        let client = client(ClientConfig::builder(fake::provider()).policy(usual()).trace(true));
        Self {
            client: client.build().expect("the test's client configuration is in order"),
            server: server(builder).build().expect("the test's server configuration is in order"),
            keys,
            verifier: Box::new(FakeVerifier),
            server_name: ServerName::try_from(NAME).expect("it is a DNS name"),
            client_keys: Vec::new(),
            client_sessions: Kept::default(),
            server_sessions: Kept::default(),
            pre_shared_keys: Box::new(Nobody),
        }
    }

    /// Both sides over another provider, otherwise as [`Scene::fake`]. The certificate is fake: it
    /// holds `key`.
    ///
    /// # Panics
    /// Where the provider lacks what the modern policy names.
    pub fn over(provider: Provider, key: Box<dyn SigningKey>) -> Self {
        let chain = vec![fake::certificate(NAME, &*key, 0)];
        let key = CertifiedKey::new("real", chain, key).expect("the certificate holds the key");
        let mut scene = Self::fake();
        scene.client = ClientConfig::builder(provider)
            .policy(usual())
            .trace(true)
            .build()
            .expect("the provider computes all of the modern policy");
        scene.server = ServerConfig::builder(provider)
            .policy(usual())
            .trace(true)
            .credential(key.credential().clone())
            .build()
            .expect("the provider computes all of the modern policy");
        scene.keys = vec![key];
        scene
    }

    /// A fake scene whose server has a chain of `count` certificates of some `len` bytes each.
    ///
    /// # Panics
    /// Where they do not fit a Certificate message.
    pub fn fake_chain(count: usize, len: usize) -> Self {
        let own = FakeKey::new(KeyKind::EcdsaP256, 1);
        let chain = (0..count).map(|_| fake::certificate(NAME, &own, len)).collect();
        let key = CertifiedKey::new("chain", chain, Box::new(own))
            .expect("the chain begins with the key's certificate and fits its message");
        let mut scene = Self::fake();
        scene.server = ServerConfig::builder(fake::provider())
            .policy(usual())
            .trace(true)
            .credential(key.credential().clone())
            .build()
            .expect("the credential fits the modern policy");
        scene.keys = vec![key];
        scene
    }

    /// Both sides, nothing sent yet. The server answers every client with [`Scene::server`].
    pub fn pair(&self) -> Pair<'_> {
        Pair::new(self.client_side(), self.server_side())
    }

    /// The client alone.
    pub fn client_side(&self) -> Side<'_> {
        let answers = Answers {
            signer: &self.client_keys,
            sessions: &self.client_sessions,
            pre_shared_keys: &*self.pre_shared_keys,
            ..Answers::client(&*self.verifier)
        };
        Side::client(&self.client, self.server_name.clone(), answers)
    }

    /// The server alone.
    pub fn server_side(&self) -> Side<'_> {
        let answers = Answers {
            verifier: &*self.verifier,
            sessions: &self.server_sessions,
            pre_shared_keys: &*self.pre_shared_keys,
            ..Answers::server(&self.server, &self.keys)
        };
        Side::server(&self.server, answers)
    }
}

/// A fake key with a certificate of its own.
fn fake_key(kind: KeyKind, seed: u64) -> CertifiedKey {
    let key = FakeKey::new(kind, seed);
    let chain = vec![fake::certificate(NAME, &key, 0)];
    CertifiedKey::new(format!("{kind:?}"), chain, Box::new(key))
        .expect("the certificate holds the key")
}
