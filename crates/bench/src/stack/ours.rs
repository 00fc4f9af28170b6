//! countersign, driven as an adapter drives it: one loop over `poll`, questions answered in place.

use std::cell::RefCell;

use bytes::{Bytes, BytesMut};
use countersign::{
    Answers, CertifiedKey, ClientConfig, Connection, Event, Policy, ServerConfig, Surroundings,
    VerifyPeer,
    crypto::{NamedGroup, Provider, Random, SigningKey},
    pki_types::{ServerName, SignatureVerificationAlgorithm, UnixTime},
    wire::ProtocolVersion,
};
use countersign_verify::{Roots, Verifier};

use super::{Group, Setup};
use crate::{
    certificates::{Chain, NAME},
    wire::{End, Stack},
};

/// Room for every flight: the driver's own buffer, which all connections share.
const OUTPUT: usize = 64 * 1024;

/// Both configurations, and what their driver lends.
pub(crate) struct Ours {
    client: ClientConfig,
    server: ServerConfig,
    key: CertifiedKey,
    verifier: Box<dyn VerifyPeer>,
    name: ServerName<'static>,
    lent: RefCell<Lent>,
}

struct Lent {
    random: Box<dyn Random>,
    output: BytesMut,
}

/// The parts of a provider crate.
pub(crate) struct Parts {
    pub(crate) provider: Provider,
    pub(crate) key: Box<dyn SigningKey>,
    pub(crate) random: Box<dyn Random>,
}

/// Judges by webpki with these algorithms.
pub(crate) fn webpki(
    chain: &Chain,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
) -> Setup<Box<dyn VerifyPeer>> {
    let mut roots = Roots::new();
    roots.add_der(&chain.root)?;
    Ok(Box::new(Verifier::new(roots, algorithms)?))
}

impl Ours {
    /// A server with the leaf of `chain`, and a client that judges it by `verifier`.
    pub(crate) fn new(
        parts: Parts,
        chain: &Chain,
        group: Group,
        verifier: Box<dyn VerifyPeer>,
    ) -> Setup<Self> {
        let groups = match group {
            Group::P256 => vec![NamedGroup::SECP256R1],
            // The client must name the curve of an ECDSA certificate too.
            Group::X25519 => vec![NamedGroup::X25519, NamedGroup::SECP256R1],
        };
        let modern = Policy::modern().with_versions([ProtocolVersion::TLS12]);
        let policy = Policy { groups, ..modern };
        let leaf = vec![Bytes::copy_from_slice(&chain.leaf)];
        let key = CertifiedKey::new("bench", leaf, parts.key)?;
        Ok(Self {
            client: ClientConfig::builder(parts.provider).policy(policy.clone()).build()?,
            server: ServerConfig::builder(parts.provider)
                .policy(policy)
                .credential(key.credential().clone())
                .build()?,
            key,
            verifier,
            name: ServerName::try_from(NAME)?,
            lent: RefCell::new(Lent {
                random: parts.random,
                output: BytesMut::with_capacity(OUTPUT),
            }),
        })
    }
}

impl Stack for Ours {
    type Client<'a> = Link<'a>;
    type Server<'a> = Link<'a>;

    fn client(&self) -> Link<'_> {
        let connection = Connection::client(&self.client, self.name.clone());
        Link::new(self, connection, Answers::client(&*self.verifier))
    }

    fn server(&self) -> Link<'_> {
        let answers = Answers::server(&self.server, &self.key);
        Link::new(self, Connection::server(&self.server), answers)
    }

    fn value_bytes(&self) -> [usize; 2] {
        [size_of::<Connection>(); 2]
    }
}

/// One connection with its driver.
pub(crate) struct Link<'a> {
    connection: Connection,
    answers: Answers<'a>,
    lent: &'a RefCell<Lent>,
}

impl<'a> Link<'a> {
    fn new(stack: &'a Ours, connection: Connection, answers: Answers<'a>) -> Self {
        Self { connection, answers, lent: &stack.lent }
    }

    /// Polls until bytes are wanted; returns how many bytes of data came.
    fn settle(&mut self) -> usize {
        let Lent { random, output } = &mut *self.lent.borrow_mut();
        let random = &mut **random;
        let now = UnixTime::now();
        let mut received = 0;
        loop {
            let mut surroundings = Surroundings { now, random, output };
            match self.connection.poll(&mut surroundings) {
                Ok(Event::Ask(id, request)) => {
                    let answer = self.answers.answer(&request, random);
                    self.connection.answer(id, answer).expect("the question is open");
                }
                Ok(Event::Data(data)) => received += data.len(),
                Ok(Event::NeedInput { .. }) => return received,
                Ok(_) => {}
                Err(error) => unreachable!("{error}"),
            }
        }
    }

    /// Hands on what was put out, and keeps the buffer.
    fn flush(&mut self, wire: Option<&mut Vec<u8>>) {
        let output = &mut self.lent.borrow_mut().output;
        if let Some(wire) = wire {
            wire.extend_from_slice(output);
        }
        output.clear();
    }
}

impl End for Link<'_> {
    fn bring(&mut self, bytes: &[u8]) {
        self.connection.input().extend_from_slice(bytes);
    }

    fn go_on(&mut self, wire: &mut Vec<u8>) {
        self.settle();
        self.flush(Some(wire));
    }

    fn is_connected(&self) -> bool {
        self.connection.is_connected()
    }

    fn send(&mut self, plaintext: &[u8], wire: Option<&mut Vec<u8>>) {
        {
            let Lent { random, output } = &mut *self.lent.borrow_mut();
            let mut surroundings =
                Surroundings { now: UnixTime::now(), random: &mut **random, output };
            // Whoever sends in bulk reads or makes the plaintext where it is sealed. Here it is
            // there, as the bare cipher's is, but for its first byte.
            let sent = self.connection.send_with(plaintext.len(), &mut surroundings, |place| {
                place[..1].copy_from_slice(&plaintext[..1]);
                place.len()
            });
            assert_eq!(sent.expect("it is connected"), plaintext.len(), "a record holds it");
        }
        self.flush(wire);
    }

    fn receive(&mut self) -> usize {
        self.settle()
    }
}
