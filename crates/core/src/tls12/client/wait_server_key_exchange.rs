//! `WaitServerKeyExchange`: the server's half of the key exchange (RFC 5246 §7.4.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{
    Flight, State, WaitCertificateRequest, WaitServerHelloDone,
    flight::{Params, ServerHalf},
};
use crate::{
    config::Policy,
    crypto::{KeyExchange, NamedGroup, SignatureScheme},
    fault::{Fault, FaultKind, list},
    handshake::Agreed,
    limits::MIN_DHE_BITS,
    tls12::pre_master,
    wire::{ParamsForm, ServerKeyExchange, ServerKeyExchangeForm, ServerParams, SignatureForm},
};

/// A client that holds the server's certificates, or needs none.
pub(crate) struct WaitServerKeyExchange {
    pub(super) flight: Box<Flight>,
}

impl WaitServerKeyExchange {
    /// Checks that what was chosen had been offered. The signature waits for the verdict on the
    /// certificate: a key that is not the server's proves nothing.
    pub(super) fn on_server_key_exchange(
        self,
        raw: &Bytes,
        message: ServerKeyExchange<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        flight.half = read(&flight, raw, message)?;
        flight.agreed.transcript.add(raw);
        Ok(if flight.exchange().uses_psk() {
            // RFC 4279 §2: such a server asks for no certificate.
            State::WaitServerHelloDone(WaitServerHelloDone { flight })
        } else {
            State::WaitCertificateRequest(WaitCertificateRequest { flight })
        })
    }
}

/// Reads the message in the form that suite and version have.
pub(super) fn read(
    flight: &Flight,
    raw: &Bytes,
    message: ServerKeyExchange<'_>,
) -> Result<ServerHalf, Fault> {
    let (agreed, policy) = (&flight.agreed.agreed, flight.agreed.config.policy());
    let parts = message.decode(form(agreed))?;
    let params = match parts.params {
        ServerParams::None => Params::None,
        ServerParams::Ecdhe { group, public_key } => {
            check_group(group, policy)?;
            Params::Group { group, public_key: raw.slice_ref(public_key) }
        }
        ServerParams::Dhe { p, g, public_key } => field(raw, [p, g, public_key], policy)?,
    };
    let scheme = match (agreed.suite.key_exchange.is_signed(), parts.scheme) {
        (false, _) => None,
        (true, Some(scheme)) => Some(check_scheme(scheme, agreed, policy)?),
        (true, None) => agreed.suite.authentication.map(SignatureScheme::before_tls12),
    };
    Ok(ServerHalf {
        params,
        psk_hint: parts.psk_identity_hint.map(|hint| raw.slice_ref(hint)),
        signed: raw.slice_ref(parts.signed),
        scheme,
        signature: raw.slice_ref(parts.signature),
    })
}

fn form(agreed: &Agreed) -> ServerKeyExchangeForm {
    let exchange = agreed.suite.key_exchange;
    ServerKeyExchangeForm {
        psk_identity_hint: exchange.uses_psk(),
        params: match exchange {
            KeyExchange::Ecdhe | KeyExchange::EcdhePsk => ParamsForm::Ecdhe,
            KeyExchange::Dhe => ParamsForm::Dhe,
            KeyExchange::Rsa | KeyExchange::Psk | KeyExchange::Any => ParamsForm::None,
        },
        signature: match (exchange.is_signed(), agreed.is_before_tls12()) {
            (false, _) => SignatureForm::None,
            (true, false) => SignatureForm::WithScheme,
            (true, true) => SignatureForm::Bare,
        },
    }
}

fn check_group(group: NamedGroup, policy: &Policy) -> Result<(), Fault> {
    // A prime field has no place among curves (RFC 7919 §2), nor has what TLS 1.3 alone can use.
    if policy.groups.contains(&group) && group.is_curve() {
        return Ok(());
    }
    Err(Fault::new(FaultKind::GroupNotOffered)
        .came(alloc::format!("{group}"))
        .expected(list(&policy.groups)))
}

fn check_scheme(
    scheme: SignatureScheme,
    agreed: &Agreed,
    policy: &Policy,
) -> Result<SignatureScheme, Fault> {
    let fits = |scheme: &&SignatureScheme| {
        scheme.authentication() == agreed.suite.authentication && scheme.is_registered()
    };
    if policy.schemes.contains(&scheme) && fits(&&scheme) {
        return Ok(scheme);
    }
    Err(Fault::new(FaultKind::SchemeNotOffered)
        .came(alloc::format!("{scheme} for {}", agreed.suite.name))
        .expected(list(policy.schemes.iter().filter(fits))))
}

/// RFC 7919 §3 and §4: a field that was offered, or one without a name, where the policy has it,
/// that is long enough (Logjam).
fn field(raw: &Bytes, numbers: [&[u8]; 3], policy: &Policy) -> Result<Params, Fault> {
    let [p, g, public_key] = numbers.map(|number| raw.slice_ref(pre_master::without_zeros(number)));
    let bits = p.first().map_or(0, |first| p.len() * 8 - first.leading_zeros() as usize);
    if bits < MIN_DHE_BITS {
        return Err(Fault::new(FaultKind::DheGroupTooSmall)
            .came(alloc::format!("{bits} bits"))
            .expected(alloc::format!("at least {MIN_DHE_BITS}")));
    }
    let named = NamedGroup::of_prime(&p).filter(|_| g == crate::crypto::FFDHE_GENERATOR);
    match named.filter(|group| policy.groups.contains(group)) {
        Some(group) => Ok(Params::Group { group, public_key }),
        None if policy.accept_unnamed_dhe_groups => Ok(Params::Field { p, g, public_key }),
        None => Err(Fault::new(FaultKind::DheGroupUnknown)
            .came(match named {
                Some(group) => alloc::format!("{group}"),
                None => alloc::format!("a prime of {bits} bits"),
            })
            .expected(list(policy.groups.iter().filter(|group| group.is_finite_field())))),
    }
}
