//! In a build without TLS 1.3 no connection is without records: QUIC knows no version before
//! (RFC 9001 §4.2).

use super::Connection;
use crate::{event::Direction, fault::Fault, wire::HandshakeType};

/// There is none. What asks for it is left out by the compiler.
#[derive(Clone, Copy)]
pub(super) enum Seam {}

impl Seam {
    pub(super) fn protects(self, _: Direction) -> bool {
        match self {}
    }
}

impl Connection {
    #[expect(clippy::unnecessary_wraps, reason = "the form of the seam")]
    pub(super) fn check_levels(&self) -> Result<(), Fault> {
        Ok(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "the form of the seam")]
    pub(super) fn check_for_quic(&self, _: HandshakeType) -> Result<(), Fault> {
        Ok(())
    }

    pub(super) fn give_handshake(&mut self, seam: Seam, _: &[u8]) {
        match seam {}
    }
}
