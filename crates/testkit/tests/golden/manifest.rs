//! `manifest.toml`: what a replay must know of a recording.

use std::{fs, path::Path, time::Duration};

use countersign::{
    Policy, Role,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    pki_types::UnixTime,
    wire::ProtocolVersion,
};
use serde::Deserialize;

/// The manifest. `crates/xtask/src/record` writes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) shows: String,
    role: String,
    pub(crate) seed: u64,
    time: u64,
    pub(crate) server_name: String,
    /// The authority that the client trusts.
    pub(crate) authority: String,
    pub(crate) certificate: String,
    pub(crate) key: String,
    /// What our side sends: a client when it is connected, a server when it has been asked.
    pub(crate) says: String,
    policy: Lists,
}

#[derive(Debug, Deserialize)]
struct Lists {
    versions: Vec<u16>,
    suites: Vec<u16>,
    groups: Vec<u16>,
    schemes: Vec<u16>,
}

impl Manifest {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("the manifest is in the checkout");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Ours.
    pub(crate) fn role(&self) -> Role {
        match self.role.as_str() {
            "client" => Role::Client,
            "server" => Role::Server,
            other => panic!("no role: {other}"),
        }
    }

    /// What our clock shows.
    pub(crate) fn now(&self) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(self.time))
    }

    /// What our side allowed, whatever has become of the default since.
    pub(crate) fn policy(&self) -> Policy {
        let Lists { versions, suites, groups, schemes } = &self.policy;
        Policy {
            versions: versions.iter().copied().map(ProtocolVersion).collect(),
            suites: suites.iter().copied().map(CipherSuite).collect(),
            groups: groups.iter().copied().map(NamedGroup).collect(),
            schemes: schemes.iter().copied().map(SignatureScheme).collect(),
            ..Policy::modern()
        }
    }
}
