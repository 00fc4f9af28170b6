//! Whether a server wants to know its clients.

/// Whether clients prove themselves with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientAuthentication {
    /// They are not asked.
    None,
    /// They are asked, and may have none.
    Optional,
    /// They are asked, and without one the handshake ends.
    Required,
}

impl ClientAuthentication {
    /// True where a client without one is refused.
    pub fn is_required(self) -> bool {
        self == Self::Required
    }

    /// True where a `CertificateRequest` is sent.
    pub fn is_asked(self) -> bool {
        self != Self::None
    }
}
