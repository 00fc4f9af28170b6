//! HMAC: RFC 4231, and keys that are used more than once.

use countersign::crypto::HashAlgorithm::{self, Sha256, Sha384};

use super::{Area, Candidate, bytes::hex};

/// The key of test case 4.
const COUNTING: &[u8] = b"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\
    \x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19";

/// Section of RFC 4231, key, message, with SHA-256, with SHA-384.
type Vector = (&'static str, &'static [u8], &'static [u8], &'static str, &'static str);

/// All seven test cases; test case 5 (§4.6) gives the first 128 bits only.
#[rustfmt::skip]
const VECTORS: &[Vector] = &[
    ("§4.2", &[0x0b; 20],
     b"Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
     "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec6\
      82aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"),
    ("§4.3", b"Jefe",
     b"what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
     "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47\
      e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"),
    ("§4.4", &[0xaa; 20],
     &[0xdd; 50],
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
     "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9feb\
      e83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27"),
    ("§4.5", COUNTING,
     &[0xcd; 50],
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
     "3e8a69b7783c25851933ab6290af6ca77a9981480850009c\
      c5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb"),
    ("§4.6", &[0x0c; 20],
     b"Test With Truncation",
     "a3b6167473100ee06e0c796c2955552b",
     "3abf34c3503b2a23a46efc619baef897"),
    ("§4.7", &[0xaa; 131],
     b"Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
     "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f\
      3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"),
    ("§4.8", &[0xaa; 131],
     b"This is a test using a larger than block-size key and a larger than block-size data. \
       The key needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
     "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9a\
      dccebb82461e99c5a678cc31e799176d3860e6110c46523e"),
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
    for (section, key, message, sha256, sha384) in VECTORS {
        for (algorithm, expected) in [(Sha256, sha256), (Sha384, sha384)] {
            let expected = hex(expected);
            let (front, back) = message.split_at(message.len() / 3);
            for parts in [&[*message][..], &[front, b"", back][..]] {
                let mac = mac(candidate, area, algorithm, key, parts);
                let mac = mac.get(..expected.len()).unwrap_or_default();
                area.same(mac, &expected, || format!("HMAC with {algorithm:?}, {section}"));
            }
        }
    }
    // RFC 2104 §2: a key is filled with zeros, so that the empty one is that of one zero.
    for algorithm in [Sha256, Sha384] {
        let empty = mac(candidate, area, algorithm, &[], &[b"message"]);
        let zero = mac(candidate, area, algorithm, &[0], &[b"message"]);
        area.same(&empty, &zero, || format!("HMAC with {algorithm:?} and an empty key"));
    }
}
