//! Our machine and rustls in one process, without a wire: TLS 1.3 in both roles, with the hybrid
//! group that no other peer here has.

mod ours;
mod theirs;

use countersign::{
    ClientAuthentication, EarlyData, Resumption, Role,
    crypto::{CipherSuite, NamedGroup},
};

use ours::{Ours, Summaries};
use theirs::{GROUPS, SUITES, Theirs};

/// What is tried.
#[derive(Clone, Copy)]
struct Case {
    role: Role,
    suite: CipherSuite,
    group: NamedGroup,
    /// The server's certificate: a name of `test-vectors/keys`.
    leaf: &'static str,
    /// The client's, where it has to show one.
    client: Option<&'static str>,
    /// The client's key share is of another group.
    retried: bool,
    early: bool,
}

impl Case {
    fn new(role: Role, suite: CipherSuite, group: NamedGroup) -> Self {
        let (leaf, client) = ("p256", None);
        Self { role, suite, group, leaf, client, retried: false, early: false }
    }

    fn authentication(self) -> ClientAuthentication {
        match self.client {
            Some(_) => ClientAuthentication::Required,
            None => ClientAuthentication::None,
        }
    }

    /// Two connections, the second of which resumes the first.
    fn run(self) {
        let ours = Ours::new(self);
        let mut theirs = Theirs::new(self);
        let summaries = ours.meet_twice(&mut theirs);
        self.check(&summaries);
    }

    fn check(self, summaries: &Summaries) {
        for (number, summary) in summaries.iter().enumerate() {
            let is_first = number == 0;
            assert_eq!(summary.hello.suite, self.suite);
            assert_eq!(summary.group, Some(self.group));
            // The second time their client remembers the group.
            let knows = self.role == Role::Server && !is_first;
            assert_eq!(summary.retried, self.retried && !knows, "connection {number}");
            let resumption = (!is_first).then_some(Resumption::Ticket);
            assert_eq!(summary.hello.resumption, resumption, "connection {number}");
            assert_eq!(summary.client_scheme.is_some(), self.client.is_some() && is_first);
            let early = if self.early && !is_first { EarlyData::Accepted } else { EarlyData::None };
            assert_eq!(summary.early_data, early);
        }
    }
}

const ROLES: [Role; 2] = [Role::Client, Role::Server];

#[test]
fn every_suite_with_every_group() {
    for role in ROLES {
        for (suite, _) in SUITES {
            for (group, _) in GROUPS {
                Case::new(role, suite, group).run();
            }
        }
    }
}

#[test]
fn every_certificate_on_both_sides() {
    for role in ROLES {
        for leaf in ["p256", "rsa-2048"] {
            for client in ["client-p256", "client-rsa-2048"] {
                let first = Case::new(role, SUITES[0].0, NamedGroup::X25519);
                Case { leaf, client: Some(client), ..first }.run();
            }
        }
    }
}

#[test]
fn every_group_after_a_second_hello() {
    for role in ROLES {
        for (group, _) in GROUPS {
            Case { retried: true, ..Case::new(role, SUITES[1].0, group) }.run();
        }
    }
}

#[test]
fn early_data_with_the_hybrid_group() {
    for role in ROLES {
        let group = NamedGroup::X25519MLKEM768;
        Case { early: true, ..Case::new(role, SUITES[0].0, group) }.run();
    }
}
