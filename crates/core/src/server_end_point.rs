//! `tls-server-end-point`: a hash over the server's certificate (RFC 5929 §4).

use crate::{
    crypto::{Digest, HashAlgorithm, Provider},
    wire::CertificateFields,
};

/// Object identifiers of signature algorithms, as the content of their DER form, and their hash.
/// MD5 and SHA-1 give way to SHA-256 (§4.1).
#[rustfmt::skip]
const SIGNATURES: &[(&[u8], HashAlgorithm)] = &[
    // pkcs-1: RFC 8017 appendix A.2.
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", HashAlgorithm::Sha256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", HashAlgorithm::Sha256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", HashAlgorithm::Sha256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", HashAlgorithm::Sha384),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", HashAlgorithm::Sha512),
    // ansi-X9-62: RFC 5758 §3.2.
    (b"\x2a\x86\x48\xce\x3d\x04\x01", HashAlgorithm::Sha256),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", HashAlgorithm::Sha256),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", HashAlgorithm::Sha384),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", HashAlgorithm::Sha512),
];

/// id-RSASSA-PSS, whose hash stands in its parameters (RFC 4055 §3.1).
const RSASSA_PSS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";

/// Hashes of NIST: RFC 8017 appendix B.1.
#[rustfmt::skip]
const HASHES: &[(&[u8], HashAlgorithm)] = &[
    (b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01", HashAlgorithm::Sha256),
    (b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02", HashAlgorithm::Sha384),
    (b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03", HashAlgorithm::Sha512),
];

/// The value of the channel binding `tls-server-end-point` for a server with this certificate
/// (DER): both sides compute the same. `None` where the certificate cannot be read, where its
/// signature has no hash of its own (Ed25519, for which RFC 5929 gives no rule), or where the
/// provider lacks it.
pub fn tls_server_end_point(provider: &Provider, certificate: &[u8]) -> Option<Digest> {
    let fields = CertificateFields::decode(certificate).ok()?;
    let find = |table: &[(&[u8], HashAlgorithm)], wanted: &dyn Fn(&[u8]) -> bool| {
        table.iter().find(|(oid, _)| wanted(oid)).map(|(_, hash)| *hash)
    };
    let algorithm = if fields.signature_algorithm == RSASSA_PSS {
        // The first hash in the parameters is that of the message; with none it is SHA-1.
        let parameters = fields.signature_parameters;
        let named = |oid: &[u8]| parameters.windows(oid.len()).any(|part| part == oid);
        find(HASHES, &named).unwrap_or(HashAlgorithm::Sha256)
    } else {
        find(SIGNATURES, &|oid| oid == fields.signature_algorithm)?
    };
    let mut context = provider.hash(algorithm)?.start();
    context.update(certificate);
    Some(context.current())
}
