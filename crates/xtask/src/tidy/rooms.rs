//! The rooms of the core, and which of them may know which. `use` goes down only.
//!
//! This file is data: who wants another rule changes a row, and says why in it.

/// A room of the core: a folder or file in `crates/core/src`.
pub(super) struct Room {
    /// The name of its folder or file.
    pub(super) name: &'static str,
    /// The rooms that it may import, besides itself and [`ROOTS`].
    may: &'static [&'static str],
    /// What it is there for; said where it imports something else.
    pub(super) why: &'static str,
}

/// From top to bottom.
const ROOMS: &[Room] = &[
    Room {
        name: "observing",
        may: &["tls12", "tls13", "handshake", "record", "wire", "crypto"],
        why: "it hands out what an observer needs, who has no connection of its own",
    },
    Room {
        name: "connection",
        may: &[
            "hello",
            "tls12",
            "tls13",
            "schedule",
            "handshake",
            "resume",
            "record",
            "wire",
            "crypto",
        ],
        why: "the pipeline runs everything below it",
    },
    Room {
        name: "tls12",
        may: &["hello", "handshake", "resume", "wire", "crypto"],
        why: "it takes over what the hellos agreed on; states know neither records, nor the \
              connection, nor another version",
    },
    Room {
        name: "tls13",
        may: &["hello", "schedule", "handshake", "resume", "wire", "crypto"],
        why: "it takes over what the hellos agreed on; states know neither records, nor the \
              connection, nor another version",
    },
    Room {
        name: "hello",
        may: &["schedule", "handshake", "resume", "wire", "crypto"],
        why: "it ends when the version is known; states know neither records nor the connection",
    },
    Room {
        name: "schedule",
        may: &["handshake", "wire", "crypto"],
        why: "TLS 1.3 derives its secrets from before the version is known; whoever reads captures \
              or speaks QUIC derives them too",
    },
    Room {
        name: "handshake",
        may: &["resume", "wire", "crypto"],
        why: "it joins, gates, encodes and hashes messages, and runs without a record layer too",
    },
    Room {
        name: "resume",
        may: &["wire", "crypto"],
        why: "sessions and tickets outlive the handshake that made them",
    },
    Room {
        name: "record",
        may: &["wire", "crypto"],
        why: "it frames, opens and seals bytes without knowing what they are for",
    },
    Room {
        name: "wire",
        may: &["crypto"],
        why: "it decodes and encodes messages, wherever they come from",
    },
    Room { name: "crypto", may: &[], why: "the bottom: traits and tables" },
];

/// Against the order of [`ROOMS`]: (who, whom, why).
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "crypto",
    "wire",
    "the tables of suites, groups and schemes show versions, GREASE and the registry's names, \
     which live with the other numbers of the wire",
)];

/// Files (and one folder) beside the rooms, which every room may import.
const ROOTS: &[&str] = &[
    "action",
    "event",
    "key_log",
    "server_end_point",
    "request",
    "fault",
    "error",
    "limits",
    "config",
    "shared",
    "answers",
    "lib",
    "offered_hello",
    "quic",
];

/// What [`ROOTS`] may import, besides each other. `lib` hands out names of every room.
const ROOTS_MAY: &[&str] = &["schedule", "handshake", "wire", "crypto"];

/// Does a room or root file of this name exist in the plan?
pub(super) fn is_known(name: &str) -> bool {
    is_root(name) || ROOMS.iter().any(|room| room.name == name)
}

/// May `from` import `to`?
pub(super) fn may_import(from: &str, to: &str) -> bool {
    let excepted = || EXCEPTIONS.iter().any(|row| (row.0, row.1) == (from, to));
    let listed = || match ROOMS.iter().find(|room| room.name == from) {
        Some(room) => room.may.contains(&to),
        None => from == "lib" || ROOTS_MAY.contains(&to),
    };
    from == to || is_root(to) || listed() || excepted()
}

/// What the room `name` is there for.
pub(super) fn why(name: &str) -> &'static str {
    match ROOMS.iter().find(|room| room.name == name) {
        Some(room) => room.why,
        None => "every room knows the root files, so that they may know only the lower rooms",
    }
}

fn is_root(name: &str) -> bool {
    ROOTS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_name_rooms_that_exist() {
        let rows = ROOMS.iter().flat_map(|room| room.may.iter());
        assert!(rows.chain(ROOTS_MAY).all(|name| is_known(name)));
        assert!(
            EXCEPTIONS
                .iter()
                .all(|(from, to, why)| { is_known(from) && is_known(to) && !why.is_empty() })
        );
    }

    #[test]
    fn the_order_goes_down_only() {
        for (place, room) in ROOMS.iter().enumerate() {
            let below: Vec<_> = ROOMS[place..].iter().map(|room| room.name).collect();
            let up: Vec<_> = room.may.iter().filter(|name| !below.contains(name)).collect();
            let none: [&&str; 0] = [];
            assert_eq!(up, none, "{} imports upward", room.name);
        }
    }

    #[test]
    fn versions_do_not_know_each_other() {
        let pairs =
            [("tls12", "tls13"), ("tls13", "tls12"), ("hello", "tls12"), ("hello", "tls13")];
        for (from, to) in pairs {
            assert!(!may_import(from, to), "{from} {to}");
        }
    }

    #[test]
    fn states_know_neither_records_nor_the_connection() {
        for from in ["hello", "tls12", "tls13"] {
            assert!(!may_import(from, "record") && !may_import(from, "connection"), "{from}");
        }
    }

    #[test]
    fn root_files_know_the_lower_rooms_and_are_known_to_all() {
        assert!(may_import("crypto", "limits") && may_import("fault", "wire"));
        assert!(!may_import("fault", "connection") && !may_import("action", "record"));
        assert!(may_import("lib", "connection"));
    }
}
