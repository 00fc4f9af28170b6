//! What a machine in the place of a trace's client or server is answered.

use std::time::Duration;

use countersign::{
    AcceptedPeer, Answer, Credential, OpenedTicket, Request, Role, SealedTicket, ServerConfig,
    SignRequest,
    bytes::Bytes,
    crypto::{Provider, Secret, SignatureScheme},
    pki_types::UnixTime,
    wire::{CertificateFields, HandshakeType as H, Message13, PublicKeyInfo},
};

use crate::trace::{Trace, decode, named};

/// When the ticket of the first handshake is given; RFC 8448 names no time.
const FIRST: Duration = Duration::from_secs(1_540_000_000);

/// Answers for one side.
pub(crate) struct Driver<'a> {
    pub(crate) trace: &'a Trace,
    pub(crate) who: Role,
    pub(crate) provider: Provider,
    /// What a server serves with.
    pub(crate) config: Option<ServerConfig>,
    /// What is resumed.
    pub(crate) session: Option<Secret>,
    /// The sessions that a server wanted to have sealed.
    pub(crate) sealed: Vec<Secret>,
}

impl Driver<'_> {
    pub(crate) fn answer(&mut self, request: Request) -> Answer {
        let other = if self.who == Role::Client { Role::Server } else { Role::Client };
        match request {
            Request::ClientHello(_) => Answer::Configuration(Ok(self.config.clone().unwrap())),
            Request::Sign(request) => Answer::Signature(Ok(self.sign(&request))),
            Request::VerifyPeer(request) => {
                assert_eq!(request.chain, chain(self.trace, other));
                let public_key = public_key(&request.chain[0]);
                Answer::PeerVerdict(Ok(AcceptedPeer { public_key }))
            }
            Request::SelectCredential(request) => {
                Answer::Credential(Some(request.fitting[0].clone()))
            }
            Request::FindSession(_) => Answer::Session(self.session.clone()),
            Request::OpenTicket(request) => {
                assert_eq!(request.ticket, ticket().1);
                let session = self.session.clone().unwrap();
                Answer::OpenedTicket(Some(OpenedTicket { session, renew: false }))
            }
            Request::AcceptEarlyData(request) => {
                assert_eq!(request.binder, self.trace.value("calculate PSK binder", "finished"));
                Answer::EarlyDataVerdict(true)
            }
            Request::SealTicket(request) => {
                self.sealed.push(request.session);
                // The traces' other servers give none.
                let (lifetime_hint, ticket, _) = ticket();
                let gives = gives_ticket(self.trace);
                Answer::SealedTicket(gives.then_some(SealedTicket { ticket, lifetime_hint }))
            }
            other => panic!("{}: {}", self.trace.name, other.name()),
        }
    }

    /// The trace's signature, which has to be one of what is to be signed.
    fn sign(&self, request: &SignRequest) -> Vec<u8> {
        let (scheme, signature) = proof(self.trace, self.who);
        assert_eq!(request.scheme, scheme);
        let key = public_key(&chain(self.trace, self.who)[0]);
        let key = PublicKeyInfo::decode(&key).unwrap().key;
        let verifier = self.provider.verifiers(scheme)[0];
        verifier.verify_signature(key, &request.message, &signature).unwrap();
        signature
    }
}

/// The scheme and the signature of a side's `CertificateVerify`.
fn proof(trace: &Trace, who: Role) -> (SignatureScheme, Vec<u8>) {
    let message = trace.message(who, H::CERTIFICATE_VERIFY);
    let Message13::CertificateVerify(signed) = decode(message) else { panic!("another message") };
    (signed.scheme.unwrap(), signed.signature.to_vec())
}

fn chain(trace: &Trace, who: Role) -> Vec<Bytes> {
    let message = trace.message(who, H::CERTIFICATE);
    let Message13::Certificate(certificate) = decode(message) else { panic!("another message") };
    certificate.entries().map(|entry| Bytes::copy_from_slice(entry.certificate)).collect()
}

/// What a side proves itself with, where it does.
pub(crate) fn credential(trace: &Trace, who: Role) -> Option<Credential> {
    let mut messages = trace.messages_of(who).into_iter();
    messages.find(|one| one[0] == H::CERTIFICATE.0)?;
    Some(Credential::new("trace", chain(trace, who), &[proof(trace, who).0]).unwrap())
}

fn public_key(certificate: &[u8]) -> Vec<u8> {
    CertificateFields::subject_public_key(certificate).unwrap().to_vec()
}

/// Lifetime and content of the one ticket of the traces, and what is added to its age.
pub(crate) fn ticket() -> (u32, Vec<u8>, u32) {
    let trace = named("simple-1-rtt");
    let message = decode(trace.message(Role::Server, H::NEW_SESSION_TICKET));
    let Message13::NewSessionTicket(message) = message else { panic!("another message") };
    (message.lifetime, message.ticket.to_vec(), message.age_add)
}

pub(crate) fn gives_ticket(trace: &Trace) -> bool {
    trace.messages().iter().any(|(_, one)| one[0] == H::NEW_SESSION_TICKET.0)
}

/// The time at which a trace is played: that of the ticket, or later by its age.
pub(crate) fn now(trace: &Trace) -> UnixTime {
    let Message13::ClientHello(hello) = decode(trace.message(Role::Client, H::CLIENT_HELLO)) else {
        panic!("another message")
    };
    let age = hello.psk().unwrap().map_or(0, |psks| {
        let identity = psks.identities().next().unwrap();
        identity.obfuscated_ticket_age.wrapping_sub(ticket().2)
    });
    UnixTime::since_unix_epoch(FIRST + Duration::from_millis(age.into()))
}
