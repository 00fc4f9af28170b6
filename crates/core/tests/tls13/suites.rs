//! Full handshakes.

use countersign::{Role, crypto::NamedGroup};

use crate::stage::{connect, scene, suites, with_suite};

#[test]
fn every_suite_connects() {
    for row in suites() {
        let scene = scene(&with_suite(row.suite), |client| client, |server| server);
        let (client, server) = connect(&scene, 1);
        assert_eq!((client.role, server.role), (Role::Client, Role::Server));
        assert_eq!(server.hello.suite, row.suite);
        assert_eq!(server.group, Some(NamedGroup::X25519));
        assert!(server.scheme.is_some() && server.credential.is_some() && !server.retried);
    }
}
