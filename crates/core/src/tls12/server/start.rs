//! The server's flight: `ServerHello`, `Certificate`, `CertificateStatus`, and where nothing is to
//! be signed all of it (RFC 5246 §7.4.1.3 to §7.4.5).

use alloc::{boxed::Box, vec::Vec};

use super::{Serving, State, WaitCertificate, WaitClientKeyExchange, WaitSignature};
use crate::{
    action::Actions,
    config::ClientAuthentication,
    crypto::{Authentication, FFDHE_GENERATOR, NamedGroup, SignatureScheme},
    fault::{Fault, FaultKind},
    handshake::ServerAgreed,
    hello::certificate_types,
    request::{Request, SignRequest},
    tls12::signed_params,
    wire::{
        Certificate, CertificateRequest, CertificateStatus, HandshakeType, ServerHello,
        ServerKeyExchange, Writer,
        extension::{
            alpn, ec_point_formats, encrypt_then_mac, extended_master_secret,
            max_fragment_length::{self, MaxFragmentLength},
            record_size_limit::{self, RecordSizeLimit},
            renegotiation_info, server_name, session_ticket, status_request,
        },
    },
};

/// Sends what needs no signature, makes the key pair and asks for the signature.
pub(super) fn start(mut serving: Box<Serving>, actions: &mut Actions<'_>) -> Result<State, Fault> {
    send_hello(&mut serving.agreed, actions);
    send_certificate(&mut serving.agreed, actions);
    if let Some(group) = serving.agreed.group {
        let provider = serving.agreed.config.provider();
        // The group is in the policy, and the configuration was refused if the provider lacked it.
        let group = provider.group(group).ok_or(FaultKind::ProviderFailed)?;
        serving.key = Some(group.start(actions.random).map_err(Fault::from)?);
    }
    if let (Some(scheme), Some(credential)) =
        (serving.agreed.scheme, serving.agreed.credential.clone())
    {
        let params = params(&serving);
        actions.ask(Request::Sign(SignRequest {
            credential,
            scheme,
            message: signed_params::content(&serving.agreed.agreed, &params),
        }));
        return Ok(State::WaitSignature(WaitSignature { serving, scheme, params }));
    }
    let hint = serving.agreed.config.psk_identity_hint();
    // RFC 4279 §2: with neither hint nor parameters the message is left out.
    if serving.exchange().uses_psk() && (serving.key.is_some() || !hint.is_empty()) {
        let params = params(&serving);
        let ServerAgreed { config, transcript, .. } = &mut serving.agreed;
        actions.send(HandshakeType::SERVER_KEY_EXCHANGE, transcript, |writer| {
            ServerKeyExchange::encode_psk_identity_hint(writer, config.psk_identity_hint());
            writer.bytes(&params);
        });
    }
    Ok(end_flight(serving, actions))
}

/// Our half of the key exchange, as it is signed.
fn params(serving: &Serving) -> Vec<u8> {
    let public_key = serving.key.as_ref().map_or(&[][..], |key| key.public_key());
    let group = serving.agreed.group;
    let prime_len = group.and_then(NamedGroup::prime).map_or(0, <[u8]>::len);
    // One allocation for prime, generator and key, or the curve's name and the point.
    let mut params = Vec::with_capacity(prime_len + public_key.len() + 8);
    let writer = &mut Writer::new(&mut params);
    match (group, group.and_then(NamedGroup::prime)) {
        (_, Some(prime)) => {
            ServerKeyExchange::encode_dhe_params(writer, prime, FFDHE_GENERATOR, public_key);
        }
        (Some(group), None) => {
            ServerKeyExchange::encode_ecdhe_params(writer, group, public_key);
        }
        (None, None) => {}
    }
    params
}

