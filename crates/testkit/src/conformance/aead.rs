//! Record ciphers: published vectors, and that nothing altered is opened.

use countersign::crypto::{
    AeadAlgorithm::{self, Aes128Ccm, Aes128Gcm, Aes256Gcm, ChaCha20Poly1305},
    AeadKey, CryptoError, NONCE_LEN, TAG_LEN,
};

use super::{Area, Candidate, bytes::hex};

/// One vector, in hexadecimal digits.
struct Vector {
    name: &'static str,
    algorithm: AeadAlgorithm,
    key: &'static str,
    nonce: &'static str,
    data: &'static str,
    plain: &'static str,
    sealed: &'static str,
    tag: &'static str,
}

const GCM_KEY: &str = "feffe9928665731c6d6a8f9467308308";
const GCM_DOUBLE_KEY: &str = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const GCM_NONCE: &str = "cafebabefacedbaddecaf888";
const GCM_DATA: &str = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
const GCM_PLAIN: &str = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
                         1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
const ZEROS: &str = "00000000000000000000000000000000";
const ZERO_NONCE: &str = "000000000000000000000000";

/// Test cases of "The Galois/Counter Mode of Operation (GCM)", submission to NIST, appendix B,
/// and RFC 8439 §2.8.2.
const VECTORS: &[Vector] = &[
    Vector {
        name: "GCM test case 1",
        algorithm: Aes128Gcm,
        key: ZEROS,
        nonce: ZERO_NONCE,
        data: "",
        plain: "",
        sealed: "",
        tag: "58e2fccefa7e3061367f1d57a4e7455a",
    },
    Vector {
        name: "GCM test case 2",
        algorithm: Aes128Gcm,
        key: ZEROS,
        nonce: ZERO_NONCE,
        data: "",
        plain: ZEROS,
        sealed: "0388dace60b6a392f328c2b971b2fe78",
        tag: "ab6e47d42cec13bdf53a67b21257bddf",
    },
    Vector {
        name: "GCM test case 4",
        algorithm: Aes128Gcm,
        key: GCM_KEY,
        nonce: GCM_NONCE,
        data: GCM_DATA,
        plain: GCM_PLAIN,
        sealed: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e\
                 21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
        tag: "5bc94fbc3221a5db94fae95ae7121a47",
    },
    Vector {
        name: "GCM test case 16",
        algorithm: Aes256Gcm,
        key: GCM_DOUBLE_KEY,
        nonce: GCM_NONCE,
        data: GCM_DATA,
        plain: GCM_PLAIN,
        sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        tag: "76fc6ece0f4e1768cddf8853bb2d551b",
    },
    Vector {
        name: "RFC 8439 §2.8.2",
        algorithm: ChaCha20Poly1305,
        key: "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        nonce: "070000004041424344454647",
        data: "50515253c0c1c2c3c4c5c6c7",
        // "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the
        // future, sunscreen would be it."
        plain: "4c616469657320616e642047656e746c656d656e206f662074686520636c6173\
                73206f66202739393a204966204920636f756c64206f6666657220796f75206f\
                6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73\
                637265656e20776f756c642062652069742e",
        sealed: "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6\
                 3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36\
                 92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc\
                 3ff4def08e4b7a9de576d26586cec64b6116",
        tag: "1ae10b594f09e26a7e902ecbd0600691",
    },
];

const CCM_KEY: &str = "404142434445464748494a4b4c4d4e4f";
const CCM_NONCE: &str = "101112131415161718191a1b";

/// RFC 3610 and NIST SP 800-38C have no example with a nonce of 12 bytes and a tag of 16. These
/// were made once with OpenSSL 4.0.3, in the shapes of records.
const CCM_VECTORS: &[Vector] = &[
    Vector {
        name: "CCM, a record of TLS 1.3",
        algorithm: Aes128Ccm,
        key: CCM_KEY,
        nonce: CCM_NONCE,
        data: "1703030024",
        plain: "6e696e657465656e206279746573206865726517",
        sealed: "adfa4defa5f759339357b9b384c9e94c3435fdfd",
        tag: "9e6a0bc99d444bfe08dac50e3bad574b",
    },
    Vector {
        name: "CCM, a record of TLS 1.2",
        algorithm: Aes128Ccm,
        key: CCM_KEY,
        nonce: CCM_NONCE,
        data: "00000000000000011703030020",
        plain: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        sealed: "c3922189d5973a5abb3ccaccedb7c72b41568af98462aa85743bf1f436da2cc3",
        tag: "424e943ec3415a82af2290b3719b66cb",
    },
    Vector {
        name: "CCM of nothing",
        algorithm: Aes128Ccm,
        key: CCM_KEY,
        nonce: CCM_NONCE,
        data: "",
        plain: "",
        sealed: "",
        tag: "538f76630f36a98a2f502d9b23d86343",
    },
];
pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    run(candidate, area, VECTORS, &[Aes128Gcm, Aes256Gcm, ChaCha20Poly1305]);
}

