//! A session as bytes. They are of no concern to anybody else, and may change between releases:
//! a session of another format is none.
//!
//! ```text
//! struct {
//!     uint8 format;                       1
//!     ProtocolVersion version;
//!     CipherSuite cipher_suite;
//!     uint32 created;                     seconds since 1970
//!     opaque binding[16];
//!     select (version) {
//!         case TLS 1.3: Tls13;
//!         default: opaque master_secret[48];
//!     };
//!     opaque peer<0..2^14-1>;             its certificate, or with a pre-shared key its identity;
//!                                         empty where the peer showed none
//! } Session;
//! struct {
//!     opaque psk<32..48>;
//!     uint32 issued;                      seconds since 1970
//!     uint32 age_add;
//!     uint32 max_early_data;              bytes; 0 for none
//!     opaque protocol<0..255>;
//!     opaque psk_identity<0..2^16-1>;
//! } Tls13;
//! struct {
//!     Session session;
//!     opaque session_id<0..32>;
//!     opaque ticket<0..2^16-1>;
//!     uint32 lifetime;                    seconds
//! } ClientSession;
//! ```

use alloc::vec::Vec;

use bytes::Bytes;
use pki_types::UnixTime;
use zeroize::Zeroizing;

use super::Binding;
use crate::{
    config::ProtocolName,
    crypto::{CipherSuite, Secret},
    limits,
    request::StoreSession,
    wire::{
        DecodeError, ProtocolVersion, Reader, Writer, extension::certificate_type::CertificateType,
    },
};

const FORMAT: u8 = 1;

/// Length of a master secret in bytes.
const MASTER_SECRET: usize = 48;

/// What both roles keep. There is always an extended master secret behind it (RFC 7627 §5.3).
pub(crate) struct Session {
    pub(crate) version: ProtocolVersion,
    pub(crate) suite: CipherSuite,
    pub(crate) created: u32,
    pub(crate) binding: Binding,
    /// In TLS 1.3 the pre-shared key of the ticket.
    pub(crate) master_secret: Secret,
    /// Of TLS 1.3 alone.
    pub(crate) tls13: TicketFacts,
    /// The peer's own certificate (DER).
    pub(crate) peer: Option<Bytes>,
    /// What the pre-shared key was called that the session began with.
    pub(crate) psk_identity: Option<Bytes>,
}

/// An empty field is none.
fn named(bytes: &[u8]) -> Option<Bytes> {
    (!bytes.is_empty()).then(|| Bytes::copy_from_slice(bytes))
}

/// What a ticket of TLS 1.3 has besides (RFC 8446 §4.6.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TicketFacts {
    /// When the ticket was made or came, in seconds since 1970.
    pub(crate) issued: u32,
    /// What is added to the ticket's age before it goes over the wire.
    pub(crate) age_add: u32,
    /// How many bytes of early data it is good for; 0 for none.
    pub(crate) max_early_data: u32,
    /// The application protocol, which early data have to be of (§4.2.10).
    pub(crate) protocol: Option<ProtocolName>,
}

impl Session {
    /// A time as a session holds it.
    pub(crate) fn time(now: UnixTime) -> u32 {
        u32::try_from(now.as_secs()).unwrap_or(u32::MAX)
    }

    /// True within `lifetime` seconds of its making. A clock that went back makes it old.
    pub(crate) fn is_fresh(&self, now: UnixTime, lifetime: u32) -> bool {
        Self::time(now).checked_sub(self.created).is_some_and(|age| age < lifetime)
    }

    /// TLS 1.3: milliseconds since its ticket was made or came (RFC 8446 §4.2.11.1), as far as a
    /// clock of seconds tells; none where the clock went back.
    pub(crate) fn ticket_age(&self, now: UnixTime) -> u32 {
        Self::time(now).saturating_sub(self.tls13.issued).saturating_mul(1000)
    }

    /// Seconds since its making; none where the clock went back.
    #[cfg(feature = "tls12")]
    fn age(&self, now: UnixTime) -> u32 {
        Self::time(now).saturating_sub(self.created)
    }

