//! What is recorded: a manifest whose peer is not known yet, and who that is.

use countersign::{CertificateType, ClientAuthentication, Role, crypto::CipherSuite};
use countersign_testkit::golden::{Manifest, Step};

use super::{
    keys::AUTHORITY,
    peers::{OPENSSL, Peer},
};

/// 1 January 2026, 00:00 UTC: what our clock shows.
const NOW: u64 = 1_767_225_600;
const SERVER_NAME: &str = "localhost";
/// What clients ask.
pub(super) const REQUEST: &str = "GET /page.txt HTTP/1.0\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "Two parties know each other by their countersign.\n";

/// The flows whose connections are also kept as tapes: one of each kind.
const TAPED: &[&str] = &[
    "g1-client",
    "g1-server",
    "g4-rsa-server",
    "g5-cbc-etm-client",
    "g6-id-hit-server",
    "g6-ticket-hit-client",
    "g7-bad-client-certificate-server",
    "g7-no-common-suite-server",
    "g7-unknown-ca-client",
    "g8-asked-later-client",
    "g8-client-certificate-server",
    "g8-early-data-client",
    "g8-early-data-server",
    "g8-given-key-client",
    "g8-key-update-server",
    "g8-retry-client",
    "g8-tls13-server",
    "g9-smtp-client",
];

/// One flow.
pub(super) struct Flow {
    pub(super) name: &'static str,
    pub(super) peer: &'static Peer,
    /// What the peer says, as a server, when it can be connected to.
    pub(super) ready: &'static str,
    /// What the peer prints, as a client, of what it has received.
    pub(super) hears: &'static str,
    /// What the peer's operator types: when it has said this, that.
    pub(super) prompts: &'static [(&'static str, &'static str)],
    /// It ends with an error, as it should.
    pub(super) fails: bool,
    /// Its connections are also kept as tapes.
    pub(super) taped: bool,
    pub(super) manifest: Manifest,
}

/// What both kinds of server answer.
pub(super) fn answer() -> String {
    let head = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{PAGE}", PAGE.len())
}

impl Flow {
    /// Our client asks OpenSSL, run so, for a page. Seeds are at least ten apart.
    pub(super) fn client(name: &'static str, seed: u64, shows: &str, command: &str) -> Self {
        let steps = vec![Step::Say(REQUEST.to_owned()), Step::Hear(PAGE.to_owned())];
        Self::new(name, manifest(Role::Client, seed, shows, command, steps))
    }

    /// OpenSSL, run so, asks our server for a page.
    pub(super) fn server(name: &'static str, seed: u64, shows: &str, command: &str) -> Self {
        let steps = vec![Step::Hear("\r\n\r\n".to_owned()), Step::Say(answer())];
        let manifest = manifest(Role::Server, seed, shows, command, steps);
        Self::new(name, manifest).with(|manifest| REQUEST.clone_into(&mut manifest.input))
    }

    fn new(name: &'static str, manifest: Manifest) -> Self {
        Self {
            name,
            peer: OPENSSL,
            ready: "ACCEPT",
            hears: PAGE.trim_ascii_end(),
            prompts: &[],
            fails: false,
            taped: TAPED.contains(&name),
            manifest,
        }
    }

    /// The peer is another than OpenSSL; as a server it says `ready`.
    pub(super) fn by(self, peer: &'static Peer, ready: &'static str) -> Self {
        Self { peer, ready, ..self }
    }

    /// What is run before the peer.
    pub(super) fn prepared(self, lines: &[&str]) -> Self {
        let lines = lines.iter().map(|&line| line.to_owned()).collect();
        self.with(|manifest| manifest.prepare = lines)
    }

    /// Our side takes these steps.
    pub(super) fn steps(self, steps: Vec<Step>) -> Self {
        self.with(|manifest| manifest.steps = steps)
    }

    /// Changes the manifest.
    pub(super) fn with(mut self, change: impl FnOnce(&mut Manifest)) -> Self {
        change(&mut self.manifest);
        self
    }

    /// Our side proves itself with these files: `keys/` name `.pem`, and its key.
    pub(super) fn proves(self, name: &str) -> Self {
        self.with(|manifest| {
            manifest.certificate = Some(format!("keys/{name}.pem"));
            manifest.key = Some(format!("keys/{name}-key.pem"));
        })
    }

    /// Both sides show a key without a certificate: ours is `keys/` name `.pem`, and knows the
    /// peer's.
    pub(super) fn raw_keys(self, own: &str, peer: &str) -> Self {
        self.with(|manifest| {
            manifest.policy.certificate_types = vec![CertificateType::RAW_PUBLIC_KEY];
            manifest.certificate = Some(format!("keys/{own}-public.pem"));
            manifest.key = Some(format!("keys/{own}-key.pem"));
            manifest.peer_key = Some(format!("keys/{peer}-public.pem"));
        })
    }

    /// Our side allows these suites alone.
    pub(super) fn suites(self, suites: &[u16]) -> Self {
        let suites = suites.iter().copied().map(CipherSuite).collect();
        self.with(|manifest| manifest.policy.suites = suites)
    }

    /// The peer's operator answers what it says; of our words it prints `hears`.
    pub(super) fn prompted(
        self,
        prompts: &'static [(&'static str, &'static str)],
        hears: &'static str,
    ) -> Self {
        let input = prompts.iter().map(|(_, typed)| *typed).collect();
        Self { hears, prompts, ..self }.with(|manifest| manifest.input = input)
    }

    /// TLS 1.3, with groups that are short to read.
    pub(super) fn tls13(self) -> Self {
        self.tls13_hybrid().with(|manifest| manifest.policy.groups.retain(|it| it.is_curve()))
    }

    /// TLS 1.3, with all groups: the first is hybrid.
    pub(super) fn tls13_hybrid(self) -> Self {
        self.with(|manifest| manifest.policy = countersign_testkit::tls13())
    }

    /// It ends with an error.
    pub(super) fn fails(self) -> Self {
        Self { fails: true, ..self }
    }
}

fn manifest(role: Role, seed: u64, shows: &str, command: &str, steps: Vec<Step>) -> Manifest {
    Manifest {
        shows: shows.to_owned(),
        peer: String::new(),
        prepare: Vec::new(),
        commands: vec![command.to_owned()],
        input: String::new(),
        role,
        seed,
        time: NOW,
        port: 443,
        starttls: None,
        connections: 1,
        forgets: false,
        server_name: SERVER_NAME.to_owned(),
        authority: AUTHORITY.to_owned(),
        peer_key: None,
        certificate: None,
        key: None,
        client_authentication: ClientAuthentication::None,
        resumption: false,
        session_ids: false,
        tickets: false,
        given_key: None,
        early: String::new(),
        max_early_data: 0,
        refuses_early_data: false,
        post_handshake_auth: false,
        steps,
        policy: countersign_testkit::tls12(),
    }
}
