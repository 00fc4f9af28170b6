//! What a replay must know of a recording, as `manifest.toml`.

use std::{fs, path::Path};

use countersign::{ClientAuthentication, Policy, Role};
use serde::{Deserialize, Serialize};

use super::{Failure, lists};

/// Stands at the top of each file.
const HEAD: &str = "# Made by `cargo xtask record`; the paths begin at test-vectors.\n";

/// The manifest. What it leaves out is off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the recording shows.
    pub shows: String,
    /// The peer and its version.
    pub peer: String,
    /// What was run before the peer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prepare: Vec<String>,
    /// How the peer was run: a server for the connections from this one on, a client for each.
    pub commands: Vec<String>,
    /// What the peer was given on its standard input.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub input: String,
    /// Ours.
    #[serde(with = "RoleName")]
    pub role: Role,
    /// Of our randomness; each further connection has the next.
    pub seed: u64,
    /// Seconds since 1970 that our clock showed.
    pub time: u64,
    /// The server's port in the capture.
    pub port: u16,
    /// What is spoken before TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starttls: Option<Mail>,
    /// How many connections there are, one after the other.
    pub connections: usize,
    /// Our server has forgotten its sessions and the keys of its tickets before each.
    #[serde(default, skip_serializing_if = "is_off")]
    pub forgets: bool,
    /// The server's name that the client wants.
    pub server_name: String,
    /// The authority that our side trusts.
    pub authority: String,
    /// The public key that our side knows the peer by, instead (RFC 7250).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer_key: Option<String>,
    /// What our side proves itself with: its certificate, or in its place its public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Server: whether clients prove themselves.
    #[serde(with = "Wanted", default = "not_asked", skip_serializing_if = "is_not_asked")]
    pub client_authentication: ClientAuthentication,
    /// Client: offers to resume what it kept, and takes tickets.
    #[serde(default, skip_serializing_if = "is_off")]
    pub resumption: bool,
    /// Server: keeps sessions.
    #[serde(default, skip_serializing_if = "is_off")]
    pub session_ids: bool,
    /// Server: gives tickets.
    #[serde(default, skip_serializing_if = "is_off")]
    pub tickets: bool,
    /// Both sides have this key beforehand (RFC 8446 §2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_key: Option<GivenKey>,
    /// Client: what it sends before the handshake where it may, and else behind it (RFC 8446 §2.3).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub early: String,
    /// Server: how many bytes of such data it lets its tickets bring, if any.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub max_early_data: u32,
    /// Server: nobody can tell it that early data are new, so it takes none.
    #[serde(default, skip_serializing_if = "is_off")]
    pub refuses_early_data: bool,
    /// Client: may be asked for its certificate at any time (RFC 8446 §4.6.2).
    #[serde(default, skip_serializing_if = "is_off")]
    pub post_handshake_auth: bool,
    /// What our side does in each connection, once it is there; then it closes.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What our side allows.
    #[serde(skip_serializing, deserialize_with = "lists::read")]
    pub policy: Policy,
}

/// A protocol that begins in plaintext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mail {
    /// RFC 3207.
    Smtp,
    /// RFC 2595 §3.
    Imap,
    /// RFC 2595 §4.
    Pop3,
}

/// One thing that our side does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// It sends this.
    Say(String),
    /// It waits until it has received this, since the step before.
    Hear(String),
    /// It changes the keys that it sends under (RFC 8446 §4.6.3).
    Update {
        /// And has the peer do so too.
        request_peer: bool,
    },
}

/// A key that both sides have beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenKey {
    /// What it is called.
    pub identity: String,
    /// The key; in these recordings it is text.
    pub key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Role", rename_all = "lowercase")]
enum RoleName {
    Client,
    Server,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ClientAuthentication", rename_all = "lowercase")]
enum Wanted {
    None,
    Optional,
    Required,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_not_asked(wanted: &ClientAuthentication) -> bool {
    !wanted.is_asked()
}

fn not_asked() -> ClientAuthentication {
    ClientAuthentication::None
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_off(flag: &bool) -> bool {
    !flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Manifest {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The text of the file.
    pub fn text(&self) -> Result<String, Failure> {
        let policy = lists::text(&self.policy);
        Ok(format!("{HEAD}{}\n{policy}", toml::to_string(self)?))
    }
}
