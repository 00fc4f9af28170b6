//! Where a handshake stands: role, era and state by name.

use core::fmt;

/// The two ends of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Opens the connection.
    Client,
    /// Accepts it.
    Server,
}

impl Role {
    /// The other end.
    #[must_use]
    pub fn peer(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Server => "server",
        })
    }
}

/// The rules in force: those before the version is known, or those of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Era {
    /// The version is not known yet.
    Hello,
    /// TLS 1.2.
    #[cfg(feature = "tls12")]
    Tls12,
    /// TLS 1.3.
    #[cfg(feature = "tls13")]
    Tls13,
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hello => "hello",
            #[cfg(feature = "tls12")]
            Self::Tls12 => "TLS 1.2",
            #[cfg(feature = "tls13")]
            Self::Tls13 => "TLS 1.3",
        })
    }
}

macro_rules! states {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        /// The states, named for what they wait for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum StateName { $($(#[doc = $doc])+ $name,)+ }

        impl StateName {
            /// Every state.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// Who waits there for what, as a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii_start(),)+ }
            }
        }
    };
}

states! {
    /// A client that has sent nothing yet.
    Start;
    /// Either side waits for a session that it has asked for.
    WaitSession;
    /// A client that waits for the `ServerHello`.
    WaitServerHello;
    /// A client that waits for what the server answers under the handshake's keys.
    WaitEncryptedExtensions;
    /// Either side waits for the peer's certificates.
    WaitCertificate;
    /// A client that waits for the status of the server's certificate, which may be left out.
    WaitCertificateStatus;
    /// A client that waits for the server's half of the key exchange.
    WaitServerKeyExchange;
    /// A client that waits for the hint to a pre-shared key, which may be left out.
    WaitPskHint;
    /// A client that waits for a `CertificateRequest`, which may be left out.
    WaitCertificateRequest;
    /// A client that waits for the end of the server's flight.
    WaitServerHelloDone;
    /// Either side waits for the driver's verdict on the peer's certificates.
    WaitPeerVerdict;
    /// A client that waits for the driver to choose what it proves itself with.
    WaitCredential;
    /// A server that waits for a `ClientHello`.
    WaitClientHello;
    /// A server that waits for the driver to choose configuration and credentials.
    WaitConfiguration;
    /// A server that waits for a ticket to be opened.
    WaitOpenedTicket;
    /// Either side waits for the driver's signature.
    WaitSignature;
    /// A server that waits for the client's half of the key exchange.
    WaitClientKeyExchange;
    /// A server that waits for the pre-master secret to be decrypted.
    WaitPremaster;
    /// Either side waits for the driver's pre-shared key.
    WaitPreSharedKey;
    /// A server that waits for the driver's word on early data.
    WaitEarlyDataVerdict;
    /// A server that takes early data, and waits for their end.
    WaitEndOfEarlyData;
    /// Either side waits for the peer's signature over the handshake.
    WaitCertificateVerify;
    /// A client that waits for a ticket.
    WaitNewSessionTicket;
    /// Either side waits for the peer's change of keys.
    WaitChangeCipherSpec;
    /// Either side waits for the peer's proof over the handshake.
    WaitFinished;
    /// A server that waits for a ticket to be sealed.
    WaitSealedTicket;
    /// A server that waits for a session to be stored.
    WaitStored;
    /// The handshake is complete.
    Connected;
}

impl fmt::Display for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place in the table of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Whose handshake it is.
    pub role: Role,
    /// Which rules are in force.
    pub era: Era,
    /// What is waited for.
    pub state: StateName,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.role, self.era, self.state)
    }
}
