//! Scenes whose handshake goes through a given state.

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfig, Cursor, Policy, PreSharedKey,
    PreSharedKeyRequest, PreSharedKeys, Role, ServerConfig, StateName,
    bytes::Bytes,
    crypto::{CipherSuite, Secret},
};

use crate::{
    Scene,
    fake::{self, FakeKey, KeyKind},
};

/// Knows one key by the name `me`.
pub(crate) struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let identity = Bytes::from_static(b"me");
        Some(PreSharedKey::new(identity, Secret::new(b"sixteen bytes...")))
    }
}

impl Scene {
    /// A fake scene, with AES-128-GCM, whose handshake goes through the state `at`. What it takes
    /// besides the usual: a certificate of the client, a session from before, another key exchange.
    ///
    /// # Panics
    /// Where the configurations are refused.
    pub fn through(at: Cursor) -> Self {
        use StateName as S;
        #[cfg(feature = "tls13")]
        if Self::is_through_tls13(at) {
            return Self::through_tls13(at);
        }
        match (at.role, at.state) {
            (_, S::WaitPskHint | S::WaitPreSharedKey) => {
                Self::with_suite(0x00a8, KeyKind::EcdsaP256)
            }
            (_, S::WaitPremaster) => Self::with_suite(0x009c, KeyKind::Rsa),
            (_, S::WaitCertificateStatus) => Self::stapling(),
            (_, S::WaitNewSessionTicket | S::WaitSealedTicket) => Self::resuming(false),
            (Role::Client, S::WaitSession) | (_, S::WaitStored) => Self::resuming(true),
            (_, S::WaitOpenedTicket) => Self::resuming(false).connected_before(),
            (Role::Server, S::WaitSession) => Self::resuming(true).connected_before(),
            (Role::Server, S::WaitCertificate | S::WaitPeerVerdict | S::WaitCertificateVerify)
            | (Role::Client, S::WaitServerHelloDone | S::WaitCredential | S::WaitSignature) => {
                Self::with_client_key()
            }
            _ => Self::fake(),
        }
    }

    fn with_suite(suite: u16, kind: KeyKind) -> Self {
        let policy = Policy { suites: vec![CipherSuite(suite)], ..crate::tls12() };
        let mut scene = Self::fake_with(
            &[kind],
            |client| client.policy(policy.clone()),
            |server| server.policy(policy.clone()),
        );
        scene.pre_shared_keys = Box::new(OneKey);
        scene
    }

    fn stapling() -> Self {
        let mut scene = Self::fake_with(
            &[KeyKind::EcdsaP256],
            |client| client.request_ocsp(true),
            |server| server,
        );
        let key = scene.keys.remove(0).with_ocsp_response(Bytes::from_static(b"a response"));
        scene.server = ServerConfig::builder(fake::provider())
            .trace(true)
            .credential(key.credential().clone())
            .build()
            .expect("the configuration is in order");
        scene.keys.push(key);
        scene
    }

    /// By id, or by ticket.
    fn resuming(by_id: bool) -> Self {
        Self::fake_with(
            &[KeyKind::EcdsaP256],
            |client| client.resumption(true),
            |server| server.session_ids(by_id).tickets(!by_id),
        )
    }

    pub(crate) fn connected_before(self) -> Self {
        self.pair().run();
        self
    }

    pub(crate) fn with_client_key() -> Self {
        let key = FakeKey::new(KeyKind::EcdsaP256, 77);
        let chain = vec![fake::certificate("client", &key, 0)];
        let key = CertifiedKey::new("client", chain, Box::new(key))
            .expect("the certificate holds the key");
        let mut scene = Self::fake_with(
            &[KeyKind::EcdsaP256],
            |client| client,
            |server| server.client_authentication(ClientAuthentication::Required),
        );
        scene.client = ClientConfig::builder(fake::provider())
            .trace(true)
            .key_log(true)
            .credential(key.credential().clone())
            .build()
            .expect("the configuration is in order");
        scene.client_keys.push(key);
        scene
    }
}
