//! What a stream tells beside its data: keying material, channel bindings, secrets for captures;
//! and that nobody but its own side waits for a session to be kept.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use countersign::{ChannelBinding, ClientConfig, ExportError, ServerConfig, StoreSession};
use countersign_testkit::{
    Kept, Scene,
    fake::{FakeVerifier, KeyKind},
};
use countersign_tokio::{AnswerFuture, AsyncSessions, KeyLogFile, TlsAcceptor, TlsConnector};
use tokio::{
    io::duplex,
    time::{Instant, sleep},
};

use crate::site::{Site, shake};

#[tokio::test]
async fn both_sides_have_the_same_bindings() {
    let (mut client, mut server) = Site::fake().pair(4096);
    let early = client.channel_binding(ChannelBinding::TlsUnique);
    assert_eq!(early.unwrap_err(), ExportError::NotConnected);
    shake(&mut client, &mut server).await;
    for binding in [ChannelBinding::TlsUnique, ChannelBinding::TlsExporter] {
        assert_eq!(client.channel_binding(binding), server.channel_binding(binding));
    }
    let (mut ours, mut theirs) = ([0; 50], [0; 50]);
    client.export_keying_material("EXPERIMENTAL a test", None, &mut ours).unwrap();
    server.export_keying_material("EXPERIMENTAL a test", None, &mut theirs).unwrap();
    assert_eq!(ours, theirs);
    assert_ne!(ours, [0; 50]);
}

fn scene(
    client: impl FnOnce(countersign::ClientConfigBuilder) -> countersign::ClientConfigBuilder,
    server: impl FnOnce(countersign::ServerConfigBuilder) -> countersign::ServerConfigBuilder,
) -> (ClientConfig, ServerConfig, TlsAcceptor) {
    let Scene { client, server, keys, .. } =
        Scene::fake_with(&[KeyKind::EcdsaP256], client, server);
    let acceptor = TlsAcceptor::new(server.clone(), Arc::new(keys));
    (client, server, acceptor)
}

#[tokio::test]
async fn secrets_are_taken_down_by_both_sides() {
    let (config, _, acceptor) = scene(|client| client.key_log(true), |server| server.key_log(true));
    let [near, far] = ["tokio_near.keys", "tokio_far.keys"].map(|name| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        // From a run before, if there was one.
        let _ = fs::remove_file(&path);
        path
    });
    let connector =
        TlsConnector::new(config, Arc::new(FakeVerifier)).key_log(KeyLogFile::open(&near).unwrap());
    let acceptor = acceptor.key_log(KeyLogFile::open(&far).unwrap());
    let (ours, theirs) = duplex(4096);
    let mut client = connector.start(Site::fake().name, ours);
    let mut server = acceptor.start(theirs);
    shake(&mut client, &mut server).await;
    let text = fs::read_to_string(near).unwrap();
    assert_eq!(text, fs::read_to_string(far).unwrap());
    assert!(text.starts_with("CLIENT_RANDOM ") && text.lines().count() == 1, "{text}");
}

/// Keeps what it is given, an hour later.
struct Remote(Arc<Kept>);

const HOUR: Duration = Duration::from_secs(3600);

impl AsyncSessions for Remote {
    fn session(
        self: Arc<Self>,
        request: countersign::FindSessionRequest,
    ) -> AnswerFuture<Option<countersign::crypto::Secret>> {
        Arc::clone(&self.0).session(request)
    }

    fn keep(self: Arc<Self>, session: StoreSession) -> AnswerFuture<()> {
        Box::pin(async move {
            sleep(HOUR).await;
            Arc::clone(&self.0).keep(session).await;
        })
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_but_its_own_side_waits_for_a_session_to_be_kept() {
    let (config, _, acceptor) =
        scene(|client| client.resumption(true), |server| server.tickets(true));
    let mut far = Kept::default();
    far.renew = true;
    let acceptor = acceptor.sessions(Arc::new(far));
    let near = Arc::new(Kept::default());
    let connector =
        TlsConnector::new(config, Arc::new(FakeVerifier)).sessions(Arc::new(Remote(near.clone())));
    // The second is resumed, so that the client's last message is due when it keeps the session.
    for resumed in [false, true] {
        let (ours, theirs) = duplex(4096);
        let begin = Instant::now();
        let server = async {
            let stream = acceptor.accept(theirs).await.unwrap();
            (begin.elapsed(), stream)
        };
        let (client, (waited, server)) =
            tokio::join!(connector.connect(Site::fake().name, ours), server);
        assert_eq!(server.summary().unwrap().hello.resumption.is_some(), resumed);
        assert_eq!((waited, begin.elapsed() >= HOUR), (Duration::ZERO, true));
        assert!(client.unwrap().summary().is_some());
        assert_eq!(near.counts().0, 1);
    }
}
