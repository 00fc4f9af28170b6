//! What the peer's key may do: the KeyUsage extension (RFC 5280 §4.2.1.3), which webpki does not
//! look at.

use alloc::format;

use countersign::{CertificateFault, PeerKeyUsage, RejectedPeer};
use x509_cert::{
    der::{self, Decode, oid::db::rfc5280::ID_CE_KEY_USAGE},
    ext::pkix::{KeyUsage, KeyUsages},
};

use crate::extension;

/// What a handshake wants of the certificate's key.
pub(crate) struct Use {
    bit: KeyUsages,
    /// What is wrong where the bit is not set.
    refusal: &'static str,
}

/// Every key exchange with a signature (RFC 5246 §7.4.2).
pub(crate) const SIGNS: Use = Use {
    bit: KeyUsages::DigitalSignature,
    refusal: "its KeyUsage does not allow digitalSignature, which is what a server or client \
              does with its key in the handshake: issue it anew with that usage",
};

/// The key exchange in which the client encrypts to the server's key (RFC 5246 §7.4.2).
pub(crate) const ENCIPHERS_KEYS: Use = Use {
    bit: KeyUsages::KeyEncipherment,
    refusal: "its KeyUsage does not allow keyEncipherment, which is what a server does with its \
              key in a suite with RSA key exchange: issue it anew with that usage, or have suites \
              with ECDHE preferred",
};

/// What is wanted of a peer's key.
pub(crate) const fn wanted(usage: PeerKeyUsage) -> &'static Use {
    match usage {
        PeerKeyUsage::Signs => &SIGNS,
        PeerKeyUsage::EnciphersKeys => &ENCIPHERS_KEYS,
    }
}

/// Refuses a certificate whose key is not for this use. Without the extension it is for any.
pub(crate) fn check(der: &[u8], wanted: &Use) -> Result<(), RejectedPeer> {
    let reason = match read(der) {
        Ok(Some(usage)) if !usage.0.contains(wanted.bit) => wanted.refusal.into(),
        Ok(_) => return Ok(()),
        Err(error) => format!("its KeyUsage cannot be read: {error}"),
    };
    Err(RejectedPeer { fault: CertificateFault::Bad, reason })
}

fn read(certificate: &[u8]) -> der::Result<Option<KeyUsage>> {
    extension::find(certificate, ID_CE_KEY_USAGE)?.map(KeyUsage::from_der).transpose()
}
