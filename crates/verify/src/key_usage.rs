//! What the peer's key may do: the KeyUsage extension (RFC 5280 §4.2.1.3).
//!
//! webpki does not look at it. In every key exchange spoken here the certificate's key signs
//! (RFC 5246 §7.4.2: then digitalSignature must be set, where the extension is there at all).

use countersign::{CertificateFault, RejectedPeer};
use x509_cert::{Certificate, der::Decode, ext::pkix::KeyUsage};

/// Refuses a certificate whose key must not sign.
pub(crate) fn check(der: &[u8]) -> Result<(), RejectedPeer> {
    let usage = Certificate::from_der(der)
        .and_then(|certificate| certificate.tbs_certificate().get_extension::<KeyUsage>());
    match usage {
        Ok(Some((_, usage))) if !usage.digital_signature() => Err(RejectedPeer {
            fault: CertificateFault::Bad,
            reason: alloc::string::String::from(
                "its KeyUsage does not allow digitalSignature, which is what a server or client \
                 does with its key in the handshake: issue it anew with that usage",
            ),
        }),
        Ok(_) => Ok(()),
        // webpki has read the certificate before, and is the stricter reader of the two.
        Err(error) => Err(RejectedPeer {
            fault: CertificateFault::Bad,
            reason: alloc::format!("its KeyUsage cannot be read: {error}"),
        }),
    }
}
