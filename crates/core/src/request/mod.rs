//! Questions that the machine asks, and the answers to them.
//!
//! A question is an owned value: it borrows nothing from the connection, may cross threads, and
//! may be answered in place or an hour later.

mod hello;
mod keys;
mod peer;
mod sessions;

use alloc::{string::String, vec::Vec};
use core::fmt;

pub use hello::{RefuseHello, RefusedHello};
pub use keys::{
    DecryptPremasterRequest, PreSharedKey, PreSharedKeyRequest, SelectCredentialRequest,
    SignRequest,
};
pub use peer::{AcceptedPeer, CertificateFault, PeerKeyUsage, RejectedPeer, VerifyPeerRequest};
pub use sessions::{
    EarlyDataRequest, FindSessionRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest,
    SealedTicket, SessionKey, StoreSession,
};

use crate::{
    OfferedHello,
    config::{Credential, ServerConfig},
    crypto::Secret,
};

/// Names one question of one connection. It is bound to the hellos' random values, so that the
/// late answer for a connection that is gone is refused by the one that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionId {
    pub(crate) number: u32,
    pub(crate) of: u64,
}

impl QuestionId {
    /// Counts the questions of a connection, from 1.
    pub fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "question {}", self.number)
    }
}

macro_rules! questions {
    ($(
        $(#[$asked:meta])+ $request:ident($question:ty) =>
        $(#[$answered:meta])+ $kind:ident($answer:ty);
    )+) => {
        /// What the machine wants to know.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Request {
            $(
                $(#[$asked])+
                #[doc = concat!("Answer: [`Answer::", stringify!($kind), "`].")]
                $request($question),
            )+
        }

        /// What the driver answers.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Answer {
            $(
                #[doc = concat!("To [`Request::", stringify!($request), "`]:")]
                $(#[$answered])+
                $kind($answer),
            )+
        }

        /// The kinds of answer: inputs of the machine, with rows in the table of the order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum AnswerKind {
            $(#[doc = concat!("[`Answer::", stringify!($kind), "`].")] $kind,)+
        }

        impl Request {
            /// The kind of answer that fits.
            pub fn wants(&self) -> AnswerKind {
                match self { $(Self::$request(_) => AnswerKind::$kind,)+ }
            }

            /// Its name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$request(_) => stringify!($request),)+ }
            }
        }

        impl Answer {
            /// Its kind.
            pub fn kind(&self) -> AnswerKind {
                match self { $(Self::$kind(_) => AnswerKind::$kind,)+ }
            }
        }

        impl AnswerKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)+ }
            }
        }
    };
}

questions! {
    /// Server: a `ClientHello` came; with which configuration and credentials is it served?
    ClientHello(OfferedHello) =>
        /// the configuration, or why there is none.
        Configuration(Result<ServerConfig, RefusedHello>);
    /// Is the peer who its certificate says, and is it who we wanted?
    VerifyPeer(VerifyPeerRequest) =>
        /// yes, or why not.
        PeerVerdict(Result<AcceptedPeer, RejectedPeer>);
    /// Sign with a private key.
    Sign(SignRequest) =>
        /// the signature as it stands on the wire, or why there is none.
        Signature(Result<Vec<u8>, String>);
    /// Client: the server asks for a certificate; which one?
    SelectCredential(SelectCredentialRequest) =>
        /// a credential, which need not be one of the configuration's; with none the server is
        /// told that there is none.
        Credential(Option<Credential>);
    /// Server: decrypt the client's pre-master secret with a private key.
    DecryptPremaster(DecryptPremasterRequest) =>
        /// the bare result of the RSA operation, or why there is none.
        Premaster(Result<Secret, String>);
    /// Which secret do both sides have beforehand?
    PreSharedKey(PreSharedKeyRequest) =>
        /// the secret, or none.
        PreSharedKey(Option<PreSharedKey>);
    /// Is there a session to resume?
    FindSession(FindSessionRequest) =>
        /// the bytes of [`StoreSession::session`], or none.
        Session(Option<Secret>);
    /// Server: keep a session; the client is told that the handshake is complete when it is kept.
    StoreSession(StoreSession) =>
        /// it is kept, or it was not worth it: the client learns of that when it comes back.
        SessionStored(());
    /// Server: open a ticket.
    OpenTicket(OpenTicketRequest) =>
        /// what was in it; none where it does not open or has expired.
        OpenedTicket(Option<OpenedTicket>);
    /// Server: seal a session into a ticket.
    SealTicket(SealTicketRequest) =>
        /// the ticket, or none.
        SealedTicket(Option<SealedTicket>);
    /// Server, TLS 1.3: are a client's early data to be taken? They may be a recording of what
    /// was sent once already.
    AcceptEarlyData(EarlyDataRequest) =>
        /// yes, or no: then the client sends them again when the handshake is complete.
        EarlyDataVerdict(bool);
}

impl fmt::Display for AnswerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
