//! What others compressed, whole and damaged; and what we compress.

use countersign::{
    crypto::CertificateCompression,
    wire::extension::compress_certificate::CertificateCompressionAlgorithm,
};
use countersign_compress::{ALL, Brotli, Zlib, Zstd};

const MESSAGE: &[u8] = include_bytes!("../vectors/message.bin");

/// Name, algorithm, bytes, and whether a checksum is among them.
type Vector = (&'static str, &'static dyn CertificateCompression, &'static [u8], bool);

macro_rules! vector {
    ($name:literal, $by:expr, $checksum:literal) => {
        ($name, &$by, include_bytes!(concat!("../vectors/", $name, ".bin")), $checksum)
    };
}

const VECTORS: &[Vector] = &[
    vector!("zlib-9", Zlib, true),
    vector!("zlib-stored", Zlib, true),
    vector!("zlib-fixed-512", Zlib, true),
    vector!("brotli-11", Brotli, false),
    vector!("brotli-5-24", Brotli, false),
    vector!("brotli-flushed", Brotli, false),
    vector!("zstd-3", Zstd, false),
    vector!("zstd-streamed", Zstd, true),
    vector!("zstd-cli-22", Zstd, true),
];

#[test]
fn every_algorithm_has_its_number_and_stands_once() {
    let numbers: Vec<_> = ALL.iter().map(|one| one.algorithm()).collect();
    let expected = [
        CertificateCompressionAlgorithm::ZLIB,
        CertificateCompressionAlgorithm::ZSTD,
        CertificateCompressionAlgorithm::BROTLI,
    ];
    assert_eq!(numbers, expected);
}

#[test]
fn what_others_compress_is_read() {
    for (name, by, bytes, _) in VECTORS {
        assert_eq!(by.decompress(bytes, MESSAGE.len()).as_deref(), Some(MESSAGE), "{name}");
    }
}

#[test]
fn another_length_than_announced_is_refused() {
    let len = MESSAGE.len();
    for (name, by, bytes, _) in VECTORS {
        for wrong in [0, 1, len / 2, len - 1, len + 1, 2 * len, 1 << 16] {
            assert_eq!(by.decompress(bytes, wrong), None, "{name} as {wrong} bytes");
        }
    }
}

#[test]
fn what_ends_early_or_goes_on_is_refused() {
    for (name, by, bytes, _) in VECTORS {
        for end in 0..bytes.len() {
            assert_eq!(by.decompress(&bytes[..end], MESSAGE.len()), None, "{name} to {end}");
        }
        for more in [&b"\0"[..], b"\x03", bytes] {
            let longer = [bytes, more].concat();
            assert_eq!(by.decompress(&longer, MESSAGE.len()), None, "{name}, then {more:02x?}");
        }
    }
}

/// Where there is no checksum another message may come out: it is as long as announced, and
/// nothing but a message.
#[test]
fn a_damaged_byte_is_noticed_where_there_is_a_checksum_and_never_worse() {
    for (name, by, bytes, has_checksum) in VECTORS {
        let mut bytes = bytes.to_vec();
        for at in 0..bytes.len() {
            for bit in [0x01, 0x10, 0x80, 0xff] {
                bytes[at] ^= bit;
                if let Some(other) = by.decompress(&bytes, MESSAGE.len()) {
                    assert_eq!(other.len(), MESSAGE.len(), "{name}, byte {at} ^ {bit:#x}");
                    assert!(other == MESSAGE || !has_checksum, "{name}, byte {at} ^ {bit:#x}");
                }
                bytes[at] ^= bit;
            }
        }
    }
}

/// RFC 8878 §3.1.2: skippable frames carry no content, and a certificate is one frame.
#[test]
fn nothing_but_one_frame_of_zstandard() {
    let frame = include_bytes!("../vectors/zstd-3.bin");
    let skippable = b"\x50\x2a\x4d\x18\x01\0\0\0x";
    let before = [skippable, &frame[..]].concat();
    let behind = [&frame[..], skippable].concat();
    for bytes in [before, behind, skippable.to_vec()] {
        assert_eq!(Zstd.decompress(&bytes, MESSAGE.len()), None);
    }
    assert_eq!(Zstd.decompress(skippable, 0), None);
}

#[test]
fn what_we_compress_is_shorter_and_comes_back() {
    let chain = |times| MESSAGE.repeat(times);
    for message in [MESSAGE.to_vec(), chain(2), chain(7), chain(21), vec![0; 1000]] {
        for by in ALL {
            let what = format!("{} with {} bytes", by.algorithm(), message.len());
            let compressed = by.compress(&message).expect("it can be shorter");
            assert!(compressed.len() < message.len(), "{what}: {} bytes", compressed.len());
            let back = by.decompress(&compressed, message.len());
            assert!(back.is_some_and(|back| back == message), "{what}");
        }
    }
}

/// No byte of a keystream can be left out; ten bytes have no room for a header.
#[test]
fn what_would_not_be_shorter_is_left_as_it_is() {
    let mut state = 1_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        // Knuth's linear congruential generator; its top byte has no pattern to be found.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    })
    .take(4096)
    .collect();
    for by in ALL {
        for message in [&noise[..], &noise[..10], &noise[..1], &[]] {
            assert_eq!(by.compress(message), None, "{} {}", by.algorithm(), message.len());
        }
    }
}

/// Zeros, of which the bytes are a thousandth and less; `bombs.rs` has what memory they take.
#[test]
fn a_bomb_is_refused_as_any_length_but_its_own() {
    const MIB: usize = 1 << 20;
    let bombs: [(&dyn CertificateCompression, &[u8], usize); 4] = [
        (&Zlib, include_bytes!("../vectors/zeros-zlib.bin"), 4 * MIB),
        (&Brotli, include_bytes!("../vectors/zeros-brotli.bin"), 16 * MIB),
        (&Zstd, include_bytes!("../vectors/zeros-zstd.bin"), 16 * MIB),
        (&Zstd, include_bytes!("../vectors/zeros-zstd-streamed.bin"), 16 * MIB),
    ];
    for (by, bytes, len) in bombs {
        for wrong in [0, 100, 64 * 1024, len - 1] {
            assert_eq!(by.decompress(bytes, wrong), None, "{} as {wrong}", by.algorithm());
        }
        let zeros = by.decompress(bytes, len).expect("it is that long");
        assert!(zeros.len() == len && zeros.iter().all(|byte| *byte == 0), "{}", by.algorithm());
    }
}
