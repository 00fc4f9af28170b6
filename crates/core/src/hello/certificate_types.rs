//! Which kind of certificate each side shows: of X.509, or a raw public key (RFC 7250 §4).

use alloc::vec::Vec;

use bytes::Bytes;

use crate::{
    config::{ClientConfig, Credential, Policy, ServerConfig},
    fault::{Fault, FaultKind, list},
    handshake::CertificateTypes,
    wire::{
        ClientHello, Writer,
        extension::{
            Extensions,
            certificate_type::{self, CertificateType, Whose},
        },
    },
};

/// RFC 7250 §4.1: what we can take, and what we can show; neither where that is the usual.
pub(super) fn offer(writer: &mut Writer<'_>, config: &ClientConfig) {
    let own = config.credentials().iter().map(Credential::certificate_type);
    let theirs = config.policy().certificate_types.iter().copied();
    offer_of(writer, Whose::Client, own);
    offer_of(writer, Whose::Server, theirs);
}

/// Each once, in its order.
fn offer_of(
    writer: &mut Writer<'_>,
    whose: Whose,
    kinds: impl Iterator<Item = CertificateType> + Clone,
) {
    if kinds.clone().all(|kind| kind == CertificateType::X509) {
        return;
    }
    let mut all: Vec<CertificateType> = Vec::new();
    for kind in kinds {
        if !all.contains(&kind) {
            all.push(kind);
        }
    }
    certificate_type::encode_offer(writer, whose, &all);
}

/// What a client says that it can show, or take: numbers, or nothing, which means X.509.
#[derive(Clone, Copy)]
pub(crate) struct OfferedKinds<'a>(Option<&'a [u8]>);

impl OfferedKinds<'_> {
    pub(crate) fn contains(self, kind: CertificateType) -> bool {
        self.0.map_or(kind == CertificateType::X509, |numbers| numbers.contains(&kind.0))
    }

    /// The fault where nothing of ours is among them.
    pub(crate) fn no_common(self) -> Fault {
        let numbers = self.0.unwrap_or(&[CertificateType::X509.0]);
        let offered = list(numbers.iter().copied().map(CertificateType));
        Fault::new(FaultKind::NoCommonCertificateType).came(alloc::format!("offered {offered}"))
    }
}

/// Client: what the server has chosen, which has to be of what was offered.
pub(crate) fn answered(
    extensions: Extensions<'_>,
    config: &ClientConfig,
) -> Result<CertificateTypes, Fault> {
    let answer = |whose: Whose| {
        extensions.decoded(whose.extension(), certificate_type::decode_answer).map_err(Fault::from)
    };
    let not_offered = |whose: Whose, kind: CertificateType| {
        Fault::new(FaultKind::CertificateTypeNotOffered)
            .came(alloc::format!("{kind} in {}", whose.extension()))
    };
    let mut types = CertificateTypes::default();
    if let Some(kind) = answer(Whose::Server)? {
        if !config.policy().certificate_types.contains(&kind) {
            return Err(not_offered(Whose::Server, kind));
        }
        types.server = kind;
    }
    if let Some(kind) = answer(Whose::Client)? {
        if !config.credentials().iter().any(|own| own.certificate_type() == kind) {
            return Err(not_offered(Whose::Client, kind));
        }
        types.client = Some(kind);
    }
    Ok(types)
}

/// A certificate comes: a server that says nothing shows one of X.509, which not every client
/// takes.
pub(crate) fn check(kind: CertificateType, policy: &Policy) -> Result<(), Fault> {
    if policy.certificate_types.contains(&kind) {
        return Ok(());
    }
    Err(Fault::new(FaultKind::NoCommonCertificateType)
        .came(alloc::format!("{kind}"))
        .expected(list(&policy.certificate_types)))
}

/// What is shown is of the kind that was agreed on: so it can be told again by its own form, in a
/// session too.
pub(crate) fn check_shown(kind: CertificateType, chain: &[Bytes]) -> Result<(), Fault> {
    match chain.first() {
        Some(own) if CertificateType::of(own) != kind => Err(Fault::new(FaultKind::Malformed)
            .came(alloc::format!("a Certificate with something else than {kind}"))),
        _ => Ok(()),
    }
}

/// Server: what both sides show, with this credential.
pub(crate) fn decide(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
    credential: &Credential,
) -> Result<CertificateTypes, Fault> {
    let client = hello.client_certificate_types()?.is_some();
    let server = hello.server_certificate_types()?.is_some();
    Ok(CertificateTypes {
        server: credential.certificate_type(),
        client: asked(hello, config)?,
        offered: [client, server],
    })
}

/// Server: what a client can take. Wrong is only a list that none of our credentials is in.
pub(crate) fn taken<'a>(hello: &ClientHello<'a>) -> Result<OfferedKinds<'a>, Fault> {
    Ok(OfferedKinds(hello.server_certificate_types()?))
}

/// Server: what the client is asked for; `None` where it is not asked, which it is not either
/// where it has nothing that we take.
fn asked(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<Option<CertificateType>, Fault> {
    if !config.client_authentication().is_asked() {
        return Ok(None);
    }
    let theirs = OfferedKinds(hello.client_certificate_types()?);
    let ours = &config.policy().certificate_types;
    match ours.iter().find(|kind| theirs.contains(**kind)) {
        None if config.client_authentication().is_required() => {
            Err(theirs.no_common().expected(alloc::format!("the client to show {}", list(ours))))
        }
        chosen => Ok(chosen.copied()),
    }
}

/// What the server answers to a client that has spoken of it: RFC 7250 §4.2 wants the client's kind
/// named where it is asked for a certificate.
pub(crate) fn answer(writer: &mut Writer<'_>, types: CertificateTypes) {
    let [client, server] = types.offered;
    if let Some(kind) = types.client.filter(|_| client) {
        certificate_type::encode_answer(writer, Whose::Client, kind);
    }
    if server {
        certificate_type::encode_answer(writer, Whose::Server, types.server);
    }
}

/// Client: a credential is of the kind that the server asks for.
pub(crate) fn check_own(credential: &Credential, asked: CertificateType) -> Result<(), Fault> {
    let own = credential.certificate_type();
    if own == asked {
        return Ok(());
    }
    Err(Fault::new(FaultKind::NoCommonCertificateType)
        .came(alloc::format!("asked for {asked}"))
        .expected(alloc::format!("{own}")))
}
