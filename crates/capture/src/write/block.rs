//! Blocks of a pcapng file (draft-ietf-opsawg-pcapng §4).

use std::{io, time::Duration};

use pcap_parser::{
    Linktype, ToVec,
    pcapng::{
        DecryptionSecretsBlock, EnhancedPacketBlock, InterfaceDescriptionBlock, SecretsType,
        SectionHeaderBlock,
    },
};

/// Microseconds.
const TIME_RESOLUTION: u8 = 6;

/// The section header.
pub(super) fn section() -> io::Result<Vec<u8>> {
    written(&mut SectionHeaderBlock {
        block_type: 0,
        block_len1: 0,
        bom: 0,
        major_version: 0,
        minor_version: 0,
        section_len: -1,
        options: Vec::new(),
        block_len2: 0,
    })
}

/// The one interface: packets begin with their IP header.
pub(super) fn interface() -> io::Result<Vec<u8>> {
    written(&mut InterfaceDescriptionBlock {
        block_type: 0,
        block_len1: 0,
        linktype: Linktype::RAW,
        reserved: 0,
        snaplen: 0,
        options: Vec::new(),
        block_len2: 0,
        if_tsresol: TIME_RESOLUTION,
        if_tsoffset: 0,
    })
}

/// Lines of a key log.
pub(super) fn secrets(lines: &[u8]) -> io::Result<Vec<u8>> {
    written(&mut DecryptionSecretsBlock {
        block_type: 0,
        block_len1: 0,
        secrets_type: SecretsType::TlsKeyLog,
        secrets_len: u32::try_from(lines.len()).map_err(io::Error::other)?,
        data: lines,
        options: Vec::new(),
        block_len2: 0,
    })
}

/// A packet of this time, since 1970.
pub(super) fn packet(packet: &[u8], time: Duration) -> io::Result<Vec<u8>> {
    let len = u32::try_from(packet.len()).map_err(io::Error::other)?;
    let time = u64::try_from(time.as_micros()).map_err(io::Error::other)?;
    written(&mut EnhancedPacketBlock {
        block_type: 0,
        block_len1: 0,
        if_id: 0,
        ts_high: u32::try_from(time >> 32).map_err(io::Error::other)?,
        ts_low: u32::try_from(time & u64::from(u32::MAX)).map_err(io::Error::other)?,
        caplen: len,
        origlen: len,
        data: packet,
        options: Vec::new(),
        block_len2: 0,
    })
}

/// With its kind and its lengths, which are filled in.
fn written(block: &mut impl ToVec) -> io::Result<Vec<u8>> {
    block.to_vec().map_err(io::Error::other)
}
