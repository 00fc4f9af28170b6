//! What the server's flight has brought so far, and what it leads to.

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitCertificateRequest, WaitServerKeyExchange};
use crate::{
    crypto::{KeyExchange, NamedGroup, SignatureScheme},
    fault::{Fault, FaultKind},
    handshake::ClientAgreed,
    wire::{
        CertificateRequest, CertificateRequestParts, extension::certificate_type::CertificateType,
    },
};

/// The server's flight.
pub(super) struct Flight {
    pub(super) agreed: ClientAgreed,
    /// The certificates (DER), the server's own first; empty with a pre-shared key.
    pub(super) chain: Vec<Bytes>,
    pub(super) ocsp_response: Option<Bytes>,
    pub(super) half: ServerHalf,
    /// The body of the `CertificateRequest`, if the server asks.
    pub(super) request: Option<Bytes>,
}

/// The server's half of the key exchange, not proven yet.
#[derive(Default)]
pub(super) struct ServerHalf {
    pub(super) params: Params,
    pub(super) psk_hint: Option<Bytes>,
    /// The parameters as they lay: what was signed, behind both randoms.
    pub(super) signed: Bytes,
    pub(super) scheme: Option<SignatureScheme>,
    pub(super) signature: Bytes,
}

/// The parameters.
#[derive(Default)]
pub(super) enum Params {
    /// With RSA key exchange, or a pre-shared key alone.
    #[default]
    None,
    /// In a group that has a name.
    Group { group: NamedGroup, public_key: Bytes },
    /// In a prime field that has none.
    Field { p: Bytes, g: Bytes, public_key: Bytes },
}

impl Params {
    /// The group's name.
    pub(super) fn group(&self) -> Option<NamedGroup> {
        match self {
            Self::Group { group, .. } => Some(*group),
            Self::None | Self::Field { .. } => None,
        }
    }
}

impl Flight {
    pub(super) fn new(agreed: ClientAgreed) -> Box<Self> {
        Box::new(Self {
            agreed,
            chain: Vec::new(),
            ocsp_response: None,
            half: ServerHalf::default(),
            request: None,
        })
    }

    pub(super) fn exchange(&self) -> KeyExchange {
        self.agreed.agreed.suite.key_exchange
    }

    /// What the server takes of a client.
    pub(super) fn certificate_type(&self) -> CertificateType {
        self.agreed.agreed.certificate_types.client.unwrap_or(CertificateType::X509)
    }

    /// What the server asks for, if it does. It was decoded before.
    pub(super) fn asked(&self) -> Option<CertificateRequestParts<'_>> {
        let with_schemes = !self.agreed.agreed.is_before_tls12();
        let body = self.request.as_ref()?;
        CertificateRequest { body }.decode(with_schemes).ok()
    }

    /// The state behind certificate and status: `ServerKeyExchange` is there or not, as the suite
    /// has it (RFC 5246 §7.4.3).
    pub(super) fn behind_certificate(self: Box<Self>) -> State {
        if self.exchange() == KeyExchange::Rsa {
            State::WaitCertificateRequest(WaitCertificateRequest { flight: self })
        } else {
            State::WaitServerKeyExchange(WaitServerKeyExchange { flight: self })
        }
    }

    /// A `ServerKeyExchange` came where it may, if the suite has one.
    pub(super) fn server_key_exchange(self: Box<Self>) -> Result<WaitServerKeyExchange, Fault> {
        if self.exchange() == KeyExchange::Rsa {
            return Err(Fault::new(FaultKind::UnexpectedMessage)
                .came("ServerKeyExchange with RSA key exchange")
                .expected("CertificateRequest or ServerHelloDone"));
        }
        Ok(WaitServerKeyExchange { flight: self })
    }

    /// Something came that stands behind `ServerKeyExchange`, if the suite has none.
    pub(super) fn certificate_request(self: Box<Self>) -> Result<WaitCertificateRequest, Fault> {
        if self.exchange() == KeyExchange::Rsa {
            return Ok(WaitCertificateRequest { flight: self });
        }
        Err(Fault::new(FaultKind::UnexpectedMessage)
            .came("a message that stands behind ServerKeyExchange")
            .expected("CertificateStatus or ServerKeyExchange"))
    }
}
