//! Points of small order on edwards25519: RFC 8032 §5.1, RFC 7748 §4.1 (the cofactor is 8).

/// The y-coordinates of the eight points whose order divides 8, little-endian, in every
/// spelling of 255 bits: 0 and 1 are also the prime and the number after it.
const Y_COORDINATES: [[u8; 32]; 7] = [
    near_zero(0x00),
    near_zero(0x01),
    near_prime(0xec),
    near_prime(0xed),
    near_prime(0xee),
    *b"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\
       \xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
    *b"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\
       \x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
];

const fn near_zero(lowest: u8) -> [u8; 32] {
    let mut number = [0; 32];
    number[0] = lowest;
    number
}

/// The prime, 2^255 - 19, ends in `ed`.
const fn near_prime(lowest: u8) -> [u8; 32] {
    let mut number = [0xff; 32];
    number[0] = lowest;
    number[31] = 0x7f;
    number
}

/// True for the encoding of a point whose order divides 8. The sign of x does not matter.
pub(super) fn has_small_order(point: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(point) else { return false };
    y[31] &= 0x7f;
    Y_COORDINATES.contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_counts_with_either_sign() {
        for mut y in Y_COORDINATES {
            assert!(has_small_order(&y));
            y[31] |= 0x80;
            assert!(has_small_order(&y));
            y[0] ^= 0x80;
            assert!(!has_small_order(&y), "{y:x?}");
        }
        assert!(!has_small_order(&[]));
    }
}
