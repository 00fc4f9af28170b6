//! zlib: RFC 1950, over DEFLATE (RFC 1951).

use alloc::{boxed::Box, vec, vec::Vec};

use countersign::{
    crypto::CertificateCompression,
    wire::extension::compress_certificate::CertificateCompressionAlgorithm,
};
use miniz_oxide::{
    deflate::compress_to_vec_zlib,
    inflate::{
        TINFLStatus,
        core::{DecompressorOxide, decompress, inflate_flags},
    },
};

use crate::if_shorter;

/// zlib. Holds the message and 16 KB when it decompresses: the message is its own window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zlib;

/// The best that zlib knows; a chain of certificates is too short for the others to save time.
const LEVEL: u8 = 9;

/// The checksum is verified along with the header. All input and all output are there at once.
const FLAGS: u32 = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
    | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;

impl CertificateCompression for Zlib {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::ZLIB
    }

    fn compress(&self, message: &[u8]) -> Option<Vec<u8>> {
        if_shorter(compress_to_vec_zlib(message, LEVEL), message)
    }

    fn decompress(&self, compressed: &[u8], len: usize) -> Option<Vec<u8>> {
        let mut state = Box::<DecompressorOxide>::default();
        let mut message = vec![0; len];
        let (status, read, written) = decompress(&mut state, compressed, &mut message, 0, FLAGS);
        let whole = status == TINFLStatus::Done && read == compressed.len() && written == len;
        whole.then_some(message)
    }
}
