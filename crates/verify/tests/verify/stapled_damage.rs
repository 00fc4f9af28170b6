//! What a server staples that is no response, or is damaged: nothing panics, nothing is accepted.

use bytes::Bytes;
use countersign_verify::limits;

use crate::{
    authority::{accepts, refuses},
    responder::{Says, Stage, delegated, der, outer},
};

#[test]
fn what_is_no_answer() {
    let stage = Stage::new(|_| {});
    for (status, why) in [(1, "malformedRequest"), (3, "tryLater"), (6, "unauthorized"), (9, "unk")]
    {
        let response = Bytes::from(der(0x30, &[&[0x0a, 1, status]]));
        stage.refuses(&stage.request(response), why);
    }
    let other = outer(&[0x2b, 0x06, 0x01], b"?");
    stage.refuses(&stage.request(other), "of a kind that nobody defined");
    let large = Bytes::from(vec![0x30; limits::MAX_OCSP_RESPONSE + 1]);
    stage.refuses(&stage.request(large), "is larger than 65536 bytes");
    for garbage in [&b""[..], b"garbage", &[0x30, 0x80], &[0x30, 3, 0x0a, 1, 0]] {
        let response = Bytes::copy_from_slice(garbage);
        stage.refuses(&stage.request(response), "cannot be read");
    }
}

#[test]
fn extensions_that_have_to_be_understood_are_not() {
    let stage = Stage::new(|_| {});
    let extension = |critical: &[u8]| {
        let parts: [&[u8]; 3] = [&[6, 2, 0x2a, 3], critical, &[4, 0]];
        der(0xa1, &[&der(0x30, &[&der(0x30, &parts)])])
    };
    stage.accepts(&Says { extensions: extension(&[]), ..stage.says() });
    let says = Says { extensions: extension(&[1, 1, 0xff]), ..stage.says() };
    stage.refuses(&stage.stapled(&says), "cannot be read");
}

#[test]
fn each_bit_flipped_and_each_byte_left_out() {
    let stage = Stage::new(|_| {});
    let (certificate, key) = delegated(&stage.root, |_| {});
    let says = Says { certificates: vec![certificate], ..stage.says() };
    let response = says.signed_by(&key);
    let verifier = stage.root.verifier();
    accepts(&verifier, &stage.request(response.clone()));
    for end in 0..response.len() {
        refuses(&verifier, &stage.request(response.slice(..end)));
    }
    for bit in 0..response.len() * 8 {
        let mut flipped = response.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refuses(&verifier, &stage.request(Bytes::from(flipped)));
    }
}
