//! What a state is given.

use bytes::Bytes;

use super::order::InputKind;
use crate::{
    request::Answer,
    wire::{HandshakeType, Message, Message13},
};

/// An input that has passed the gate.
pub(crate) enum Input<'a> {
    /// The first poll.
    Begin,
    /// A whole message: its bytes with header, for the transcript, and what they say.
    Message(&'a Bytes, Message<'a>),
    /// A whole message of TLS 1.3.
    Message13(&'a Bytes, Message13<'a>),
    /// The peer's keys change; in TLS 1.3 it means nothing.
    ChangeCipherSpec,
    /// Early data, which are told elsewhere.
    EarlyData(usize),
    /// The driver's answer.
    Answer(Answer),
}

impl Input<'_> {
    /// Its kind, as the table of the order has it.
    pub(crate) fn kind(&self) -> InputKind {
        match self {
            Self::Begin => InputKind::Begin,
            Self::Message(raw, _) | Self::Message13(raw, _) => {
                InputKind::Message(HandshakeType(raw.first().copied().unwrap_or_default()))
            }
            Self::EarlyData(_) => InputKind::ApplicationData,
            Self::ChangeCipherSpec => InputKind::ChangeCipherSpec,
            Self::Answer(answer) => InputKind::Answer(answer.kind()),
        }
    }
}
