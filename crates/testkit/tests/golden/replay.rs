//! Our machine, fed with a peer's recorded bytes.

use std::path::Path;

use bytes::BytesMut;
use countersign::{
    Answers, CertifiedKey, ClientConfig, Connection, Event, Role, ServerConfig, Surroundings,
    pki_types::ServerName,
};
use countersign_std::{certified_key, roots, verifier};
use countersign_testkit::SeededRandom;
use countersign_verify::Verifier;

use super::{manifest::Manifest, timeline::Timeline};

/// What our side did.
pub(crate) struct Replayed {
    pub(crate) sent: Vec<u8>,
    pub(crate) timeline: String,
}

/// Feeds the pieces one behind the other; our side does what it did when it was recorded.
pub(crate) fn replay(manifest: &Manifest, vectors: &Path, pieces: Vec<&[u8]>) -> Replayed {
    let roots = roots::from_pem(&vectors.join(&manifest.authority)).expect("the authority is good");
    let verifier = verifier(roots).expect("there is a root");
    let (certificate, key) = (vectors.join(&manifest.certificate), vectors.join(&manifest.key));
    let key = certified_key(&certificate, &key).expect("certificate and key fit");
    let config = ServerConfig::builder(countersign_rustcrypto::provider())
        .policy(manifest.policy())
        .credential(key.credential().clone())
        .trace(true)
        .build()
        .expect("the policy is possible");
    let mut side = Side {
        manifest,
        connection: connection(manifest, &config),
        answers: answers(manifest.role(), &verifier, &config, &key),
        random: SeededRandom::new(manifest.seed),
        output: BytesMut::new(),
        received: Vec::new(),
        timeline: Timeline::new(manifest.role()),
    };
    side.run();
    for piece in pieces {
        side.connection.input().extend_from_slice(piece);
        side.run();
    }
    Replayed { sent: side.output.to_vec(), timeline: side.timeline.text() }
}

fn connection(manifest: &Manifest, server: &ServerConfig) -> Connection {
    if manifest.role() == Role::Server {
        return Connection::server(server);
    }
    let config = ClientConfig::builder(countersign_rustcrypto::provider())
        .policy(manifest.policy())
        .trace(true)
        .build()
        .expect("the policy is possible");
    let name = ServerName::try_from(manifest.server_name.clone()).expect("it is a name");
    Connection::client(&config, name)
}

fn answers<'a>(
    role: Role,
    verifier: &'a Verifier,
    config: &'a ServerConfig,
    key: &'a CertifiedKey,
) -> Answers<'a> {
    match role {
        Role::Client => Answers::client(verifier),
        Role::Server => Answers::server(config, key),
    }
}

/// Our side of the recording.
struct Side<'a> {
    manifest: &'a Manifest,
    connection: Connection,
    answers: Answers<'a>,
    random: SeededRandom,
    output: BytesMut,
    received: Vec<u8>,
    timeline: Timeline,
}

impl Side<'_> {
    /// Goes on until bytes are wanted or nothing more will come.
    fn run(&mut self) {
        loop {
            let event = match self.call(Connection::poll) {
                Ok(event) => event,
                Err(error) => return self.timeline.failed(&error),
            };
            self.timeline.event(&event);
            match event {
                Event::NeedInput { .. } | Event::Closed => return,
                Event::Ask(id, request) => {
                    let answer = self.answers.answer(&request, &mut self.random);
                    self.connection.answer(id, answer).expect("it was asked");
                }
                Event::Connected(_) if self.manifest.role() == Role::Client => self.say(),
                Event::Data(data) => self.on_data(&data),
                Event::PeerClosed => self.close(),
                _ => {}
            }
        }
    }

    /// A server answers when the request's head is there, and closes.
    fn on_data(&mut self, data: &[u8]) {
        self.received.extend_from_slice(data);
        if self.manifest.role() == Role::Server && self.received.ends_with(b"\r\n\r\n") {
            self.say();
            self.close();
        }
    }

    fn say(&mut self) {
        let says = self.manifest.says.as_bytes();
        let taken = self.call(|connection, around| connection.send(says, around));
        assert_eq!(taken, Ok(says.len()));
        self.timeline.sent_data(says.len());
    }

    fn close(&mut self) {
        self.call(Connection::close).expect("the connection is alive");
    }

    fn call<R>(&mut self, call: impl FnOnce(&mut Connection, &mut Surroundings<'_>) -> R) -> R {
        let mut surroundings = Surroundings {
            now: self.manifest.now(),
            random: &mut self.random,
            output: &mut self.output,
        };
        call(&mut self.connection, &mut surroundings)
    }
}
