//! Private keys and their public halves, made once with OpenSSL 3.0; see `keys/README.md`. They
//! guard nothing.

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub const $name: &[u8] =
            include_bytes!(concat!("../../keys/", $file, ".der"));)*
    };
}

files! {
    /// ECDSA on P-256, PKCS#8.
    P256 = "p256.pkcs8";
    /// The same key as SEC 1.
    P256_SEC1 = "p256.sec1";
    /// Its public half, a `SubjectPublicKeyInfo`.
    P256_PUBLIC = "p256.public";
    /// ECDSA on P-384, PKCS#8.
    P384 = "p384.pkcs8";
    /// The same key as SEC 1.
    P384_SEC1 = "p384.sec1";
    /// Its public half.
    P384_PUBLIC = "p384.public";
    /// Ed25519, PKCS#8.
    ED25519 = "ed25519.pkcs8";
    /// Its public half.
    ED25519_PUBLIC = "ed25519.public";
    /// RSA with 2048 bits, PKCS#8.
    RSA2048 = "rsa2048.pkcs8";
    /// The same key as PKCS#1.
    RSA2048_PKCS1 = "rsa2048.pkcs1";
    /// Its public half.
    RSA2048_PUBLIC = "rsa2048.public";
    /// RSA with 2049 bits, whose encoded message is a byte shorter than its modulus.
    RSA2049 = "rsa2049.pkcs8";
    /// Its public half.
    RSA2049_PUBLIC = "rsa2049.public";
    /// RSA with 1024 bits: too short.
    RSA1024 = "rsa1024.pkcs8";
    /// Its public half.
    RSA1024_PUBLIC = "rsa1024.public";
    /// ECDSA on P-521, which no provider signs with.
    P521 = "p521.pkcs8";
    /// Ed448, which no provider signs with.
    ED448 = "ed448.pkcs8";
}

/// What the signatures beside the keys are over.
pub const MESSAGE: &[u8] = b"a message to be signed";

/// The key itself, out of a `SubjectPublicKeyInfo`: the content of the bit string that follows
/// the algorithm, less its count of unused bits.
pub fn key_bits<'a>(public: &'a [u8], algorithm: &[u8]) -> Option<&'a [u8]> {
    let at = public.windows(algorithm.len()).position(|part| part == algorithm)?;
    let bits = public.get(at + algorithm.len()..)?;
    let header = match bits.get(1)? {
        0x82 => 5,
        0x81 => 4,
        _ => 3,
    };
    bits.get(header..)
}
