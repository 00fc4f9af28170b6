//! Our side: the one of the golden handshakes, which says and hears the same in each role.

use std::path::{Path, PathBuf};

use countersign::{ConnectionSummary, Event, Policy, Role, crypto::NamedGroup};
use countersign_testkit::golden::{Actor, Manifest, Player, Standing, Step, Told};

use super::{Case, theirs::Theirs};

/// Of both connections.
pub(crate) type Summaries = Vec<ConnectionSummary>;

/// What a client says, and what a server answers.
pub(crate) const QUESTION: &str = "a question";
pub(crate) const ANSWER: &str = "an answer";
/// 1 January 2026, 00:00 UTC.
pub(crate) const NOW: u64 = 1_767_225_600;
pub(crate) const MAX_EARLY_DATA: u32 = 1024;

/// Where keys and certificates lie.
pub(crate) fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

/// Our side of two connections.
pub(crate) struct Ours {
    manifest: Manifest,
    actor: Actor,
}

impl Ours {
    pub(crate) fn new(case: Case) -> Self {
        let manifest = manifest(case);
        let actor = Actor::new(&manifest, &vectors()).expect("all of it is there");
        Self { manifest, actor }
    }

    pub(crate) fn meet_twice(&self, theirs: &mut Theirs) -> Summaries {
        (0..2).map(|number| self.meet(number, theirs)).collect()
    }

    /// Carries bytes between both until they have closed.
    fn meet(&self, number: usize, theirs: &mut Theirs) -> ConnectionSummary {
        let mut player = Player::new(&self.manifest, &self.actor, number);
        let mut summary = None;
        let mut their = theirs.begin(number);
        loop {
            let standing = player.run(&mut |told| {
                if let Told::Event(Event::Connected(connected)) = told {
                    summary = Some((**connected).clone());
                }
            });
            let standing = standing.expect("our side goes on");
            let sent = their.exchange(&player.output());
            if standing == Standing::PeerClosed {
                break;
            }
            assert!(!sent.is_empty(), "both wait; we have heard {:?}", player.heard());
            player.feed(&sent);
        }
        assert!(player.is_through(), "the peer closes first");
        their.check();
        summary.expect("the handshake is complete")
    }
}

/// The policy of our side: a client that must come again with another share begins with one of a
/// group that the server does not have.
fn policy(case: Case) -> Policy {
    let decoy = case.decoy().filter(|_| case.role == Role::Client);
    Policy {
        suites: vec![case.suite],
        groups: decoy.into_iter().chain([case.group]).collect(),
        ..countersign_testkit::tls13()
    }
}

impl Case {
    /// The group of the first share, where that is another.
    pub(crate) fn decoy(self) -> Option<NamedGroup> {
        let other = match self.group {
            NamedGroup::SECP384R1 => NamedGroup::SECP256R1,
            _ => NamedGroup::SECP384R1,
        };
        self.retried.then_some(other)
    }
}

fn manifest(case: Case) -> Manifest {
    let is_client = case.role == Role::Client;
    let proof = if is_client { case.client } else { Some(case.leaf) };
    let (question, answer) = (QUESTION.to_owned(), ANSWER.to_owned());
    let steps = match case.role {
        Role::Client if case.early => vec![Step::Hear(answer)],
        Role::Client => vec![Step::Say(question), Step::Hear(answer)],
        Role::Server => vec![Step::Hear(question), Step::Say(answer)],
    };
    Manifest {
        shows: String::new(),
        peer: "rustls".to_owned(),
        prepare: Vec::new(),
        commands: Vec::new(),
        input: String::new(),
        role: case.role,
        seed: 1,
        time: NOW,
        port: 443,
        starttls: None,
        connections: 2,
        forgets: false,
        server_name: "localhost".to_owned(),
        authority: "keys/ca.pem".to_owned(),
        peer_key: None,
        certificate: proof.map(|name| format!("keys/{name}.pem")),
        key: proof.map(|name| format!("keys/{name}-key.pem")),
        client_authentication: if is_client {
            countersign::ClientAuthentication::None
        } else {
            case.authentication()
        },
        resumption: is_client,
        session_ids: false,
        tickets: !is_client,
        given_key: None,
        early: if case.early && is_client { QUESTION.to_owned() } else { String::new() },
        max_early_data: if case.early && !is_client { MAX_EARLY_DATA } else { 0 },
        refuses_early_data: false,
        post_handshake_auth: false,
        steps,
        policy: policy(case),
    }
}
