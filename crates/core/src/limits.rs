//! Every bound of the machine, each with its reason. No buffer, list or counter grows beyond
//! what stands here.

use crate::wire::HandshakeType;

/// Plaintext of one record, bytes (RFC 5246 §6.2.1).
pub const MAX_PLAINTEXT: usize = 1 << 14;

/// What protection may add to a record, bytes (RFC 5246 §6.2.3).
pub const MAX_EXPANSION: usize = 2048;

/// Header of a record: type, version, length.
pub const RECORD_HEADER: usize = 5;

/// Header of a handshake message: type, length.
pub const HANDSHAKE_HEADER: usize = 4;

/// A `Certificate` message, bytes without header: chains of ten 6 KiB certificates pass, and
/// a peer that was not yet proven cannot make us hold more.
pub const MAX_CERTIFICATE_MESSAGE: usize = 64 * 1024;

/// A hello, bytes without header: all that its 16-bit lists and extensions can fill sensibly.
/// Post-quantum key shares and long lists of PSKs need some 10 KiB.
pub const MAX_HELLO_MESSAGE: usize = 64 * 1024;

/// A number of a finite field in a key exchange, bytes: the longest prime, and a leading zero.
/// What is computed with them costs the cube of this.
pub const MAX_DH_NUMBER: usize = MAX_DHE_BITS / 8 + 1;

/// Extensions in one message: the registry has some seventy, GREASE adds a few. Looking for
/// duplicates costs the square of this.
pub const MAX_EXTENSIONS: usize = 128;

/// Key shares in one `ClientHello`: clients send one to three, and one of GREASE. Each may be a
/// group to look for, and comparing them with each other costs the square of this.
pub const MAX_KEY_SHARES: usize = 32;

/// Pre-shared keys that one `ClientHello` may offer: clients send one, some send all their
/// tickets for a server. Each may be a ticket to open or a name to look for.
pub const MAX_OFFERED_PSKS: usize = 32;

/// Warning alerts in a row without anything else between. OpenSSL and `BoringSSL` stop at 4 or 5.
pub const MAX_WARNINGS: u8 = 4;

/// Records without data in a row. Some peers send one before each CBC record; 32 is what
/// OpenSSL allows.
pub const MAX_EMPTY_RECORDS: u8 = 32;

/// Requests for renegotiation without any data between. Each is answered with a warning, so that
/// without a bound a peer could make us write for ever.
pub const MAX_RENEGOTIATION_REQUESTS: u8 = 4;

/// `KeyUpdate` messages without any data between. Each costs a key schedule, and may want an
/// answer.
pub const MAX_KEY_UPDATES: u8 = 32;

/// Tickets without any data between: each may be a session to keep. Servers send one to four.
pub const MAX_TICKETS: u8 = 32;

/// Tickets that a server gives after one handshake: each is a question and some hundred bytes.
pub const MAX_TICKETS_GIVEN: u8 = 16;

/// The oldest that a ticket of TLS 1.3 may be, seconds: a week (RFC 8446 §4.6.1).
pub const MAX_TICKET_LIFETIME: u32 = 604_800;

/// How far a client's idea of its ticket's age may be from ours, seconds, for its early data to
/// count as fresh (RFC 8446 §8.3 speaks of ten).
pub const EARLY_DATA_WINDOW: u32 = 10;

/// Early data that are passed over where the configuration takes none, bytes: what a client may
/// have in flight that was given its ticket by another configuration.
pub const MAX_SKIPPED_EARLY_DATA: usize = 64 * 1024;

/// ChangeCipherSpec records that TLS 1.3 passes over (RFC 8446 §5): a peer sends one, or two around
/// a retry.
pub const MAX_IGNORED_CHANGE_CIPHER_SPECS: u8 = 32;

/// Requests for a certificate after the handshake without any data between: each is a question
/// to the driver, and a signature.
pub const MAX_CERTIFICATE_REQUESTS: u8 = 4;

/// Plaintext that [`crate::Connection::send`] keeps while the handshake goes on, bytes.
pub const MAX_QUEUED_PLAINTEXT: usize = 16 * 1024;

/// Handshake bytes that [`crate::Connection::handshake_input`] keeps: the longest message, and what
/// may come behind it.
pub const MAX_HANDSHAKE_INPUT: usize = MAX_CERTIFICATE_MESSAGE + HANDSHAKE_HEADER + MAX_PLAINTEXT;

