//! Alerts, and the ways in which a connection ends (RFC 5246 §7.2).

use alloc::vec::Vec;

use bytes::BytesMut;
use zeroize::Zeroize;

use super::{Connection, Surroundings, dialogue::Dialogue, step::Phase};
use crate::{
    error::Error,
    event::{Direction, Event},
    fault::{Fault, FaultKind},
    handshake::Join,
    limits::MAX_WARNINGS,
    record::{ReadSide, WriteSide},
    wire::{Alert, AlertDescription, AlertLevel, ContentType, ProtocolVersion},
};

/// Why the machine stops.
pub(super) enum Stop {
    /// A rule was broken: an alert is due.
    Fault(Fault),
    /// The peer has ended it with this alert.
    AlertReceived(AlertDescription),
    /// The peer closed before the handshake was complete.
    ClosedInHandshake,
    /// The transport ended too early.
    InputEnded,
    /// The driver gave up.
    Canceled,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<FaultKind> for Stop {
    fn from(kind: FaultKind) -> Self {
        Self::Fault(kind.into())
    }
}

const fn fatal(description: AlertDescription) -> Alert {
    Alert { level: AlertLevel::FATAL, description }
}

pub(super) const fn warning(description: AlertDescription) -> Alert {
    Alert { level: AlertLevel::WARNING, description }
}

impl Connection {
    /// We will send no more: `close_notify` goes out behind all that was sent, at once or when
    /// the handshake is complete. What the peer still sends is still received.
    ///
    /// RFC 5246 §7.2.1 wants the peer to close at once in turn; half-closed connections are
    /// kept open here until both drivers have had their say, as RFC 8446 §6.1 has it.
    pub fn close(&mut self, surroundings: &mut Surroundings<'_>) -> Result<(), Error> {
        if let Some(error) = &self.failure {
            return Err(error.clone());
        }
        self.close_wanted = true;
        match self.flush(surroundings) {
            Ok(()) => Ok(()),
            Err(stop) => {
                self.fail(stop, surroundings);
                self.failure.clone().map_or(Ok(()), Err)
            }
        }
    }

    /// Gives up at once, whatever was going on: `user_canceled` during the handshake, and
    /// `close_notify` (RFC 5246 §7.2.2). Every later call returns [`Error::Canceled`].
    pub fn cancel(&mut self, surroundings: &mut Surroundings<'_>) {
        if self.failure.is_none() {
            self.fail(Stop::Canceled, surroundings);
        }
    }

    pub(super) fn flush_close(&mut self, surroundings: &mut Surroundings<'_>) -> Result<(), Stop> {
        if self.close_wanted && !self.close_sent {
            self.close_sent = true;
            self.send_alert(warning(AlertDescription::CLOSE_NOTIFY), surroundings)?;
        }
        Ok(())
    }

    pub(super) fn send_alert(
        &mut self,
        alert: Alert,
        Surroundings { random, output, .. }: &mut Surroundings<'_>,
    ) -> Result<(), Fault> {
        // RFC 9001 §4.8: QUIC carries no alerts; the error tells the code.
        if self.seam.is_some() {
            return Ok(());
        }
        self.note_alert(Direction::Sent, alert);
        self.write.seal(ContentType::ALERT, &alert.encode(), *random, output)
    }

    /// Each alert is a record of its own, as RFC 8446 §5.1 has it; RFC 5246 §6.2.1 would allow to
    /// cut or join them, which nobody does. Warnings are counted.
    pub(super) fn on_alert(&mut self, content: &[u8]) -> Result<(), Stop> {
        let alert = Alert::decode(content).map_err(|error| {
            Fault::new(FaultKind::MalformedAlert).came(alloc::format!("{error}"))
        })?;
        self.note_alert(Direction::Received, alert);
        if self.is_tls13() {
            return self.on_alert13(alert.description);
        }
        match (alert.level, alert.description) {
            (_, AlertDescription::CLOSE_NOTIFY) if self.known.connected => {
                self.peer_closed = true;
                Ok(())
            }
            (_, AlertDescription::CLOSE_NOTIFY) => Err(Stop::ClosedInHandshake),
            (AlertLevel::WARNING, _) => {
                self.counters.warnings += 1;
                if self.counters.warnings > MAX_WARNINGS {
                    return Err(FaultKind::TooManyWarnings.into());
                }
                Ok(())
            }
            (AlertLevel::FATAL, description) => Err(Stop::AlertReceived(description)),
            (level, description) => Err(Fault::new(FaultKind::MalformedAlert)
                .came(alloc::format!("{level}, {description}"))
                .expected("warning or fatal")
                .into()),
        }
    }

    /// RFC 8446 §6: the level says nothing any more; all but two end the connection.
    fn on_alert13(&mut self, description: AlertDescription) -> Result<(), Stop> {
        match description {
            AlertDescription::CLOSE_NOTIFY if self.known.connected => {
                self.peer_closed = true;
                Ok(())
            }
            AlertDescription::CLOSE_NOTIFY => Err(Stop::ClosedInHandshake),
            AlertDescription::USER_CANCELED => {
                self.counters.warnings += 1;
                if self.counters.warnings > MAX_WARNINGS {
                    return Err(FaultKind::TooManyWarnings.into());
                }
                Ok(())
            }
            description => Err(Stop::AlertReceived(description)),
        }
    }

    /// Ends the connection: the alert goes out, all secrets go, what is known stays.
    pub(super) fn fail(&mut self, stop: Stop, surroundings: &mut Surroundings<'_>) {
        let at = self.known.cursor;
        let close_sent = self.close_sent;
        let alerts: &[Option<Alert>] = &match &stop {
            Stop::Fault(fault) => [(!close_sent).then_some(fatal(fault.kind.alert())), None],
            Stop::AlertReceived(_) | Stop::InputEnded => [None, None],
            Stop::ClosedInHandshake => [Some(warning(AlertDescription::CLOSE_NOTIFY)), None],
            Stop::Canceled => [
                (!self.known.connected).then_some(warning(AlertDescription::USER_CANCELED)),
                (!close_sent).then_some(warning(AlertDescription::CLOSE_NOTIFY)),
            ],
        };
        for alert in alerts.iter().flatten() {
            // A provider that refuses even this leaves nothing to be said.
            let _ = self.send_alert(*alert, surroundings);
        }
        // Keys, half a message and unsent plaintext go now, not when the driver lets go.
        self.phase = Phase::Over(at);
        self.actions = Vec::new();
        self.read = ReadSide::default();
        self.write = WriteSide::new(ProtocolVersion::TLS12);
        self.join = Join::default();
        self.queued.zeroize();
        self.queued = BytesMut::new();
        self.early_data_left = 0;
        self.dialogue = Dialogue::default();
        // A question that was not told yet would be answered in vain.
        self.events.retain(|event| !matches!(event, Event::Ask(..)));
        // Who only cuts the connection shall not keep sessions from being resumed.
        let is_broken = matches!(stop, Stop::Fault(_) | Stop::AlertReceived(_));
        if let Some(key) = self.known.session.take().filter(|_| is_broken) {
            self.events.push_back(Event::SessionLost(key));
        }
        self.failure = Some(match stop {
            Stop::Fault(fault) => {
                let sent = !close_sent && self.seam.is_none();
                let alert = sent.then_some(fault.kind.alert());
                Error::Fault { at, fault, alert }
            }
            Stop::AlertReceived(description) => Error::AlertReceived { at, description },
            Stop::ClosedInHandshake => Error::ClosedInHandshake { at },
            Stop::InputEnded => Error::Truncated { at },
            Stop::Canceled => Error::Canceled { at },
        });
    }
}
