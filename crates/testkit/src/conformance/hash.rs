//! Hash functions: the examples for FIPS 180-4, and contexts that go on.

use countersign::crypto::HashAlgorithm::{Sha256, Sha384};

use super::{Area, Candidate, bytes::hex};

/// Message, how often it is repeated, SHA-256, SHA-384: NIST's examples (SHA256.pdf,
/// SHA384.pdf), the million of "a" of its older test program, and the empty message.
#[rustfmt::skip]
const EXAMPLES: &[(&str, usize, &str, &str)] = &[
    ("", 1,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be0743\
      4c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"),
    ("abc", 1,
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163\
      1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
     "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05ab\
      fe8f450de5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b"),
    ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq\
      klmnopqrlmnopqrsmnopqrstnopqrstu", 1,
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
     "09330c33f71147e83d192fc782cd1b4753111b173b3b05d2\
      2fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"),
    ("aaaaaaaaaaaaaaaa", 62_500,
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
     "9d0e1809716474cb086e834e310a4a1ced149e9c00f24852\
      7972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for algorithm in [Sha256, Sha384] {
        let Some(hash) = candidate.hash(area, algorithm) else { continue };
        for (message, times, sha256, sha384) in EXAMPLES {
            let mut context = hash.start();
            for _ in 0..*times {
                context.update(message.as_bytes());
            }
            let expected = if algorithm == Sha256 { sha256 } else { sha384 };
            let what = || format!("{algorithm:?} of {times} times {message:?}");
            area.same(context.current().as_ref(), &hex(expected), what);
        }
        // Around the length of a block, the context goes on after both, and they are apart.
        for cut in [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 199] {
            let message: Vec<u8> = (0..200).collect();
            let (front, back) = message.split_at(cut);
            let mut whole = hash.start();
            whole.update(&message);
            let mut parts = hash.start();
            parts.update(front);
            let mut fork = parts.fork();
            let before = parts.current();
            let length = before.as_ref().len() == algorithm.output_len();
            area.hold(length, || format!("{algorithm:?} has another length"));
            fork.update(b"something else");
            area.same(parts.current().as_ref(), before.as_ref(), || {
                format!("{algorithm:?} after {cut} bytes, with a fork that went on")
            });
            parts.update(back);
            area.same(parts.current().as_ref(), whole.current().as_ref(), || {
                format!("{algorithm:?} in two parts, cut at {cut}")
            });
        }
    }
}
