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

/// A stapled OCSP response, bytes. Real ones have some 500, or 2000 with a responder's certificate.
pub const MAX_OCSP_RESPONSE: usize = 64 * 1024;

/// Certificates of an OCSP response that are looked at. One is needed, and each may cost two
/// signatures.
pub const MAX_OCSP_CERTIFICATES: usize = 4;

/// How far the clock of an OCSP responder may be ahead of ours, seconds: its newest response would
/// else be refused wherever a clock is a little late.
pub const MAX_CLOCK_SKEW: u64 = 5 * 60;

/// How old an OCSP response may be that does not say how long it lasts, seconds. Such a one is for
/// who asks the responder, where there is always a newer one (RFC 6960 §4.2.2.1); stapled, it could
/// be shown for ever.
pub const MAX_UNDATED_AGE: u64 = 24 * 60 * 60;
