//! The first half of the server's flight: `ServerHello`, `Certificate` (RFC 5246 §7.4.1.3, §7.4.2);
//! then the driver is asked to sign the key exchange.

use alloc::boxed::Box;

use super::WaitSignature;
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::{Agreed, ServerAgreed},
    request::{Request, SignRequest},
    tls12::signed_params,
    wire::{
        Certificate, HandshakeType, ServerHello, Writer,
        extension::{
            alpn, ec_point_formats, extended_master_secret, renegotiation_info, server_name,
        },
    },
};

/// Sends the messages, makes the key pair and asks for the signature.
pub(super) fn send_hello(
    mut server: Box<ServerAgreed>,
    actions: &mut Actions<'_>,
) -> Result<WaitSignature, Fault> {
    let (name, formats) = (server.acknowledge_name, server.acknowledge_point_formats);
    let ServerAgreed { agreed, credential, transcript, .. } = &mut *server;
    actions.send(HandshakeType::SERVER_HELLO, transcript, |writer| {
        let (version, suite) = (agreed.suite.version, agreed.suite.suite);
        ServerHello::encode(writer, version, &agreed.server_random, &[], suite, |writer| {
            extensions(agreed, name, formats, writer);
        });
    });
    actions.send(HandshakeType::CERTIFICATE, transcript, |writer| {
        Certificate::encode(writer, credential.chain());
    });
    // The group is in the policy, and the configuration was refused if the provider lacked it.
    let group = server.config.provider().group(server.group).ok_or(FaultKind::ProviderFailed)?;
    let key = group.start(actions.random).map_err(Fault::from)?;
    actions.ask(Request::Sign(SignRequest {
        credential: server.credential.clone(),
        scheme: server.scheme,
        message: signed_params::own_content(&server.agreed, server.group, key.public_key()),
    }));
    Ok(WaitSignature { server, key })
}

/// Answers to what the client offered, and to nothing else (RFC 5246 §7.4.1.4).
fn extensions(agreed: &Agreed, name: bool, formats: bool, writer: &mut Writer<'_>) {
    if name {
        server_name::encode_answer(writer);
    }
    if agreed.extended_master_secret {
        extended_master_secret::encode_empty(writer);
    }
    if agreed.secure_renegotiation {
        renegotiation_info::encode_initial(writer);
    }
    if formats {
        ec_point_formats::encode_uncompressed(writer);
    }
    if let Some(protocol) = &agreed.protocol {
        alpn::encode_answer(writer, protocol);
    }
}
