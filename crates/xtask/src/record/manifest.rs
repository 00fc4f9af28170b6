//! What a replay must know of a recording, as `manifest.toml`.

use countersign::{
    Policy,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    wire::ProtocolVersion,
};
use serde::Serialize;

use crate::Failure;

/// The manifest. `crates/testkit/tests/golden` reads it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Manifest {
    /// What the recording shows.
    pub(super) shows: String,
    /// The peer and its version.
    pub(super) peer: String,
    /// How the peer was run.
    pub(super) command: String,
    /// Our role.
    pub(super) role: String,
    /// Of our randomness.
    pub(super) seed: u64,
    /// Seconds since 1970 that our clock showed.
    pub(super) time: u64,
    /// The server's name that the client wants.
    pub(super) server_name: String,
    /// The authority that the client trusts.
    pub(super) authority: String,
    /// The server's certificate and key.
    pub(super) certificate: String,
    pub(super) key: String,
    /// What our side sends: a client when it is connected, a server when it has been asked.
    pub(super) says: String,
    /// What our side allows.
    #[serde(skip)]
    pub(super) policy: Policy,
}

impl Manifest {
    /// The text of the file.
    pub(super) fn text(&self) -> Result<String, Failure> {
        let text = toml::to_string(self)?;
        let policy = lists(&self.policy);
        Ok(format!(
            "# Made by `cargo xtask record`; the paths begin at test-vectors.\n{text}\n{policy}"
        ))
    }
}

/// The lists of a policy as numbers of the registries, in hexadecimal as the RFCs have them; all
/// else is as in `Policy::modern`.
fn lists(policy: &Policy) -> String {
    let line = |name: &str, numbers: Vec<u16>| {
        let numbers: Vec<_> = numbers.iter().map(|number| format!("{number:#06x}")).collect();
        format!("{name} = [{}]\n", numbers.join(", "))
    };
    let versions = policy.versions.iter().map(|ProtocolVersion(number)| *number).collect();
    let suites = policy.suites.iter().map(|CipherSuite(number)| *number).collect();
    let groups = policy.groups.iter().map(|NamedGroup(number)| *number).collect();
    let schemes = policy.schemes.iter().map(|SignatureScheme(number)| *number).collect();
    [
        "[policy]\n".to_owned(),
        line("versions", versions),
        line("suites", suites),
        line("groups", groups),
        line("schemes", schemes),
    ]
    .concat()
}
