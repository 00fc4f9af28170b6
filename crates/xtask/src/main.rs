//! The chores of this repository: `cargo xtask <command>`.
//!
//! A command is a file with a `run` and a row in [`COMMANDS`]. Findings go to standard output,
//! what kept a command from running goes to standard error; either ends with exit status 1.

mod authority;
mod inspect;
mod interop;
mod namespace;
mod process;
mod record;
mod states;
mod tidy;

use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What a command comes back with: did all hold, or could it not find out?
type Outcome = io::Result<bool>;

/// What went wrong, for a person.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// One command.
struct Command {
    name: &'static str,
    about: &'static str,
    /// Given the root of the repository, and the arguments after the name.
    run: fn(&Path, &[String]) -> Outcome,
}

/// Every command, in the order in which the help shows them.
const COMMANDS: &[Command] = &[
    Command {
        name: "tidy",
        about: "check the rules of the tree that neither rustc nor clippy knows",
        run: tidy::run,
    },
    Command {
        name: "states",
        about: "write docs/STATES.md from the table of the order; --check compares",
        run: states::run,
    },
    Command {
        name: "interop",
        about: "shake hands with other TLS; --peer NAME, --filter TEXT, --allow-missing",
        run: interop::run,
    },
    Command {
        name: "record",
        about: "record the golden handshakes of test-vectors anew; names choose among them",
        run: record::run,
    },
    Command {
        name: "inspect",
        about: "measure countersign inspect on a large capture, beside tshark; --mib NUMBER",
        run: inspect::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        print_help();
        return ExitCode::FAILURE;
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print_help();
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("xtask: there is no command `{name}`; `cargo xtask help` lists them");
        return ExitCode::FAILURE;
    };
    match (command.run)(&root(), rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask {name}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_help() {
    println!("cargo xtask <command>\n");
    for command in COMMANDS {
        println!("  {:<10} {}", command.name, command.about);
    }
}

/// The root of the repository: two folders above this crate. Cargo sets the variable when it
/// runs us, so that a moved checkout needs no new build.
fn root() -> PathBuf {
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    crate_folder.join("..").join("..")
}
