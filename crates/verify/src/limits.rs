//! Every bound of certificate judgement, each with its reason (RFC 5280 §6.1 sets none).
//!
//! Beside these, webpki bounds the search for a path: 6 intermediates deep, 100 signatures
//! checked, 200,000 steps, 250,000 comparisons of names.

/// Certificates that a peer may send. Real chains have two to four; what is refused here costs
/// no public-key operation.
pub const MAX_CHAIN: usize = 10;

/// One certificate of a peer's, bytes. The parser of webpki stops at the same size.
pub const MAX_CERTIFICATE: usize = 64 * 1024;

/// Names, usages or other lists of a certificate that are told in one sentence; then the rest
/// is counted.
pub const MAX_TOLD: usize = 8;

/// Characters of one name of a certificate that are told; then it is cut. A DNS name has at most
/// 253.
pub const MAX_TEXT: usize = 256;
