//! How much memory a peer's bytes can take, by what the allocator says: a test alone in its
//! process.

use std::alloc::System;

use cap::Cap;
use countersign::crypto::CertificateCompression;
use countersign_compress::{Brotli, Zlib, Zstd};

#[global_allocator]
static HEAP: Cap<System> = Cap::new(System, usize::MAX);

const KIB: usize = 1024;

macro_rules! vector {
    ($name:literal) => {
        include_bytes!(concat!("../vectors/", $name, ".bin"))
    };
}

/// An algorithm with the most that it may hold beside multiples of the message, in bytes; how many
/// multiples; and bytes to start from. The ones that take least come first: see [`held`].
type Row = (&'static dyn CertificateCompression, usize, usize, &'static [&'static [u8]]);

const ROWS: &[Row] = &[
    (&Zlib, 16 * KIB, 1, &[vector!("zeros-zlib"), vector!("zlib-9"), vector!("zlib-stored")]),
    (
        &Brotli,
        700 * KIB,
        9,
        &[
            vector!("zeros-brotli"),
            vector!("brotli-11"),
            vector!("brotli-flushed"),
            // A window of 16 MiB, and a block that says that it has as much.
            b"\xcf\xff\xff\x7f\xf8\x27\x00\xe2\xb1\x40\x72\xff\xff\xff",
        ],
    ),
    (
        &Zstd,
        2560 * KIB,
        5,
        &[
            vector!("zeros-zstd"),
            vector!("zeros-zstd-streamed"),
            vector!("zstd-3"),
            vector!("zstd-streamed"),
            MANY_SEQUENCES,
            // A window of 3.75 TiB, and a content of 16 EiB.
            b"\x28\xb5\x2f\xfd\x00\xff\x03\x00\x80\x00",
            b"\x28\xb5\x2f\xfd\xe0\xff\xff\xff\xff\xff\xff\xff\xff\x03\x00\x80\x00",
        ],
    ),
];

/// RFC 8878 §3.1.1.3.2: 98,047 sequences, whose three codes are given once for all of them, so that
/// none takes a bit.
const MANY_SEQUENCES: &[u8] = b"\x28\xb5\x2f\xfd\x20\xff\x4d\x00\x00\x00\xff\xff\xff\x54\0\0\0\x01";

/// What was held at most while `run` ran, in bytes. The allocator's own peak never goes down, so
/// that this may be too much, never too little.
fn held(run: impl FnOnce()) -> usize {
    let before = HEAP.allocated();
    run();
    // The thread that waits for this one may hold a little more, or less, than before.
    let stays = HEAP.allocated().abs_diff(before);
    assert!(stays < 4 * KIB, "and nothing stays, but {stays} bytes do");
    HEAP.max_allocated() - before
}

#[test]
fn memory_is_bounded_whatever_the_peer_sends() {
    for (by, beside, times, starts) in ROWS {
        let mut most = 0;
        for len in [100, 64 * KIB] {
            let bound = beside + times * len;
            let mut look = |bytes: &[u8]| {
                let held = held(|| drop(by.decompress(bytes, len)));
                most = most.max(held);
                let (name, first) = (by.algorithm(), &bytes[..bytes.len().min(32)]);
                assert!(held <= bound, "{name}: {held} bytes held for {len}, from {first:02x?}");
            };
            for start in *starts {
                look(start);
                let mut bytes = start[..start.len().min(64)].to_vec();
                for at in 0..bytes.len() {
                    for value in [0x00, 0x55, 0xff] {
                        let was = std::mem::replace(&mut bytes[at], value);
                        look(&bytes);
                        bytes[at] = was;
                    }
                }
            }
        }
        println!("{}: {most} bytes at most", by.algorithm());
    }
}
