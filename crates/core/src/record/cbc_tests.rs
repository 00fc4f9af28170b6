//! What CBC records keep to, and what an attacker may try on them.

use std::{vec, vec::Vec};

use super::{
    cbc::CbcCipher,
    head::Head,
    mac,
    toy::{Call, Counting, Layout, take_calls},
};
use crate::{
    crypto::{BLOCK_LEN, CryptoError, HashAlgorithm},
    wire::{ContentType, ProtocolVersion},
};

const HEAD: Head = Head {
    sequence: 3,
    content_type: ContentType::APPLICATION_DATA,
    version: ProtocolVersion::TLS12,
};

fn cipher(layout: Layout) -> CbcCipher {
    CbcCipher::new(layout.keys())
}

fn seal(cipher: &mut CbcCipher, random: &mut Counting, head: Head, content: &[u8]) -> Vec<u8> {
    let suffix = vec![0; cipher.suffix_len(content.len())];
    let mut fragment = [&vec![0; cipher.iv_len()], content, &suffix].concat();
    cipher.seal(head, random, &mut fragment, content.len()).unwrap();
    fragment
}

fn open(cipher: &mut CbcCipher, head: Head, fragment: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let mut fragment = fragment.to_vec();
    let content = cipher.open(head, &mut fragment)?;
    Ok(fragment[content].to_vec())
}

/// A record that carries these blocks, encrypted as they are; with a right MAC outside where the
/// layout has it there.
fn forge(layout: Layout, plain: &[u8]) -> Vec<u8> {
    let keys = layout.keys();
    let iv = keys.chained_iv.unwrap_or([9; BLOCK_LEN]);
    let mut body = if layout.tls10 { Vec::new() } else { iv.to_vec() };
    let start = body.len();
    body.extend(plain);
    keys.key.encrypt(&iv, &mut body[start..]).unwrap();
    if layout.encrypt_then_mac {
        let mac = mac::mac(&keys.mac, HEAD, &body).unwrap();
        body.extend(mac.as_ref());
    }
    body
}

/// Content with a right MAC where it stands inside, and padding of so many bytes besides its
/// length.
fn plain(layout: Layout, content: &[u8], padding: u8) -> Vec<u8> {
    let mut plain = content.to_vec();
    if !layout.encrypt_then_mac {
        plain.extend(mac::mac(&layout.keys().mac, HEAD, content).unwrap().as_ref());
    }
    plain.resize(plain.len() + usize::from(padding) + 1, padding);
    plain
}

#[test]
fn there_and_back_with_the_shortest_padding() {
    for layout in Layout::all() {
        let (mut writer, mut reader) = (cipher(layout), cipher(layout));
        let mut random = Counting::default();
        let mac_len = layout.hash.output_len();
        for (sequence, len) in (0..).zip((0..70).chain([1000, 1 << 14])) {
            let content: Vec<u8> = (0..=255).cycle().take(len).collect();
            let head = Head { sequence, ..HEAD };
            let fragment = seal(&mut writer, &mut random, head, &content);
            let blocks = if layout.encrypt_then_mac {
                (len + 1).next_multiple_of(BLOCK_LEN) + mac_len
            } else {
                (len + mac_len + 1).next_multiple_of(BLOCK_LEN)
            };
            let iv_len = if layout.tls10 { 0 } else { BLOCK_LEN };
            assert_eq!(fragment.len(), iv_len + blocks, "{layout:?} {len}");
            assert!(fragment.len() <= len + iv_len + writer.max_suffix_len());
            assert_eq!(open(&mut reader, head, &fragment), Ok(content), "{layout:?} {len}");
        }
    }
}

#[test]
fn every_byte_and_every_fact_of_the_record_is_authentic() {
    for layout in Layout::all() {
        let fragment = seal(&mut cipher(layout), &mut Counting::default(), HEAD, b"content");
        for place in 0..fragment.len() {
            let mut bad = fragment.clone();
            bad[place] ^= 0x10;
            assert!(open(&mut cipher(layout), HEAD, &bad).is_err(), "{layout:?} byte {place}");
        }
        for head in [
            Head { sequence: 4, ..HEAD },
            Head { content_type: ContentType::ALERT, ..HEAD },
            Head { version: ProtocolVersion::TLS11, ..HEAD },
        ] {
            assert!(open(&mut cipher(layout), head, &fragment).is_err(), "{layout:?}");
        }
    }
}

#[test]
fn every_other_length_is_refused() {
    for layout in Layout::all() {
        let fragment = seal(&mut cipher(layout), &mut Counting::default(), HEAD, &[7; 40]);
        for len in 0..fragment.len() {
            let cut = &fragment[..len];
            assert!(open(&mut cipher(layout), HEAD, cut).is_err(), "{layout:?} {len}");
        }
    }
}

/// A peer may pad up to 255 bytes (RFC 5246 §6.2.3.2).
#[test]
fn every_length_of_padding_is_taken() {
    for layout in Layout::all() {
        for padding in 0..=u8::MAX {
            let unpadded = plain(layout, &[], padding).len();
            let content = vec![0xab; unpadded.next_multiple_of(BLOCK_LEN) - unpadded];
            let fragment = forge(layout, &plain(layout, &content, padding));
            let opened = open(&mut cipher(layout), HEAD, &fragment);
            assert_eq!(opened, Ok(content), "{layout:?} {padding}");
        }
    }
}

