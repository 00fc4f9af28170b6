//! The first half of the server's flight: `ServerHello`, `Certificate` (RFC 5246 §7.4.1.3, §7.4.2);
//! then the driver is asked to sign the key exchange.

use alloc::vec::Vec;

use super::WaitSignature;
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::ServerAgreed,
    request::{Request, SignRequest},
    tls12::signed_params,
    wire::{
        Certificate, HandshakeType, ServerHello, ServerKeyExchange, Writer,
        extension::{
            alpn, ec_point_formats, extended_master_secret, renegotiation_info, server_name,
        },
    },
};

/// Sends the messages, makes the key pair and asks for the signature.
pub(super) fn send_hello(
    mut server: ServerAgreed,
    actions: &mut Actions<'_>,
) -> Result<WaitSignature, Fault> {
    let extensions = extensions(&server);
    let agreed = &server.agreed;
    actions.send(HandshakeType::SERVER_HELLO, &mut server.transcript, |writer| {
        let (version, suite) = (agreed.suite.version, agreed.suite.suite);
        ServerHello::encode(writer, version, &agreed.server_random, suite, &extensions);
    });
    actions.send(HandshakeType::CERTIFICATE, &mut server.transcript, |writer| {
        Certificate::encode(writer, server.credential.chain());
    });
    // The group is in the policy, and the configuration was refused if the provider lacked it.
    let group = server.config.provider().group(server.group).ok_or(FaultKind::ProviderFailed)?;
    let key = group.start(actions.random).map_err(Fault::from)?;
    let mut params = Vec::new();
    let mut writer = Writer::new(&mut params);
    ServerKeyExchange::encode_ecdhe_params(&mut writer, server.group, key.public_key());
    actions.ask(Request::Sign(SignRequest {
        credential: server.credential.clone(),
        scheme: server.scheme,
        message: signed_params::content(agreed, &params),
    }));
    Ok(WaitSignature { server, key, params })
}

/// Answers to what the client offered, and to nothing else (RFC 5246 §7.4.1.4).
fn extensions(server: &ServerAgreed) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes);
    if server.acknowledge_name {
        server_name::encode_answer(&mut writer);
    }
    if server.agreed.extended_master_secret {
        extended_master_secret::encode_empty(&mut writer);
    }
    if server.agreed.secure_renegotiation {
        renegotiation_info::encode_initial(&mut writer);
    }
    if server.acknowledge_point_formats {
        ec_point_formats::encode_uncompressed(&mut writer);
    }
    if let Some(protocol) = &server.agreed.protocol {
        alpn::encode_answer(&mut writer, protocol);
    }
    bytes
}
