//! What is wrong with a tape.

use alloc::string::String;
use core::fmt;

use countersign::{ConfigError, PolicyTextError};

/// A tape that cannot be read, or not from this line on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TapeError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: TapeFault,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TapeFault {
    /// The text does not begin as a tape does.
    NotATape,
    /// A format that this library does not know.
    Version {
        /// What the first line says.
        found: String,
    },
    /// The head ends without a line that it must have.
    HeadWithout {
        /// What is missing.
        verb: &'static str,
    },
    /// The text ends before the head does.
    NoBegin,
    /// Not a fact that has its place here.
    UnknownFact {
        /// How it begins.
        verb: String,
    },
    /// A kind of fact that came with a later version.
    UnknownKind {
        /// What there are kinds of.
        of: &'static str,
        /// Its name.
        name: String,
    },
    /// An indented line without a call that it belongs to.
    WithoutCall,
    /// Something stands behind the end.
    BehindEnd,
    /// A quote has no end.
    OpenQuote,
    /// A word is missing.
    MissingWord {
        /// Counted from 1, behind the verb.
        index: usize,
    },
    /// A field is missing.
    MissingField {
        /// Its name.
        name: String,
    },
    /// A field, or a word, is not what it must be.
    Value {
        /// Its name.
        name: String,
        /// What it must be.
        expected: &'static str,
    },
    /// The value is needed, and was taken out of the tape.
    Redacted {
        /// Its name.
        name: String,
    },
    /// Certificates were compressed in ways that nobody gave to the replay.
    CertificateCompressions {
        /// The line.
        numbers: String,
    },
    /// The policy cannot be read here.
    Policy(PolicyTextError),
    /// The configuration is refused.
    Configuration(ConfigError),
}

impl TapeFault {
    pub(crate) fn at(self, line: usize) -> TapeError {
        TapeError { line, fault: self }
    }
}

impl fmt::Display for TapeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATape => f.write_str("this is no tape: it must begin with countersign-tape 1"),
            Self::Version { found } => {
                write!(f, "the tape has format {found}, and only format 1 is known here")
            }
            Self::HeadWithout { verb } => write!(f, "the head has no {verb}"),
            Self::NoBegin => f.write_str("the tape ends before its head does: no begin"),
            Self::UnknownFact { verb } => write!(f, "{verb} is no fact that can stand here"),
            Self::UnknownKind { of, name } => {
                write!(f, "{name} is no kind of {of} that is known here: is the tape newer?")
            }
            Self::WithoutCall => f.write_str("an indented line belongs to no call"),
            Self::BehindEnd => f.write_str("the tape goes on behind its end"),
            Self::OpenQuote => f.write_str("a quote has no end"),
            Self::MissingWord { index } => write!(f, "word {index} is missing"),
            Self::MissingField { name } => write!(f, "{name}= is missing"),
            Self::Value { name, expected } => write!(f, "{name} must be {expected}"),
            Self::Redacted { name } => {
                write!(f, "the value of {name} was taken out of the tape, and is needed here")
            }
            Self::CertificateCompressions { numbers } => {
                write!(f, "no ways to compress certificates are given for {numbers}")
            }
            Self::Policy(error) => write!(f, "the policy: {error}"),
            Self::Configuration(error) => write!(f, "the configuration: {error}"),
        }
    }
}

impl fmt::Display for TapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

impl core::error::Error for TapeError {}
