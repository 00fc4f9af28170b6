//! From when until when something is of use.

use countersign::pki_types::UnixTime;

/// When it was made, and how long it is of use: in seconds, and in half the memory of two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) since: u32,
    pub(crate) lifetime: u32,
}

impl Span {
    pub(crate) fn new(now: UnixTime, lifetime: u32) -> Self {
        Self { since: seconds(now), lifetime }
    }

    /// True from its beginning to its end. Before its beginning, where a clock went back, its age
    /// is not known, and nothing whose age is not known is used.
    pub(crate) fn holds(self, now: UnixTime) -> bool {
        self.since <= seconds(now) && !self.is_over(now)
    }

    /// True from its end on. What has not begun is not over: the clock may catch up.
    pub(crate) fn is_over(self, now: UnixTime) -> bool {
        seconds(now) >= self.since.saturating_add(self.lifetime)
    }
}

/// Seconds since 1970, good until 2106.
pub(crate) fn seconds(now: UnixTime) -> u32 {
    u32::try_from(now.as_secs()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn it_holds_from_its_beginning_to_its_end() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let span = Span::new(at(100), 10);
        for (now, holds, is_over) in
            [(0, false, false), (99, false, false), (100, true, false), (109, true, false)]
                .into_iter()
                .chain([(110, false, true), (u64::MAX, false, true)])
        {
            assert_eq!((span.holds(at(now)), span.is_over(at(now))), (holds, is_over), "{now}");
        }
        let last = Span::new(at(u32::MAX.into()), 10);
        assert!(!last.holds(at(u32::MAX.into())), "times end in 2106, and everything with them");
        let none = Span::new(at(100), 0);
        assert!(!none.holds(at(100)) && none.is_over(at(100)));
    }
}