/// Our transport parameters for QUIC, bytes: what a hello has room for. Stacks send some 100.
pub const MAX_TRANSPORT_PARAMETERS: usize = 8 * 1024;

/// Blocks of 16 bytes encrypted under one AES-GCM key: those of 2^24.5 full records keep its
/// margin at 2^-57 (RFC 8446 §5.5). TLS 1.2 cannot change keys without renegotiation, so the
/// connection ends there, after some 390 GB. What the peer encrypts is the peer's to count
/// (RFC 9325 §4.4).
pub const MAX_GCM_BLOCKS_PER_KEY: u64 = 23_726_566 * (MAX_PLAINTEXT as u64 / 16);

/// The same for AES-CCM: those of 2^21.5 full records. RFC 8446 §5.5 does not speak of CCM; the
/// figure is that of RFC 9001 §6.6.
pub const MAX_CCM_BLOCKS_PER_KEY: u64 = 2_965_820 * (MAX_PLAINTEXT as u64 / 16);

/// The longest prime of a Diffie-Hellman field, bits: what RFC 7919 names at most. Longer ones
/// would cost more than a handshake may.
pub const MAX_DHE_BITS: usize = 8192;

/// The shortest prime that a server may bring along, bits (RFC 7919 §4: Logjam).
pub const MIN_DHE_BITS: usize = 2048;

/// The least that a record size limit may be, bytes (RFC 8449 §4).
pub const MIN_RECORD_SIZE_LIMIT: usize = 64;

/// The names of authorities in a `CertificateRequest` that we send, bytes.
pub const MAX_AUTHORITIES: usize = 16 * 1024;

/// The identity of a pre-shared key, bytes: what fits a `ClientKeyExchange` beside a public value.
/// Implementations take 128 at least (RFC 4279 §5.3).
pub const MAX_PSK_IDENTITY: usize = 2048;

/// The identity of an imported key, bytes (RFC 9258 §5.1): what fits a `ClientHello` beside its
/// binder and all that a hello has besides.
pub const MAX_IMPORTED_IDENTITY: usize = 16 * 1024;

/// What protection may add to a record of TLS 1.3, bytes (RFC 8446 §5.2).
pub const MAX_EXPANSION_TLS13: usize = 256;

/// Text about what a peer offered, in an error, bytes: enough for the names of some eighty suites.
pub const MAX_TOLD: usize = 4096;

/// Certificates in one message: each costs a handle of 32 bytes besides its own.
pub const MAX_CERTIFICATES: usize = 32;

/// Suites, groups, schemes or protocols in a configuration: what the registry holds, with room.
pub const MAX_CONFIGURED: usize = 64;

/// The longest body that a handshake message of each kind may have, in bytes. What is held of
/// a message before it is complete is bounded by this.
pub fn handshake_message(kind: HandshakeType) -> usize {
    match kind {
        HandshakeType::CLIENT_HELLO | HandshakeType::SERVER_HELLO => MAX_HELLO_MESSAGE,
        // Compressed, it is no longer than it would be (RFC 8879 §5).
        HandshakeType::CERTIFICATE | HandshakeType::COMPRESSED_CERTIFICATE => {
            MAX_CERTIFICATE_MESSAGE
        }
        // Parameters of up to 8192 bits three times over, and a signature of that size.
        HandshakeType::SERVER_KEY_EXCHANGE => 8 * 1024,
        // The names of authorities: some servers send those of every root they trust.
        HandshakeType::CERTIFICATE_REQUEST => 32 * 1024,
        // A public value or an encrypted secret of up to 8192 bits, with an identity for PSK.
        HandshakeType::CLIENT_KEY_EXCHANGE => 4 * 1024,
        // A signature of up to 8192 bits.
        HandshakeType::CERTIFICATE_VERIFY => 2 * 1024,
        // A session with the client's certificates in it; an OCSP response with the responder's.
        HandshakeType::NEW_SESSION_TICKET | HandshakeType::CERTIFICATE_STATUS => 16 * 1024,
        HandshakeType::HELLO_REQUEST
        | HandshakeType::SERVER_HELLO_DONE
        | HandshakeType::END_OF_EARLY_DATA => 0,
        HandshakeType::KEY_UPDATE => 1,
        HandshakeType::FINISHED => 64,
        _ => MAX_PLAINTEXT,
    }
}
