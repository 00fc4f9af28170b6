//! Zstandard: RFC 8478, whose frames RFC 8878 describes anew.

use alloc::{vec, vec::Vec};

use countersign::{
    crypto::CertificateCompression,
    wire::extension::compress_certificate::CertificateCompressionAlgorithm,
};
use ruzstd::{
    decoding::{BlockDecodingStrategy, FrameDecoder},
    encoding::{CompressionLevel, compress_to_vec},
    io::Read,
};

use crate::if_shorter;

/// Zstandard. When it decompresses it holds up to five times the message and 2.5 MB, which a block
/// of as many parts as the format has would take; of a usual chain 25 KB in all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zstd;

/// Place of the byte that describes a frame's header, behind the magic number (RFC 8478 §3.1.1).
const DESCRIPTOR: usize = 4;
/// Bit of it: the content is its own window, and no `Window_Descriptor` follows (§3.1.1.1.1).
const SINGLE_SEGMENT: u8 = 1 << 5;
/// Place of `Window_Descriptor`, where it is there.
const WINDOW: usize = DESCRIPTOR + 1;
/// The exponent of the shortest window, which is 1 KiB (§3.1.1.1.2).
const SHORTEST_WINDOW: u32 = 10;

impl CertificateCompression for Zstd {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::ZSTD
    }

    fn compress(&self, message: &[u8]) -> Option<Vec<u8>> {
        if_shorter(compress_to_vec(message, CompressionLevel::Fastest), message)
    }

    fn decompress(&self, compressed: &[u8], len: usize) -> Option<Vec<u8>> {
        let (descriptor, longest) = window(len)?;
        let frame = with_window(compressed, descriptor)?;
        let mut rest = frame.as_slice();
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(longest);
        decoder.init(&mut rest).ok()?;

        let (mut message, mut written) = (vec![0; len], 0);
        while !decoder.is_finished() {
            // Block by block, each of up to 128 KiB: what is too much is seen before the next.
            decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1)).ok()?;
            written += decoder.read(message.get_mut(written..)?).ok()?;
            if decoder.can_collect() > 0 {
                return None;
            }
        }
        let checksum = decoder.get_checksum_from_data();
        let intact = checksum.is_none() || checksum == decoder.get_calculated_checksum();
        (intact && rest.is_empty() && written == len).then_some(message)
    }
}

/// The shortest window that holds a message, as `Window_Descriptor` and in bytes.
fn window(len: usize) -> Option<(u8, u64)> {
    let bits = len.checked_next_power_of_two()?.ilog2().max(SHORTEST_WINDOW);
    let exponent = u8::try_from(bits - SHORTEST_WINDOW).ok()?;
    Some((exponent.checked_mul(8)?, 1 << bits))
}

/// The frame with a window of no more than `descriptor` says. Encoders that do not know how long
/// their input is going to be announce windows of megabytes; a message that fits into a shorter one
/// is the same in both, since nothing in it refers to what is before it.
fn with_window(compressed: &[u8], descriptor: u8) -> Option<Vec<u8>> {
    let mut frame = compressed.to_vec();
    if frame.get(DESCRIPTOR)? & SINGLE_SEGMENT == 0 {
        let window = frame.get_mut(WINDOW)?;
        *window = descriptor.min(*window);
    }
    Some(frame)
}