    /// What is left of `lifetime` seconds.
    #[cfg(feature = "tls12")]
    pub(crate) fn rest(&self, now: UnixTime, lifetime: u32) -> u32 {
        lifetime.saturating_sub(self.age(now))
    }

    /// The bytes, for a server.
    pub(crate) fn encode(&self) -> Secret {
        encode(self.size(), |writer| self.write(writer))
    }

    /// Reads what [`Session::encode`] wrote; `None` for anything else.
    pub(crate) fn decode(bytes: &Secret) -> Option<Self> {
        let mut reader = Reader::new("Session", bytes.expose());
        let session = Self::read(&mut reader).ok()??;
        reader.finish().ok().map(|()| session)
    }

    /// True where the peer, if it has shown anything, has shown what may still be shown: a raw
    /// public key is no certificate, nor the other way round.
    pub(crate) fn is_welcome(&self, types: &[CertificateType]) -> bool {
        self.peer.as_ref().is_none_or(|peer| types.contains(&CertificateType::of(peer)))
    }

    /// True for a certificate that fits. A session without its peer's would tell whoever resumes
    /// it that the peer showed none, so there is none with a longer one.
    pub(crate) fn has_room_for(peer: &Bytes) -> bool {
        peer.len() < limits::MAX_PLAINTEXT
    }

    /// A bound on its length.
    fn size(&self) -> usize {
        let len = |part: &Option<Bytes>| part.as_ref().map_or(0, Bytes::len);
        let protocol = self.tls13.protocol.as_ref().map_or(0, |name| name.as_bytes().len());
        128 + protocol + len(&self.peer) + len(&self.psk_identity)
    }

    fn write(&self, writer: &mut Writer<'_>) {
        writer.u8(FORMAT);
        writer.u16(self.version.0);
        writer.u16(self.suite.0);
        writer.bytes(&self.created.to_be_bytes());
        writer.bytes(&self.binding.0);
        if self.version == ProtocolVersion::TLS13 {
            writer.vec8(|writer| writer.bytes(self.master_secret.expose()));
            writer.u32(self.tls13.issued);
            writer.u32(self.tls13.age_add);
            writer.u32(self.tls13.max_early_data);
            let protocol = self.tls13.protocol.as_ref();
            writer.vec8(|writer| writer.bytes(protocol.map_or(&[], ProtocolName::as_bytes)));
            let identity = self.psk_identity.as_ref();
            writer.vec16(|writer| writer.bytes(identity.map_or(&[], |bytes| &bytes[..])));
        } else {
            writer.bytes(self.master_secret.expose());
        }
        // Up to TLS 1.2 a suite has the one or the other, never both (RFC 4279 §2).
        let peer = match self.version {
            ProtocolVersion::TLS13 => self.peer.as_ref(),
            _ => self.psk_identity.as_ref().or(self.peer.as_ref()),
        };
        writer.vec16(|writer| writer.bytes(peer.map_or(&[], |bytes| &bytes[..])));
    }

    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, DecodeError> {
        if reader.u8("format")? != FORMAT {
            return Ok(None);
        }
        let version = ProtocolVersion(reader.u16("version")?);
        let suite = CipherSuite(reader.u16("cipher_suite")?);
        let created =
            reader.take("created", 4)?.first_chunk().map(|four| u32::from_be_bytes(*four));
        let binding = reader.take("binding", Binding::LEN)?.first_chunk().map(|all| Binding(*all));
        let (mut tls13, mut own_identity) = (TicketFacts::default(), None);
        let master_secret = if version == ProtocolVersion::TLS13 {
            let psk = Secret::new(reader.vec8("psk")?);
            tls13.issued = reader.u32("issued")?;
            tls13.age_add = reader.u32("age_add")?;
            tls13.max_early_data = reader.u32("max_early_data")?;
            tls13.protocol =
                named(reader.vec8("protocol")?).and_then(|name| ProtocolName::new(name).ok());
            own_identity = named(reader.vec16("psk_identity")?);
            psk
        } else {
            Secret::new(reader.take("master_secret", MASTER_SECRET)?)
        };
        let peer = reader.vec16("peer")?;
        let peer = named(peer);
        let (peer, psk_identity) = match suite.facts() {
            Some(facts) if facts.key_exchange.uses_psk() => (None, peer),
            _ => (peer, own_identity),
        };
        Ok(created.zip(binding).map(|(created, binding)| Self {
            version,
            suite,
            created,
            binding,
            master_secret,
            tls13,
            peer,
            psk_identity,
        }))
    }
}