/// What stands behind the key exchange, and the end of the flight.
pub(super) fn end_flight(mut serving: Box<Serving>, actions: &mut Actions<'_>) -> State {
    let asks = serving.asks_client();
    let ServerAgreed { config, agreed, transcript, .. } = &mut serving.agreed;
    if asks {
        let schemes: Vec<SignatureScheme> = config
            .policy()
            .schemes
            .iter()
            .copied()
            .filter(|scheme| !scheme.is_before_tls12())
            .collect();
        let schemes = (!agreed.is_before_tls12()).then_some(&schemes[..]);
        actions.send(HandshakeType::CERTIFICATE_REQUEST, transcript, |writer| {
            let types = types(schemes);
            CertificateRequest::encode(writer, types, schemes, config.client_authorities());
        });
    }
    actions.send(HandshakeType::SERVER_HELLO_DONE, transcript, |_| {});
    if asks {
        let required = config.client_authentication() == ClientAuthentication::Required;
        State::WaitCertificate(WaitCertificate { serving, required })
    } else {
        State::WaitClientKeyExchange(WaitClientKeyExchange { serving })
    }
}

/// The kinds of key that go with the schemes.
fn types(schemes: Option<&[SignatureScheme]>) -> &'static [u8] {
    let of = |kind| {
        schemes.is_none_or(|schemes| {
            schemes.iter().any(|scheme| scheme.authentication() == Some(kind))
        })
    };
    match (of(Authentication::Rsa), of(Authentication::Ecdsa)) {
        (true, false) => &[CertificateRequest::RSA_SIGN],
        (false, true) => &[CertificateRequest::ECDSA_SIGN],
        _ => &[CertificateRequest::ECDSA_SIGN, CertificateRequest::RSA_SIGN],
    }
}

pub(super) fn send_hello(server: &mut ServerAgreed, actions: &mut Actions<'_>) {
    let ServerAgreed { agreed, session_id, transcript, answers, .. } = server;
    actions.send(HandshakeType::SERVER_HELLO, transcript, |writer| {
        let (version, suite) = (agreed.version, agreed.suite.suite);
        ServerHello::encode(writer, version, &agreed.server_random, session_id, suite, |writer| {
            // Answers to what the client offered, and to nothing else (RFC 5246 §7.4.1.4).
            if answers.name && agreed.resumption.is_none() {
                server_name::encode_answer(writer);
            }
            if agreed.extended_master_secret {
                extended_master_secret::encode_empty(writer);
            }
            if agreed.encrypt_then_mac {
                encrypt_then_mac::encode_empty(writer);
            }
            if agreed.secure_renegotiation {
                renegotiation_info::encode_initial(writer);
            }
            if answers.point_formats {
                ec_point_formats::encode_uncompressed(writer);
            }
            if answers.ticket {
                session_ticket::encode_answer(writer);
            }
            if answers.status {
                status_request::encode_answer(writer);
            }
            if let Some(number) = answers.fragment {
                max_fragment_length::encode_length(writer, MaxFragmentLength(number));
            }
            if let Some(limit) = answers.record_size_limit {
                record_size_limit::encode_limit(writer, RecordSizeLimit(limit));
            }
            if let Some(protocol) = &agreed.protocol {
                alpn::encode_answer(writer, protocol);
            }
            certificate_types::answer(writer, agreed.certificate_types);
        });
    });
    actions.limit_fragments(&agreed.record_limits);
}

fn send_certificate(server: &mut ServerAgreed, actions: &mut Actions<'_>) {
    let ServerAgreed { credential, transcript, answers, .. } = server;
    let Some(credential) = credential else { return };
    actions.send(HandshakeType::CERTIFICATE, transcript, |writer| {
        Certificate::encode(writer, credential.certificate_type(), credential.chain());
    });
    if let Some(response) = credential.ocsp_response().filter(|_| answers.status) {
        actions.send(HandshakeType::CERTIFICATE_STATUS, transcript, |writer| {
            CertificateStatus { response }.encode(writer);
        });
    }
}
