//! Blocks off a capture file: pcap with micro- or nanoseconds in both byte orders, pcapng, and both
//! of them gzipped, as tools write and read them.

use std::{
    fmt,
    io::{self, BufReader, Read},
    time::Duration,
};

use flate2::read::MultiGzDecoder;
use pcap_parser::{
    Block as NgBlock, PcapBlockOwned, PcapError, PcapHeader, create_reader,
    traits::PcapReaderIterator,
};

use crate::limits::{MAX_BLOCK, MAX_INTERFACES};

/// How packets begin: a number of the registry of link types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkType(pub i32);

/// A packet.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    /// How it begins.
    pub link: LinkType,
    /// When it was caught, since 1970; `None` where the file does not say.
    pub time: Option<Duration>,
    /// As much of it as was caught.
    pub data: &'a [u8],
}

/// A block that says something.
#[derive(Clone, Copy, Debug)]
pub enum Block<'a> {
    /// A packet.
    Packet(Packet<'a>),
    /// A key log (a Decryption Secrets Block with TLS secrets).
    KeyLog(&'a [u8]),
    /// Anything else: names, statistics, secrets of other protocols.
    Other,
}

/// Why a file cannot be read on.
#[derive(Debug)]
#[non_exhaustive]
pub enum CaptureError {
    /// The file begins as no capture does.
    NotACapture,
    /// The file ends in the middle of a block; all before it was given.
    CutShort,
    /// A block has more bytes than are taken ([`MAX_BLOCK`]).
    BlockTooLong,
    /// A block is not well formed.
    Damaged(String),
    /// It cannot be read.
    Io(io::Error),
}

impl fmt::Display for CaptureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACapture => f.write_str("it is neither a pcap nor a pcapng file"),
            Self::CutShort => f.write_str("it ends in the middle of a packet"),
            Self::BlockTooLong => write!(f, "a block in it has more than {MAX_BLOCK} bytes"),
            Self::Damaged(what) => write!(f, "a block in it is damaged: {what}"),
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
        }
    }
}

impl std::error::Error for CaptureError {}

impl From<io::Error> for CaptureError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Type of secrets in a Decryption Secrets Block: a key log of TLS.
const TLS_KEY_LOG: u32 = 0x544c_534b;

/// An interface of a pcapng file.
#[derive(Clone, Copy)]
struct Interface {
    link: LinkType,
    /// What a unit of time is: 10^-n seconds, or 2^-n with the highest bit.
    resolution: u8,
    offset: i64,
}

/// A file that is read from its beginning to its end, once.
pub struct CaptureFile<R: Read> {
    reader: Box<dyn PcapReaderIterator + Send>,
    /// Bytes of the block that was given last.
    given: usize,
    interfaces: Vec<Interface>,
    legacy: Option<(LinkType, bool)>,
    _source: std::marker::PhantomData<fn(R)>,
}