impl StoreSession {
    /// True for a session of TLS 1.3: its ticket is to be used once, since whoever watches could
    /// tell by a second use that both connections are of one client (RFC 8446 appendix C.4). A
    /// session of a version before may be resumed any number of times.
    pub fn is_single_use(&self) -> bool {
        let mut reader = Reader::new("Session", self.session.expose());
        matches!(
            (reader.u8("format"), reader.u16("version").map(ProtocolVersion)),
            (Ok(FORMAT), Ok(ProtocolVersion::TLS13))
        )
    }
}

/// What a client keeps: by which of the two the server finds it again is the server's choice.
pub(crate) struct ClientSession {
    pub(crate) session: Session,
    pub(crate) id: Bytes,
    pub(crate) ticket: Bytes,
    pub(crate) lifetime: u32,
}

impl ClientSession {
    /// True where it is of a version whose tickets go into an extension of their own.
    pub(crate) fn is_before_tls13(&self) -> bool {
        self.session.version < ProtocolVersion::TLS13
    }

    /// The bytes.
    pub(crate) fn encode(&self) -> Secret {
        encode(self.session.size() + 64 + self.ticket.len(), |writer| {
            self.session.write(writer);
            writer.vec8(|writer| writer.bytes(&self.id));
            writer.vec16(|writer| writer.bytes(&self.ticket));
            writer.bytes(&self.lifetime.to_be_bytes());
        })
    }

    /// Reads what [`ClientSession::encode`] wrote; `None` for anything else.
    pub(crate) fn decode(bytes: &Secret) -> Option<Self> {
        Self::read(Reader::new("ClientSession", bytes.expose())).ok()?
    }

    fn read(mut reader: Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let Some(session) = Session::read(&mut reader)? else { return Ok(None) };
        let id = Bytes::copy_from_slice(reader.vec8("session_id")?);
        let ticket = Bytes::copy_from_slice(reader.vec16("ticket")?);
        let lifetime =
            reader.take("lifetime", 4)?.first_chunk().map(|four| u32::from_be_bytes(*four));
        reader.finish()?;
        let known = !(id.is_empty() && ticket.is_empty()) && id.len() <= 32;
        Ok(lifetime.filter(|_| known).map(|lifetime| Self { session, id, ticket, lifetime }))
    }
}

