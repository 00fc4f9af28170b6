//! What lies in the ring: a header, the id, the session.

use crate::span::Span;

/// The longest id, in bytes (RFC 5246 §7.4.1.2).
pub(super) const MAX_ID: usize = 32;

/// Length of a header in bytes.
pub(super) const HEADER: usize = 15;

/// Where a record lies, or nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Link(u32);

impl Link {
    /// `at` is below [`u32::MAX`], as every position in a log.
    pub(super) fn to(at: usize) -> Self {
        // Zero is left for nowhere, so that memory which is all zero links nothing.
        Self(u32::try_from(at + 1).unwrap_or_default())
    }

    pub(super) fn position(self) -> Option<usize> {
        self.0.checked_sub(1).map(|at| at as usize)
    }
}

/// What stands in front of an id and a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The next older record whose id has the same hash.
    pub(super) next: Link,
    pub(super) span: Span,
    pub(super) session_len: u16,
    /// 0 where the session was freed: what is left is room that its neighbours lie around.
    pub(super) id_len: u8,
}

impl Header {
    /// `None` where it is no id, or where the session is longer than any is.
    pub(super) fn of(id: &[u8], session: &[u8], span: Span) -> Option<Self> {
        let id_len = u8::try_from(id.len()).ok()?;
        let session_len = u16::try_from(session.len()).ok()?;
        // Together they fit the length of a freed record.
        session_len.checked_add(id_len.into())?;
        let header = Self { next: Link::default(), span, session_len, id_len };
        (1..=MAX_ID).contains(&id.len()).then_some(header)
    }

    pub(super) fn is_freed(&self) -> bool {
        self.id_len == 0
    }

    /// Length of the whole record in bytes.
    pub(super) fn record_len(&self) -> usize {
        HEADER + usize::from(self.id_len) + usize::from(self.session_len)
    }

    /// The same room without its session.
    pub(super) fn freed(self) -> Self {
        let session_len = self.session_len.saturating_add(u16::from(self.id_len));
        Self { next: Link::default(), id_len: 0, session_len, ..self }
    }

    pub(super) fn encode(self) -> [u8; HEADER] {
        let [n0, n1, n2, n3] = self.next.0.to_be_bytes();
        let [s0, s1, s2, s3] = self.span.since.to_be_bytes();
        let [l0, l1, l2, l3] = self.span.lifetime.to_be_bytes();
        let [len0, len1] = self.session_len.to_be_bytes();
        [n0, n1, n2, n3, s0, s1, s2, s3, l0, l1, l2, l3, len0, len1, self.id_len]
    }

    pub(super) fn decode(bytes: [u8; HEADER]) -> Self {
        let [n0, n1, n2, n3, s0, s1, s2, s3, l0, l1, l2, l3, len0, len1, id_len] = bytes;
        let span = Span {
            since: u32::from_be_bytes([s0, s1, s2, s3]),
            lifetime: u32::from_be_bytes([l0, l1, l2, l3]),
        };
        Self {
            next: Link(u32::from_be_bytes([n0, n1, n2, n3])),
            span,
            session_len: u16::from_be_bytes([len0, len1]),
            id_len,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let span = Span { since: 0x0506_0708, lifetime: 0x090a_0b0c };
        let header = Header { next: Link(0x0102_0304), span, session_len: 0x0d0e, id_len: 15 };
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        assert_eq!((header.encode(), Header::decode(bytes)), (bytes, header));
    }

    #[test]
    fn a_freed_record_takes_the_same_room() {
        let span = Span { since: 1, lifetime: 2 };
        let header = Header { next: Link(9), span, session_len: 75, id_len: 32 };
        assert_eq!(header.record_len(), 122);
        assert_eq!(header.freed().record_len(), 122);
        assert!(header.freed().is_freed() && !header.is_freed());
    }

    #[test]
    fn an_id_has_1_to_32_bytes_and_a_session_fits_the_lengths() {
        let span = Span { since: 1, lifetime: 2 };
        let fits =
            |id: usize, session: usize| Header::of(&vec![0; id], &vec![0; session], span).is_some();
        assert!(fits(1, 75) && fits(32, 75) && fits(1, 0) && fits(32, 65_503));
        assert!(!fits(0, 75) && !fits(33, 75) && !fits(256, 75));
        assert!(!fits(32, 65_504) && !fits(1, 65_536));
    }

    #[test]
    fn zero_links_nothing() {
        assert_eq!(Link::default().position(), None);
        assert_eq!(Link::to(0).position(), Some(0));
        assert_eq!(Link::to(77).position(), Some(77));
    }
}
