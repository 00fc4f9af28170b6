//! `Finished` of TLS 1.3: RFC 8446 §4.4.4.

use crate::{
    action::Actions,
    crypto::Secret,
    fault::{Fault, FaultKind},
    handshake::Transcript,
    schedule::TrafficSecret,
    wire::{Finished, HandshakeType},
};

/// Sends ours, under the secret that we send the handshake with.
pub(super) fn send(own: &TrafficSecret, transcript: &mut Transcript, actions: &mut Actions<'_>) {
    let proof = own.verify_data(transcript.current().as_ref());
    actions.send(HandshakeType::FINISHED, transcript, |writer| writer.bytes(proof.as_ref()));
}

/// Checks the peer's, in constant time; the transcript is that of the messages before it.
pub(super) fn check(
    message: &Finished<'_>,
    peer: &TrafficSecret,
    transcript: &Transcript,
) -> Result<(), Fault> {
    let wanted = Secret::new(peer.verify_data(transcript.current().as_ref()).as_ref());
    if wanted.matches(message.verify_data) { Ok(()) } else { Err(FaultKind::BadFinished.into()) }
}