pub(super) fn ccm(candidate: &Candidate, area: &mut Area) {
    run(candidate, area, CCM_VECTORS, &[Aes128Ccm]);
}

fn run(candidate: &Candidate, area: &mut Area, vectors: &[Vector], algorithms: &[AeadAlgorithm]) {
    for vector in vectors {
        let Some(key) = key(candidate, area, vector.algorithm, &hex(vector.key)) else { continue };
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&hex(vector.nonce));
        let (data, plain) = (hex(vector.data), hex(vector.plain));
        let mut text = plain.clone();
        let tag = key.seal(&nonce, &data, &mut text).unwrap_or_default();
        area.same(&text, &hex(vector.sealed), || format!("{}, sealed", vector.name));
        area.same(&tag, &hex(vector.tag), || format!("{}, tag", vector.name));
        let opened = key.open(&nonce, &data, &mut text, &tag).is_ok();
        area.hold(opened, || format!("{} is not opened", vector.name));
        area.same(&text, &plain, || format!("{}, opened", vector.name));
    }
    for &algorithm in algorithms {
        let secret: Vec<u8> = (0..).take(algorithm.key_len()).collect();
        let Some(key) = key(candidate, area, algorithm, &secret) else { continue };
        for len in [0, 1, 15, 16, 17, 255, 256, 257, 16384] {
            tampering(area, &*key, &format!("{algorithm:?} with {len} bytes"), len);
        }
        key_lengths(candidate, area, algorithm);
    }
}

/// A prepared key; that there is none is a finding.
pub(super) fn key(
    candidate: &Candidate,
    area: &mut Area,
    algorithm: AeadAlgorithm,
    key: &[u8],
) -> Option<Box<dyn AeadKey>> {
    let key = candidate.aead(area, algorithm)?.key(key).ok();
    area.there(key, || format!("a key for {algorithm:?}"))
}

/// What was sealed is opened, and nothing that differs in any place.
fn tampering(area: &mut Area, key: &dyn AeadKey, what: &str, len: usize) {
    let plain: Vec<u8> = (0u8..=255).cycle().take(len).collect();
    let mut sealed = plain.clone();
    let Ok(tag) = key.seal(&[7; NONCE_LEN], b"header", &mut sealed) else {
        return area.hold(false, || format!("{what} is not sealed"));
    };
    let mut opened = sealed.clone();
    let result = key.open(&[7; NONCE_LEN], b"header", &mut opened, &tag);
    area.hold(result.is_ok() && opened == plain, || format!("{what} is not opened again"));

    let mut refused = |nonce: u8, data: &[u8], text: &[u8], tag: &[u8; TAG_LEN], why: &str| {
        let result = key.open(&[nonce; NONCE_LEN], data, &mut text.to_vec(), tag);
        area.hold(result == Err(CryptoError::Invalid), || format!("{what}, {why}: {result:?}"));
    };
    refused(8, b"header", &sealed, &tag, "with another nonce");
    refused(7, b"Header", &sealed, &tag, "with other additional data");
    refused(7, b"", &sealed, &tag, "without additional data");
    for at in 0..TAG_LEN {
        let mut other = tag;
        other[at] ^= 0x80;
        refused(7, b"header", &sealed, &other, "with another tag");
    }
    for at in [0, len / 2, len.saturating_sub(1)].into_iter().filter(|at| *at < len) {
        let mut other = sealed.clone();
        other[at] ^= 1;
        refused(7, b"header", &other, &tag, "with another text");
    }
}

/// RFC 5116 §2.1: a key has one length.
fn key_lengths(candidate: &Candidate, area: &mut Area, algorithm: AeadAlgorithm) {
    let Some(aead) = candidate.aead(area, algorithm) else { return };
    let len = algorithm.key_len();
    for wrong in [0, 1, len - 1, len + 1, 2 * len, 48] {
        let error = aead.key(&vec![0; wrong]).err();
        area.hold(error == Some(CryptoError::Invalid), || {
            format!("{algorithm:?} with a key of {wrong} bytes: {error:?}")
        });
    }
}
