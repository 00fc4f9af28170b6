//! What to do about a failure: of the machine, of the network, of a file.

mod alerts;
mod faults;

use std::io::ErrorKind;

use countersign::{Error, Role, StateName, wire::AlertDescription};

pub(crate) use self::{alerts::for_alert, faults::for_fault};

/// For a tape that does not agree.
pub(crate) const TAPE: &str =
    "a tape says what went in and what came out: docs/TRANSCRIPTS.md says how to read it";

/// For a file that is not what was wanted.
pub(crate) const PEM: &str = "look into the file: it must have lines like \
     -----BEGIN CERTIFICATE----- or -----BEGIN PRIVATE KEY-----; from DER, \
     `openssl x509 -inform der` or `openssl pkey -inform der` makes one";

/// For a host that is not found.
pub(crate) const NAME: &str =
    "look at the spelling of the host, and whether this machine can look names up";

/// For a peer that does not change to TLS as it should.
pub(crate) const BEFORE_TLS: &str = "is it a server of the protocol that --starttls names? one \
     that speaks TLS from the first byte wants no --starttls";

/// For an error of the machine.
pub(crate) fn tls(error: &Error) -> &'static str {
    let role = error.at().role;
    match error {
        Error::Fault { fault, .. } => for_fault(fault.kind),
        // Its suite, group and scheme were chosen long before: what it misses is our certificate.
        Error::AlertReceived { description: AlertDescription::HANDSHAKE_FAILURE, at }
            if at.role == Role::Client
                && matches!(
                    at.state,
                    StateName::WaitChangeCipherSpec | StateName::WaitNewSessionTicket
                ) =>
        {
            for_alert(AlertDescription::CERTIFICATE_REQUIRED, role)
        }
        Error::AlertReceived { description, .. } => for_alert(*description, role),
        Error::ClosedInHandshake { .. } => match role {
            Role::Client => "the server did not want this handshake: its log may say why",
            Role::Server => "the client gave up: its log may say why",
        },
        Error::Truncated { at } if at.state != StateName::Connected => match role {
            Role::Client => {
                "the server hung up in the middle of the handshake: is this a port for TLS? does \
                 it allow TLS 1.2? its log may say why"
            }
            Role::Server => {
                "the client hung up in the middle of the handshake: it may only have looked \
                 whether the port is open"
            }
        },
        Error::Truncated { .. } => {
            "the peer stopped, crashed, or somebody cut the connection: trust what came only if \
             it says itself that it is complete"
        }
        _ => "",
    }
}

/// What a failure of the network asks for.
pub(crate) fn io(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ConnectionRefused => {
            "nobody listens there: is the server running, and is the port right?"
        }
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "the peer dropped the connection without a word: its log may say why"
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            "the peer is silent: is it up, does it speak TLS on this port, does a firewall drop \
             the packets? --timeout SECONDS waits longer"
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "there is no way to this address: look at the network and the address"
        }
        ErrorKind::AddrInUse => {
            "another program listens there: stop it, or take another port (0 takes a free one)"
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address: try 127.0.0.1 or [::]",
        ErrorKind::PermissionDenied => "ports below 1024 are for the administrator: take a higher",
        _ => "",
    }
}

/// What a file that cannot be read asks for.
pub(crate) fn file(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "look at the path: there is no such file",
        ErrorKind::PermissionDenied => "let this user read it, or run as one who may",
        ErrorKind::IsADirectory => "name the file in the directory",
        _ => "",
    }
}
