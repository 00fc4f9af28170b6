//! How OpenSSL's and GnuTLS's programs refuse, and what they say where they are refused.

use countersign::{fault::FaultKind as F, wire::AlertDescription as A};

use crate::interop::refusal::{
    Ours::{Finds, IsTold},
    Refusal as R, Row, row,
};

#[rustfmt::skip]
pub(super) const OPENSSL_SERVER: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "alert unknown ca"),
    row(R::WrongName, Finds(F::WrongName), "alert bad certificate"),
    row(R::Expired, Finds(F::CertificateExpired), "alert certificate expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "no shared signature algorithms"),
    row(R::PeerOnlyTls11, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::PeerOnlyTls13, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "no application protocol"),
    row(R::ClientWithout, IsTold(A::HANDSHAKE_FAILURE), "peer did not return a certificate"),
    row(R::ClientWrongCa, IsTold(A::UNKNOWN_CA), "certificate verify failed"),
];

#[rustfmt::skip]
pub(super) const OPENSSL_CLIENT: &[Row] = &[
    row(R::WrongCa, IsTold(A::UNKNOWN_CA), "unable to get local issuer certificate"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "hostname mismatch"),
    row(R::Expired, IsTold(A::CERTIFICATE_EXPIRED), "certificate has expired"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "alert handshake failure"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "alert handshake failure"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "alert handshake failure"),
    row(R::PeerOnlyTls11, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::PeerOnlyTls13, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "alert no application protocol"),
    row(R::ClientWithout, Finds(F::ClientCertificateMissing), "alert handshake failure"),
    row(R::ClientWrongCa, Finds(F::UnknownCa), "alert unknown ca"),
];

#[rustfmt::skip]
pub(super) const GNUTLS_SERVER: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "CA is unknown"),
    row(R::WrongName, Finds(F::WrongName), "Certificate is bad"),
    row(R::Expired, Finds(F::CertificateExpired), "Certificate is expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    // Its TLS 1.1 has no suite of ours.
    row(R::PeerOnlyTls11, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::PeerOnlyTls13, IsTold(A::PROTOCOL_VERSION), "unsupported version"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "No common application protocol"),
    row(R::ClientWithout, IsTold(A::DECODE_ERROR), "No certificate was found"),
    row(R::ClientWrongCa, IsTold(A::ACCESS_DENIED), "Error in the certificate"),
];

#[rustfmt::skip]
pub(super) const GNUTLS_CLIENT: &[Row] = &[
    row(R::WrongCa, IsTold(A::BAD_CERTIFICATE), "issuer is unknown"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "does not match"),
    row(R::Expired, IsTold(A::BAD_CERTIFICATE), "expired certificate"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "Handshake failed"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "Handshake failed"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "Handshake failed"),
    row(R::PeerOnlyTls11, Finds(F::NoCommonVersion), "Error in protocol version"),
    row(R::PeerOnlyTls13, Finds(F::NoCommonVersion), "Error in protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "No supported application protocol"),
    row(R::ClientWithout, Finds(F::ClientCertificateMissing), "Handshake failed"),
    row(R::ClientWrongCa, Finds(F::UnknownCa), "CA is unknown"),
];

#[rustfmt::skip]
pub(super) const OPENSSL_SERVER13: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "alert unknown ca"),
    row(R::WrongName, Finds(F::WrongName), "alert bad certificate"),
    row(R::Expired, Finds(F::CertificateExpired), "alert certificate expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "no suitable key share"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "no shared signature algorithms"),
    row(R::PeerOnlyTls12, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "no application protocol"),
    row(R::ClientWithout, IsTold(A::CERTIFICATE_REQUIRED), "peer did not return a certificate"),
    row(R::ClientWrongCa, IsTold(A::UNKNOWN_CA), "certificate verify failed"),
];

#[rustfmt::skip]
pub(super) const OPENSSL_CLIENT13: &[Row] = &[
    row(R::WrongCa, IsTold(A::UNKNOWN_CA), "unable to get local issuer certificate"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "hostname mismatch"),
    row(R::Expired, IsTold(A::CERTIFICATE_EXPIRED), "certificate has expired"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "alert handshake failure"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "alert handshake failure"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "alert handshake failure"),
    row(R::PeerOnlyTls12, Finds(F::NoCommonVersion), "alert protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "alert no application protocol"),
    row(R::ClientWithout, Finds(F::ClientCertificateRequired), "alert certificate required"),
    row(R::ClientWrongCa, Finds(F::UnknownCa), "alert unknown ca"),
];

#[rustfmt::skip]
pub(super) const GNUTLS_SERVER13: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "CA is unknown"),
    row(R::WrongName, Finds(F::WrongName), "Certificate is bad"),
    row(R::Expired, Finds(F::CertificateExpired), "Certificate is expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "Handshake failed"),
    row(R::NoCommonScheme, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    // It finds no suite before it misses the version.
    row(R::PeerOnlyTls12, IsTold(A::HANDSHAKE_FAILURE), "No supported cipher suites"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "No common application protocol"),
    row(R::ClientWithout, IsTold(A::CERTIFICATE_REQUIRED), "Certificate is required"),
    row(R::ClientWrongCa, IsTold(A::ACCESS_DENIED), "Error in the certificate"),
];

#[rustfmt::skip]
pub(super) const GNUTLS_CLIENT13: &[Row] = &[
    row(R::WrongCa, IsTold(A::BAD_CERTIFICATE), "issuer is unknown"),
    row(R::WrongName, IsTold(A::BAD_CERTIFICATE), "does not match"),
    row(R::Expired, IsTold(A::BAD_CERTIFICATE), "expired certificate"),
    row(R::NoCommonSuite, Finds(F::NoCommonSuite), "Handshake failed"),
    row(R::NoCommonGroup, Finds(F::NoCommonGroup), "Handshake failed"),
    row(R::NoCommonScheme, Finds(F::NoCommonScheme), "Handshake failed"),
    row(R::PeerOnlyTls12, Finds(F::NoCommonVersion), "Error in protocol version"),
    row(R::NoCommonProtocol, Finds(F::NoCommonProtocol), "No supported application protocol"),
    row(R::ClientWithout, Finds(F::ClientCertificateRequired), "Certificate is required"),
    row(R::ClientWrongCa, Finds(F::UnknownCa), "CA is unknown"),
];
