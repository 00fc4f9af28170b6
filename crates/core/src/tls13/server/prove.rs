//! The server's proof: `CertificateRequest`, `Certificate`, `CertificateVerify`, and the end of
//! its flight (RFC 8446 §4.3.2, §4.4).

use alloc::{boxed::Box, vec::Vec};

use super::{State, WaitSignature, finishing::Finishing, flight::HandshakeKeys, serving::Serving};
use crate::{
    action::Actions,
    config::ServerConfig,
    crypto::SignatureScheme,
    fault::Fault,
    handshake::Role,
    request::{Request, SignRequest},
    tls13::signed_content,
    wire::{
        Certificate13, CertificateRequest13, CertificateStatus, ClientHello, HandshakeType,
        extension::{certificate_authorities, signature_algorithms, status_request},
    },
};

/// Goes on with a certificate, and asks for the signature; or, where a pre-shared key is the
/// proof, to the end.
pub(super) fn go_on(
    mut serving: Box<Serving>,
    hello: &ClientHello<'_>,
    keys: HandshakeKeys,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let Some((credential, scheme)) = serving.proof.clone() else {
        return Finishing::send(serving, keys, actions);
    };
    if serving.asks_client() {
        send_request(&mut serving, actions);
    }
    // RFC 8446 §4.4.2.1: the status stands beside our own certificate.
    let asked = hello.status_request()?;
    let response = credential.ocsp_response().filter(|_| asked);
    actions.send(HandshakeType::CERTIFICATE, &mut serving.transcript, |writer| {
        Certificate13::encode(writer, &[], credential.chain(), |place, writer| {
            if let (0, Some(response)) = (place, response) {
                status_request::encode_entry(writer, CertificateStatus { response });
            }
        });
    });
    let message = signed_content::content(Role::Server, serving.transcript.current().as_ref());
    actions.ask(Request::Sign(SignRequest { credential, scheme, message }));
    Ok(State::WaitSignature(WaitSignature { serving, keys: Box::new(keys), scheme }))
}

/// RFC 8446 §4.3.2: no context during the handshake.
fn send_request(serving: &mut Serving, actions: &mut Actions<'_>) {
    let Serving { config, transcript, .. } = serving;
    actions.send(HandshakeType::CERTIFICATE_REQUEST, transcript, |writer| {
        CertificateRequest13::encode(writer, &[], |writer| {
            signature_algorithms::encode_offer(writer, &request_schemes(config));
            if !config.client_authorities().is_empty() {
                certificate_authorities::encode_names(writer, config.client_authorities());
            }
        });
    });
}

/// The schemes that we verify; those of PKCS#1 v1.5 are for certificates alone (RFC 8446 §4.2.3).
fn request_schemes(config: &ServerConfig) -> Vec<SignatureScheme> {
    let schemes = config.policy().schemes.iter().copied();
    schemes.filter(|scheme| !scheme.is_before_tls12()).collect()
}
