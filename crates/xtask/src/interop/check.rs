//! What a connection must have come to, as our side sees it.

use countersign::{ConnectionSummary, ExportError, Resumption, Role, wire::ProtocolVersion};

use super::{
    matrix::{Combination, Leaf},
    our_client::Stream,
};
use crate::Failure;

/// What both sides must agree on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) combination: Combination,
    pub(super) resumption: Option<Resumption>,
    /// The certificate with which the client proves itself.
    pub(super) client: Option<Leaf>,
    /// It takes a second hello.
    pub(super) retried: bool,
}

impl Wanted {
    /// A full handshake with a client that proves nothing.
    pub(super) fn full(combination: Combination) -> Self {
        Self { combination, resumption: None, client: None, retried: false }
    }

    /// Our summary must say so.
    pub(super) fn check(&self, summary: &ConnectionSummary) -> Result<(), Failure> {
        let Combination { version, suite, group, scheme, encrypt_then_mac, leaf } =
            self.combination;
        let full = self.resumption.is_none();
        let hello = &summary.hello;
        same("resumed", &hello.resumption, &self.resumption)?;
        same("version", &hello.version, &version)?;
        same("suite", &hello.suite, &suite.suite)?;
        same("encrypt-then-MAC", &hello.encrypt_then_mac, &encrypt_then_mac)?;
        // What is resumed in TLS 1.3 has a key exchange of its own (RFC 8446 §2.2).
        let exchanged = full || version >= ProtocolVersion::TLS13;
        same("group", &summary.group, &group.filter(|_| exchanged))?;
        same("scheme", &summary.scheme, &scheme.filter(|_| full))?;
        same("pre-shared key", &summary.psk_identity.is_some(), &leaf.is_none())?;
        same("extended master secret", &hello.extended_master_secret, &true)?;
        same("secure renegotiation", &hello.secure_renegotiation, &true)?;
        same("retried", &summary.retried, &self.retried)?;
        self.check_client(summary)
    }

    fn check_client(&self, summary: &ConnectionSummary) -> Result<(), Failure> {
        let full = self.resumption.is_none();
        let proven = self.client.is_some();
        same("client signed", &summary.client_scheme.is_some(), &(proven && full))?;
        match summary.role {
            Role::Client => {
                same("client's credential", &summary.credential.is_some(), &(proven && full))?;
                same("server known", &!summary.peer_chain.is_empty(), &self.has_server())
            }
            Role::Server => same("client known", &!summary.peer_chain.is_empty(), &proven),
        }
    }

    fn has_server(&self) -> bool {
        self.combination.leaf.is_some()
    }
}

/// Without the extended master secret nothing is exported (RFC 7627 §5.4).
pub(super) fn refuses_exports(stream: &Stream) -> Result<(), Failure> {
    let exported =
        stream.connection().export_keying_material("EXPORTER-countersign", None, &mut [0; 16]);
    same("export", &exported, &Err(ExportError::NotUnique))
}

/// What is not as it is wanted, in words.
pub(super) fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    got: &T,
    wanted: &T,
) -> Result<(), Failure> {
    if got == wanted {
        return Ok(());
    }
    Err(format!("{what}: {got:?} instead of {wanted:?}").into())
}
