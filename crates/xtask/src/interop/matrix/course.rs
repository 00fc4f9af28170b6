//! How a client comes back, and how it proves itself.

use countersign::{ClientAuthentication, Resumption, Role, wire::ProtocolVersion};

/// What the second of two connections is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::interop) enum Way {
    /// The server keeps no session and gives no ticket.
    Full,
    /// The server has kept the session.
    IdHit,
    /// It has forgotten the session.
    IdMiss,
    /// The client has a ticket.
    TicketHit,
    /// The server has forgotten the ticket's key.
    TicketRefused,
    /// The server would do both: the ticket wins.
    Both,
    /// TLS 1.3: the client's key share is of a group that the server does not have, so that it
    /// says hello twice, each time (RFC 8446 §4.1.4).
    Retry,
    /// The same, with a ticket the second time.
    RetryTicket,
}

impl Way {
    /// Up to TLS 1.2.
    const BEFORE_TLS13: &[Self] =
        &[Self::Full, Self::IdHit, Self::IdMiss, Self::TicketHit, Self::TicketRefused, Self::Both];
    const TLS13: &[Self] = &[
        Self::Full,
        Self::IdHit,
        Self::IdMiss,
        Self::TicketHit,
        Self::TicketRefused,
        Self::Both,
        Self::Retry,
        Self::RetryTicket,
    ];

    /// All that there are in this version.
    pub(in crate::interop) fn all(version: ProtocolVersion) -> &'static [Self] {
        if version < ProtocolVersion::TLS13 { Self::BEFORE_TLS13 } else { Self::TLS13 }
    }

    pub(in crate::interop) fn name(self) -> &'static str {
        match self {
            Self::Full => "full again",
            Self::IdHit => "by id",
            Self::IdMiss => "id forgotten",
            Self::TicketHit => "by ticket",
            Self::TicketRefused => "ticket refused",
            Self::Both => "ticket before id",
            Self::Retry => "retried",
            Self::RetryTicket => "retried, by ticket",
        }
    }

    /// Whether the server keeps sessions under ids.
    pub(in crate::interop) fn ids(self) -> bool {
        matches!(self, Self::IdHit | Self::IdMiss | Self::Both)
    }

    /// Whether the server gives tickets.
    pub(in crate::interop) fn tickets(self) -> bool {
        matches!(self, Self::TicketHit | Self::TicketRefused | Self::Both | Self::RetryTicket)
    }

    /// Whether the server is as after a restart.
    pub(in crate::interop) fn forgets(self) -> bool {
        matches!(self, Self::IdMiss | Self::TicketRefused)
    }

    /// Whether the client has to say hello twice.
    pub(in crate::interop) fn retries(self) -> bool {
        matches!(self, Self::Retry | Self::RetryTicket)
    }

    /// How the second connection resumes the first, as our side sees it: in TLS 1.3 the server
    /// alone knows that a ticket is an id.
    pub(in crate::interop) fn resumption(
        self,
        version: ProtocolVersion,
        role: Role,
    ) -> Option<Resumption> {
        let is_hidden = version >= ProtocolVersion::TLS13 && role == Role::Client;
        match self {
            Self::Full | Self::IdMiss | Self::TicketRefused | Self::Retry => None,
            Self::IdHit if !is_hidden => Some(Resumption::SessionId),
            Self::IdHit | Self::TicketHit | Self::Both | Self::RetryTicket => {
                Some(Resumption::Ticket)
            }
        }
    }
}

/// What the server asks of its clients, and what the client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::interop) enum Clients {
    NotAsked,
    AskedWithout,
    AskedWith,
    RequiredWith,
}

impl Clients {
    pub(in crate::interop) const ALL: [Self; 4] =
        [Self::NotAsked, Self::AskedWithout, Self::AskedWith, Self::RequiredWith];

    pub(in crate::interop) fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "",
            Self::AskedWithout => ", asked for none",
            Self::AskedWith => ", asked",
            Self::RequiredWith => ", required",
        }
    }

    pub(in crate::interop) fn authentication(self) -> ClientAuthentication {
        match self {
            Self::NotAsked => ClientAuthentication::None,
            Self::AskedWithout | Self::AskedWith => ClientAuthentication::Optional,
            Self::RequiredWith => ClientAuthentication::Required,
        }
    }

    /// Whether the client has a certificate.
    pub(in crate::interop) fn have_one(self) -> bool {
        matches!(self, Self::AskedWith | Self::RequiredWith)
    }
}

/// Both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::interop) struct Course {
    pub(in crate::interop) way: Way,
    pub(in crate::interop) clients: Clients,
}

impl Course {
    /// Every way with every kind of client.
    pub(in crate::interop) fn all(version: ProtocolVersion) -> impl Iterator<Item = Self> {
        Way::all(version)
            .iter()
            .flat_map(|&way| Clients::ALL.into_iter().map(move |clients| Self { way, clients }))
    }
}

impl std::fmt::Display for Course {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.way.name(), self.clients.name())
    }
}
