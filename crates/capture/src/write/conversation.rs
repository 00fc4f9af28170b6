//! The packets of a TCP connection.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use etherparse::PacketBuilder;

use crate::{packet::Endpoint, track::Side};

/// The most that fits into an IPv4 packet behind both headers, bytes; into one of IPv6 fits more.
pub(super) const MAX_SEGMENT: usize = 65_535 - 20 - 20;

/// The client's first sequence number, and the server's.
const FIRST: [u32; 2] = [1_000, 2_000];
const TTL: u8 = 64;
const WINDOW: u16 = u16::MAX;

/// Addresses that are for documentation (RFC 5737 §3), and the first port of those that clients
/// draw theirs from.
const CLIENT: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);
const CLIENT_PORT: u16 = 49_152;

/// Client and server of a connection that went over no network: addresses that nobody has. Each
/// `number` from 0 on has another port of the client.
pub fn documentation_endpoints(number: u16, server_port: u16) -> [Endpoint; 2] {
    let port = CLIENT_PORT.saturating_add(number);
    [SocketAddr::from((CLIENT, port)), SocketAddr::from((SERVER, server_port))]
}

/// A connection that is being written, by
/// [`CaptureWriter::open`](crate::CaptureWriter::open).
#[derive(Debug)]
pub struct Conversation {
    hosts: Hosts,
    /// The client's and the server's.
    ports: [u16; 2],
    /// What the client and the server send next.
    next: [u32; 2],
}

/// The client's address and the server's.
#[derive(Debug)]
enum Hosts {
    V4([Ipv4Addr; 2]),
    V6([Ipv6Addr; 2]),
}

/// What a packet does besides carrying data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Opens,
    Carries,
    Closes,
}

impl Conversation {
    pub(super) fn new(client: Endpoint, server: Endpoint) -> Self {
        // A listener for both versions knows its IPv4 clients by addresses of IPv6.
        let hosts = match (client.ip().to_canonical(), server.ip().to_canonical()) {
            (IpAddr::V4(client), IpAddr::V4(server)) => Hosts::V4([client, server]),
            (client, server) => Hosts::V6([mapped(client), mapped(server)]),
        };
        Self { hosts, ports: [client.port(), server.port()], next: FIRST }
    }

    pub(super) fn packet(&mut self, from: Side, mark: Mark, data: &[u8]) -> io::Result<Vec<u8>> {
        let [sender, receiver] = [from, from.other()].map(|side| (self.port(side), *self.at(side)));
        let builder = match self.hosts {
            Hosts::V4(hosts) => {
                let [source, destination] = directed(hosts, from).map(|host| host.octets());
                PacketBuilder::ipv4(source, destination, TTL)
            }
            Hosts::V6(hosts) => {
                let [source, destination] = directed(hosts, from).map(|host| host.octets());
                PacketBuilder::ipv6(source, destination, TTL)
            }
        };
        let mut builder = builder.tcp(sender.0, receiver.0, sender.1, WINDOW);
        if mark == Mark::Opens {
            builder = builder.syn();
        }
        if mark == Mark::Closes {
            builder = builder.fin();
        }
        if mark != Mark::Opens || from == Side::Server {
            builder = builder.ack(receiver.1);
        }
        if !data.is_empty() {
            builder = builder.psh();
        }
        let mut packet = Vec::with_capacity(builder.size(data.len()));
        builder.write(&mut packet, data).map_err(io::Error::other)?;
        // Opening and closing count as one byte.
        let taken =
            u32::try_from(data.len()).map_err(io::Error::other)? + u32::from(mark != Mark::Carries);
        let next = self.at(from);
        *next = next.wrapping_add(taken);
        Ok(packet)
    }

    fn port(&self, side: Side) -> u16 {
        let [client, server] = self.ports;
        if side == Side::Client { client } else { server }
    }

    fn at(&mut self, side: Side) -> &mut u32 {
        let [client, server] = &mut self.next;
        if side == Side::Client { client } else { server }
    }
}

/// From whom to whom, where it goes out from `from`.
fn directed<T>([client, server]: [T; 2], from: Side) -> [T; 2] {
    match from {
        Side::Client => [client, server],
        Side::Server => [server, client],
    }
}

fn mapped(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
}
