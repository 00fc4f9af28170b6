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
    hello,
    request::{Request, SignRequest},
    tls13::{certificate::Showing, signed_content},
    wire::{
        CertificateRequest13, ClientHello, HandshakeType, U16List,
        extension::{certificate_authorities, compress_certificate, signature_algorithms},
    },
};

/// Goes on with a certificate, and asks for the signature; or, where a pre-shared key is the
/// proof, to the end.
pub(super) fn go_on(
    mut serving: Box<Serving>,
    offered: &ClientHello<'_>,
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
    let asked = offered.status_request()?;
    let response = credential.ocsp_response().filter(|_| asked);
    let compressions = offered.compression_algorithms()?.into_iter();
    let theirs: Vec<u16> = compressions.flat_map(U16List::iter).collect();
    let showing = Showing {
        context: &[],
        credential: Some(&credential),
        response,
        compressions: serving.config.certificate_compressions(),
        theirs: &theirs,
    };
    showing.send(&mut serving.transcript, actions);
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
            let ways = hello::algorithms(config.certificate_compressions());
            if !ways.is_empty() {
                compress_certificate::encode_offer(writer, &ways);
            }
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