/// POODLE: a padding byte that is not looked at lets an attacker put another block there.
#[test]
fn every_byte_of_padding_is_checked() {
    for layout in Layout::all() {
        for padding in [1, 15, 31, 200, 255] {
            let unpadded = plain(layout, &[], padding).len();
            let content = vec![0xab; unpadded.next_multiple_of(BLOCK_LEN) - unpadded];
            let good = plain(layout, &content, padding);
            for distance in 1..=usize::from(padding) {
                let mut bad = good.clone();
                let place = bad.len() - 1 - distance;
                bad[place] ^= 1;
                let opened = open(&mut cipher(layout), HEAD, &forge(layout, &bad));
                assert!(opened.is_err(), "{layout:?}: byte {distance} of {padding}");
            }
        }
    }
}

/// Lucky Thirteen: for records of one length, the calls of the primitives with their lengths are
/// the same whatever the padding is, and whether it or the MAC is right.
#[test]
fn the_work_does_not_depend_on_what_was_decrypted() {
    for layout in Layout::all().filter(|layout| !layout.encrypt_then_mac) {
        for plain_len in [64, 80, 256, 272, 304, 320, 640] {
            let mut seen = None;
            let mut same = |plain: &[u8], is_good: Option<bool>| {
                let fragment = forge(layout, plain);
                let mut cipher = cipher(layout);
                take_calls();
                let opened = open(&mut cipher, HEAD, &fragment);
                let calls = take_calls();
                if let Some(is_good) = is_good {
                    assert_eq!(opened.is_ok(), is_good);
                }
                assert_eq!(*seen.get_or_insert_with(|| calls.clone()), calls, "{layout:?}");
            };
            for padding in 0..=u8::MAX {
                // Only a length byte: the padding is wrong, or does not fit.
                let mut bad = vec![padding ^ 0xff; plain_len];
                bad[plain_len - 1] = padding;
                same(&bad, None);
                let taken = layout.hash.output_len() + 1 + usize::from(padding);
                let Some(len) = plain_len.checked_sub(taken) else { continue };
                let good = plain(layout, &vec![0xab; len], padding);
                same(&good, Some(true));
                // A wrong MAC below a right padding, at both of its ends.
                for place in [len, len + layout.hash.output_len() - 1] {
                    let mut bad = good.clone();
                    bad[place] ^= 1;
                    same(&bad, Some(false));
                }
                if padding > 0 {
                    let mut bad = good.clone();
                    bad[plain_len - 1 - usize::from(padding)] ^= 1;
                    same(&bad, Some(false));
                }
            }
            let hashed = seen.unwrap().iter().filter(|call| **call == Call::Current).count();
            let places = (plain_len - layout.hash.output_len()).min(256);
            assert_eq!(hashed, places + 1, "one at each place, and the outer one");
        }
    }
}

/// RFC 7366 §3: the MAC is checked first.
#[test]
fn what_is_not_authentic_is_not_decrypted() {
    for tls10 in [false, true] {
        let layout = Layout { hash: HashAlgorithm::Sha256, tls10, encrypt_then_mac: true };
        let mut fragment = seal(&mut cipher(layout), &mut Counting::default(), HEAD, b"content");
        let decrypts = |fragment: &[u8]| {
            take_calls();
            let opened = open(&mut cipher(layout), HEAD, fragment).is_ok();
            (opened, take_calls().contains(&Call::Decrypt(BLOCK_LEN)))
        };
        assert_eq!(decrypts(&fragment), (true, true));
        *fragment.last_mut().unwrap() ^= 1;
        assert_eq!(decrypts(&fragment), (false, false));
    }
}

/// RFC 7366 §3: the MAC covers the IV, and its length is that of IV and ciphertext.
#[test]
fn the_outer_mac_covers_all_that_stands_before_it() {
    let layout = Layout { hash: HashAlgorithm::Sha1, tls10: false, encrypt_then_mac: true };
    let fragment = seal(&mut cipher(layout), &mut Counting::default(), HEAD, &[1; 16]);
    let (body, mac) = fragment.split_at(3 * BLOCK_LEN);
    let keys = layout.keys();
    let mut inner = keys.mac.start();
    inner.update(&[0, 0, 0, 0, 0, 0, 0, 3, 23, 3, 3, 0, 48]);
    inner.update(body);
    assert_eq!(keys.mac.finish(inner.current().as_ref()).as_ref(), mac);
}

/// RFC 2246 §6.2.3.2: the last block of ciphertext, in front of any MAC.
#[test]
fn tls_1_0_takes_the_block_before_as_iv() {
    for encrypt_then_mac in [false, true] {
        let layout = Layout { hash: HashAlgorithm::Sha1, tls10: true, encrypt_then_mac };
        let (mut cipher, mut random) = (cipher(layout), Counting::default());
        let first = seal(&mut cipher, &mut random, HEAD, b"one");
        let mut second = seal(&mut cipher, &mut random, HEAD, b"two");
        let end = if encrypt_then_mac { BLOCK_LEN } else { 2 * BLOCK_LEN };
        let iv = first[..end].last_chunk().unwrap();
        layout.keys().key.decrypt(iv, &mut second[..end]).unwrap();
        assert_eq!(second[..3], *b"two");
    }
}
