//! How a client comes back, and how it proves itself.

use countersign::{ClientAuthentication, Resumption};

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
}

impl Way {
    pub(in crate::interop) const ALL: [Self; 6] =
        [Self::Full, Self::IdHit, Self::IdMiss, Self::TicketHit, Self::TicketRefused, Self::Both];

    pub(in crate::interop) fn name(self) -> &'static str {
        match self {
            Self::Full => "full again",
            Self::IdHit => "by id",
            Self::IdMiss => "id forgotten",
            Self::TicketHit => "by ticket",
            Self::TicketRefused => "ticket refused",
            Self::Both => "ticket before id",
        }
    }

    /// Whether the server keeps sessions under ids.
    pub(in crate::interop) fn ids(self) -> bool {
        matches!(self, Self::IdHit | Self::IdMiss | Self::Both)
    }

    /// Whether the server gives tickets.
    pub(in crate::interop) fn tickets(self) -> bool {
        matches!(self, Self::TicketHit | Self::TicketRefused | Self::Both)
    }

    /// Whether the server is as after a restart.
    pub(in crate::interop) fn forgets(self) -> bool {
        matches!(self, Self::IdMiss | Self::TicketRefused)
    }

    /// How the second connection resumes the first.
    pub(in crate::interop) fn resumption(self) -> Option<Resumption> {
        match self {
            Self::Full | Self::IdMiss | Self::TicketRefused => None,
            Self::IdHit => Some(Resumption::SessionId),
            Self::TicketHit | Self::Both => Some(Resumption::Ticket),
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
    pub(in crate::interop) fn all() -> impl Iterator<Item = Self> {
        Way::ALL
            .into_iter()
            .flat_map(|way| Clients::ALL.into_iter().map(move |clients| Self { way, clients }))
    }
}

impl std::fmt::Display for Course {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.way.name(), self.clients.name())
    }
}
