//! Scenes whose handshake goes through a given state of TLS 1.3.

use countersign::{
    ClientAuthentication, ClientConfigBuilder, Cursor, Era, Policy, Role, ServerConfig,
    ServerConfigBuilder, StateName, crypto::NamedGroup,
};

use crate::{
    Scene,
    fake::{self, KeyKind},
    is_tls13,
    through::OneKey,
};

impl Scene {
    /// True where the handshake to go through is one of TLS 1.3.
    pub(crate) fn is_through_tls13(at: Cursor) -> bool {
        let asks_before = at.era == Era::Hello && at.state == StateName::WaitPreSharedKey;
        is_tls13(at) || asks_before || !cfg!(feature = "tls12")
    }

    /// [`Scene::through`] for TLS 1.3.
    pub(crate) fn through_tls13(at: Cursor) -> Self {
        use StateName as S;
        match (at.role, at.state) {
            // The server wants another group than the client's first.
            (_, S::WaitClientHello | S::WaitServerHello) => Self::tls13(
                |client| client,
                |server| {
                    let groups = vec![NamedGroup::SECP256R1];
                    server.policy(Policy { groups, ..crate::tls13() })
                },
            ),
            (_, S::WaitPreSharedKey) => {
                let mut scene = Self::tls13(
                    |client| client.pre_shared_keys(true),
                    |server| server.pre_shared_keys(true),
                );
                scene.pre_shared_keys = Box::new(OneKey);
                scene
            }
            (_, S::WaitEarlyDataVerdict | S::WaitEndOfEarlyData) => Self::tls13(
                |client| client.resumption(true).early_data(true),
                |server| server.tickets(true).max_early_data(1000),
            )
            .connected_before(),
            (_, S::WaitOpenedTicket) => Self::resuming_tls13(false).connected_before(),
            (_, S::WaitSession) => Self::resuming_tls13(true).connected_before(),
            (_, S::WaitSealedTicket) => Self::resuming_tls13(false),
            (_, S::WaitStored) => Self::resuming_tls13(true),
            (Role::Server, S::WaitCertificate | S::WaitPeerVerdict | S::WaitCertificateVerify)
            | (Role::Client, S::WaitCertificate | S::WaitCredential | S::WaitSignature) => {
                let mut scene = Self::with_client_key();
                let server = ServerConfig::builder(fake::provider())
                    .policy(crate::tls13())
                    .client_authentication(ClientAuthentication::Required)
                    .credential(scene.keys[0].credential().clone())
                    .key_log(true)
                    .trace(true);
                scene.server = server.build().expect("the configuration is in order");
                scene
            }
            _ => Self::tls13(|client| client, |server| server),
        }
    }

    fn tls13(
        client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
        server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
    ) -> Self {
        Self::fake_with(
            &[KeyKind::EcdsaP256],
            |builder| client(builder.policy(crate::tls13()).key_log(true)),
            |builder| server(builder.policy(crate::tls13()).key_log(true)),
        )
    }

    fn resuming_tls13(by_id: bool) -> Self {
        Self::tls13(
            |client| client.resumption(true),
            |server| server.session_ids(by_id).tickets(!by_id),
        )
    }
}
