//! The values of RFC 9001 appendix A, and packets made of secrets as its §5 has them.

use countersign::crypto::{AeadAlgorithm, CbcAlgorithm};
use countersign_rustcrypto::provider;

/// The value of this name.
pub(crate) fn value(name: &str) -> Vec<u8> {
    let text = include_str!("../../../../test-vectors/rfc9001/packets.txt");
    let named =
        |line: &str| line.split_once(" = ").filter(|pair| pair.0 == name).map(|pair| bytes(pair.1));
    text.lines().find_map(named).unwrap_or_else(|| panic!("no {name}"))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// What protects the packets of one direction and level (RFC 9001 §5.1).
pub(crate) struct PacketKeys {
    algorithm: AeadAlgorithm,
    pub(crate) key: Vec<u8>,
    pub(crate) iv: [u8; 12],
    pub(crate) hp: Vec<u8>,
}

impl PacketKeys {
    /// From a secret, which expands labels.
    pub(crate) fn new(algorithm: AeadAlgorithm, expand: impl Fn(&str, &mut [u8])) -> Self {
        let (mut key, mut hp) = (vec![0; algorithm.key_len()], vec![0; algorithm.key_len()]);
        let mut iv = [0; 12];
        expand("quic key", &mut key);
        expand("quic iv", &mut iv);
        expand("quic hp", &mut hp);
        Self { algorithm, key, iv, hp }
    }

    /// RFC 9001 §5.3.
    pub(crate) fn nonce(&self, number: u64) -> [u8; 12] {
        let mut nonce = self.iv;
        for (byte, other) in nonce[4..].iter_mut().zip(number.to_be_bytes()) {
            *byte ^= other;
        }
        nonce
    }

    /// The payload, encrypted, with its tag.
    pub(crate) fn seal(&self, number: u64, header: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut text = payload.to_vec();
        let key = provider().aead(self.algorithm).unwrap().key(&self.key).unwrap();
        let tag = key.seal(&self.nonce(number), header, &mut text).unwrap();
        [&text[..], &tag].concat()
    }

    /// The payload of what [`PacketKeys::seal`] gave, or another stack.
    pub(crate) fn open(&self, number: u64, header: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (text, tag) = sealed.split_last_chunk()?;
        let mut text = text.to_vec();
        let key = provider().aead(self.algorithm).unwrap().key(&self.key).unwrap();
        key.open(&self.nonce(number), header, &mut text, tag).ok().map(|()| text)
    }

    /// The mask of a header (RFC 9001 §5.4.3, §5.4.4). One block of AES is what CBC makes of it
    /// behind an IV of zeros.
    fn mask(&self, sample: &[u8]) -> Vec<u8> {
        if self.algorithm == AeadAlgorithm::ChaCha20Poly1305 {
            use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
            let (counter, nonce) = sample.split_first_chunk::<4>().unwrap();
            let mut cipher = chacha20::ChaCha20::new_from_slices(&self.hp, nonce).unwrap();
            cipher.seek(u64::from(u32::from_le_bytes(*counter)) * 64);
            let mut mask = vec![0; 5];
            cipher.apply_keystream(&mut mask);
            return mask;
        }
        let cipher = provider().cbc(CbcAlgorithm::Aes128Cbc).unwrap().key(&self.hp).unwrap();
        let mut block = sample.to_vec();
        cipher.encrypt(&[0; 16], &mut block).unwrap();
        block
    }

    /// A whole packet: its payload encrypted, its header masked (RFC 9001 §5.4.1).
    pub(crate) fn protect(&self, number: u64, header: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut header = header.to_vec();
        let number_len = usize::from(header[0] & 3) + 1;
        let sealed = self.seal(number, &header, payload);
        let at = 4 - number_len;
        let mask = self.mask(&sealed[at..at + 16]);
        header[0] ^= mask[0] & if header[0] & 0x80 == 0 { 0x1f } else { 0x0f };
        let start = header.len() - number_len;
        for (byte, other) in header[start..].iter_mut().zip(&mask[1..]) {
            *byte ^= other;
        }
        [header, sealed].concat()
    }
}
