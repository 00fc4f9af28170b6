//! HMAC: RFC 4231, RFC 2202, and keys that are used more than once.

use countersign::crypto::HashAlgorithm::{self, Md5, Sha1, Sha256, Sha384, Sha512};

use super::{Area, Candidate, bytes::hex};

/// The key of test case 4.
const COUNTING: &[u8] = b"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\
    \x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19";

/// Section of RFC 4231, key, message, with SHA-256, with SHA-384, with SHA-512.
type Vector =
    (&'static str, &'static [u8], &'static [u8], &'static str, &'static str, &'static str);

/// All seven test cases; test case 5 (§4.6) gives the first 128 bits only.
#[rustfmt::skip]
const VECTORS: &[Vector] = &[
    ("§4.2", &[0x0b; 20],
     b"Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
     "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec6\
      82aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde\
      daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
    ("§4.3", b"Jefe",
     b"what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
     "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47\
      e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
      9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
    ("§4.4", &[0xaa; 20],
     &[0xdd; 50],
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
     "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9feb\
      e83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
     "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39\
      bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"),
    ("§4.5", COUNTING,
     &[0xcd; 50],
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
     "3e8a69b7783c25851933ab6290af6ca77a9981480850009c\
      c5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb",
     "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db\
      a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"),
    ("§4.6", &[0x0c; 20],
     b"Test With Truncation",
     "a3b6167473100ee06e0c796c2955552b",
     "3abf34c3503b2a23a46efc619baef897",
     "415fad6271580a531d4179bc891d87a6"),
    ("§4.7", &[0xaa; 131],
     b"Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
     "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f\
      3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352\
      6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"),
    ("§4.8", &[0xaa; 131],
     b"This is a test using a larger than block-size key and a larger than block-size data. \
       The key needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
     "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9a\
      dccebb82461e99c5a678cc31e799176d3860e6110c46523e",
     "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944\
      b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"),
];

/// Number of the test case, key, message, MAC.
type OldVector = (u8, &'static [u8], &'static [u8], &'static str);

/// RFC 2202 §3.
#[rustfmt::skip]
const RFC_2202_SHA1: &[OldVector] = &[
    (1, &[0x0b; 20], b"Hi There",
     "b617318655057264e28bc0b6fb378c8ef146be00"),
    (2, b"Jefe", b"what do ya want for nothing?",
     "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    (3, &[0xaa; 20], &[0xdd; 50],
     "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
    (4, COUNTING, &[0xcd; 50],
     "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
    (5, &[0x0c; 20], b"Test With Truncation",
     "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
    (6, &[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First",
     "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
    (7, &[0xaa; 80], b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
     "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"),
];

/// RFC 2202 §2.
#[rustfmt::skip]
const RFC_2202_MD5: &[OldVector] = &[
    (1, &[0x0b; 16], b"Hi There",
     "9294727a3638bb1c13f48ef8158bfc9d"),
    (2, b"Jefe", b"what do ya want for nothing?",
     "750c783e6ab0b503eaa86e310a5db738"),
    (3, &[0xaa; 16], &[0xdd; 50],
     "56be34521d144c88dbb8c733f0e8b3f6"),
    (4, COUNTING, &[0xcd; 50],
     "697eaf0aca3a3aea3a75164746ffaa79"),
    (5, &[0x0c; 16], b"Test With Truncation",
     "56461ef2342edc00f9bab995690efd4c"),
    (6, &[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First",
     "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"),
    (7, &[0xaa; 80], b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
     "6f630fad67cda0ee1fb1f562db3aa53e"),
];

/// The MAC over the parts, made twice under one prepared key.
pub(super) fn mac(
    candidate: &Candidate,
    area: &mut Area,
    algorithm: HashAlgorithm,
    key: &[u8],
    parts: &[&[u8]],
) -> Vec<u8> {
    let Some(hmac) = candidate.hmac(area, algorithm) else { return Vec::new() };
    let mut macs = Vec::new();
    hmac.with_key(key, &mut |key| {
        macs.extend([key.mac(parts), key.mac(&[b"between"]), key.mac(parts)]);
    });
    let [first, _, again] = macs.as_slice() else {
        area.hold(false, || format!("HMAC with {algorithm:?}: the key was not lent once"));
        return Vec::new();
    };
    let length = first.as_ref().len() == algorithm.output_len();
    area.hold(length && first.as_ref() == again.as_ref(), || {
        format!("HMAC with {algorithm:?}: of another length, or another at the second use")
    });
    first.as_ref().to_vec()
}

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for (section, key, message, sha256, sha384, sha512) in VECTORS {
        for (algorithm, expected) in [(Sha256, sha256), (Sha384, sha384), (Sha512, sha512)] {
            one(candidate, area, algorithm, key, message, expected, section);
        }
    }
    rfc_2202(candidate, area, Sha1, RFC_2202_SHA1);
    for algorithm in [Sha1, Sha256, Sha384, Sha512] {
        empty_key(candidate, area, algorithm);
    }
}

pub(super) fn md5(candidate: &Candidate, area: &mut Area) {
    rfc_2202(candidate, area, Md5, RFC_2202_MD5);
    empty_key(candidate, area, Md5);
}

fn rfc_2202(candidate: &Candidate, area: &mut Area, of: HashAlgorithm, vectors: &[OldVector]) {
    for (case, key, message, expected) in vectors {
        one(candidate, area, of, key, message, expected, &format!("test case {case}"));
    }
}

fn one(
    candidate: &Candidate,
    area: &mut Area,
    algorithm: HashAlgorithm,
    key: &[u8],
    message: &[u8],
    expected: &str,
    name: &str,
) {
    let expected = hex(expected);
    let (front, back) = message.split_at(message.len() / 3);
    for parts in [&[message][..], &[front, b"", back][..]] {
        let mac = mac(candidate, area, algorithm, key, parts);
        let mac = mac.get(..expected.len()).unwrap_or_default();
        area.same(mac, &expected, || format!("HMAC with {algorithm:?}, {name}"));
    }
}

/// RFC 2104 §2: a key is filled with zeros, so that the empty one is that of one zero.
fn empty_key(candidate: &Candidate, area: &mut Area, algorithm: HashAlgorithm) {
    let empty = mac(candidate, area, algorithm, &[], &[b"message"]);
    let zero = mac(candidate, area, algorithm, &[0], &[b"message"]);
    area.same(&empty, &zero, || format!("HMAC with {algorithm:?} and an empty key"));
}
