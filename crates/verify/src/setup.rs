//! What can be wrong with what our own caller gives: trusted authorities, revocation lists,
//! pinned certificates. RFC 5280 §6.1.1 calls these the inputs of path validation.
//!
//! These are errors at start-up, long before a peer is there; each says what to do.

use alloc::string::String;
use core::fmt;

use crate::reason;

/// Why a verifier could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// No trusted authority: every peer would be refused.
    NoRoots,
    /// No signature algorithm: no certificate could be checked.
    NoAlgorithms,
    /// Revocation was asked for, without a list.
    NoRevocationLists,
    /// Nothing is pinned: every peer would be refused.
    NothingPinned,
    /// What was given as an authority's certificate is none.
    BadRoot {
        /// Which one, counted from 1 in the order of giving.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
    /// What was given as a revocation list is none.
    BadRevocationList {
        /// Which one, counted from 1 in the order of giving.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
    /// What was given to be pinned is no public key.
    BadPinnedKey {
        /// Which one, counted from 1 in the order of giving.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
    /// What was given to be pinned is no certificate.
    BadPinned {
        /// Which one, counted from 1 in the order of giving.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// Why bytes that ought to be DER were not taken.
pub(crate) fn why(error: &webpki::Error, bytes: &[u8]) -> String {
    why_text(bytes).unwrap_or_else(|| String::from(reason::plain(error)))
}

/// The commonest mistake by far: the file's text was given as it is.
pub(crate) fn why_text(bytes: &[u8]) -> Option<String> {
    let is_pem = bytes.trim_ascii_start().starts_with(b"-----BEGIN");
    is_pem.then(|| String::from("it is PEM text where DER was expected; decode it first"))
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoots => f.write_str(
                "no trusted authority was given, so every peer would be refused: add the \
                 certificate of the authority that signs for the peers, or the web's roots",
            ),
            Self::NoAlgorithms => f.write_str(
                "no signature algorithm was given, so every peer would be refused: give those \
                 of the cryptography provider",
            ),
            Self::NoRevocationLists => f.write_str(
                "revocation was asked for without a list: add the lists of the authorities, or \
                 leave revocation out",
            ),
            Self::NothingPinned => f.write_str(
                "nothing was pinned, so every peer would be refused: give the peers' certificates \
                 or public keys",
            ),
            Self::BadRoot { number, why } => {
                write!(f, "certificate {number} given as a trusted authority is not usable: {why}")
            }
            Self::BadRevocationList { number, why } => {
                write!(f, "revocation list {number} is not usable: {why}")
            }
            Self::BadPinnedKey { number, why } => {
                write!(f, "public key {number} given to be pinned is not usable: {why}")
            }
            Self::BadPinned { number, why } => {
                write!(f, "certificate {number} given to be pinned is not usable: {why}")
            }
        }
    }
}

impl core::error::Error for SetupError {}
