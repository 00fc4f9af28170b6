//! From a packet to its TCP segment: link layer, VLAN, IPv4 or IPv6.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, TransportSlice};

use crate::file::{LinkType, Packet};

/// One end of a connection.
pub type Endpoint = SocketAddr;

/// A segment, read where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment<'a> {
    pub(crate) from: Endpoint,
    pub(crate) to: Endpoint,
    pub(crate) sequence: u32,
    pub(crate) acknowledged: Option<u32>,
    pub(crate) syn: bool,
    pub(crate) fin: bool,
    pub(crate) rst: bool,
    pub(crate) data: &'a [u8],
    /// Bytes that the segment had and that were not caught.
    pub(crate) uncaught: u32,
}

/// Why a packet was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTcp {
    /// It begins in a way that is not read here.
    Link(LinkType),
    /// It is not TCP, or not all of its headers were caught.
    Other,
    /// A part of a packet that was cut on its way (RFC 791 §3.2): they are not put together.
    Fragment,
}

impl fmt::Display for NotTcp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(LinkType(number)) => write!(f, "link type {number} is not read here"),
            Self::Other => f.write_str("no TCP"),
            Self::Fragment => f.write_str("a fragment of an IP packet"),
        }
    }
}

/// Numbers of the registry of link types.
mod link {
    pub(super) const NULL: i32 = 0;
    pub(super) const ETHERNET: i32 = 1;
    pub(super) const RAW_OLD: i32 = 12;
    pub(super) const RAW_BSD: i32 = 14;
    pub(super) const RAW: i32 = 101;
    pub(super) const LOOP: i32 = 108;
    pub(super) const LINUX_SLL: i32 = 113;
    pub(super) const IPV4: i32 = 228;
    pub(super) const IPV6: i32 = 229;
    pub(super) const LINUX_SLL2: i32 = 276;
}

/// Length of the header of Linux cooked captures in bytes, in both versions.
const SLL_LEN: usize = 16;
const SLL2_LEN: usize = 20;

/// The segment in a packet.
pub(crate) fn segment<'a>(packet: &Packet<'a>) -> Result<Segment<'a>, NotTcp> {
    let data = packet.data;
    let ip = |data: &'a [u8]| LaxSlicedPacket::from_ip(data).map_err(|_| NotTcp::Other);
    let behind = |len: usize| data.get(len..).ok_or(NotTcp::Other);
    let typed = |kind: Option<&[u8; 2]>, data: &'a [u8]| {
        let kind = EtherType(u16::from_be_bytes(*kind.ok_or(NotTcp::Other)?));
        Ok(LaxSlicedPacket::from_ether_type(kind, data))
    };
    let sliced = match packet.link.0 {
        link::ETHERNET => LaxSlicedPacket::from_ethernet(data).map_err(|_| NotTcp::Other)?,
        link::NULL | link::LOOP => ip(behind(4)?)?,
        link::RAW_OLD | link::RAW_BSD | link::RAW | link::IPV4 | link::IPV6 => ip(data)?,
        // The protocol stands at the end of the one header, and at the front of the other.
        link::LINUX_SLL => typed(behind(SLL_LEN - 2)?.first_chunk(), behind(SLL_LEN)?)?,
        link::LINUX_SLL2 => typed(data.first_chunk(), behind(SLL2_LEN)?)?,
        _ => return Err(NotTcp::Link(packet.link)),
    };
    of_sliced(&sliced)
}

fn of_sliced<'a>(packet: &LaxSlicedPacket<'a>) -> Result<Segment<'a>, NotTcp> {
    let (from, to, fragmented): (IpAddr, IpAddr, bool) = match packet.net.as_ref() {
        Some(LaxNetSlice::Ipv4(ip)) => (
            ip.header().source_addr().into(),
            ip.header().destination_addr().into(),
            ip.payload().fragmented,
        ),
        Some(LaxNetSlice::Ipv6(ip)) => (
            ip.header().source_addr().into(),
            ip.header().destination_addr().into(),
            ip.payload().fragmented,
        ),
        _ => return Err(NotTcp::Other),
    };
    if fragmented {
        return Err(NotTcp::Fragment);
    }
    let Some(TransportSlice::Tcp(tcp)) = &packet.transport else { return Err(NotTcp::Other) };
    let data = tcp.payload();
    Ok(Segment {
        from: SocketAddr::new(from, tcp.source_port()),
        to: SocketAddr::new(to, tcp.destination_port()),
        sequence: tcp.sequence_number(),
        acknowledged: tcp.ack().then(|| tcp.acknowledgment_number()),
        syn: tcp.syn(),
        fin: tcp.fin(),
        rst: tcp.rst(),
        data,
        uncaught: uncaught(packet, tcp.slice().len()),
    })
}

/// What the IP header says beyond what is there.
fn uncaught(packet: &LaxSlicedPacket<'_>, segment: usize) -> u32 {
    let said = match packet.net.as_ref() {
        Some(LaxNetSlice::Ipv4(ip)) => {
            usize::from(ip.header().total_len()).saturating_sub(ip.header().slice().len())
        }
        Some(LaxNetSlice::Ipv6(ip)) => {
            usize::from(ip.header().payload_length()).saturating_sub(ip.extensions().slice().len())
        }
        _ => 0,
    };
    u32::try_from(said.saturating_sub(segment)).unwrap_or_default()
}
