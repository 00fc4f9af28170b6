//! Brotli: RFC 7932.

mod heap;

use alloc::{boxed::Box, vec, vec::Vec};

use brotli::{
    BrotliDecompressStream, BrotliResult, BrotliState,
    enc::encode::{BrotliEncoderOperation, BrotliEncoderStateStruct},
};
use countersign::{
    crypto::CertificateCompression,
    wire::extension::compress_certificate::CertificateCompressionAlgorithm,
};

use heap::Heap;

/// Brotli. When it decompresses it holds up to nine times the message and 700 KB; of a usual chain
/// 20 KB in all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brotli;

/// Of a chain of 3092 bytes the best would leave out another 124 bytes and take twenty times as
/// long; between this and that the library takes tens of megabytes.
const QUALITY: i32 = 4;
/// The shortest and the longest window of an encoder, as powers of two (RFC 7932 §9.1).
const WINDOW_BITS: core::ops::RangeInclusive<i32> = 10..=24;
/// What a window has less than its power of two, in bytes (RFC 7932 §9.1).
const WINDOW_GAP: usize = 16;

/// Context maps, and what the window has beyond a power of two, in bytes.
const MAPS: usize = 64 * 1024;
/// Prefix codes, in bytes beside four for each byte of the message: some 130 of the longest. An
/// encoder writes codes where they save more than they cost, so that a short message has few.
const CODES: usize = 512 * 1024;

impl CertificateCompression for Brotli {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::BROTLI
    }

    fn compress(&self, message: &[u8]) -> Option<Vec<u8>> {
        let mut encoder = BrotliEncoderStateStruct::new(Heap::unbounded());
        encoder.params.quality = QUALITY;
        encoder.params.lgwin = window_bits(message.len());
        encoder.params.size_hint = message.len();

        // No longer than the message: what does not fit in there is not worth it.
        let mut compressed = vec![0; message.len()];
        let (mut unread, mut read) = (message.len(), 0);
        let (mut free, mut written) = (compressed.len(), 0);
        encoder.compress_stream(
            BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
            &mut unread,
            message,
            &mut read,
            &mut free,
            &mut compressed,
            &mut written,
            &mut None,
            &mut |_, _, _, _| (),
        );
        compressed.truncate(written);
        (encoder.is_finished() && written < message.len()).then_some(compressed)
    }

    fn decompress(&self, compressed: &[u8], len: usize) -> Option<Vec<u8>> {
        // Strict: without the windows of up to a GiB that are no part of RFC 7932. A window grows
        // with what the stream announces; where that is more than the message, memory ends.
        let mut state = Box::new(BrotliState::new_strict(
            Heap::bounded(len.checked_next_power_of_two()?.saturating_mul(2).saturating_add(MAPS)),
            Heap::bounded(MAPS),
            Heap::bounded(len.saturating_mul(4).saturating_add(CODES)),
        ));
        let mut message = vec![0; len];
        let (mut unread, mut read) = (compressed.len(), 0);
        let (mut free, mut written) = (len, 0);
        let result = BrotliDecompressStream(
            &mut unread,
            &mut read,
            compressed,
            &mut free,
            &mut written,
            &mut message,
            &mut 0,
            &mut state,
        );
        let done = matches!(result, BrotliResult::ResultSuccess);
        (done && unread == 0 && written == len).then_some(message)
    }
}

/// The shortest window that holds a message.
fn window_bits(len: usize) -> i32 {
    let fits = |bits: &i32| 1_usize << bits >= len.saturating_add(WINDOW_GAP);
    WINDOW_BITS.clone().find(fits).unwrap_or(*WINDOW_BITS.end())
}