/// `size` is no less than what is written, so that growing leaves no secret behind.
fn encode(size: usize, write: impl FnOnce(&mut Writer<'_>)) -> Secret {
    let mut bytes = Zeroizing::new(Vec::with_capacity(size));
    write(&mut Writer::new(&mut bytes));
    Secret::new(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(peer: Option<Bytes>) -> Session {
        Session {
            version: ProtocolVersion::TLS12,
            suite: CipherSuite(0xc02b),
            created: 1000,
            binding: Binding([7; Binding::LEN]),
            master_secret: Secret::new(&[9; MASTER_SECRET]),
            tls13: TicketFacts::default(),
            psk_identity: None,
            peer,
        }
    }

    #[test]
    fn there_and_back_and_every_prefix_is_none() {
        for peer in [None, Some(Bytes::from_static(b"certificate"))] {
            let bytes = session(peer.clone()).encode();
            let back = Session::decode(&bytes).unwrap();
            assert_eq!((back.version, back.suite), (ProtocolVersion::TLS12, CipherSuite(0xc02b)));
            assert_eq!((back.created, back.peer, back.psk_identity), (1000, peer, None));
            assert!(back.master_secret.matches(&[9; MASTER_SECRET]));
            assert!(back.binding == Binding([7; Binding::LEN]));
            for len in 0..bytes.expose().len() {
                assert!(Session::decode(&Secret::new(&bytes.expose()[..len])).is_none(), "{len}");
            }
        }
    }

    #[test]
    fn with_a_pre_shared_key_its_identity_is_kept() {
        let psk =
            |psk_identity| Session { suite: CipherSuite(0x00a8), psk_identity, ..session(None) };
        for identity in [None, Some(Bytes::from_static(b"me"))] {
            let back = Session::decode(&psk(identity.clone()).encode()).unwrap();
            assert_eq!((back.peer, back.psk_identity), (None, identity));
        }
    }

    #[test]
    fn a_ticket_of_tls_1_3_is_for_one_use() {
        let kept = |session: Secret| StoreSession {
            key: crate::request::SessionKey::Id(Bytes::from_static(b"id")),
            session,
            lifetime: 1,
            now: UnixTime::since_unix_epoch(core::time::Duration::ZERO),
        };
        let newer = Session { version: ProtocolVersion::TLS13, ..session(None) };
        assert!(kept(newer.encode()).is_single_use());
        assert!(!kept(session(None).encode()).is_single_use());
        assert!(!kept(Secret::new(&[0, 3, 4])).is_single_use(), "another format");
        assert!(!kept(Secret::new(&[])).is_single_use());
    }

    #[test]
    fn of_tls_1_3_it_has_what_the_ticket_says() {
        for (hash_len, protocol) in [(32, None), (48, ProtocolName::new(&b"h2"[..]).ok())] {
            let tls13 = TicketFacts { issued: 999, age_add: 7, max_early_data: 0x4000, protocol };
            let (version, suite) = (ProtocolVersion::TLS13, CipherSuite(0x1301));
            let master_secret = Secret::new(&[9; 48][..hash_len]);
            let one = Session { version, suite, master_secret, tls13, ..session(None) };
            let bytes = one.encode();
            let back = Session::decode(&bytes).unwrap();
            assert_eq!(back.tls13, one.tls13);
            assert!(back.master_secret.matches(one.master_secret.expose()));
            for len in 0..bytes.expose().len() {
                assert!(Session::decode(&Secret::new(&bytes.expose()[..len])).is_none(), "{len}");
            }
        }
    }

    #[test]
    fn a_clients_has_an_id_or_a_ticket() {
        let with = |id, ticket| ClientSession { session: session(None), id, ticket, lifetime: 300 };
        let (id, ticket) = (Bytes::from_static(b"id"), Bytes::from_static(b"ticket"));
        let bytes = with(id.clone(), ticket.clone()).encode();
        let back = ClientSession::decode(&bytes).unwrap();
        assert_eq!((back.id, back.ticket, back.lifetime), (id, ticket, 300));
        for len in 0..bytes.expose().len() {
            assert!(ClientSession::decode(&Secret::new(&bytes.expose()[..len])).is_none(), "{len}");
        }
        assert!(ClientSession::decode(&with(Bytes::new(), Bytes::new()).encode()).is_none());
        assert!(Session::decode(&bytes).is_none(), "a client's is no server's");
    }

    #[test]
    fn another_format_is_none() {
        let mut bytes = session(None).encode().expose().to_vec();
        bytes[0] = 0;
        assert!(Session::decode(&Secret::new(&bytes)).is_none());
    }

    #[test]
    fn it_is_fresh_within_its_lifetime_and_not_before() {
        let at = |seconds| UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
        let session = session(None);
        assert!(session.is_fresh(at(1000), 10) && session.is_fresh(at(1009), 10));
        assert!(!session.is_fresh(at(1010), 10) && !session.is_fresh(at(999), 10));
    }

    #[test]
    fn without_a_certificate_it_is_small() {
        assert_eq!(session(None).encode().expose().len(), 75);
    }
}
