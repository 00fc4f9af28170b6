//! `WaitEncryptedExtensions`: what the server answers and no key depends on (RFC 8446 §4.3.1).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Course, State, WaitCertificateRequest, WaitFinished};
use crate::{
    action::Actions,
    event::{EarlyData, Event},
    fault::{Fault, FaultKind, list},
    handshake::RecordLimits,
    hello,
    quic::Keys,
    wire::{
        EncryptedExtensions,
        extension::{ExtensionType, Extensions, early_data, server_name},
    },
};

/// A client that reads under the keys of the handshake.
pub(crate) struct WaitEncryptedExtensions {
    pub(super) course: Box<Course>,
}

impl WaitEncryptedExtensions {
    pub(super) fn on_encrypted_extensions(
        self,
        raw: &Bytes,
        message: &EncryptedExtensions<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        let extensions = message.extensions;
        hello::check_solicited(&course.hello, extensions)?;
        course.transcript.add(raw);
        course.hello = alloc::vec::Vec::new();
        if let Some(data) = extensions.get(ExtensionType::SERVER_NAME) {
            server_name::decode_answer(data)?;
        }
        course.agreed.protocol = hello::answered_protocol(extensions, &course.config)?;
        course.agreed.certificate_types =
            hello::certificate_types::answered(extensions, &course.config)?;
        if course.config.transport().is_quic() {
            let parameters = quic_answer(&course, extensions)?;
            actions.emit(Event::TransportParameters(raw.slice_ref(parameters)));
        }
        let limits = hello::answered_limits(extensions, &course.config)?;
        course.agreed.record_limits = of_contents(limits);
        answer_early_data(&mut course, extensions, actions)?;
        let limits = &course.agreed.record_limits;
        actions.limit_fragments(limits);
        actions.limit_protected(limits);
        actions.emit(Event::Negotiated(course.agreed.summary()));
        Ok(if course.with_key {
            State::WaitFinished(WaitFinished { course })
        } else {
            State::WaitCertificateRequest(WaitCertificateRequest { course })
        })
    }
}

/// What a server over QUIC has to answer (RFC 9001 §8.1, §8.2).
fn quic_answer<'a>(course: &Course, extensions: Extensions<'a>) -> Result<&'a [u8], Fault> {
    if course.agreed.protocol.is_none() {
        return Err(Fault::new(FaultKind::NoCommonProtocol)
            .came("none over QUIC")
            .expected(list(course.config.protocols())));
    }
    extensions.get(ExtensionType::QUIC_TRANSPORT_PARAMETERS).ok_or_else(|| {
        Fault::new(FaultKind::MissingExtension)
            .came("EncryptedExtensions over QUIC")
            .expected("quic_transport_parameters too")
    })
}

/// RFC 8449 §4: in TLS 1.3 the limit counts the type of a content too.
fn of_contents(limits: RecordLimits) -> RecordLimits {
    let content = |limit: Option<usize>| limit.map(|limit| limit.saturating_sub(1));
    RecordLimits { send: content(limits.send), receive: content(limits.receive), ..limits }
}

/// RFC 8446 §4.2.10: early data are accepted with the first key and its protocol, or not at all;
/// then the rest of the handshake goes out under its own keys.
fn answer_early_data(
    course: &mut Course,
    extensions: Extensions<'_>,
    actions: &mut Actions<'_>,
) -> Result<(), Fault> {
    let accepted = extensions.decoded(ExtensionType::EARLY_DATA, early_data::decode)?.is_some();
    let Some(offer) = course.early_offer.take() else { return Ok(()) };
    if accepted {
        if !course.first_key || offer.protocol != course.agreed.protocol {
            return Err(FaultKind::EarlyDataMisplaced.into());
        }
        course.early_data = EarlyData::Accepted;
        return Ok(());
    }
    actions.allow_early_data(0);
    if !course.config.transport().is_quic() {
        let keys = Keys::client(&course.config, &course.client, course.agreed.suite)?;
        actions.change_write_keys(keys);
    }
    Ok(())
}
