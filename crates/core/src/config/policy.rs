//! What a connection may negotiate, as lists in order of preference.

use alloc::vec::Vec;

use super::spoken;
use crate::{
    crypto::{CipherSuite, NamedGroup, SUITES, SignatureScheme, SuiteFacts},
    limits,
    wire::{
        ProtocolVersion,
        extension::{certificate_type::CertificateType, max_fragment_length::MaxFragmentLength},
    },
};

/// What may be negotiated. Each list is in order of preference.
///
/// It can be written as text, for configuration files and command lines:
/// [`Policy::adjusted`] says how, and `Display` gives a text that reads back as the same policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Protocol versions.
    pub versions: Vec<ProtocolVersion>,
    /// Cipher suites. The server's order decides (RFC 9325 §4.2 leaves it to the server).
    pub suites: Vec<CipherSuite>,
    /// Groups for the key exchange. The server's order decides.
    pub groups: Vec<NamedGroup>,
    /// Signature schemes that are accepted from the peer, and used towards it; a server takes
    /// the first that its credential and the client have too.
    pub schemes: Vec<SignatureScheme>,
    /// What the peer may prove itself with, preferred first: certificates of X.509, raw public
    /// keys (RFC 7250), or either. A server that asks takes the first that its client can show;
    /// what it shows itself is a matter of its credentials' order, and a client's of its own.
    pub certificate_types: Vec<CertificateType>,
    /// End the handshake where the peer does not know the extended master secret (RFC 7627).
    pub require_extended_master_secret: bool,
    /// Client: end the handshake where the server does not know secure renegotiation
    /// (RFC 5746 §4.1). Neither side ever renegotiates here, but a server that would can let an
    /// attacker's bytes stand before ours.
    pub require_secure_renegotiation: bool,
    /// Suites with CBC: have the MAC over the ciphertext where the peer knows it (RFC 7366).
    pub encrypt_then_mac: bool,
    /// Client, suites with DHE: accept a prime of [`crate::limits::MIN_DHE_BITS`] or more that
    /// RFC 7919 does not name. Nobody can tell whether such a field is sound (§9.1).
    pub accept_unnamed_dhe_groups: bool,
    /// How long a session may be resumed, in seconds; a day is the most that
    /// RFC 5246 appendix F.1.4 suggests. A session is resumed with an extended master secret
    /// only (RFC 7627 §5.3).
    pub session_lifetime: u32,
    /// Client: ask that no record has more plaintext than this (RFC 6066 §4).
    pub max_fragment_length: Option<MaxFragmentLength>,
    /// The most plaintext that we take in one protected record, in bytes, 64 to 2^14; the peer is
    /// told (RFC 8449). A device with small buffers lowers it.
    pub record_size_limit: Option<u16>,
    /// The longest `Certificate` message that is taken from a peer, in bytes; at most
    /// [`crate::limits::MAX_CERTIFICATE_MESSAGE`]. It is held before the peer has proven
    /// anything, so a device with a small heap lowers it to what its peers' chains need.
    pub max_certificate_message: usize,
    /// End the connection, or in TLS 1.3 change the key, when we have encrypted so many blocks of
    /// 16 bytes under it, where that is fewer than the cipher's own limit
    /// ([`crate::crypto::AeadAlgorithm::max_blocks`]).
    pub max_blocks_per_key: Option<u64>,
    /// TLS 1.3: let a pre-shared key stand alone, without a key exchange beside it (`psk_ke`,
    /// RFC 8446 §4.2.9): for devices that cannot compute one. Whoever learns the key later reads
    /// what was recorded.
    pub psk_without_key_exchange: bool,
    /// TLS 1.3: look like TLS 1.2 to what stands between (RFC 8446 appendix D.4): a session id in
    /// each `ClientHello`, a ChangeCipherSpec on each side.
    pub middlebox_compatibility: bool,
    /// TLS 1.3: fill protected records up to a multiple of so many bytes, so that their length
    /// tells less (RFC 8446 §5.4); 0 and 1 add nothing.
    pub record_padding: u16,
    /// TLS 1.3, server: how many tickets a client is given after a handshake, at most
    /// [`crate::limits::MAX_TICKETS_GIVEN`]. Each is to be used once (RFC 8446 appendix C.4), so a
    /// client that opens several connections wants several.
    pub tickets: u8,
    /// Client: offer a suite, a group, a version and an extension that do not exist, so that
    /// servers learn to pass over what they do not know (RFC 8701).
    pub grease: bool,
    /// Client: offer an encrypted hello that holds nothing, so that those that do are not seen by
    /// it (RFC 9849 §6.2).
    pub grease_encrypted_client_hello: bool,
    /// Client: whether and how to pad the `ClientHello`.
    pub pad_client_hello: PadClientHello,
}

/// When to add the padding extension (RFC 7685) to a `ClientHello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadClientHello {
    /// Never.
    Never,
    /// A message of 256 to 511 bytes is filled up to 512: some old load balancers hang on hellos
    /// between those sizes (RFC 7685 §4).
    AvoidOldBalancers,
}

