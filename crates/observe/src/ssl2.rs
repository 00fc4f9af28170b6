//! Messages in the form of SSL 2.0 (the draft of 1995; the hello also RFC 5246 appendix E.2). Only
//! what is in the clear is read: the hellos and the client's key.
//!
//! ```text
//! uint16 length (highest bit set); uint8 msg_type;
//! CLIENT-HELLO:  uint16 version; uint16 cipher_specs_length; uint16 session_id_length;
//!                uint16 challenge_length; cipher_specs; session_id; challenge
//! SERVER-HELLO:  uint8 session_id_hit; uint8 certificate_type; uint16 version;
//!                uint16 certificate_length; uint16 cipher_specs_length;
//!                uint16 connection_id_length; certificate; cipher_specs; connection_id
//! ```

use alloc::vec::Vec;

use bytes::{Buf, Bytes, BytesMut};
use countersign::wire::{DecodeError, ProtocolVersion, RANDOM_LEN, Reader};

/// A kind of cipher of SSL 2.0, 3 bytes; those that begin with zero are suites of TLS.
pub type CipherKind = u32;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ssl2Message {
    /// May be answered in SSL 3.0 or TLS, if its version says so.
    ClientHello(Ssl2ClientHello),
    /// The server goes on in SSL 2.0.
    ServerHello {
        /// Length of the whole message in bytes.
        len: usize,
        /// The version.
        version: ProtocolVersion,
        /// The certificate in DER.
        certificate: Bytes,
        /// What the server would use.
        ciphers: Vec<CipherKind>,
    },
    /// The client has chosen a cipher, and sends the key.
    ClientMasterKey {
        /// Length of the whole message in bytes.
        len: usize,
        /// The cipher.
        cipher: CipherKind,
    },
    /// Something else, most likely encrypted.
    Other {
        /// Length of the whole message in bytes.
        len: usize,
    },
}

/// The hello of a client that may speak SSL 2.0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ssl2ClientHello {
    /// All of it behind the two bytes of length: what `Finished` covers.
    pub bytes: Bytes,
    /// The highest version that the client speaks.
    pub version: ProtocolVersion,
    /// What it offers.
    pub ciphers: Vec<CipherKind>,
    /// The session to resume; empty for a new one.
    pub session_id: Bytes,
    /// 16 to 32 bytes.
    pub challenge: Bytes,
}

impl Ssl2ClientHello {
    /// The challenge as the random of a hello of TLS: with zeros in front (RFC 5246 appendix E.2).
    pub fn random(&self) -> [u8; RANDOM_LEN] {
        let mut random = [0; RANDOM_LEN];
        for (place, byte) in random.iter_mut().rev().zip(self.challenge.iter().rev()) {
            *place = *byte;
        }
        random
    }
}

impl Ssl2Message {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ClientHello(_) => "SSL 2.0 ClientHello",
            Self::ServerHello { .. } => "SSL 2.0 ServerHello",
            Self::ClientMasterKey { .. } => "SSL 2.0 ClientMasterKey",
            Self::Other { .. } => "SSL 2.0 message",
        }
    }

    /// Length in bytes, without the two of the length itself.
    #[expect(clippy::len_without_is_empty, reason = "no message is empty")]
    pub fn len(&self) -> usize {
        match self {
            Self::ClientHello(hello) => hello.bytes.len(),
            Self::ServerHello { len, .. }
            | Self::ClientMasterKey { len, .. }
            | Self::Other { len } => *len,
        }
    }
}

/// Do these bytes begin a hello of SSL 2.0? `None` where there are too few.
pub(crate) fn begins(bytes: &[u8]) -> Option<bool> {
    let good = |place: usize, byte: u8| match place {
        0 => byte & 0x80 != 0,
        2 => byte == 1,
        3 => byte == 0 || byte == 3,
        4 => byte <= 4,
        _ => true,
    };
    let head = bytes.get(..5).unwrap_or(bytes);
    if !head.iter().enumerate().all(|(place, byte)| good(place, *byte)) {
        return Some(false);
    }
    if bytes.len() < 11 {
        return None;
    }
    let mut reader = Reader::new("SSL 2.0", bytes);
    let lens = (|| {
        let len = usize::from(reader.u16("length")? & 0x7fff);
        reader.take("head", 3)?;
        let [specs, id, challenge] =
            [reader.u16("specs")?, reader.u16("id")?, reader.u16("challenge")?].map(usize::from);
        Ok::<_, DecodeError>((len, specs, id, challenge))
    })();
    let Ok((len, specs, id, challenge)) = lens else { return Some(false) };
    let fits = len == 9 + specs + id + challenge;
    Some(fits && specs > 0 && specs.is_multiple_of(3) && (16..=32).contains(&challenge))
}

/// The next message, taken off the front; `None` where more bytes are wanted. `Err` with how many
/// bytes it has where it cannot be read; it is taken off too.
pub(crate) fn next(input: &mut BytesMut) -> Option<Result<Ssl2Message, (DecodeError, usize)>> {
    let &[high, low] = input.first_chunk::<2>()?;
    // With a clear highest bit the header has a third byte, of padding.
    let (head, len) = match high & 0x80 {
        0 => (3, usize::from(u16::from_be_bytes([high & 0x3f, low]))),
        _ => (2, usize::from(u16::from_be_bytes([high & 0x7f, low]))),
    };
    if input.len() < head + len {
        return None;
    }
    input.advance(head);
    let bytes = input.split_to(len).freeze();
    Some(read(&bytes).map_err(|error| (error, len)))
}

fn read(bytes: &Bytes) -> Result<Ssl2Message, DecodeError> {
    let mut reader = Reader::new("SSL 2.0", bytes);
    let kind = reader.u8("msg_type")?;
    let own = |slice: &[u8]| bytes.slice_ref(slice);
    Ok(match kind {
        1 => {
            let version = ProtocolVersion(reader.u16("version")?);
            let [specs, id, challenge] =
                [reader.u16("specs")?, reader.u16("id")?, reader.u16("challenge")?]
                    .map(usize::from);
            Ssl2Message::ClientHello(Ssl2ClientHello {
                bytes: bytes.clone(),
                version,
                ciphers: kinds(reader.take("cipher_specs", specs)?),
                session_id: own(reader.take("session_id", id)?),
                challenge: own(reader.take("challenge", challenge)?),
            })
        }
        2 => {
            let cipher = kinds(reader.take("cipher_kind", 3)?).first().copied();
            Ssl2Message::ClientMasterKey { len: bytes.len(), cipher: cipher.unwrap_or_default() }
        }
        4 => {
            reader.take("session_id_hit", 2)?;
            let version = ProtocolVersion(reader.u16("version")?);
            let certificate = usize::from(reader.u16("certificate_length")?);
            let specs = usize::from(reader.u16("cipher_specs_length")?);
            reader.u16("connection_id_length")?;
            Ssl2Message::ServerHello {
                len: bytes.len(),
                version,
                certificate: own(reader.take("certificate", certificate)?),
                ciphers: kinds(reader.take("cipher_specs", specs)?),
            }
        }
        _ => Ssl2Message::Other { len: bytes.len() },
    })
}

fn kinds(specs: &[u8]) -> Vec<CipherKind> {
    let (kinds, _) = specs.as_chunks::<3>();
    kinds.iter().map(|[high, middle, low]| u32::from_be_bytes([0, *high, *middle, *low])).collect()
}
