//! What a state is given.

use bytes::Bytes;

use super::order::InputKind;
use crate::{
    request::Answer,
    wire::{HandshakeType, Message},
};

/// An input that has passed the gate.
pub(crate) enum Input<'a> {
    /// The first poll.
    Begin,
    /// A whole message: its bytes with header, for the transcript, and what they say.
    Message(&'a Bytes, Message<'a>),
    /// A whole message of TLS 1.3.
    #[cfg(feature = "tls13")]
    Message13(&'a Bytes, crate::wire::Message13<'a>),
    /// The peer's keys change; in TLS 1.3 it means nothing.
    ChangeCipherSpec,
    /// Early data, which are told elsewhere.
    EarlyData(
        #[cfg_attr(not(feature = "tls13"), expect(dead_code, reason = "none are taken"))] usize,
    ),
    /// The driver's answer.
    Answer(Answer),
}

impl Input<'_> {
    /// Its kind, as the table of the order has it.
    pub(crate) fn kind(&self) -> InputKind {
        match self {
            Self::Begin => InputKind::Begin,
            Self::Message(raw, _) => message(raw),
            #[cfg(feature = "tls13")]
            Self::Message13(raw, _) => message(raw),
            Self::EarlyData(_) => InputKind::ApplicationData,
            Self::ChangeCipherSpec => InputKind::ChangeCipherSpec,
            Self::Answer(answer) => InputKind::Answer(answer.kind()),
        }
    }
}

fn message(raw: &Bytes) -> InputKind {
    InputKind::Message(HandshakeType(raw.first().copied().unwrap_or_default()))
}