impl Policy {
    /// What RFC 9325 recommends: ECDHE with authenticated ciphers, no SHA-1.
    ///
    /// TLS 1.3 and 1.2: X25519MLKEM768 (TLS 1.3 alone), X25519, P-256, P-384; AES-128-GCM,
    /// AES-256-GCM, ChaCha20-Poly1305; ECDSA, RSA (PSS before PKCS#1) and Ed25519. Of both versions
    /// it has what is built in (features `tls12`, `tls13`).
    pub fn modern() -> Self {
        Self {
            versions: Vec::new(),
            suites: MODERN.map(CipherSuite).to_vec(),
            groups: alloc::vec![
                NamedGroup::X25519MLKEM768,
                NamedGroup::X25519,
                NamedGroup::SECP256R1,
                NamedGroup::SECP384R1,
            ],
            schemes: alloc::vec![
                SignatureScheme::ECDSA_SECP256R1_SHA256,
                SignatureScheme::ECDSA_SECP384R1_SHA384,
                SignatureScheme::ED25519,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
            ],
            certificate_types: alloc::vec![CertificateType::X509],
            require_extended_master_secret: false,
            require_secure_renegotiation: true,
            encrypt_then_mac: true,
            accept_unnamed_dhe_groups: false,
            session_lifetime: 7200,
            max_fragment_length: None,
            record_size_limit: None,
            max_certificate_message: limits::MAX_CERTIFICATE_MESSAGE,
            max_blocks_per_key: None,
            psk_without_key_exchange: false,
            middlebox_compatibility: true,
            record_padding: 0,
            tickets: 2,
            grease: false,
            grease_encrypted_client_hello: false,
            pad_client_hello: PadClientHello::Never,
        }
        .with_versions(spoken::modern())
    }

    /// The same for these versions alone, preferred first: suites and groups that none of them
    /// uses are left out.
    #[must_use]
    pub fn with_versions(mut self, versions: impl IntoIterator<Item = ProtocolVersion>) -> Self {
        self.versions = versions.into_iter().collect();
        let is_used = |facts: &SuiteFacts| self.versions.iter().any(|one| facts.is_for(*one));
        self.suites.retain(|suite| suite.facts().is_none_or(is_used));
        if !self.versions.contains(&ProtocolVersion::TLS13) {
            self.groups.retain(|group| !group.is_hybrid());
        }
        self
    }

    /// Everything that RFC 5246 and its companions describe for a server with a certificate, the
    /// modern first: for peers that know nothing better. Besides [`Policy::modern`] it has
    /// Diffie-Hellman in prime fields, block ciphers in CBC mode with HMAC, and last of all RSA
    /// key exchange.
    ///
    /// What it gives up, with a peer that chooses the old:
    ///
    /// - RSA key exchange has no forward secrecy: who gets the server's key later reads what was
    ///   recorded. A server's key is open to Bleichenbacher's attack, if the driver's RSA is.
    /// - CBC is sound with encrypt-then-MAC (RFC 7366); without, all rests on the constant time
    ///   of the MAC's check (Lucky Thirteen).
    /// - A server may bring a prime of its own, of 2048 bits or more, as RFC 5246 has it:
    ///   nobody checks that it is prime.
    ///
    /// The provider has to compute SHA-1, AES-CBC, the fields of RFC 7919 and RSA encryption. The
    /// suites with pre-shared keys are not part of it, since they are of use only with such keys;
    /// `"documented DEFAULT:PSK"` has them too.
    pub fn documented() -> Self {
        let mut policy = Self::modern();
        let older = |row: &&SuiteFacts| row.is_for(ProtocolVersion::TLS12);
        for row in SUITES.iter().filter(older).filter(|row| row.key_exchange.has_certificate()) {
            if !policy.suites.contains(&row.suite) {
                policy.suites.push(row.suite);
            }
        }
        policy.groups.extend(FIELDS);
        policy.accept_unnamed_dhe_groups = true;
        // Without TLS 1.2 nothing could lead to its suites.
        policy.with_versions(spoken::modern())
    }

    /// [`Policy::documented`], and TLS 1.1 and 1.0 too, which RFC 8996 has withdrawn: for devices
    /// that nobody can replace, in networks that nobody else is in.
    ///
    /// Besides what [`Policy::documented`] gives up: handshakes of these versions rest on MD5 and
    /// SHA-1, also for signatures, and TLS 1.0 chains the IVs of its records (BEAST; our own data
    /// is split against it). The provider has to compute MD5 and the signatures with it.
    #[cfg(feature = "legacy")]
    pub fn legacy() -> Self {
        let mut policy = Self::documented();
        policy.versions.extend([ProtocolVersion::TLS11, ProtocolVersion::TLS10]);
        policy
    }
}

/// The suites of [`Policy::modern`]: those of TLS 1.3, then those of TLS 1.2.
const MODERN: [u16; 9] = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8];

/// The prime fields that are allowed where suites with DHE are.
pub(super) const FIELDS: [NamedGroup; 3] =
    [NamedGroup::FFDHE2048, NamedGroup::FFDHE3072, NamedGroup::FFDHE4096];

impl Default for Policy {
    fn default() -> Self {
        Self::modern()
    }
}
