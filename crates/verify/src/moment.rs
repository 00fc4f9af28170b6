//! Times in words: `2024-01-02 03:04:05 UTC`, `3 days` (RFC 5280 §4.1.2.5 counts in seconds).

use core::{fmt, time::Duration};

use pki_types::UnixTime;
use x509_cert::der::DateTime;

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// A point in time, as a human reads it.
///
/// ```
/// use core::time::Duration;
/// use countersign::pki_types::UnixTime;
/// use countersign_verify::Moment;
///
/// let time = UnixTime::since_unix_epoch(Duration::from_secs(1_704_164_645));
/// assert_eq!(Moment(time).to_string(), "2024-01-02 03:04:05 UTC");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(
    /// Seconds since 1970.
    pub UnixTime,
);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        match DateTime::from_unix_duration(Duration::from_secs(seconds)) {
            Ok(t) => write!(
                f,
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC",
                t.year(),
                t.month(),
                t.day(),
                t.hour(),
                t.minutes(),
                t.seconds()
            ),
            // After the year 9999, which no certificate can name, but a broken clock can.
            Err(_) => write!(f, "second {seconds} after 1970"),
        }
    }
}

/// How long it is from one time to a later one, roughly.
pub(crate) struct Span {
    pub(crate) from: UnixTime,
    pub(crate) to: UnixTime,
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.to.as_secs().saturating_sub(self.from.as_secs());
        let (count, unit) = match seconds {
            DAY.. => (seconds / DAY, "day"),
            HOUR.. => (seconds / HOUR, "hour"),
            60.. => (seconds / 60, "minute"),
            _ => (seconds, "second"),
        };
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{plural}")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }

    #[test]
    fn moments() {
        assert_eq!(Moment(at(1_704_164_645)).to_string(), "2024-01-02 03:04:05 UTC");
        assert_eq!(Moment(at(0)).to_string(), "1970-01-01 00:00:00 UTC");
        assert_eq!(Moment(at(u64::MAX)).to_string(), "second 18446744073709551615 after 1970");
    }

    #[test]
    fn spans() {
        let span = |seconds| Span { from: at(10), to: at(10 + seconds) }.to_string();
        assert_eq!(span(0), "0 seconds");
        assert_eq!(span(61), "1 minute");
        assert_eq!(span(2 * HOUR), "2 hours");
        assert_eq!(span(3 * DAY - 1), "2 days");
        assert_eq!(Span { from: at(9), to: at(1) }.to_string(), "0 seconds");
    }
}
