//! What a QUIC stack does around the machine, without packets: it keeps what is to be sent at
//! each level, and the secrets.

use std::{collections::VecDeque, time::Duration};

use countersign::{
    Answers, CallError, ClientConfigBuilder, Connection, ConnectionSummary, Direction,
    EncryptionLevel, Error, Event, LevelSecret, ProtocolName, ServerConfigBuilder, Surroundings,
    bytes::{Bytes, BytesMut},
    pki_types::UnixTime,
};
use countersign_testkit::{Scene, SeededRandom, fake::KeyKind};

/// The parameters of both sides; the machine reads neither.
pub(crate) const CLIENT_PARAMETERS: &[u8] = b"\x04\x04\x80\x10\x00\x00";
pub(crate) const SERVER_PARAMETERS: &[u8] = b"\x01\x02\x67\x10\x0e\x01\x08";

/// One end.
pub(crate) struct End<'a> {
    pub(crate) connection: Connection,
    pub(crate) answers: Answers<'a>,
    random: SeededRandom,
    pub(crate) now: UnixTime,
    pub(crate) outgoing: VecDeque<(EncryptionLevel, Bytes)>,
    pub(crate) secrets: Vec<LevelSecret>,
    pub(crate) parameters: Option<Bytes>,
    pub(crate) summary: Option<ConnectionSummary>,
    pub(crate) error: Option<Error>,
    pub(crate) told: Vec<String>,
}

impl<'a> End<'a> {
    pub(crate) fn new(connection: Connection, answers: Answers<'a>, seed: u64) -> Self {
        Self {
            connection,
            answers,
            random: SeededRandom::new(seed),
            now: UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000)),
            outgoing: VecDeque::new(),
            secrets: Vec::new(),
            parameters: None,
            summary: None,
            error: None,
            told: Vec::new(),
        }
    }

    /// Polls until the machine wants bytes, or has failed.
    pub(crate) fn settle(&mut self) {
        loop {
            let mut output = BytesMut::new();
            let polled = self.connection.poll(&mut Surroundings {
                now: self.now,
                random: &mut self.random,
                output: &mut output,
            });
            assert!(output.is_empty(), "there are no records");
            match polled {
                Ok(Event::NeedInput { hint }) => {
                    assert!(hint > 0);
                    return;
                }
                Ok(event) => self.on_event(event),
                Err(error) => {
                    self.error = Some(error);
                    return;
                }
            }
        }
    }

    fn on_event(&mut self, event: Event) {
        let told = match &event {
            Event::Handshake(sent) => format!("{} bytes at {}", sent.bytes.len(), sent.level),
            Event::Secret(secret) => format!("{:?} secret of {}", secret.direction, secret.level),
            Event::TransportParameters(_) => "transport parameters".into(),
            Event::Connected(_) => "connected".into(),
            _ => String::new(),
        };
        self.told.extend(Some(told).filter(|told| !told.is_empty()));
        match event {
            Event::Handshake(sent) => self.outgoing.push_back((sent.level, sent.bytes)),
            Event::Secret(secret) => self.secrets.push(*secret),
            Event::TransportParameters(bytes) => self.parameters = Some(bytes),
            Event::Connected(summary) => self.summary = Some(*summary),
            Event::Session(session) => self.answers.sessions.store(&session),
            Event::Ask(id, request) => {
                let answer = self.answers.answer(&request, &mut self.random);
                self.connection.answer(id, answer).unwrap();
            }
            _ => {}
        }
    }

    pub(crate) fn give(
        &mut self,
        level: EncryptionLevel,
        bytes: &[u8],
    ) -> Result<usize, CallError> {
        self.connection.handshake_input(level, bytes)
    }

    pub(crate) fn secret(
        &self,
        level: EncryptionLevel,
        direction: Direction,
    ) -> Option<&LevelSecret> {
        self.secrets.iter().find(|one| (one.level, one.direction) == (level, direction))
    }
}

/// Carries what both have to say, so many bytes at once, until neither has more.
pub(crate) fn run(client: &mut End<'_>, server: &mut End<'_>, chunk: usize) {
    client.settle();
    server.settle();
    loop {
        let ends = [(&mut *client, &mut *server)];
        let mut moved = false;
        for (one, other) in ends {
            moved |= carry(one, other, chunk);
            moved |= carry(other, one, chunk);
        }
        if !moved {
            return;
        }
    }
}

fn carry(from: &mut End<'_>, to: &mut End<'_>, chunk: usize) -> bool {
    let mut moved = false;
    while let Some((level, bytes)) = from.outgoing.pop_front() {
        moved = true;
        for part in bytes.chunks(chunk) {
            if to.error.is_some() {
                return false;
            }
            assert_eq!(to.give(level, part), Ok(part.len()), "{}", to.connection.state());
            to.settle();
        }
    }
    moved
}

/// A fake scene over QUIC, with what a test adds.
pub(crate) fn scene(
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    let policy = countersign_testkit::tls13();
    let protocol = || [ProtocolName::new("h3").unwrap()];
    Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |builder| client(builder.policy(policy.clone()).protocols(protocol())),
        |builder| server(builder.policy(policy.clone()).protocols(protocol())),
    )
}

pub(crate) fn client(scene: &Scene) -> End<'_> {
    let name = scene.server_name.clone();
    let connection = Connection::quic_client(&scene.client, name, CLIENT_PARAMETERS);
    End::new(connection.unwrap(), scene.client_side().answers, 1)
}

pub(crate) fn server(scene: &Scene) -> End<'_> {
    let connection = Connection::quic_server(&scene.server, SERVER_PARAMETERS);
    End::new(connection.unwrap(), scene.server_side().answers, 2)
}

/// Both ends after a handshake that must succeed, with equal secrets at every level.
pub(crate) fn connect(scene: &Scene, chunk: usize) -> (End<'_>, End<'_>) {
    let (mut client, mut server) = (client(scene), server(scene));
    run(&mut client, &mut server, chunk);
    check(&client, &server);
    (client, server)
}

#[track_caller]
pub(crate) fn check(client: &End<'_>, server: &End<'_>) {
    assert_eq!((&client.error, &server.error), (&None, &None));
    assert!(client.summary.is_some() && server.summary.is_some());
    assert_eq!(client.parameters.as_deref(), Some(SERVER_PARAMETERS));
    assert_eq!(server.parameters.as_deref(), Some(CLIENT_PARAMETERS));
    for level in [EncryptionLevel::ZeroRtt, EncryptionLevel::Handshake, EncryptionLevel::OneRtt] {
        for (sender, receiver) in [(client, server), (server, client)] {
            let sent = sender.secret(level, Direction::Sent);
            let Some(received) = receiver.secret(level, Direction::Received) else {
                // Early data go one way, and may be refused.
                assert_eq!(level, EncryptionLevel::ZeroRtt);
                continue;
            };
            let sent = sent.unwrap();
            assert_eq!(sent.secret.expose(), received.secret.expose(), "{level}");
            assert_eq!(sent.suite, received.suite);
        }
    }
}
