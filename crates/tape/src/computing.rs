//! What computes when a tape is replayed.

use countersign::crypto::{CertificateCompression, Provider};

/// Ways to compress certificates, as a configuration has them.
pub(crate) type Compressions = &'static [&'static dyn CertificateCompression];

/// What computes. A [`Provider`] alone will do for tapes without compressed certificates.
#[derive(Clone, Copy)]
pub struct Computing {
    /// Cryptography.
    pub provider: Provider,
    /// Ways to compress certificates (RFC 8879); those of the tape's configuration have to stand
    /// one behind the other in it, in the same order.
    pub certificate_compressions: &'static [&'static dyn CertificateCompression],
}

impl From<Provider> for Computing {
    fn from(provider: Provider) -> Self {
        Self { provider, certificate_compressions: &[] }
    }
}
