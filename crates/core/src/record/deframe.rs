//! Takes records off the front of the input (RFC 5246 §6.2.1).
//!
//! ```text
//! struct { ContentType type; ProtocolVersion version; uint16 length; opaque fragment[length]; }
//! ```

use bytes::{Buf, BytesMut};

use crate::{
    fault::{Fault, FaultKind},
    limits::RECORD_HEADER,
    wire::{ContentType, ProtocolVersion},
};

/// A record as it came; the fragment may be protected.
pub(crate) struct Record {
    pub(crate) content_type: ContentType,
    pub(crate) version: ProtocolVersion,
    pub(crate) fragment: BytesMut,
}

/// What a record must keep to.
pub(crate) struct Rules {
    /// No record has come yet, so that the peer may not speak TLS at all.
    pub(crate) first: bool,
    /// The version that records carry, once it is agreed on.
    pub(crate) version: Option<ProtocolVersion>,
    /// The fragment is protected.
    pub(crate) protected: bool,
    /// The longest fragment that is taken, bytes.
    pub(crate) max_fragment: usize,
}

/// What was found.
pub(crate) enum Deframed {
    Record(Record),
    /// So many more bytes complete what has begun.
    Wanted(usize),
}

/// The next record, split off the input without a copy.
pub(crate) fn next(input: &mut BytesMut, rules: &Rules) -> Result<Deframed, Fault> {
    let Some(&header) = input.first_chunk::<RECORD_HEADER>() else {
        return Ok(Deframed::Wanted(RECORD_HEADER - input.len()));
    };
    if rules.first {
        check_protocol(header)?;
    }
    let [content_type, major, minor, high, low] = header;
    let content_type = ContentType(content_type);
    let version = ProtocolVersion(u16::from_be_bytes([major, minor]));
    check_version(content_type, version, rules)?;
    let len = usize::from(u16::from_be_bytes([high, low]));
    if len > rules.max_fragment {
        return Err(Fault::new(FaultKind::RecordTooLong)
            .came(alloc::format!("{len} bytes"))
            .expected(alloc::format!("at most {}", rules.max_fragment)));
    }
    if input.len() < RECORD_HEADER + len {
        return Ok(Deframed::Wanted(RECORD_HEADER + len - input.len()));
    }
    let mut fragment = input.split_to(RECORD_HEADER + len);
    fragment.advance(RECORD_HEADER);
    Ok(Deframed::Record(Record { content_type, version, fragment }))
}

/// Before the version is agreed on any TLS or SSL 3.0 version will do, since old and new peers
/// differ there (RFC 5246 appendix E.1); for an alert in the clear it will do later too, since a
/// peer that refuses our version says so in its own.
fn check_version(
    content_type: ContentType,
    version: ProtocolVersion,
    rules: &Rules,
) -> Result<(), Fault> {
    let agreed = rules.version.filter(|_| rules.protected || content_type != ContentType::ALERT);

    let fault = |expected| {
        Err(Fault::new(FaultKind::RecordVersion)
            .came(alloc::format!("{version}"))
            .expected(expected))
    };
    match agreed {
        Some(agreed) if version != agreed => fault(alloc::format!("{agreed}")),
        None if version.major() != 3 => fault("3.x".into()),
        _ => Ok(()),
    }
}

/// Tells an SSL 2.0 hello, and protocols without TLS, from a first record.
fn check_protocol(header: [u8; RECORD_HEADER]) -> Result<(), Fault> {
    let [first, _, third, fourth, _] = header;
    // RFC 6176, RFC 5246 appendix E.2: two bytes of length with the high bit, message type 1,
    // then a version of SSL 2.0, SSL 3.0 or TLS.
    if first & 0x80 != 0 && third == 1 && matches!(fourth, 0 | 3) {
        return Err(Fault::new(FaultKind::Ssl2Hello).expected("a TLS record"));
    }
    if (ContentType::CHANGE_CIPHER_SPEC.0..=ContentType::APPLICATION_DATA.0).contains(&first) {
        return Ok(());
    }
    let plain = match &header {
        b"GET /" | b"POST " | b"HEAD " | b"PUT /" | b"OPTIO" | b"CONNE" => "an HTTP request",
        b"HTTP/" => "an HTTP response",
        [b'2', b'2', b'0', b' ' | b'-', _] => "a greeting of SMTP or FTP",
        b"* OK " => "a greeting of IMAP",
        [b'+', b'O', b'K', ..] => "a greeting of POP3",
        b"SSH-2" => "a greeting of SSH",
        _ => "",
    };
    let came = if plain.is_empty() {
        alloc::format!("bytes {header:02x?}")
    } else {
        alloc::format!("{plain} in plain text")
    };
    Err(Fault::new(FaultKind::NotTls).came(came).expected("a TLS record"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Rules =
        Rules { first: true, version: None, protected: false, max_fragment: 0x4000 };

    fn fault(bytes: &[u8], rules: &Rules) -> Fault {
        next(&mut BytesMut::from(bytes), rules).err().unwrap()
    }

    #[test]
    fn says_how_many_bytes_are_missing() {
        let record = [22, 3, 1, 0, 2, 7, 8];
        for len in 0..record.len() {
            let mut input = BytesMut::from(&record[..len]);
            let Ok(Deframed::Wanted(wanted)) = next(&mut input, &FIRST) else { panic!("{len}") };
            assert_eq!(wanted, if len < 5 { 5 - len } else { 7 - len });
            assert_eq!(input.len(), len, "nothing is taken");
        }
        let mut input = BytesMut::from(&[&record[..], &[9]].concat()[..]);
        let Ok(Deframed::Record(record)) = next(&mut input, &FIRST) else { panic!() };
        assert_eq!(record.content_type, ContentType::HANDSHAKE);
        assert_eq!(record.fragment[..], [7, 8]);
        assert_eq!(input[..], [9]);
    }

    #[test]
    fn other_protocols_are_named() {
        assert_eq!(fault(b"GET / HTTP/1.1", &FIRST).came, "an HTTP request in plain text");
        assert_eq!(fault(b"220 mail", &FIRST).came, "a greeting of SMTP or FTP in plain text");
        assert_eq!(fault(b"hello", &FIRST).kind, FaultKind::NotTls);
        assert_eq!(fault(&[0x80, 46, 1, 3, 1], &FIRST).kind, FaultKind::Ssl2Hello);
    }

    #[test]
    fn length_and_version_are_checked_before_the_content_is_there() {
        assert_eq!(fault(&[22, 3, 3, 0x40, 1], &FIRST).kind, FaultKind::RecordTooLong);
        assert_eq!(fault(&[22, 2, 0, 0, 1], &FIRST).kind, FaultKind::RecordVersion);
        let version = Some(ProtocolVersion::TLS12);
        let agreed = Rules { first: false, version, protected: true, max_fragment: 0x4800 };
        assert_eq!(fault(&[23, 3, 1, 0, 1], &agreed).kind, FaultKind::RecordVersion);
        assert_eq!(fault(&[23, 3, 3, 0x48, 1], &agreed).kind, FaultKind::RecordTooLong);
    }
}
