//! `Connected`: the handshake is over, and there will be no other. Of the secrets the keys of the
//! records are left, and what can be exported.

use alloc::boxed::Box;

use super::established::Established;
use crate::{
    action::{Actions, Repeated},
    wire::AlertDescription,
};

/// Either side after the handshake.
pub(crate) struct Connected {
    pub(super) established: Box<Established>,
}

impl Connected {
    /// RFC 5246 §7.2.2, RFC 5746 §4.5: a `HelloRequest` or `ClientHello` is answered with a
    /// warning, and the connection goes on as it was.
    pub(super) fn refuse_renegotiation(self, actions: &mut Actions<'_>) -> Self {
        actions.count(Repeated::Renegotiation);
        actions.warn(AlertDescription::NO_RENEGOTIATION);
        self
    }
}