impl<R: Read + Send + 'static> CaptureFile<R> {
    /// Looks at the beginning of `source`.
    pub fn new(source: R) -> Result<Self, CaptureError> {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let gzipped = io::BufRead::fill_buf(&mut source)?.starts_with(&[0x1f, 0x8b]);
        let source: Box<dyn Read + Send> =
            if gzipped { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
        // It grows where a block needs it.
        let reader = create_reader(1 << 18, source).map_err(|error| match error {
            PcapError::ReadError => CaptureError::Io(io::ErrorKind::InvalidData.into()),
            _ => CaptureError::NotACapture,
        })?;
        Ok(Self {
            reader,
            given: 0,
            interfaces: Vec::new(),
            legacy: None,
            _source: std::marker::PhantomData,
        })
    }

    /// The next block; `None` at the end.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, CaptureError> {
        self.reader.consume(std::mem::take(&mut self.given));
        self.fill()?;
        let (offset, block) = match self.reader.next() {
            Ok(next) => next,
            Err(PcapError::Eof) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        self.given = offset;
        Ok(Some(match block {
            PcapBlockOwned::LegacyHeader(header) => {
                self.legacy = Some(legacy(&header));
                Block::Other
            }
            PcapBlockOwned::Legacy(packet) => {
                let (link, nanoseconds) = self.legacy.unwrap_or((LinkType(0), false));
                let unit = if nanoseconds { 1 } else { 1000 };
                let nanos = u64::from(packet.ts_usec).saturating_mul(unit);
                let time = Duration::from_secs(packet.ts_sec.into()) + Duration::from_nanos(nanos);
                Block::Packet(Packet {
                    link,
                    time: Some(time),
                    data: caught(packet.data, packet.caplen),
                })
            }
            PcapBlockOwned::NG(block) => ng(&mut self.interfaces, block),
        }))
    }

    /// Reads until a whole block is there, or the end.
    fn fill(&mut self) -> Result<(), CaptureError> {
        loop {
            let wants_more = matches!(
                self.reader.next(),
                Err(PcapError::Incomplete(_) | PcapError::BufferTooSmall)
            );
            if !wants_more {
                return Ok(());
            }
            if self.reader.reader_exhausted() {
                return Err(CaptureError::CutShort);
            }
            let held = self.reader.data().len();
            self.reader.refill().map_err(|error| damaged(&error))?;
            // A full buffer takes nothing, and does not say so.
            let is_full = self.reader.data().len() == held && !self.reader.reader_exhausted();
            if is_full && (held >= MAX_BLOCK || !self.reader.grow(held * 2 + 1024)) {
                return Err(CaptureError::BlockTooLong);
            }
        }
    }
}

fn damaged<I: fmt::Debug>(error: &PcapError<I>) -> CaptureError {
    match error {
        PcapError::UnexpectedEof | PcapError::Incomplete(_) => CaptureError::CutShort,
        PcapError::ReadError => CaptureError::Io(io::ErrorKind::Other.into()),
        PcapError::HeaderNotRecognized => CaptureError::NotACapture,
        _ => CaptureError::Damaged("its length or its kind is not as it should be".to_owned()),
    }
}

fn legacy(header: &PcapHeader) -> (LinkType, bool) {
    (LinkType(header.network.0), header.is_nanosecond_precision())
}

/// Blocks are padded.
fn caught(data: &[u8], len: u32) -> &[u8] {
    data.get(..len as usize).unwrap_or(data)
}

fn ng<'a>(interfaces: &mut Vec<Interface>, block: NgBlock<'a>) -> Block<'a> {
    match block {
        NgBlock::SectionHeader(_) => interfaces.clear(),
        NgBlock::InterfaceDescription(block) if interfaces.len() < MAX_INTERFACES => {
            interfaces.push(Interface {
                link: LinkType(block.linktype.0),
                resolution: block.if_tsresol,
                offset: block.if_tsoffset,
            });
        }
        NgBlock::EnhancedPacket(packet) => {
            let Some(interface) = interfaces.get(packet.if_id as usize) else {
                return Block::Other;
            };
            let units = u64::from(packet.ts_high) << 32 | u64::from(packet.ts_low);
            let time = since_1970(units, *interface);
            let data = caught(packet.data, packet.caplen);
            return Block::Packet(Packet { link: interface.link, time, data });
        }
        NgBlock::SimplePacket(packet) => {
            let Some(interface) = interfaces.first() else { return Block::Other };
            let data = caught(packet.data, packet.origlen);
            return Block::Packet(Packet { link: interface.link, time: None, data });
        }
        NgBlock::DecryptionSecrets(block) if block.secrets_type.0 == TLS_KEY_LOG => {
            return Block::KeyLog(caught(block.data, block.secrets_len));
        }
        _ => {}
    }
    Block::Other
}

fn since_1970(units: u64, interface: Interface) -> Option<Duration> {
    let exponent = u32::from(interface.resolution & 0x7f);
    let per_second = match interface.resolution & 0x80 {
        0 => 10_u64.checked_pow(exponent)?,
        _ => 1_u64.checked_shl(exponent)?,
    };
    let nanos = u128::from(units % per_second) * 1_000_000_000 / u128::from(per_second);
    let time = Duration::new(units / per_second, u32::try_from(nanos).ok()?);
    match u64::try_from(interface.offset) {
        Ok(offset) => time.checked_add(Duration::from_secs(offset)),
        Err(_) => time.checked_sub(Duration::from_secs(interface.offset.unsigned_abs())),
    }
}
