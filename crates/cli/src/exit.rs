//! Exit codes: the table, and its place in `--help`.

use std::{fmt::Write as _, process::ExitCode};

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Usage = 1,
    Network = 2,
    Tls = 3,
    Alert = 4,
    Truncated = 5,
    Differs = 6,
}

/// Every exit code with its meaning, in order.
pub(crate) const TABLE: &[(Exit, &str)] = &[
    (Exit::Success, "all went well"),
    (Exit::Usage, "the arguments, a file or the configuration cannot be used"),
    (Exit::Network, "the network failed: name, connection, time limit"),
    (Exit::Tls, "we ended the connection: certificate, negotiation, broken protocol"),
    (Exit::Alert, "the peer ended the connection, with an alert that is named"),
    (Exit::Truncated, "the connection was cut without close_notify: data may be missing"),
    (Exit::Differs, "a tape is not what the machine does, or cannot be replayed"),
];

impl Exit {
    /// For the operating system.
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self.number())
    }

    /// The number of the table.
    pub(crate) fn number(self) -> u8 {
        self as u8
    }
}

/// The table for `--help`.
pub(crate) fn help() -> String {
    let mut text = String::from("Exit codes:");
    for (exit, meaning) in TABLE {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {}  {meaning}", exit.number());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_numbers() {
        let numbers: Vec<u8> = TABLE.iter().map(|(exit, _)| exit.number()).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6]);
    }
}
