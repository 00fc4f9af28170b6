//! A network of our own: some peers listen on every address, and nobody else shall reach them.

use std::{env, io, process::Command};

/// Set in the process inside, so that it does not go in again.
const INSIDE: &str = "COUNTERSIGN_INSIDE";

/// Runs the same command in a network namespace that has a loopback device alone, and returns
/// its verdict; nothing where this is that process, or where there can be no namespace.
pub(crate) fn enter(command: &str, arguments: &[String]) -> io::Result<Option<bool>> {
    if env::var_os(INSIDE).is_some() {
        return Ok(None);
    }
    // Root needs no user namespace; others are root in one of their own, and may do this there.
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--map-root-user"]];
    let Some(way) = ways.into_iter().find(|way| works(way)) else {
        println!(
            "note: no network namespace can be made (unshare and ip are needed, and the right to \
             use them), so gnutls-serv and others are reachable from outside while this runs"
        );
        return Ok(None);
    };
    let status = unshared(way)
        .args([r#"ip link set lo up && exec "$@""#, "sh"])
        .arg(env::current_exe()?)
        .arg(command)
        .args(arguments)
        .env(INSIDE, "1")
        .status()?;
    Ok(Some(status.success()))
}

fn works(way: &[&str]) -> bool {
    let output = unshared(way).arg("ip link set lo up").output();
    output.is_ok_and(|output| output.status.success())
}

fn unshared(way: &[&str]) -> Command {
    let mut command = Command::new("unshare");
    command.args(way).args(["--", "sh", "-c"]);
    command
}
