//! Opens the TCP connection: each address of the host is tried in turn.

use std::{
    io,
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

use super::target::Target;
use crate::{failure::Failure, wire::left};

/// Connects to the first address that answers, by `deadline`.
pub(super) fn dial(target: &Target, deadline: Option<Instant>) -> Result<TcpStream, Failure> {
    let looked_up = (target.host.as_str(), target.port).to_socket_addrs();
    let addresses: Vec<SocketAddr> = match looked_up {
        Ok(addresses) => addresses.collect(),
        Err(error) => return Err(Failure::unknown_host(&target.host, &error.to_string())),
    };
    let mut failures = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        match connect(*address, deadline, addresses.len() - index) {
            Ok(socket) => {
                // Flights are written whole: nothing is gained by waiting for more.
                let _ = socket.set_nodelay(true);
                return Ok(socket);
            }
            Err(error) => failures.push((address, error)),
        }
    }
    let Some((_, last)) = failures.last() else {
        return Err(Failure::unknown_host(&target.host, "it has no address"));
    };
    let tried: Vec<String> = failures.iter().map(|(address, _)| address.to_string()).collect();
    let what = format!("no connection to {} (tried {})", target.address, tried.join(", "));
    Err(Failure::network(&what, last))
}

/// The time that is left is shared by the addresses that are left: one that is silent leaves
/// some for the others.
fn connect(address: SocketAddr, deadline: Option<Instant>, tries: usize) -> io::Result<TcpStream> {
    let tries = u32::try_from(tries).unwrap_or(u32::MAX);
    match left(deadline)? {
        Some(left) => {
            let share = (left / tries.max(1)).max(Duration::from_millis(1));
            TcpStream::connect_timeout(&address, share)
        }
        None => TcpStream::connect(address),
    }
}
