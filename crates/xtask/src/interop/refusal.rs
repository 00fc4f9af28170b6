//! What must be refused, by whom, and with which alert.

use countersign::{Error, fault::FaultKind, wire::AlertDescription};
use countersign_std::tls_error;

use crate::Failure;

/// A reason for which a handshake must fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    WrongCa,
    WrongName,
    Expired,
    NoCommonSuite,
    NoCommonGroup,
    NoCommonScheme,
    PeerOnlyTls11,
    PeerOnlyTls12,
    PeerOnlyTls13,
    NoCommonProtocol,
    Renegotiation,
    ClientWithout,
    ClientWrongCa,
    Fallback,
    PeerOnlyTls10,
    BeforeTls,
    UnknownIdentity,
    OtherKey,
    UnnamedField,
    Downgrade,
}

impl Refusal {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::WrongCa => "wrong CA",
            Self::WrongName => "wrong name",
            Self::Expired => "expired",
            Self::NoCommonSuite => "no common suite",
            Self::NoCommonGroup => "no common group",
            Self::NoCommonScheme => "no common scheme",
            Self::PeerOnlyTls11 => "peer has TLS 1.1 only",
            Self::PeerOnlyTls12 => "peer has TLS 1.2 only",
            Self::PeerOnlyTls13 => "peer has TLS 1.3 only",
            Self::NoCommonProtocol => "no common ALPN protocol",
            Self::Renegotiation => "renegotiation refused",
            Self::ClientWithout => "client without certificate",
            Self::ClientWrongCa => "client of a wrong CA",
            Self::Fallback => "fallback refused",
            Self::PeerOnlyTls10 => "peer has TLS 1.0 only",
            Self::BeforeTls => "hello of SSL",
            Self::UnknownIdentity => "unknown PSK identity",
            Self::OtherKey => "another pre-shared key",
            Self::UnnamedField => "field without a name",
            Self::Downgrade => "downgrade",
        }
    }
}

/// How our side must see it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ours {
    /// We find the fault.
    Finds(FaultKind),
    /// The peer finds it, and says so with this alert.
    IsTold(AlertDescription),
    /// The peer finds it after the handshake, and closes.
    IsLeft,
}

/// A row of a peer's table.
pub(super) struct Row {
    pub(super) refusal: Refusal,
    pub(super) ours: Ours,
    /// In the peer's own words.
    pub(super) peer_says: &'static str,
}

/// One row.
pub(super) const fn row(refusal: Refusal, ours: Ours, peer_says: &'static str) -> Row {
    Row { refusal, ours, peer_says }
}

impl Row {
    /// Checks how our side ended.
    pub(super) fn check<T>(&self, ended: Result<T, Failure>) -> Result<String, Failure> {
        let failure = match (ended, self.ours) {
            (Ok(_), Ours::IsLeft) => return Ok("the peer left".to_owned()),
            (Ok(_), _) => return Err("the handshake went through".into()),
            (Err(failure), _) => failure,
        };
        let io = failure.downcast_ref::<std::io::Error>();
        match (io.and_then(tls_error), self.ours) {
            (Some(Error::Fault { fault, .. }), Ours::Finds(kind)) if fault.kind == kind => {
                Ok(format!("{} sent", kind.alert()))
            }
            (Some(Error::AlertReceived { description, .. }), Ours::IsTold(alert))
                if *description == alert =>
            {
                Ok(format!("{alert} received"))
            }
            (_, ours) => Err(format!("wanted {ours:?}, but it ended so: {failure}").into()),
        }
    }

    /// Checks what the peer said.
    pub(super) fn check_words(&self, said: &str) -> Result<(), Failure> {
        if said.contains(self.peer_says) {
            return Ok(());
        }
        Err(format!("the peer should say `{}`, and says: {said}", self.peer_says).into())
    }
}
