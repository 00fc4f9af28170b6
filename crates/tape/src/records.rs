//! Names of the messages in a stream of records, for remarks: RFC 5246 §6.2.1, RFC 8446 §5.1.

use alloc::{string::String, vec::Vec};
use core::fmt::Write as _;

use countersign::{
    limits::{HANDSHAKE_HEADER, RECORD_HEADER},
    wire::{Alert, ContentType, HandshakeType},
};

/// Follows one direction of a connection, however its bytes are cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordNames {
    /// What of a record's header, and of what names its content, has come.
    begun: Vec<u8>,
    /// Bytes of the record that are still to come.
    left: usize,
    /// A `ChangeCipherSpec` has gone by.
    protected: bool,
}

/// Bytes of a fragment that are looked at: the headers of the messages in it need no more.
const LOOKED_AT: usize = 256;

impl RecordNames {
    /// Names what begins, goes on or ends in these bytes.
    pub(crate) fn tell(&mut self, mut bytes: &[u8]) -> String {
        let mut told = String::new();
        while !bytes.is_empty() {
            if self.left == 0 && self.begun.len() < RECORD_HEADER {
                bytes = self.take(RECORD_HEADER - self.begun.len(), bytes);
                if let [_, _, _, high, low] = *self.begun.as_slice() {
                    self.left = usize::from(u16::from_be_bytes([high, low]));
                    if self.left == 0 {
                        self.name(&mut told);
                    }
                }
                continue;
            }
            let here = self.left.min(bytes.len());
            let (fragment, rest) = bytes.split_at_checked(here).unwrap_or((bytes, &[]));
            let room = LOOKED_AT.saturating_sub(self.begun.len()).min(fragment.len());
            self.begun.extend_from_slice(fragment.get(..room).unwrap_or_default());
            self.left -= here;
            bytes = rest;
            if self.left == 0 {
                self.name(&mut told);
            }
        }
        if !self.begun.is_empty() {
            separate(&mut told);
            told.push_str("a record begun");
        }
        told
    }

    fn take<'a>(&mut self, len: usize, bytes: &'a [u8]) -> &'a [u8] {
        let (front, rest) = bytes.split_at_checked(len).unwrap_or((bytes, &[]));
        self.begun.extend_from_slice(front);
        rest
    }

    /// Names the record that is complete.
    fn name(&mut self, told: &mut String) {
        let begun = core::mem::take(&mut self.begun);
        let Some((header, fragment)) = begun.split_at_checked(RECORD_HEADER) else { return };
        let [kind, _, _, high, low] = *header else { return };
        let len = usize::from(u16::from_be_bytes([high, low]));
        separate(told);
        match ContentType(kind) {
            ContentType::HANDSHAKE => handshake(fragment, len, self.protected, told),
            ContentType::CHANGE_CIPHER_SPEC => {
                self.protected = true;
                told.push_str("ChangeCipherSpec");
            }
            ContentType::ALERT if len == 2 => match Alert::decode(fragment) {
                Ok(alert) => drop(write!(told, "alert {}", alert.description)),
                Err(_) => told.push_str("alert"),
            },
            other => drop(write!(told, "{other}, {len} bytes")),
        }
    }
}

fn separate(told: &mut String) {
    if !told.is_empty() {
        told.push_str("; ");
    }
}

/// The messages of a record. Behind a `ChangeCipherSpec` only what looks like a whole hello is
/// taken for one: TLS 1.3 repeats the hellos in plain text (RFC 8446 §4.1.4).
fn handshake(fragment: &[u8], len: usize, protected: bool, told: &mut String) {
    let mut at = 0;
    let mut first = true;
    while let Some(&[kind, a, b, c]) = fragment.get(at..at + HANDSHAKE_HEADER) {
        let body = u32::from_be_bytes([0, a, b, c]) as usize;
        let end = at.saturating_add(HANDSHAKE_HEADER).saturating_add(body);
        let hello = matches!(
            HandshakeType(kind),
            HandshakeType::CLIENT_HELLO | HandshakeType::SERVER_HELLO
        );
        if protected && !(hello && end == len) {
            break;
        }
        let _ = write!(told, "{}{}", if first { "" } else { ", " }, HandshakeType(kind));
        first = false;
        at = end;
    }
    if first {
        let _ =
            write!(told, "Handshake, {len} bytes{}", if protected { ", protected" } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO_DONE: &[u8] = &[22, 3, 3, 0, 4, 14, 0, 0, 0];

    #[test]
    fn records_are_named_however_they_are_cut() {
        let stream =
            [HELLO_DONE, &[20, 3, 3, 0, 1, 1], &[22, 3, 3, 0, 6, 9, 9, 9, 9, 9, 9]].concat();
        let whole = "ServerHelloDone; ChangeCipherSpec; Handshake, 6 bytes, protected";
        assert_eq!(RecordNames::default().tell(&stream), whole);
        let mut names = RecordNames::default();
        let told: Vec<_> = stream.chunks(1).map(|byte| names.tell(byte)).collect();
        let ends: Vec<_> = told.iter().filter(|told| !told.contains("begun")).collect();
        assert_eq!(ends, ["ServerHelloDone", "ChangeCipherSpec", "Handshake, 6 bytes, protected"]);
    }

    #[test]
    fn alerts_and_what_is_no_record() {
        assert_eq!(
            RecordNames::default().tell(&[21, 3, 3, 0, 2, 2, 40]),
            "alert handshake_failure"
        );
        assert_eq!(RecordNames::default().tell(b"GET"), "a record begun");
        assert_eq!(RecordNames::default().tell(&[23, 3, 3, 0, 0]), "ApplicationData, 0 bytes");
    }
}
