//! Hash functions: the examples for FIPS 180-4, RFC 3174 and RFC 1321, and contexts that go on.

use countersign::crypto::{
    Hash,
    HashAlgorithm::{self, Md5, Sha1, Sha256, Sha384, Sha512},
};

use super::{Area, Candidate, bytes::hex};

/// Message, and how often it is repeated: NIST's examples (SHA1.pdf, SHA256.pdf and so on), the
/// million of "a" of its older test program, and the empty message.
const MESSAGES: [(&str, usize); 5] = [
    ("", 1),
    ("abc", 1),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1),
    (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq\
         klmnopqrlmnopqrsmnopqrstnopqrstu",
        1,
    ),
    ("aaaaaaaaaaaaaaaa", 62_500),
];

/// What they come to.
#[rustfmt::skip]
const DIGESTS: &[(HashAlgorithm, [&str; 5])] = &[
    (Sha1, [
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
        "a49b2446a02c645bf419f995b67091253a04a259",
        "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
    ]),
    (Sha256, [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    ]),
    (Sha384, [
        "38b060a751ac96384cd9327eb1b1e36a21fdb71114be0743\
         4c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163\
         1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05ab\
         fe8f450de5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b",
        "09330c33f71147e83d192fc782cd1b4753111b173b3b05d2\
         2fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039",
        "9d0e1809716474cb086e834e310a4a1ced149e9c00f24852\
         7972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985",
    ]),
    (Sha512, [
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce\
         47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
         2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335\
         96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445",
        "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018\
         501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909",
        "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb\
         de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b",
    ]),
];

/// RFC 3174 §7.3, test 4.
const RFC_3174: (&str, usize, &str) = (
    "0123456701234567012345670123456701234567012345670123456701234567",
    10,
    "dea356a2cddd90c7a7ecedc5ebb563934f460452",
);

/// RFC 1321 appendix A.5.
#[rustfmt::skip]
const RFC_1321: &[(&str, &str)] = &[
    ("",
     "d41d8cd98f00b204e9800998ecf8427e"),
    ("a",
     "0cc175b9c0f1b6a831c399e269772661"),
    ("abc",
     "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest",
     "f96b697d7cb7938d525a2f31aaf161d0"),
    ("abcdefghijklmnopqrstuvwxyz",
     "c3fcd3d76192e4007dfb496cca67e13b"),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
     "d174ab98d277d9f5a5611c2c9f419d9f"),
    ("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
     "57edf4a22be3c955ac49da2e2107b67a"),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for (algorithm, digests) in DIGESTS {
        let Some(hash) = candidate.hash(area, *algorithm) else { continue };
        for ((message, times), digest) in MESSAGES.iter().zip(digests) {
            example(area, hash, message, *times, digest);
        }
        contexts(area, hash);
    }
    if let Some(hash) = candidate.hash(area, Sha1) {
        let (message, times, digest) = RFC_3174;
        example(area, hash, message, times, digest);
    }
}

pub(super) fn md5(candidate: &Candidate, area: &mut Area) {
    let Some(hash) = candidate.hash(area, Md5) else { return };
    for (message, digest) in RFC_1321 {
        example(area, hash, message, 1, digest);
    }
    contexts(area, hash);
}

fn example(area: &mut Area, hash: &dyn Hash, message: &str, times: usize, digest: &str) {
    let mut context = hash.start();
    for _ in 0..times {
        context.update(message.as_bytes());
    }
    let what = || format!("{:?} of {times} times {message:?}", hash.algorithm());
    area.same(context.current().as_ref(), &hex(digest), what);
}

/// Around the length of a block, a context goes on after its value was asked for and after it was
/// forked, and both are apart.
fn contexts(area: &mut Area, hash: &dyn Hash) {
    let algorithm = hash.algorithm();
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
