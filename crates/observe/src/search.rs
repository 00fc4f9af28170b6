//! Finds TLS in a stream: behind the lines of a protocol that changes over to it (RFC 3207, RFC
//! 2595), in the middle of a connection whose beginning is lost, and behind a gap.

use countersign::{
    Role,
    limits::{MAX_EXPANSION, MAX_PLAINTEXT, RECORD_HEADER},
    wire::{ContentType, HandshakeType, ProtocolVersion},
};

use crate::ssl2;

/// What stands at a place of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// A record with the first message of a handshake.
    Hello,
    /// A hello of SSL 2.0.
    Ssl2,
    /// A record in the middle of a connection.
    Record,
    /// Perhaps one of them: more bytes will tell.
    Unknown,
    /// Nothing of that.
    Nothing,
}

/// Bytes that decide whether a hello begins: both headers and the message's version.
const HELLO_HEAD: usize = RECORD_HEADER + 4 + 2;

/// Who sends what begins like this, where a hello tells it: for captures that do not say who opened
/// the connection.
pub fn sender_of(bytes: &[u8]) -> Option<Role> {
    match (hello(bytes), bytes.get(RECORD_HEADER)) {
        (Begin::Hello, Some(&kind)) if kind == HandshakeType::SERVER_HELLO.0 => Some(Role::Server),
        (Begin::Hello, _) => Some(Role::Client),
        _ if ssl2::begins(bytes) == Some(true) => Some(Role::Client),
        _ => None,
    }
}

/// What stands at the front. `first` where nothing of this direction has been seen: only there
/// anything but a hello in a record is looked for, since text holds no such bytes in its middle.
pub(crate) fn front(bytes: &[u8], first: bool) -> Begin {
    match hello(bytes) {
        Begin::Nothing if first => {}
        found => return found,
    }
    match ssl2::begins(bytes) {
        Some(true) => return Begin::Ssl2,
        None => return Begin::Unknown,
        Some(false) => {}
    }
    middle(bytes)
}

/// The first place where a hello may begin, and what stands there.
pub(crate) fn find(bytes: &[u8], first: bool) -> (usize, Begin) {
    let at_front = front(bytes, first);
    if at_front != Begin::Nothing {
        return (0, at_front);
    }
    let places = bytes.iter().enumerate().skip(1);
    let handshake = places.filter(|(_, byte)| **byte == ContentType::HANDSHAKE.0);
    let found = handshake.map(|(place, _)| (place, hello(bytes.get(place..).unwrap_or_default())));
    let mut found = found.filter(|(_, begin)| *begin != Begin::Nothing);
    found.next().unwrap_or((bytes.len(), Begin::Nothing))
}

/// A hello in a record: `16 03 xx len len 01|02 len len len 03 xx`.
fn hello(bytes: &[u8]) -> Begin {
    let fits = |place: usize, byte: u8| match place {
        0 => byte == ContentType::HANDSHAKE.0,
        1 | 9 => byte == 3,
        2 | 10 => byte <= 4,
        3 => usize::from(byte) <= (MAX_PLAINTEXT >> 8),
        5 => byte == HandshakeType::CLIENT_HELLO.0 || byte == HandshakeType::SERVER_HELLO.0,
        6 => byte == 0,
        _ => true,
    };
    let head = bytes.get(..HELLO_HEAD).unwrap_or(bytes);
    if !head.iter().enumerate().all(|(place, byte)| fits(place, *byte)) {
        return Begin::Nothing;
    }
    if head.len() < HELLO_HEAD { Begin::Unknown } else { Begin::Hello }
}

/// Two records one behind the other, or one and the end of what is there.
fn middle(bytes: &[u8]) -> Begin {
    match header(bytes) {
        Header::Whole(len) => match bytes.get(RECORD_HEADER + len..).map(header) {
            None => Begin::Unknown,
            Some(Header::None) => Begin::Nothing,
            Some(_) => Begin::Record,
        },
        Header::Cut => Begin::Unknown,
        Header::None => Begin::Nothing,
    }
}

/// What may be a header of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Header {
    /// The length of the fragment that it gives, in bytes.
    Whole(usize),
    /// So far it could be one.
    Cut,
    /// It is none.
    None,
}

/// Does a record begin there?
pub(crate) fn header(bytes: &[u8]) -> Header {
    let fits = |place: usize, byte: u8| match place {
        0 => (20..=24).contains(&byte),
        1 => byte == ProtocolVersion::TLS12.major(),
        2 => byte <= 4,
        3 => usize::from(byte) <= (MAX_PLAINTEXT + MAX_EXPANSION) >> 8,
        _ => true,
    };
    let head = bytes.get(..RECORD_HEADER).unwrap_or(bytes);
    if !head.iter().enumerate().all(|(place, byte)| fits(place, *byte)) {
        return Header::None;
    }
    match head {
        [_, _, _, high, low] => match usize::from(u16::from_be_bytes([*high, *low])) {
            0 => Header::None,
            len => Header::Whole(len),
        },
        _ => Header::Cut,
    }
}

/// How many bytes to pass over to where a record may begin, behind a gap.
pub(crate) fn resynchronise(bytes: &[u8]) -> usize {
    let begins =
        |place: &usize| !matches!(middle(bytes.get(*place..).unwrap_or_default()), Begin::Nothing);
    (0..bytes.len()).find(begins).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: [u8; 12] = [22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, 7];

    #[test]
    fn a_hello_is_found_behind_text_and_waited_for_where_it_is_cut() {
        assert_eq!(find(&HELLO, true), (0, Begin::Hello));
        assert_eq!(sender_of(&HELLO), Some(Role::Client));
        let behind = [b"STARTTLS\r\n", &HELLO[..]].concat();
        assert_eq!(find(&behind, true), (10, Begin::Hello));
        for len in 11..behind.len() - 1 {
            assert_eq!(find(&behind[..len], true), (10, Begin::Unknown), "{len}");
        }
        assert_eq!(find(b"220 mail.example ESMTP\r\n", true), (24, Begin::Nothing));
    }

    #[test]
    fn records_in_the_middle_are_taken_where_nothing_was_before() {
        let records = [23, 3, 3, 0, 2, 9, 9, 23, 3, 3];
        assert_eq!(find(&records, true), (0, Begin::Record));
        assert_eq!(find(&records, false), (10, Begin::Nothing));
        assert_eq!(find(&records[..6], true), (0, Begin::Unknown));
        assert_eq!(resynchronise(&[&[1, 2, 3], &records[..]].concat()), 3);
        assert_eq!(resynchronise(&[1, 2, 3]), 3);
    }
}
