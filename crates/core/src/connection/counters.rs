//! What a peer can repeat without getting anywhere, counted (rule j of the contract: every counter
//! has a bound, in `limits.rs`).

use super::Connection;
use crate::{
    action::Repeated,
    fault::{Fault, FaultKind},
    limits,
};

/// The counts since something was achieved.
#[derive(Default)]
pub(super) struct Counters {
    /// Any record has come at all.
    pub(super) records: bool,
    pub(super) empty_records: u8,
    pub(super) warnings: u8,
    repeated: [u8; ROWS.len()],
}

/// What is counted, how often it may come, and the fault beyond.
type Row = (Repeated, u8, FaultKind);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Repeated::Renegotiation, limits::MAX_RENEGOTIATION_REQUESTS, FaultKind::TooManyRenegotiations),
    #[cfg(feature = "tls13")]
    (Repeated::KeyUpdate, limits::MAX_KEY_UPDATES, FaultKind::TooManyKeyUpdates),
    #[cfg(feature = "tls13")]
    (Repeated::Ticket, limits::MAX_TICKETS, FaultKind::TooManyTickets),
    #[cfg(feature = "tls13")]
    (Repeated::CertificateRequest, limits::MAX_CERTIFICATE_REQUESTS, FaultKind::TooManyRenegotiations),
    (Repeated::ChangeCipherSpec, limits::MAX_IGNORED_CHANGE_CIPHER_SPECS, FaultKind::TooManyChangeCipherSpecs),
];

impl Counters {
    /// Data came: whatever was repeated was not all.
    pub(super) fn on_data(&mut self) {
        self.warnings = 0;
        self.repeated = [0; ROWS.len()];
    }
}

impl Connection {
    pub(super) fn count(&mut self, what: Repeated) -> Result<(), Fault> {
        let counts = self.counters.repeated.iter_mut();
        let Some((count, row)) = counts.zip(ROWS).find(|(_, row)| row.0 == what) else {
            return Ok(());
        };
        *count = count.saturating_add(1);
        if *count > row.1 { Err(row.2.into()) } else { Ok(()) }
    }
}
