//! What is wrong with a policy's text; each sentence says what to do.

use alloc::string::String;
use core::fmt;

/// A text that is no policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyTextError {
    /// A name that nothing has here.
    Unknown {
        /// What should have the name, such as "group".
        what: &'static str,
        /// The name.
        name: String,
        /// The known name that is most like it.
        nearest: Option<&'static str>,
    },
    /// A kind of suite that this library never negotiates is to be added.
    NeverHere {
        /// Its name.
        name: String,
    },
    /// A setting's value that cannot be read.
    Value {
        /// The setting.
        setting: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
    /// The policy `legacy`, in a build without it.
    NoLegacy,
}

impl fmt::Display for PolicyTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { what, name, nearest } => {
                write!(f, "there is no {what} \"{}\" here", name.escape_debug())?;
                match nearest {
                    Some(nearest) => write!(f, ": did you mean {nearest}?"),
                    None => Ok(()),
                }
            }
            Self::NeverHere { name } => write!(
                f,
                "{name} stands for suites that are never negotiated here: leave it out, or put a \
                 \"!\" before it"
            ),
            Self::Value { setting, value, expected } => {
                write!(f, "{setting}=\"{}\" is not {expected}", value.escape_debug())
            }
            Self::NoLegacy => f.write_str(
                "the policy \"legacy\" is not built in: build with the feature legacy, or start \
                 from documented",
            ),
        }
    }
}

impl core::error::Error for PolicyTextError {}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::*;

    #[test]
    fn sentences_name_what_is_wrong_and_what_may_be_meant() {
        let unknown =
            |nearest| PolicyTextError::Unknown { what: "group", name: "X2551\n9".into(), nearest };
        assert_eq!(
            unknown(Some("X25519")).to_string(),
            "there is no group \"X2551\\n9\" here: did you mean X25519?"
        );
        assert_eq!(unknown(None).to_string(), "there is no group \"X2551\\n9\" here");
        let never = PolicyTextError::NeverHere { name: "RC4".into() };
        assert!(never.to_string().starts_with("RC4 stands for suites that are never"));
        let value = PolicyTextError::Value {
            setting: "session_lifetime",
            value: "soon".into(),
            expected: "a number",
        };
        assert_eq!(value.to_string(), "session_lifetime=\"soon\" is not a number");
    }
}
